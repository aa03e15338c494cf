/**
 * Writes aws.json, of data sources aws-data.json, and of the provider itself aws-provider.json beside this file from what
 * Terraform prints:
 * `terraform providers schema -json | node providers/terraform/schema/generate.ts`.
 * One text a type (the grammar is in table.ts); types of more than 800 entries (dashboards, firewalls) are left
 * out: a type that the table lacks is evaluated without conversions.
 */
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const ENTRIES_MAX = 800

type CtyType = string | [string, CtyType | Record<string, CtyType>]

const ctyType: z.ZodType<CtyType> = z.lazy(() =>
  z.union([z.string(), z.tuple([z.string(), z.union([ctyType, z.record(z.string(), ctyType)])])]),
)

interface Block {
  attributes?: Record<string, Attribute> | undefined
  block_types?: Record<string, BlockType> | undefined
}

interface BlockType {
  nesting_mode: string
  min_items?: number | undefined
  max_items?: number | undefined
  block: Block
}

type Attribute = z.infer<typeof attribute>

const attribute = z.object({
  type: ctyType.optional(),
  required: z.boolean().optional(),
  optional: z.boolean().optional(),
  computed: z.boolean().optional(),
  sensitive: z.boolean().optional(),
})

const block: z.ZodType<Block> = z.lazy(() =>
  z.object({
    attributes: z.record(z.string(), attribute).optional(),
    block_types: z
      .record(
        z.string(),
        z.object({
          nesting_mode: z.string(),
          min_items: z.number().optional(),
          max_items: z.number().optional(),
          block,
        }),
      )
      .optional(),
  }),
)

const blocks = z.record(z.string(), z.object({ block }))

const schemasOfOne = z.object({
  provider: z.object({ block }),
  resource_schemas: blocks,
  data_source_schemas: blocks,
})

const schemas = z.object({
  provider_schemas: z.record(z.string(), schemasOfOne),
})

const LETTERS: Readonly<Record<string, string>> = {
  string: 's',
  number: 'n',
  bool: 'b',
  dynamic: 'd',
  list: 'L',
  set: 'S',
  map: 'M',
}
const BRACKETS: Readonly<Record<string, string>> = { list: '[]', set: '<>', single: '()' }

function typeText(type: CtyType): string {
  if (typeof type === 'string') return LETTERS[type] ?? 'd'
  const [kind, inner] = type
  if (kind !== 'object') return `${LETTERS[kind] ?? 'd'}${typeText(ctyType.parse(inner))}`
  const fields = Object.entries(z.record(z.string(), ctyType).parse(inner))
  return `{${fields.map(([name, of]) => `${name}:${typeText(of)}`).join(',')}}`
}

function attributeText(name: string, { type, ...flags }: Attribute): string {
  const flag = flags.required ? 'r' : flags.optional ? (flags.computed ? 'x' : 'o') : 'c'
  return `${name}=${flag}${flags.sensitive ? '!' : ''}${typeText(type ?? 'dynamic')}`
}

function blockText(of: Block): string[] {
  const attributes = Object.entries(of.attributes ?? {}).map(([name, one]) => attributeText(name, one))
  const blocks = Object.entries(of.block_types ?? {}).map(([name, one]) => {
    const brackets = BRACKETS[one.nesting_mode] ?? '[]'
    const { min_items: min, max_items: max } = one
    const counts = min || max ? `${min ?? ''},${max ?? ''};` : ''
    return `${name}${brackets[0]}${counts}${blockText(one.block).join(' ')}${brackets[1]}`
  })
  return [...attributes, ...blocks]
}

function entries(of: Block): number {
  const nested = Object.values(of.block_types ?? {})
  return nested.reduce((sum, one) => sum + 1 + entries(one.block), Object.keys(of.attributes ?? {}).length)
}

type Blocks = z.infer<typeof blocks>

function writeTable(file: string, of: readonly Blocks[], most = ENTRIES_MAX): void {
  const lines = of
    .flatMap((one) => Object.entries(one))
    .filter(([, one]) => entries(one.block) <= most)
    .map(([type, one]) => `${JSON.stringify(type)}: ${JSON.stringify(blockText(one.block).join(' '))}`)
    .sort()
  writeFileSync(new URL(file, import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
}

const providers = Object.values(schemas.parse(JSON.parse(await text(process.stdin))).provider_schemas)
writeTable(
  'aws.json',
  providers.map((one) => one.resource_schemas),
)
writeTable(
  'aws-data.json',
  providers.map((one) => one.data_source_schemas),
)
writeTable(
  'aws-provider.json',
  providers.map(({ provider }) => ({ aws_provider: provider })),
  Infinity,
)
