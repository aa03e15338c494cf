import type { Entity } from '../match/entity.ts'
import type { Resource } from '../model.ts'
import type { Json } from '../value.ts'
import { shownValue } from '../verdict.ts'

/**
 * Texts that stand beside values which nobody can read (a digest), in place of those: where at least two sides have one,
 * and they differ, without the lines that all of them begin and end with. Else the values as they are.
 *
 * @param beside name of the attribute that holds the text, of each resource
 */
export function readableValues(
  values: readonly Json[],
  resources: readonly (Resource | undefined)[],
  beside: string | undefined,
): Json[] {
  if (beside === undefined) return [...values]
  const texts = resources.map((resource) => {
    const text = shownValue(resource?.attributes[beside])
    return typeof text === 'string' ? text : undefined
  })
  const known = texts.filter((text) => text !== undefined)
  if (new Set(known).size < 2) return [...values]
  const lines = known.map((text) => text.split('\n'))
  const shortest = Math.min(...lines.map(({ length }) => length))
  const head = alike(lines, shortest, (list, index) => list[index])
  const tail = alike(lines, shortest - head, (list, index) => list[list.length - 1 - index])
  return texts.map((text, index) =>
    text === undefined ? (values[index] ?? null) : partOf(text.split('\n'), head, tail),
  )
}

/** Whether the texts of both live sides are the same once each has lost its environment's own words. */
export function readAlike(
  pair: readonly [Entity, Entity],
  beside: string | undefined,
  neutral: readonly [(text: string) => string, (text: string) => string],
): boolean {
  if (beside === undefined) return false
  const [a, b] = [pair[0].live?.attributes[beside], pair[1].live?.attributes[beside]]
  return typeof a === 'string' && typeof b === 'string' && neutral[0](a) === neutral[1](b)
}

/** How many lines are the same in all, counted from one end. */
function alike(
  lists: readonly (readonly string[])[],
  most: number,
  lineAt: (list: readonly string[], index: number) => string | undefined,
): number {
  const [first = [], ...others] = lists
  let count = 0
  while (count < most && others.every((list) => lineAt(list, count) === lineAt(first, count))) count += 1
  return count
}

function partOf(lines: readonly string[], head: number, tail: number): string {
  const mark = (count: number): string[] =>
    count > 0 ? [`… ${count} ${count === 1 ? 'line' : 'lines'} alike`] : []
  return [...mark(head), ...lines.slice(head, lines.length - tail), ...mark(tail)].join('\n')
}
