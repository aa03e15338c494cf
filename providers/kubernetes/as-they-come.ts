/**
 * What promises give, in the order in which they are kept; each value is let go of once it has been taken. The first that
 * is broken is thrown when its turn comes, and no other goes unheard.
 */
export function asTheyCome<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const waiting = new Map(
    promises.map((promise, index) => [index, promise.then((value) => ({ index, value }))]),
  )
  for (const promise of waiting.values()) promise.catch(() => undefined)
  return taken(waiting)
}

async function* taken<T>(waiting: Map<number, Promise<{ index: number; value: T }>>): AsyncGenerator<T> {
  while (waiting.size > 0) {
    const { index, value } = await Promise.race(waiting.values())
    waiting.delete(index)
    yield value
  }
}
