import type { Range, ScopeTraversal, TraversalStep } from '../../hcl/ast.ts'
import { resourceKey } from '../../module/config.ts'
import type { Refusal } from '../expression/evaluation.ts'

/** What the start of a traversal names, and how many of its steps that takes. */
export type Subject =
  | {
      readonly kind: 'count' | 'each' | 'path' | 'terraform' | 'var' | 'local'
      readonly name: string
      readonly used: 1
    }
  | { readonly kind: 'self'; readonly used: 0 }
  | ResourceSubject
  | ModuleSubject

export interface ResourceSubject {
  readonly kind: 'resource'
  readonly mode: 'managed' | 'data' | 'ephemeral'
  readonly type: string
  readonly name: string
  /** of `ModuleConfig.resources` */
  readonly key: string
  readonly used: number
  /** the step behind the name is a constant index */
  readonly keyed: boolean
}

export interface ModuleSubject {
  readonly kind: 'module'
  readonly name: string
  /** the output that the traversal reads; null when it takes the module whole */
  readonly output: string | null
  readonly used: 1
}

const SINGLE = ['count', 'each', 'path', 'terraform', 'var', 'local'] as const

function isSingle(root: string): root is (typeof SINGLE)[number] {
  return SINGLE.some((name) => name === root)
}

const RESERVED = new Set(['template', 'lazy', 'arg'])

const CACHE = new WeakMap<ScopeTraversal, Subject | Refusal>()

/** Reads the start of a traversal as Terraform's ParseRef does. */
export function subjectOf(traversal: ScopeTraversal): Subject | Refusal {
  let subject = CACHE.get(traversal)
  if (!subject) CACHE.set(traversal, (subject = parse(traversal)))
  return subject
}

function parse(traversal: ScopeTraversal): Subject | Refusal {
  const { root, steps, range } = traversal
  if (isSingle(root)) {
    const name = attributeOf(traversal)
    return typeof name === 'string' ? { kind: root, name, used: 1 } : name
  }
  if (root === 'self') return { kind: 'self', used: 0 }
  if (root === 'module') return moduleSubject(traversal)
  if (RESERVED.has(root)) {
    const detail = `The symbol name ${JSON.stringify(root)} is reserved for use in a future Terraform version. If you are using a provider that already uses this as a resource type name, add the prefix "resource." to force interpretation as a resource type name.`
    return { summary: 'Reserved symbol name', detail, range: traversal.root_range }
  }
  if (root === 'data' || root === 'ephemeral' || root === 'resource') {
    if (steps.length < 2) return tooShort(root, range)
    return resourceSubject(root === 'resource' ? 'managed' : root, steps[0], steps.slice(1), 2, range)
  }
  const detail =
    'A reference to a resource type must be followed by at least one attribute access, specifying the resource name.'
  if (steps.length === 0) return invalid(detail, range)
  return resourceSubject('managed', { type: 'attribute', name: root, range }, steps, 1, range)
}

/** The name behind a root that takes exactly one. */
function attributeOf(traversal: ScopeTraversal): string | Refusal {
  const [step] = traversal.steps
  const quoted = JSON.stringify(traversal.root)
  if (!step)
    return invalid(
      `The ${quoted} object cannot be accessed directly. Instead, access one of its attributes.`,
      traversal.range,
    )
  if (step.type === 'attribute') return step.name
  return invalid(`The ${quoted} object does not support this operation.`, step.range)
}

function moduleSubject(traversal: ScopeTraversal): Subject | Refusal {
  const name = attributeOf(traversal)
  if (typeof name !== 'string') return name
  const [, second, third] = traversal.steps
  const after = second?.type === 'index' ? third : second
  if (after?.type === 'index')
    return invalid('Module instance objects do not support this operation.', after.range)
  return { kind: 'module', name, output: after?.type === 'attribute' ? after.name : null, used: 1 }
}

function resourceSubject(
  mode: ResourceSubject['mode'],
  type: TraversalStep | undefined,
  rest: readonly TraversalStep[],
  used: number,
  range: Range,
): Subject | Refusal {
  const [name, after] = rest
  const word = mode === 'managed' ? 'resource' : mode
  if (type?.type !== 'attribute')
    return invalid(`The "${word}" object does not support this operation.`, range)
  if (name?.type !== 'attribute')
    return invalid(
      'A reference to a resource type must be followed by at least one attribute access, specifying the resource name.',
      range,
    )
  const key = resourceKey(mode, type.name, name.name)
  return {
    kind: 'resource',
    mode,
    type: type.name,
    name: name.name,
    key,
    used,
    keyed: after?.type === 'index',
  }
}

function tooShort(root: 'data' | 'ephemeral' | 'resource', range: Range): Refusal {
  const what = { data: 'data source', ephemeral: 'ephemeral resource', resource: 'resource' }[root]
  return invalid(
    `The "${root}" object must be followed by two attribute names: the ${what} type and the resource name.`,
    range,
  )
}

function invalid(detail: string, range: Range): Refusal {
  return { summary: 'Invalid reference', detail, range }
}
