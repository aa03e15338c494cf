import type { Undecided } from './repetition.ts'
import type { Root } from './root.ts'

/** Notes that nobody knows which instances a block has: an unknown number, or one that Terraform refuses. */
export function noteUndecided(root: Root, address: string, why: Undecided, kinds: readonly string[]): void {
  for (const { summary, detail, range } of why.refusals)
    root.faults.add({
      code: why.open === 'limit' ? 'EVALUATION_LIMIT' : why.open ? 'COUNT_UNKNOWN' : 'TERRAFORM_INVALID',
      message: `${address}: ${why.open ? detail : `${summary}: ${detail}`}`,
      range,
      kinds,
    })
}
