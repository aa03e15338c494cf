import type { Block, Body } from '../../hcl/ast.ts'
import type { CallConfig, ModuleConfig, ResourceConfig } from '../../module/config.ts'

/**
 * Which blocks of the code were evaluated for at least one instance. The others are for the walk of what has no instance:
 * Terraform refuses what is wrong there, too.
 */
export class EvaluatedBlocks {
  readonly #blocks = new Set<ModuleConfig | ResourceConfig | CallConfig | Block>()
  readonly #empty = new Map<Body, Set<Block>>()

  /** A block has an instance; of a `dynamic` one, its content was decoded. */
  add(block: ModuleConfig | ResourceConfig | CallConfig | Block): void {
    this.#blocks.add(block)
  }

  has(block: ModuleConfig | ResourceConfig | CallConfig): boolean {
    return this.#blocks.has(block)
  }

  /** A `dynamic` block in a body (that of the whole resource) made no block for one instance. */
  addEmpty(body: Body, dynamic: Block): void {
    const known = this.#empty.get(body)
    if (known) known.add(dynamic)
    else this.#empty.set(body, new Set([dynamic]))
  }

  /** Whether a `dynamic` block of the body made no block in any instance. */
  hasEmpty(body: Body): boolean {
    for (const block of this.#empty.get(body) ?? []) if (!this.#blocks.has(block)) return true
    return false
  }
}
