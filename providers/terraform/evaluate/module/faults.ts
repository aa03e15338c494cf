import type { Fault } from '../../module/config.ts'
import type { Range } from '../../hcl/ast.ts'
import type { Refusal } from '../expression/evaluation.ts'

/** All that is wrong with a root, each thing once, whatever the number of instances it shows in. */
export class Faults {
  readonly #byPlace = new Map<string, Fault>()

  add(fault: Fault): void {
    const { range } = fault
    const place = range ? [range.file, range.start.byte] : []
    const key = JSON.stringify([fault.code, ...place, fault.message])
    if (!this.#byPlace.has(key)) this.#byPlace.set(key, fault)
  }

  /** What Terraform would refuse; it hides no resource as such. */
  refused(refusals: readonly Refusal[], kinds: readonly string[] = []): void {
    for (const { summary, detail, range } of refusals)
      this.add({ code: 'TERRAFORM_INVALID', message: `${summary}: ${detail}`, range, kinds })
  }

  /** Whether anything is told of this very place. */
  hasAt(range: Range | null): boolean {
    return [...this.#byPlace.values()].some(
      (fault) => range && fault.range?.file === range.file && fault.range.start.byte === range.start.byte,
    )
  }

  /** In the order of files and lines, so that no order of evaluation shows. */
  sorted(): readonly Fault[] {
    return [...this.#byPlace.values()].sort(byPlace)
  }
}

function byPlace(a: Fault, b: Fault): number {
  const left = a.range?.file ?? ''
  const right = b.range?.file ?? ''
  if (left !== right) return left < right ? -1 : 1
  const bytes = (a.range?.start.byte ?? 0) - (b.range?.start.byte ?? 0)
  return bytes !== 0 ? bytes : a.message < b.message ? -1 : a.message > b.message ? 1 : 0
}
