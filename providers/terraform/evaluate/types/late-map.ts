/**
 * A map whose values are made when they are asked for: of what a resource plans, most is never looked at. Its keys are
 * those of `plan`, in their order; `make` gives the value of one, and is called at most once for each.
 */
export class LateMap<P, V> extends Map<string, V> {
  readonly #plan: ReadonlyMap<string, P>
  readonly #make: (part: P, key: string) => V
  #isWhole = false

  constructor(plan: ReadonlyMap<string, P>, make: (part: P, key: string) => V) {
    super()
    this.#plan = plan
    this.#make = make
  }

  override get size(): number {
    return this.#plan.size
  }

  override has(key: string): boolean {
    return this.#plan.has(key)
  }

  override get(key: string): V | undefined {
    const made = super.get(key)
    const part = this.#plan.get(key)
    if (made !== undefined || part === undefined) return made
    const value = this.#make(part, key)
    super.set(key, value)
    return value
  }

  override forEach(visit: (value: V, key: string, map: Map<string, V>) => void): void {
    this.#complete()
    super.forEach(visit)
  }

  override keys(): MapIterator<string> {
    this.#complete()
    return super.keys()
  }

  override values(): MapIterator<V> {
    this.#complete()
    return super.values()
  }

  override entries(): MapIterator<[string, V]> {
    this.#complete()
    return super.entries()
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }

  /** Makes what is not there yet, and puts all into the order of the plan. */
  #complete(): void {
    if (this.#isWhole) return
    this.#isWhole = true
    const made = [...this.#plan.keys()].map((key) => [key, this.get(key)] as const)
    super.clear()
    for (const [key, value] of made) if (value !== undefined) super.set(key, value)
  }
}
