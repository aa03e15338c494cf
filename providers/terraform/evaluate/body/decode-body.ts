import type { Attribute, Block, Body } from '../../hcl/ast.ts'
import { withContent } from '../../hcl/blocks.ts'
import type { Steps } from '../../graph/node.ts'
import type { AttributeSchema, BlockSchema, NestedSchema } from '../../schema/table.ts'
import { blockType, elementSchema } from '../../schema/block-type.ts'
import type { Binding, Refusal } from '../expression/evaluation.ts'
import { closedDeep } from '../expression/open-object.ts'
import { referencesInBody, referencesOf, referencesOutsideContent } from '../expression/references.ts'
import type { ExpressionScope } from '../module/expression-scope.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError, UncomputedError } from '../types/evaluation-error.ts'
import type { Marks } from '../types/marks.ts'
import { NO_MARKS } from '../types/marks.ts'
import { DYNAMIC } from '../types/types.ts'
import { nullOf, unknown, withMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { assembleBlocks, objectOfSchema } from './assemble.ts'
import { expandDynamic } from './dynamic.ts'
import { missingFrom } from './required.ts'
import { shapedBody } from './json-body.ts'

/** What a body says: its arguments and blocks by name; what it does not set is absent. */
export interface DecodedBody {
  readonly entries: ReadonlyMap<string, Value>
  readonly refusals: readonly Refusal[]
}

/** A body in one module instance, which is decoded once for each instance of its block. */
export class BodyDecoding {
  readonly #written: Body
  readonly #body: Body
  readonly #schema: BlockSchema | undefined
  /** whether an instance before found every reference sound, and waited for all of them: they are those of the others */
  #isPrepared = false
  /** null where there is but one instance */
  #constants: Map<Attribute, Value | null> | null = null

  /** Without a schema, arguments stay as they are and blocks become tuples of objects. */
  constructor(body: Body, schema: BlockSchema | undefined) {
    this.#written = body
    this.#body = shapedBody(body, schema)
    this.#schema = schema
  }

  /** Evaluates the body for one instance. */
  *decode(scope: ExpressionScope): Steps<DecodedBody> {
    const wrong = this.#isPrepared ? [] : yield* scope.prepare(referencesInBody(this.#body))
    this.#isPrepared = wrong.length === 0
    return this.#decode(scope)
  }

  /** The same without waiting; undefined before an instance has waited. */
  decodePrepared(scope: ExpressionScope): DecodedBody | undefined {
    return this.#isPrepared ? this.#decode(scope) : undefined
  }

  #decode(scope: ExpressionScope): DecodedBody {
    const body = this.#body
    const isSound = this.#isPrepared
    if (scope.key.kind !== 'none') this.#constants ??= new Map()
    const decoder = new Decoder(scope, this.#constants)
    decoder.isDoubtful = !isSound
    const wrong = isSound ? [] : scope.wrongIn(referencesOutsideContent(body))
    const decoded =
      wrong.length > 0
        ? decodeSpoilt(body, this.#schema, decoder, wrong)
        : decodeSound(body, this.#schema, decoder)
    for (const block of decoder.empty) scope.module.root.evaluated.addEmpty(this.#written, block)
    return decoded
  }
}

/** Whether an argument has the same value in all instances: what it refers to is none of their own. */
function isConstant({ expression }: Attribute): boolean {
  return referencesOf(expression).every(({ root }) => root !== 'count' && root !== 'each' && root !== 'self')
}

function decodeSound(body: Body, schema: BlockSchema | undefined, decoder: Decoder): DecodedBody {
  return { entries: decoder.entries(body, schema, null, NO_MARKS), refusals: decoder.refusals }
}

/** Where a reference is wrong as such, the arguments that hold it are refused, the others evaluated. */
function decodeSpoilt(
  body: Body,
  schema: BlockSchema | undefined,
  decoder: Decoder,
  refusals: readonly Refusal[],
): DecodedBody {
  const bad = new Set<string>()
  const names = new Set([...body.attributes.keys(), ...body.blocks.map(nameOf)])
  for (const name of names) {
    if (decoder.scope.wrongIn(referencesOutsideContent(partOf(body, name))).length > 0) bad.add(name)
  }
  const sound = withContent(
    body,
    new Map([...body.attributes].filter(([name]) => !bad.has(name))),
    body.blocks.filter((block) => !bad.has(nameOf(block))),
  )
  const entries = new Map(decoder.entries(sound, schema, null, NO_MARKS))
  for (const name of bad) entries.set(name, spoilt(typeOf(schema, name)))
  return { entries, refusals: [...refusals, ...decoder.refusals] }
}

function partOf(body: Body, name: string): Body {
  const attribute = body.attributes.get(name)
  const blocks = body.blocks.filter((block) => nameOf(block) === name)
  return withContent(body, new Map(attribute ? [[name, attribute]] : []), blocks)
}

function nameOf(block: Block): string {
  return block.block_type === 'dynamic' ? (block.labels[0] ?? 'dynamic') : block.block_type
}

function typeOf(schema: BlockSchema | undefined, name: string): Value['type'] {
  const nested = schema?.blocks.get(name)
  return nested ? blockType(nested) : (schema?.attributes.get(name)?.type ?? DYNAMIC)
}

function spoilt(type: Value['type']): Value {
  return unknown(type, { reason: 'its expression is refused by Terraform' })
}

/** Decodes what was prepared: no more nodes are needed. */
export class Decoder {
  readonly scope: ExpressionScope
  readonly refusals: Refusal[] = []
  /** `dynamic` blocks that made none */
  readonly empty: Block[] = []
  /** whether a reference in the content of a `dynamic` block may be wrong as such */
  isDoubtful = false
  readonly #constants: Map<Attribute, Value | null> | null

  /** `constants` keeps what the instances of a body share: values of arguments, null for those that differ. */
  constructor(scope: ExpressionScope, constants: Map<Attribute, Value | null> | null = null) {
    this.scope = scope
    this.#constants = constants
  }

  /** The arguments and blocks of a body; `marks` are those of a `dynamic` block's collection around it. */
  entries(
    body: Body,
    schema: BlockSchema | undefined,
    bindings: Binding | null,
    marks: Marks,
  ): ReadonlyMap<string, Value> {
    const entries = new Map<string, Value>()
    body.attributes.forEach((attribute, name) => {
      const known = schema?.attributes.get(name)
      if (schema && !known && !schema.is_open) this.#unsupported(attribute, schema)
      else if (known?.settable === false) this.#readOnly(attribute, known, bindings)
      else entries.set(name, withMarks(this.argument(attribute, known, bindings), marks))
    })
    for (const [name, blocks] of groupedBlocks(body)) {
      const nested = schema ? elementSchema(schema, name) : undefined
      if (schema && !nested && !schema.is_open) this.#unsupportedBlock(name, blocks)
      else {
        const made = this.#blocks(name, blocks, schema, nested, bindings)
        if (made) entries.set(name, made)
      }
    }
    if (schema) for (const refusal of missingFrom(entries, schema, body)) this.refusals.push(refusal)
    return entries
  }

  /** One argument, converted to its type. */
  argument(attribute: Attribute, schema: AttributeSchema | undefined, bindings: Binding | null): Value {
    const constants = bindings ? null : this.#constants
    if (!constants) return this.#argument(attribute, schema, bindings)
    const known = constants.get(attribute)
    if (known) return known
    const before = this.refusals.length
    const value = this.#argument(attribute, schema, bindings)
    if (known === undefined)
      constants.set(attribute, this.refusals.length === before && isConstant(attribute) ? value : null)
    return value
  }

  #argument(attribute: Attribute, schema: AttributeSchema | undefined, bindings: Binding | null): Value {
    const { value: given, refusals } = this.scope.evaluatePrepared(attribute.expression, bindings)
    const value = closedDeep(given)
    const type = schema?.type ?? DYNAMIC
    if (refusals.length > 0) {
      this.refusals.push(...refusals)
      return spoilt(type)
    }
    try {
      return schema ? convert(value, type) : value
    } catch (error) {
      if (error instanceof UncomputedError) {
        this.scope.noteUncomputed(error, attribute.expression.range)
        return unknown(type, { reason: error.message })
      }
      if (!(error instanceof ConversionError)) throw error
      const detail = `Inappropriate value for attribute ${JSON.stringify(attribute.name)}: ${error.reason}.`
      this.refuse('Incorrect attribute value type', detail, attribute.expression.range)
      return spoilt(type)
    }
  }

  refuse(summary: string, detail: string, range: Refusal['range']): void {
    this.refusals.push({ summary, detail, range })
  }

  #blocks(
    name: string,
    blocks: readonly Block[],
    schema: BlockSchema | undefined,
    nested: NestedSchema | undefined,
    bindings: Binding | null,
  ): Value | undefined {
    const elements: Value[] = []
    for (const block of blocks) {
      if (block.block_type !== 'dynamic') {
        elements.push(objectOfSchema(this.entries(block.body, nested?.block, bindings, NO_MARKS), nested))
        continue
      }
      const made = expandDynamic(this, block, nested, bindings)
      if ('marks' in made) return withMarks(unknown(typeOf(schema, name), made.origin), made.marks)
      elements.push(...made)
    }
    // no block at all leaves an argument that may be written as blocks unset
    if (elements.length === 0 && schema?.attributes.has(name)) return undefined
    return assembleBlocks(elements, nested, schema?.attributes.get(name)?.type)
  }

  /** What only the provider sets may be null in code, which modules make use of. */
  #readOnly(attribute: Attribute, schema: AttributeSchema, bindings: Binding | null): void {
    if (this.argument(attribute, schema, bindings).isNull) return
    const detail = `Can't configure a value for ${JSON.stringify(attribute.name)}: its value will be decided automatically based on the result of applying this configuration.`
    this.refuse('Value for unconfigurable attribute', detail, attribute.expression.range)
  }

  /**
   * Checks blocks of which nobody knows how many there are, by their schema alone: none of their arguments is evaluated
   * (hcl's unknownBody).
   */
  shape(body: Body, schema: BlockSchema, bindings: Binding): void {
    const shape = new ShapeDecoder(this.scope)
    shape.entries(body, schema, bindings, NO_MARKS)
    this.refusals.push(...shape.refusals)
  }

  #unsupported({ name, name_range }: Attribute, schema: BlockSchema): void {
    if (schema.blocks.has(name)) {
      const detail = `An argument named ${JSON.stringify(name)} is not expected here. Did you mean to define a block of type ${JSON.stringify(name)}?`
      this.refuse('Unsupported argument', detail, name_range)
    } else
      this.refuse(
        'Unsupported argument',
        `An argument named ${JSON.stringify(name)} is not expected here.`,
        name_range,
      )
  }

  #unsupportedBlock(name: string, blocks: readonly Block[]): void {
    const detail = `Blocks of type ${JSON.stringify(name)} are not expected here.`
    for (const block of blocks) this.refuse('Unsupported block type', detail, block.definition_range)
  }
}

/** Takes every argument for unknown, and what only the provider sets for not there. */
class ShapeDecoder extends Decoder {
  override argument(...[attribute, schema, bindings]: Parameters<Decoder['argument']>): Value {
    if (!schema) return super.argument(attribute, schema, bindings)
    return schema.settable ? unknown(schema.type) : nullOf(schema.type)
  }
}

const NO_BLOCKS: ReadonlyMap<string, readonly Block[]> = new Map()

/** Blocks by the type that they are, or make, in source order. */
function groupedBlocks(body: Body): ReadonlyMap<string, readonly Block[]> {
  if (body.blocks.length === 0) return NO_BLOCKS
  const groups = new Map<string, Block[]>()
  for (const block of body.blocks) {
    const group = groups.get(nameOf(block))
    if (group) group.push(block)
    else groups.set(nameOf(block), [block])
  }
  return groups
}
