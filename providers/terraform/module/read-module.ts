import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { Boundary } from '../files/boundary.ts'
import { listFolder } from '../files/boundary.ts'
import { withBody, withContent } from '../hcl/blocks.ts'
import type { Attribute, Block, Range } from '../hcl/ast.ts'
import type { Fault, ModuleConfig } from './config.ts'
import { buildModule } from './build.ts'
import { configFiles } from './discover.ts'
import { mergeBlock } from './override.ts'
import { overrideRefusals } from './override-refusals.ts'
import { readConfigFile } from './read-file.ts'

/** All blocks of a module's files, overrides merged, and what is known of the files that could not be read. */
export interface MergedBlocks {
  /** by kind of block, in the order of their files */
  readonly blocks: readonly Block[]
  /** keys of blocks that broken files may declare; null when nobody knows which */
  readonly uncertain: readonly string[] | null
  /** the same of broken override files */
  readonly overridden: readonly string[] | null
  readonly faults: readonly Fault[]
}

/** Reads the code of a folder. `shown` is the folder as positions and messages name it, '' for the root's own. */
export function readModule(folder: string, shown: string, boundary: Boundary): ModuleConfig | Fault {
  const place = boundary.place(folder)
  const names = listFolder(place)
  if (!names) {
    const name = shown === '' ? folder : shown
    return existsSync(place)
      ? missing('FILE_UNREADABLE', `${name} cannot be listed: no right to read it, or it is no folder`)
      : missing('FILE_NOT_FOUND', `there is no folder ${name}`)
  }
  const files = configFiles(names)
  if (files.length === 0)
    return missing(
      'FILE_EMPTY',
      `the folder ${shown === '' ? folder : shown} has no .tf, .tofu or .tf.json file`,
    )
  const primary: Block[] = []
  const overrides: Block[] = []
  const faults: Fault[] = []
  let uncertain: readonly string[] | null = []
  let overridden: readonly string[] | null = []
  for (const file of files) {
    const content = readConfigFile(join(folder, file.name), join(shown, file.name), file.syntax, boundary)
    faults.push(...content.faults)
    if (content.read) {
      ;(file.override ? overrides : primary).push(...content.body.blocks)
      for (const { name, name_range: range } of content.body.attributes.values()) {
        const message = `Unsupported argument: An argument named ${JSON.stringify(name)} is not expected here.`
        faults.push({ code: 'TERRAFORM_INVALID', message, range, kinds: [] })
      }
    } else if (file.override) overridden = joined(overridden, content.blocks)
    else uncertain = joined(uncertain, content.blocks)
  }
  const merged = mergeOverrides(primary, overrides, uncertain)
  return buildModule({
    blocks: merged.blocks,
    uncertain,
    overridden,
    faults: [...faults, ...merged.faults],
  })
}

function joined(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  return a && b && [...a, ...b]
}

function missing(code: Fault['code'], message: string): Fault {
  return { code, message, range: null, kinds: ['*'] }
}

/** Merges each override into the block of its name; where there is none, Terraform refuses it. */
function mergeOverrides(
  primary: readonly Block[],
  overrides: readonly Block[],
  uncertain: readonly string[] | null,
): { readonly blocks: readonly Block[]; readonly faults: readonly Fault[] } {
  const blocks = [...primary]
  const faults: Fault[] = []
  for (const block of overrides) {
    const refusals = overrideRefusals(block)
    for (const { message, range } of refusals)
      faults.push({ code: 'TERRAFORM_INVALID', message, range, kinds: [] })
    if (block.block_type === 'locals') {
      const isUncertain = !uncertain || uncertain.includes('locals')
      for (const { name, range } of mergeLocals(blocks, block))
        if (!isUncertain) faults.push(noBase(`local.${name}`, range))
      continue
    }
    const at = blocks.findIndex((base) => keyOf(base) === keyOf(block) && aliasOf(base) === aliasOf(block))
    const base = blocks[at]
    if (base) blocks[at] = mergeBlock(base, block)
    else if (APPENDED.has(block.block_type) && aliasOf(block) === '') blocks.push(block)
    else if (
      refusals.length === 0 &&
      !IGNORED.has(block.block_type) &&
      uncertain &&
      !uncertain.includes(keyOf(block))
    )
      faults.push(noBase(keyOf(block), block.definition_range))
  }
  return { blocks, faults }
}

/** Blocks that an override may add where there is none to merge with. */
const APPENDED = new Set(['terraform', 'provider'])

/** Blocks of an override file that Terraform passes over. */
const IGNORED = new Set(['removed'])

/** A local of an override takes the place of the one of its name. @returns those that take nothing's place */
function mergeLocals(blocks: Block[], over: Block): readonly Attribute[] {
  const { attributes: own } = over.body
  const missing = new Map(own)
  for (const [i, base] of blocks.entries()) {
    if (base.block_type !== 'locals') continue
    const attributes = new Map(base.body.attributes)
    for (const name of own.keys()) if (attributes.delete(name)) missing.delete(name)
    blocks[i] = withBody(base, withContent(base.body, attributes, base.body.blocks))
  }
  blocks.push(over)
  return [...missing.values()]
}

function keyOf(block: Block): string {
  return [block.block_type, ...block.labels].join('.')
}

function aliasOf(block: Block): string {
  if (block.block_type !== 'provider') return ''
  const alias = block.body.attributes.get('alias')?.expression
  const part = alias?.type === 'template' ? alias.parts[0] : undefined
  return part?.type === 'literal_value' && part.value.type === 'string' ? part.value.value : ''
}

function noBase(name: string, range: Range): Fault {
  const message = `Missing base definition to override: there is no ${name}. An override file can only override a definition that was made in a primary configuration file.`
  return { code: 'TERRAFORM_INVALID', message, range, kinds: [] }
}
