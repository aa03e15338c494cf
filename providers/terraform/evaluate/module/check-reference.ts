import type { ScopeTraversal, TraversalStep } from '../../hcl/ast.ts'
import type { ModuleConfig, ResourceConfig } from '../../module/config.ts'
import { checkSchemaPath } from '../../schema/check-path.ts'
import type { Refusal } from '../expression/evaluation.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { ModuleSubject, ResourceSubject, Subject } from './reference.ts'
import { subjectOf } from './reference.ts'
import type { InstanceKey } from './repetition.ts'

/**
 * What is wrong with a reference as such, before anything is evaluated: Terraform refuses it wherever it stands, in the
 * branch that is not taken and in `try` as well.
 */
export function checkReference(
  traversal: ScopeTraversal,
  module: ModuleInstance,
  key: InstanceKey,
  hasSelf: boolean,
): Refusal | undefined {
  const subject = subjectOf(traversal)
  if (!('kind' in subject)) return subject
  const problem = problemOf(subject, traversal, module, key, hasSelf)
  return problem && { summary: problem[0], detail: problem[1], range: traversal.range }
}

export const NO_SELF = {
  summary: 'Invalid "self" reference',
  detail:
    'The "self" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.',
} as const

type Problem = readonly [summary: string, detail: string]

function problemOf(
  subject: Subject,
  traversal: ScopeTraversal,
  module: ModuleInstance,
  key: InstanceKey,
  hasSelf: boolean,
): Problem | undefined {
  const { config } = module.tree
  const quoted = 'name' in subject ? JSON.stringify(subject.name) : ''
  switch (subject.kind) {
    case 'var':
      if (isDeclared(config, config.variables, `variable.${subject.name}`, subject.name)) return undefined
      return [
        'Reference to undeclared input variable',
        `An input variable with the name ${quoted} has not been declared. This variable can be declared with a variable ${quoted} {} block.`,
      ]
    case 'local':
      if (isDeclared(config, config.locals, 'locals', subject.name)) return undefined
      return [
        'Reference to undeclared local value',
        `A local value with the name ${quoted} has not been declared.`,
      ]
    case 'module':
      return moduleProblem(subject, module)
    case 'resource':
      return resourceProblem(subject, traversal, module)
    case 'self':
      if (hasSelf) return undefined
      return [NO_SELF.summary, NO_SELF.detail]
    default:
      return contextProblem(subject.kind, subject.name, key)
  }
}

function isDeclared(
  config: ModuleConfig,
  names: ReadonlyMap<string, unknown>,
  key: string,
  name: string,
): boolean {
  return names.has(name) || config.uncertain.any || config.uncertain.declared.has(key)
}

const PATHS = new Set(['cwd', 'module', 'root'])
const TERRAFORM = new Set(['workspace', 'applying'])

function contextProblem(
  kind: 'count' | 'each' | 'path' | 'terraform',
  name: string,
  key: InstanceKey,
): Problem | undefined {
  const quoted = JSON.stringify(name)
  switch (kind) {
    case 'count':
      if (name !== 'index')
        return [
          'Invalid "count" attribute',
          `The "count" object does not have an attribute named ${quoted}. The only supported attribute is count.index, which is the index of each instance of a resource block that has the "count" argument set.`,
        ]
      if (key.kind === 'count') return undefined
      return [
        'Reference to "count" in non-counted context',
        'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
      ]
    case 'each':
      if (name !== 'key' && name !== 'value')
        return [
          'Invalid "each" attribute',
          `The "each" object does not have an attribute named ${quoted}. The supported attributes are each.key and each.value, the current key and value pair of the "for_each" attribute set.`,
        ]
      if (key.kind === 'each') return undefined
      return [
        'Reference to "each" in context without for_each',
        'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
      ]
    case 'path':
      if (PATHS.has(name)) return undefined
      return ['Invalid "path" attribute', `The "path" object does not have an attribute named ${quoted}.`]
    case 'terraform':
      if (TERRAFORM.has(name)) return undefined
      return [
        'Invalid "terraform" attribute',
        `The "terraform" object does not have an attribute named ${quoted}.`,
      ]
  }
}

function moduleProblem(subject: ModuleSubject, module: ModuleInstance): Problem | undefined {
  const { config, children } = module.tree
  if (!isDeclared(config, config.calls, `module.${subject.name}`, subject.name))
    return [
      'Reference to undeclared module',
      `No module call named ${JSON.stringify(subject.name)} is declared in ${module.displayName}.`,
    ]
  const child = children.get(subject.name)
  if (subject.output === null || !child) return undefined
  if (isDeclared(child.config, child.config.outputs, `output.${subject.output}`, subject.output))
    return undefined
  return [
    'Unsupported attribute',
    `This object does not have an attribute named ${JSON.stringify(subject.output)}.`,
  ]
}

const MODES = { managed: 'A managed', data: 'A data', ephemeral: 'An ephemeral' }

function resourceProblem(
  subject: ResourceSubject,
  traversal: ScopeTraversal,
  module: ModuleInstance,
): Problem | undefined {
  const { config } = module.tree
  const { key } = subject
  const resource = config.resources.get(key)
  const block = subject.mode === 'managed' ? `resource.${key}` : key
  if (!resource) {
    if (isDeclared(config, config.resources, block, key)) return undefined
    return [
      'Reference to undeclared resource',
      `${MODES[subject.mode]} resource ${JSON.stringify(subject.type)} ${JSON.stringify(subject.name)} has not been declared in ${module.displayName}.`,
    ]
  }
  const rest = traversal.steps.slice(subject.used)
  if (config.uncertain.overridden.size > 0) return undefined
  const keyProblem = instanceKeyProblem(resource, key, rest, subject.keyed)
  if (keyProblem) return keyProblem
  const schema = module.root.schemas.of(subject.mode, subject.type)
  const path = subject.keyed ? rest.slice(1) : rest
  return schema && checkSchemaPath(schema, path)
}

function instanceKeyProblem(
  resource: ResourceConfig,
  address: string,
  rest: readonly TraversalStep[],
  keyed: boolean,
): Problem | undefined {
  const repeated = resource.count ? 'count' : resource.for_each ? 'for_each' : undefined
  if (keyed && !repeated)
    return [
      'Unexpected resource instance key',
      `Because ${address} does not have "count" or "for_each" set, references to it must not include an index key. Remove the bracketed index to refer to the single instance of this resource.`,
    ]
  if (keyed || !repeated || rest.length === 0) return undefined
  const example = repeated === 'count' ? 'count.index' : 'each.key'
  return [
    'Missing resource instance key',
    `Because ${address} has "${repeated}" set, its attributes must be accessed on specific instances.\n\nFor example, to correlate with indices of a referring resource, use:\n    ${address}[${example}]`,
  ]
}
