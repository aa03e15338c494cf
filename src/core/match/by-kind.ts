/** Things by their kind and something within it (an id), without a text for both. */
export class ByKind<T> {
  readonly #kinds = new Map<string, Map<string, T>>()

  get(kind: string, key: string): T | undefined {
    return this.#kinds.get(kind)?.get(key)
  }

  set(kind: string, key: string, value: T): void {
    const known = this.#kinds.get(kind)
    if (known) known.set(key, value)
    else this.#kinds.set(kind, new Map([[key, value]]))
  }
}
