import { read, type Item } from './mapping.ts'

/** where answers have the state of a thing */
const PLACES: readonly string[] = ['State.Name', 'State', 'Status.Code', 'Status', 'State.Code']

/** States that end by themselves. What waits for somebody (`pending-acceptance`) may stay so for ever. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  'associating',
  'attaching',
  'create-in-progress',
  'creating',
  'deleting',
  'detaching',
  'disassociating',
  'initiating',
  'initiating-request',
  'modifying',
  'modify-in-progress',
  'pending',
  'provisioning',
  'restore-in-progress',
  'rolling-back',
  'rollback-in-progress',
  'shutting-down',
  'stopping',
  'updating',
])

/** Whether AWS is still at work on a thing, in words. */
export function settlingOf(item: Item): string | undefined {
  for (const place of PLACES) {
    const state = read(item, place)
    if (typeof state === 'string' && UNDER_WAY.has(state.toLowerCase())) return `it is in the state ${state}`
  }
  return undefined
}
