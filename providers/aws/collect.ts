import pLimit from 'p-limit'
import type { Gap, Item as Yield, Resource } from '../../src/core/model.ts'
import { placesMeet, placeText } from '../../src/core/match/place.ts'
import type { Context } from '../../src/core/provider.ts'
import { isMap } from '../../src/core/value.ts'
import { Fault, type Answerer } from './answer.ts'
import { Answers } from './ask.ts'
import { Client } from './client.ts'
import type { Api, AwsKind } from './kind.ts'
import { mergedGaps } from './merged-gaps.ts'
import { ImagesInUse } from './images-in-use.ts'
import { KIND_BY_NAME, KINDS } from './kinds.ts'
import { namesOf, readKind, type Reading } from './read.ts'
import { Recording } from './recording.ts'
import type { Settings } from './settings.ts'

/** Everything live in one region of one account, or in a recording of it. */
export async function* collect(settings: Settings, context: Context): AsyncIterable<Yield> {
  const kinds = chosenKinds(settings.kinds)
  const hidden = (fault: Fault): Gap => {
    const place = placeText(settings.account_id, settings.region)
    const names = kinds.flatMap((kind) => namesOf(kind))
    return {
      what: 'gap',
      code: fault.code,
      message: fault.message,
      kinds: names,
      ...(place !== undefined && { place }),
    }
  }
  let answerer: Answerer
  if (settings.from === undefined) answerer = new Client(settings, context)
  else {
    const recording = new Recording(settings.from, context.folder, context.limits.max_bytes)
    const missing = await recording.missingFolder()
    if (missing) return yield hidden(missing)
    answerer = recording
  }
  const limit = pLimit(context.limits.concurrency)
  const answers = new Answers(answerer, (task) => limit(task))
  const account = await ownAccount(settings, answerer, answers)
  if (account instanceof Fault) return yield hidden(account)
  yield { what: 'fact', name: 'region', value: settings.region }
  if (account !== undefined) yield { what: 'fact', name: 'account', value: account }
  const place = placeText(account, settings.region)
  const here = (resource: Resource): boolean => placesMeet(resource.place, place)
  const reading = {
    answers,
    context: { ...context, declared: context.declared.filter(here), recorded: context.recorded.filter(here) },
    account,
    kinds: new Set(kinds.map((kind) => kind.name)),
  }
  const images = new ImagesInUse([...reading.context.declared, ...reading.context.recorded])
  for await (const item of readAll(kinds, reading)) {
    images.see(item)
    yield placed(item, place)
  }
  if (reading.kinds.has('aws_ami')) yield* await images.facts(answers)
}

/** What was read here is here, and so is what was looked at, and what could not be. */
function placed(item: Yield, place: string | undefined): Yield {
  const isPlaced = item.what === 'resource' || item.what === 'coverage' || item.what === 'gap'
  return isPlaced && place !== undefined ? { ...item, place } : item
}

/** The kinds that settings name, and those that are read with them; all where they name none. */
export function chosenKinds(names: readonly string[] | undefined): readonly AwsKind[] {
  if (!names) return KINDS
  const wanted = new Set(names.map((name) => KIND_BY_NAME.get(name)))
  const isCovered = (kind: AwsKind): boolean =>
    (kind.api?.covers ?? []).some((name) => wanted.has(KIND_BY_NAME.get(name)))
  return KINDS.filter((kind) => wanted.has(kind) || isCovered(kind))
}

/** All kinds at once, yielded in their own order, so that the same world gives the same stream. */
async function* readAll(kinds: readonly AwsKind[], reading: Reading): AsyncIterable<Yield> {
  const { answers } = reading
  const readable = kinds.flatMap((kind): [AwsKind, Api][] => (kind.api ? [[kind, kind.api]] : []))
  for (const [, api] of readable) answers.expect(api)
  const under_way = readable.map(async ([kind, api]): Promise<Yield[]> => {
    try {
      return await readKind(kind, api, reading)
    } catch (error) {
      // its words may quote what it choked on
      const message = `reading ${kind.name} failed (${error instanceof Error ? error.name : typeof error}); this is a bug, please report it`
      return [{ what: 'gap', code: 'SOURCE_CRASHED', message, kinds: namesOf(kind, api) }]
    } finally {
      answers.done(api)
    }
  })
  const gaps: Gap[] = []
  for (const read of under_way) {
    for (const item of await read) {
      if (item.what === 'gap') gaps.push(item)
      else yield item
    }
  }
  yield* mergedGaps(gaps)
}

/** Actions whose answers name their owner, and hold little that is not the account's own. */
const OWNED: readonly (readonly [action: string, member: string])[] = [
  ['DescribeSecurityGroups', 'OwnerId'],
  ['DescribeVpcs', 'OwnerId'],
  ['DescribeRouteTables', 'OwnerId'],
  ['DescribeNetworkAcls', 'OwnerId'],
  ['DescribeSubnets', 'OwnerId'],
]

/**
 * The account that is read. What the configuration says must be so: by STS, or, in a recording without its answer, by
 * the owners that the recorded things name.
 */
async function ownAccount(
  settings: Settings,
  answerer: Answerer,
  answers: Answers,
): Promise<string | Fault | undefined> {
  const { account_id: wanted } = settings
  const told = await answerer.account()
  if (told instanceof Fault && (wanted !== undefined || settings.role_arn !== undefined)) return told
  const known = told instanceof Fault ? undefined : told
  if (known !== undefined) return wanted === undefined || known === wanted ? known : mismatch(wanted, known)
  if (settings.from === undefined) return wanted
  const owners = await ownersOf(answers)
  const [most] = owners
  if (wanted === undefined || most === undefined) return wanted ?? most
  return owners.includes(wanted) ? wanted : mismatch(wanted, most)
}

function mismatch(wanted: string, found: string): Fault {
  return new Fault(
    'AWS_ACCOUNT_MISMATCH',
    `account_id is ${wanted}, but these answers come from account ${found}; correct one of them`,
  )
}

/** The owners that a recording names, the most frequent first. */
async function ownersOf(answers: Answers): Promise<string[]> {
  const counts = new Map<string, number>()
  for (const [action, member] of OWNED) {
    const items = await answers.list(action)
    for (const item of items instanceof Fault ? [] : items) {
      const owner = isMap(item) ? item[member] : undefined
      if (typeof owner === 'string') counts.set(owner, (counts.get(owner) ?? 0) + 1)
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([owner]) => owner)
}
