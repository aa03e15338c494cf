import type { Body } from '../../hcl/ast.ts'
import type { ModuleTree } from '../../module/load.ts'
import { modulesOf } from '../../module/load.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { containsMark } from '../types/deep-marks.ts'
import type { Value } from '../types/value.ts'

/** Whether anything in a root gives ephemeral values: where nothing does, nobody has to look for them. */
export function hasEphemeral(tree: ModuleTree): boolean {
  return [...modulesOf(tree)].some(
    ({ config }) =>
      [...config.variables.values()].some(({ ephemeral }) => ephemeral) ||
      [...config.resources.values()].some(({ mode }) => mode === 'ephemeral'),
  )
}

/** Providers name what is written and never stored so. */
const WRITE_ONLY = /_wo$/

/** Arguments of a resource that would have to be stored, and may not be. */
export function checkEphemeral(body: Body, entries: ReadonlyMap<string, Value>): readonly Refusal[] {
  const refusals: Refusal[] = []
  for (const [name, value] of entries) {
    if (WRITE_ONLY.test(name) || !containsMark(value, 'ephemeral')) continue
    const block = body.blocks.find(({ block_type: type, labels }) => type === name || labels[0] === name)
    refusals.push({
      summary: 'Invalid use of ephemeral value',
      detail: `Ephemeral values are not valid for ${JSON.stringify(name)}, because it is not a write-only attribute and must be persisted to state.`,
      range: body.attributes.get(name)?.expression.range ?? block?.definition_range ?? body.range,
    })
  }
  return refusals
}
