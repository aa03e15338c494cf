import { setTimeout as sleep } from 'node:timers/promises'
import { placesMeet, placeText } from '../../../src/core/match/place.ts'
import type { Attribution, Change, Context } from '../../../src/core/provider.ts'
import { Fault } from '../answer.ts'
import { Client } from '../client.ts'
import type { Settings } from '../settings.ts'
import { eventsOf, writerOf } from './evidence.ts'

/** CloudTrail answers two look-ups a second, for an account and region */
const PACE_MS = 500
/** questions of one run: some minutes of waiting are more than a report is worth */
const LOOKUPS_MAX = 100
const AWS_ID = /\b[a-z]+-[0-9a-f]{8,17}\b/

/** Who changed these things, by the events that CloudTrail keeps of the last 90 days. Each thing is asked about once. */
export async function attribute(
  settings: Settings,
  changes: readonly Change[],
  context: Context,
): Promise<ReadonlyMap<Change, Attribution>> {
  const told = new Map<Change, Attribution>()
  if (settings.cloudtrail !== true) return told
  const here = placeText(settings.account_id, settings.region)
  const byId = Map.groupBy(
    changes.filter(({ resource }) => placesMeet(resource.place, here)),
    askedId,
  )
  byId.delete(undefined)
  const client = new Client(settings, context)
  let asked = 0
  let refusal: Fault | undefined
  for (const [id, same] of byId) {
    if (id === undefined) continue
    if (asked >= LOOKUPS_MAX) refusal ??= tooMany()
    if (!refusal && asked > 0)
      await sleep(PACE_MS, undefined, { signal: context.signal }).catch(() => undefined)
    const answer = refusal ?? (await client.events(id))
    asked += 1
    for (const change of same) {
      if (answer instanceof Fault)
        told.set(change, { note: `who changed it is not known: ${answer.message}` })
      else {
        const by = writerOf(change, eventsOf(answer['Events']))
        if (by) told.set(change, { by })
      }
    }
    // one refusal stands for all: it would be the same for each
    if (answer instanceof Fault) refusal = answer
  }
  return told
}

function tooMany(): Fault {
  return new Fault(
    'SOURCE_TOO_MANY',
    `CloudTrail was asked about ${LOOKUPS_MAX} things, the limit of one run`,
  )
}

/** What an event would name: AWS's own id; of a group's rule the group, of other parts what they stand in. */
function askedId({ resource }: Change): string | undefined {
  const { security_group_id: group } = resource.attributes
  if (typeof group === 'string' && AWS_ID.test(group)) return group
  return AWS_ID.exec(resource.id ?? '')?.[0] ?? resource.id
}
