import type { Resource } from '../../src/core/model.ts'
import { indexSegment, joinPath, keySegment } from '../../src/core/path.ts'
import type { IgnoreChanges } from './module/config.ts'

const REASON = 'lifecycle.ignore_changes'

/**
 * What `ignore_changes` takes out of the comparison, as patterns. A kind may show a block of one item without its index, so
 * a path with one stands for both.
 */
export function ignoredPaths(ignored: IgnoreChanges): NonNullable<Resource['ignores']> {
  if (ignored === 'all') return [{ path: '**', reason: REASON }]
  const patterns = new Set<string>()
  for (const steps of ignored) {
    patterns.add(
      joinPath(steps.map((step) => (typeof step === 'number' ? indexSegment(step) : keySegment(step)))),
    )
    const names = steps.filter((step) => typeof step === 'string')
    if (names.length < steps.length) patterns.add(joinPath(names.map(keySegment)))
    if (names[0] === 'tags') patterns.add(joinPath(['tags_all', ...names.slice(1).map(keySegment)]))
  }
  return [...patterns].map((path) => ({ path, reason: REASON }))
}
