/** What promises give, in the order in which they are kept. The first that is broken is thrown, and no other goes unheard. */
export async function* asTheyCome<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const waiting = new Map(
    promises.map((promise, index) => [index, promise.then((value) => ({ index, value }))]),
  )
  while (waiting.size > 0) {
    const { index, value } = await Promise.race(waiting.values())
    waiting.delete(index)
    yield value
  }
}
