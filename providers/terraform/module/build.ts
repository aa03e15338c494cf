import type { Attribute, Block, Expression, Range, ScopeTraversal } from '../hcl/ast.ts'
import { objectKeyName } from '../hcl/object-key.ts'
import { identifierEnd } from '../hcl/identifiers.ts'
import { rawText } from '../json/expression.ts'
import type {
  BackendConfig,
  CallConfig,
  Fault,
  ImportConfig,
  LocalConfig,
  ModuleConfig,
  MovedConfig,
  OutputConfig,
  ProviderConfig,
  RemovedConfig,
  ResourceConfig,
  VariableConfig,
} from './config.ts'
import type { Refusal } from '../evaluate/expression/evaluation.ts'
import { referencesOf } from '../evaluate/expression/references.ts'
import { listFaults } from './check-lists.ts'
import { shapeFaults } from './check-shape.ts'
import { resourceKey } from './config.ts'
import { ConstantError } from './constant.ts'
import { decodeLocal, decodeOutput, decodeVariable } from './decode-named.ts'
import {
  decodeCall,
  decodeImport,
  decodeMoved,
  decodeProvider,
  decodeRemoved,
  decodeResource,
} from './decode-resource.ts'
import type { MergedBlocks } from './read-module.ts'
import { ConstraintError } from './type-constraint.ts'

/** How many labels each block has; blocks of other types are refused. */
const LABELS: Readonly<Record<string, number>> = {
  variable: 1,
  output: 1,
  locals: 0,
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  provider: 1,
  terraform: 0,
  moved: 0,
  import: 0,
  removed: 0,
  check: 1,
}

class Builder {
  readonly variables = new Map<string, VariableConfig>()
  readonly locals = new Map<string, LocalConfig>()
  readonly outputs = new Map<string, OutputConfig>()
  readonly resources = new Map<string, ResourceConfig>()
  readonly calls = new Map<string, CallConfig>()
  readonly providers: ProviderConfig[] = []
  readonly required = new Map<string, string>()
  readonly versions = new Map<string, { text: string; range: Range }>()
  readonly imports: ImportConfig[] = []
  readonly moves: MovedConfig[] = []
  readonly removals: RemovedConfig[] = []
  readonly refused = new Set<string>()
  backend: BackendConfig | null = null
  readonly faults: Fault[]

  constructor(faults: readonly Fault[]) {
    this.faults = [...faults]
  }

  add(block: Block): void {
    const labels = LABELS[block.block_type]
    if (labels === undefined) {
      const message = `Unsupported block type: Blocks of type ${JSON.stringify(block.block_type)} are not expected here.`
      this.#invalid(message, block.definition_range)
    } else if (block.labels.length !== labels)
      this.#invalid(
        `A ${block.block_type} block has ${labels} labels, this one ${block.labels.length}.`,
        block.definition_range,
      )
    else {
      this.faults.push(...shapeFaults(block), ...listFaults(block))
      this.#decode(block)
    }
  }

  #decode(block: Block): void {
    try {
      this.#place(block)
    } catch (error) {
      if (!(error instanceof ConstantError) && !(error instanceof ConstraintError)) throw error
      this.#invalid(`${error.summary}: ${error.message}`, error.range, kindsOf(block))
      this.refused.add([block.block_type, ...block.labels].join('.'))
    }
  }

  #place(block: Block): void {
    switch (block.block_type) {
      case 'variable':
        return this.#variable(decodeVariable(block))
      case 'output':
        return this.#once(this.outputs, 'output', block.labels[0] ?? '', decodeOutput(block))
      case 'locals':
        for (const attribute of block.body.attributes.values()) this.#local(attribute)
        return
      case 'resource':
      case 'data':
      case 'ephemeral': {
        const mode = block.block_type === 'resource' ? 'managed' : block.block_type
        const config = decodeResource(block, mode)
        return this.#once(this.resources, 'resource', resourceKey(mode, config.type, config.name), config)
      }
      case 'module':
        return this.#once(this.calls, 'module call', block.labels[0] ?? '', decodeCall(block))
      case 'provider':
        this.providers.push(decodeProvider(block))
        return
      case 'import': {
        const config = decodeImport(block)
        if (config) this.imports.push(config)
        return
      }
      case 'moved': {
        const config = decodeMoved(block)
        if (config) this.moves.push(config)
        return
      }
      case 'removed': {
        const config = decodeRemoved(block)
        if (config) this.removals.push(config)
        return
      }
      case 'terraform':
        this.#requireProviders(block)
        this.#keepState(block)
        return
      default:
    }
  }

  /** In JSON any text can be a member's name. */
  #local(attribute: Attribute): void {
    const { name, name_range: range } = attribute
    if (name !== '' && identifierEnd(name, 0) === name.length)
      this.#once(this.locals, 'local value', name, decodeLocal(attribute))
    else
      this.#invalid(
        'Invalid local value name: A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.',
        range,
      )
  }

  #variable(config: VariableConfig): void {
    this.#once(this.variables, 'variable', config.name, config)
    const refusals = config.fallback?.kind === 'refused' ? [config.fallback.refusal] : []
    for (const { summary, detail, range } of [...refusals, ...aimless(config)])
      this.#invalid(`${summary}: ${detail}`, range)
  }

  /** The last one counts: an override comes last, and is one of the whole block. */
  #keepState(block: Block): void {
    for (const { block_type: type, labels, body, definition_range: range } of block.body.blocks)
      if (type === 'backend' || type === 'cloud')
        this.backend = { type: type === 'cloud' ? type : (labels[0] ?? ''), range, body }
  }

  #requireProviders(block: Block): void {
    for (const inner of block.body.blocks) {
      if (inner.block_type !== 'required_providers') continue
      for (const [name, { expression, range }] of inner.body.attributes) {
        const items = expression.type === 'object' ? expression.items : []
        const member = (wanted: string): string | undefined =>
          literalText(items.find(({ key }) => (objectKeyName(key) ?? rawText(key.wrapped)) === wanted)?.value)
        const source = member('source')
        if (source !== undefined) this.required.set(name, source)
        // before there were sources, a constraint stood alone
        const text = expression.type === 'object' ? member('version') : literalText(expression)
        if (text !== undefined) this.versions.set(name, { text, range })
      }
    }
  }

  #once<T extends { readonly range: Range }>(
    map: Map<string, T>,
    what: string,
    name: string,
    config: T,
  ): void {
    const first = map.get(name)
    if (!first) {
      map.set(name, config)
      return
    }
    const { file, start } = first.range
    const message = `Duplicate ${what}: ${name} was already declared at ${file}:${start.line}.`
    this.#invalid(message, config.range)
  }

  #invalid(message: string, range: Range, kinds: readonly string[] = []): void {
    this.faults.push({ code: 'TERRAFORM_INVALID', message, range, kinds })
  }
}

/** Validations that do not look at their variable. */
function aimless({ name, validations }: VariableConfig): readonly Refusal[] {
  return validations.flatMap(({ body }) => {
    const condition = body.attributes.get('condition')?.expression
    if (!condition || referencesOf(condition).some((one) => isVariable(one, name))) return []
    const detail = `The condition for variable ${JSON.stringify(name)} must refer to var.${name} in order to test incoming values.`
    return [{ summary: 'Invalid variable validation condition', detail, range: condition.range }]
  })
}

function isVariable({ root, steps: [step] }: ScopeTraversal, name: string): boolean {
  return root === 'var' && step?.type === 'attribute' && step.name === name
}

function literalText(expression: Expression | undefined): string | undefined {
  const part = expression?.type === 'template' ? expression.parts[0] : undefined
  return part?.type === 'literal_value' && part.value.type === 'string' ? part.value.value : undefined
}

function kindsOf(block: Block): readonly string[] {
  if (block.block_type === 'module') return ['*']
  return block.block_type === 'resource' ? [block.labels[0] ?? '*'] : []
}

/** Sorts a module's blocks by what they declare. What is refused is a fault and leaves the rest as it is. */
export function buildModule(merged: MergedBlocks): ModuleConfig {
  const builder = new Builder(merged.faults)
  for (const block of merged.blocks) builder.add(block)
  const {
    variables,
    locals,
    outputs,
    resources,
    calls,
    providers,
    required,
    imports,
    moves,
    removals,
    faults,
  } = builder
  return {
    variables,
    locals,
    outputs,
    resources,
    calls,
    providers,
    required_providers: required,
    required_versions: builder.versions,
    backend: builder.backend,
    imports,
    moves,
    removals,
    uncertain: {
      any: merged.uncertain === null,
      declared: new Set([...(merged.uncertain ?? []), ...builder.refused]),
      overridden: new Set(merged.overridden ?? ['*']),
    },
    faults,
  }
}
