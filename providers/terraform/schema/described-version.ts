import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { fits } from '../fetch-modules/version-constraint.ts'
import type { ModuleConfig } from '../module/config.ts'
import type { AttributeSchema, BlockSchema, NestedSchema } from './table.ts'

/** Of the provider whose schemas the tables hold: versions of one major number differ by what is added. */
const MAJOR = 5
const SOURCE = 'hashicorp/aws'
const LOCKED = /^provider\s+"[^"/]+\/hashicorp\/aws"\s*\{[^}]*?^\s*version\s*=\s*"(\d+)\./m

/**
 * Whether the tables describe the AWS provider that a root uses: its lock file, else the constraints of its modules, may
 * name another major version. Then nobody here knows all that its resources and data sources have.
 */
export function isDescribed(folder: string, modules: readonly ModuleConfig[]): boolean {
  const locked = lockedMajor(folder)
  if (locked !== undefined) return locked === MAJOR
  return modules.every(({ required_versions: versions, required_providers: providers }) =>
    [...versions].every(([name, { text }]) => {
      const source = providers.get(name) ?? `hashicorp/${name}`
      return !source.endsWith(SOURCE) || mayBe(text)
    }),
  )
}

function lockedMajor(folder: string): number | undefined {
  try {
    const [, major] = LOCKED.exec(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')) ?? []
    return major === undefined ? undefined : Number(major)
  } catch {
    return undefined
  }
}

const OPEN = new WeakMap<BlockSchema, BlockSchema>()

/** The schema as far as it holds for other versions: what it has is there, for the most part, and nothing is ruled out. */
export function openSchema(schema: BlockSchema | undefined): BlockSchema | undefined {
  return schema && opened(schema)
}

function opened(schema: BlockSchema): BlockSchema {
  let open = OPEN.get(schema)
  if (!open) {
    const attributes = new Map<string, AttributeSchema>()
    for (const [name, one] of schema.attributes)
      attributes.set(name, { ...one, required: false, settable: true })
    const blocks = new Map<string, NestedSchema>()
    for (const [name, one] of schema.blocks)
      blocks.set(name, { ...one, min: 0, max: Infinity, block: opened(one.block) })
    OPEN.set(schema, (open = { is_open: true, attributes, blocks }))
  }
  return open
}

/** Whether some version of that major number fits: its first, its last, or one that the constraint names. */
function mayBe(constraint: string): boolean {
  const named = constraint.match(/\d+(?:\.\d+){0,2}/g) ?? []
  const ends = [`${MAJOR}.0.0`, `${MAJOR}.100.0`, `${MAJOR}.999999.999999`]
  const candidates = [...ends, ...named.flatMap((version) => [version, above(version)])]
  return candidates.some((version) => version.startsWith(`${MAJOR}.`) && fits(version, constraint))
}

/** The patch after a version. */
function above(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.split('.')
  return `${major}.${minor}.${Number(patch) + 1}`
}
