import type { Fact, Gap, Item as Yield, Resource } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import { isMap, Unknown, type Draft, type Value } from '../../src/core/value.ts'
import { Fault } from './answer.ts'
import { inside, type Answers } from './ask.ts'
import type { Api, AwsKind, Beside, Detail } from './kind.ts'
import { KIND_BY_NAME } from './kinds.ts'
import { mapItem, read, tagsOf, type Item } from './mapping.ts'
import { settlingOf } from './settling.ts'

/** What the reading of one kind needs to know. */
export interface Reading {
  readonly answers: Answers
  readonly context: Context
  /** the account whose things are ours; undefined = not known */
  readonly account: string | undefined
  /** kinds that are read in this run, by name */
  readonly kinds: ReadonlySet<string>
}

/** All live things of one kind, and what could not be seen of them. */
export async function readKind(kind: AwsKind, api: Api, reading: Reading): Promise<Yield[]> {
  if (api.rare && !isDeclared(namesOf(kind, api), reading.context)) return []
  const listed = await reading.answers.list(api.action, api.args)
  if (listed instanceof Fault) return unread(kind, api, listed, reading)
  const gaps: Gap[] = []
  const gaps_beside: Gap[] = []
  const facts = described(listed, api)
  let items = listed.filter((item) => isOurs(item, api, reading.account))
  if (api.inner === undefined) items = items.filter((item) => isThere(item, api))
  const [detailed, beside] = await Promise.all([
    withDetails(items, api.details ?? [], { kind, reading, gaps }),
    besides(items.length === 0 ? undefined : api, { kind, reading, gaps: gaps_beside }),
  ])
  items = detailed
  const { prepare, inner } = api
  if (prepare) items = items.map((item) => prepare(item, beside))
  if (inner !== undefined)
    items = items.flatMap((item) => inside(item, inner)).filter((item) => isThere(item, api))
  const { max_resources } = reading.context.limits
  if (items.length > max_resources)
    return [
      gap(
        kind,
        api,
        new Fault(
          'SOURCE_TOO_MANY',
          `${api.action} lists ${items.length} things; the limit is ${max_resources}`,
        ),
      ),
    ]
  const resources = items.map((item) => resourceOf(kind, api, item))
  return [{ what: 'coverage', kinds: namesOf(kind, api) }, ...facts, ...gaps, ...gaps_beside, ...resources]
}

/** What ids of the kind stand for, also those of others' things. */
export function described(items: readonly Item[], { id, label, made }: Api): Fact[] {
  if (id === undefined || label === undefined || made === undefined) return []
  return items.flatMap((item): Fact[] => {
    const [name, value, time] = [id, label, made].map((path) => read(item, path))
    if (typeof name !== 'string' || typeof value !== 'string' || value === '') return []
    const since = typeof time === 'string' ? `, made on ${time.slice(0, 10)}` : ''
    return [{ what: 'fact', name, value: `${value}${since}`, describes: true }]
  })
}

/** The kind's own name, its other ones, and those that are read with it. */
export function namesOf(kind: AwsKind, api: Api | undefined = kind.api): string[] {
  return [kind.name, ...(kind.also ?? []), ...(api?.covers ?? [])]
}

function isDeclared(names: readonly string[], { declared, recorded }: Context): boolean {
  return [declared, recorded].some((side) => side.some((resource) => names.includes(resource.kind)))
}

/** What an unanswered question hides. */
function unread(kind: AwsKind, api: Api, fault: Fault, { context }: Reading): Yield[] {
  return hidesNothing(kind, api, fault, context) ? [] : [gap(kind, api, fault)]
}

/** Nobody declares such things, and the answer was not recorded, or the endpoint has no such thing. */
function hidesNothing(kind: AwsKind, api: Api | undefined, fault: Fault, context: Context): boolean {
  const isAbsent = fault.code === 'RECORDING_MISSING' || fault.code === 'AWS_UNSUPPORTED'
  return isAbsent && !isDeclared(namesOf(kind, api), context)
}

function gap(kind: AwsKind, api: Api, fault: Fault): Gap {
  return { what: 'gap', code: fault.code, message: fault.message, kinds: namesOf(kind, api) }
}

function isOurs(item: Item, api: Api, account: string | undefined): boolean {
  if (api.owner === undefined) return true
  const path = api.inner === undefined ? api.owner : api.owner.replace(/^\^\./, '')
  const owner = read(item, path)
  if (typeof owner !== 'string' || owner === '') return true
  return account === undefined ? /^\d{12}$/.test(owner) : owner === account
}

function isThere(item: Item, { gone, where }: Api): boolean {
  if (gone) {
    const state = read(item, gone.at)
    if (typeof state === 'string' && gone.states.includes(state)) return false
  }
  if (!where) return true
  const value = read(item, where.at)
  if ('set' in where) return value !== undefined && value !== null && value !== ''
  return (value ?? false) === where.equals
}

interface Asking {
  readonly kind: AwsKind
  readonly reading: Reading
  readonly gaps: Gap[]
}

/** Items with the members of all answers that are asked once for each of them. */
async function withDetails(
  items: readonly Item[],
  details: readonly Detail[],
  asking: Asking,
): Promise<Item[]> {
  // asked side by side, told in their order
  const answers = await Promise.all(
    details.map(async (detail) => {
      const gaps: Gap[] = []
      return { gaps, members: await askedOf(items, { ...asking, gaps, detail }) }
    }),
  )
  asking.gaps.push(...answers.flatMap(({ gaps }) => gaps))
  return items.map((item, index) => Object.assign({}, item, ...answers.map(({ members }) => members[index])))
}

/** What one action says of each item. The first refusal stands for all. */
async function askedOf(
  items: readonly Item[],
  { kind, detail, reading, gaps }: Asking & { readonly detail: Detail },
): Promise<Item[]> {
  const wanted = wantedIds(kind, detail, reading.context)
  const put = (answer: Item | Fault | undefined): Item => {
    const members: Draft = {}
    for (const name of detail.take) {
      if (answer instanceof Fault) members[name] = new Unknown(answer.message)
      else
        members[name] =
          answer === undefined
            ? new Unknown(`${detail.action} was not asked of this`)
            : (answer[name] ?? null)
    }
    return members
  }
  let refusal: Fault | undefined
  const ask = async (item: Item): Promise<Item> => {
    const id = item[detail.by]
    if (refusal) return put(refusal)
    if (typeof id !== 'string' || (wanted && !wanted.has(id))) return put(undefined)
    const answer = await reading.answers.detail(detail, id)
    if (answer instanceof Fault && !refusal) {
      refusal = answer
      if (hidesNothing(kind, kind.api, answer, reading.context)) return put(answer)
      gaps.push({
        what: 'gap',
        code: answer.code,
        message: answer.message,
        kinds: [kind.name, ...(kind.also ?? [])],
      })
    }
    return put(answer)
  }
  const first = items.findIndex((item) => !wanted || wanted.has(String(item[detail.by])))
  const head = first < 0 ? [] : [await ask(items[first] ?? {})]
  return Promise.all(items.map((item, index) => (index === first ? (head[0] ?? item) : ask(item))))
}

/**
 * The things that a question is worth asking about: those that the state names; all, where code declares some that no
 * state knows, or where nothing at all is declared (a snapshot, a parity of live sides).
 */
function wantedIds(
  kind: AwsKind,
  detail: Detail,
  { declared, recorded }: Context,
): ReadonlySet<string> | undefined {
  if (detail.every || (declared.length === 0 && recorded.length === 0)) return undefined
  const family = KIND_BY_NAME.get(detail.of ?? kind.name) ?? kind
  const isOf = (wanted: AwsKind, resource: Resource): boolean => KIND_BY_NAME.get(resource.kind) === wanted
  const known = recorded.filter((resource) => isOf(family, resource) || isOf(kind, resource))
  const addresses = new Set(known.map(placeOf))
  const isCoded = declared.some(
    (resource) => (isOf(family, resource) || isOf(kind, resource)) && !addresses.has(placeOf(resource)),
  )
  if (isCoded) return undefined
  // a part may stand in code whose owner does not
  const named = Object.entries(kind.api?.from ?? {}).find(([, from]) => from === `^.${detail.by}`)?.[0]
  const ids = known.map((resource) =>
    isOf(family, resource) ? resource.id : resource.attributes[named ?? ''],
  )
  return new Set(ids.filter((id) => typeof id === 'string'))
}

function placeOf({ root, address }: Resource): string {
  return `${root ?? ''} ${address ?? ''}`
}

/** The other answers that a kind is read with. Where such an answer has a kind of its own, that one's gap tells of it. */
async function besides(api: Api | undefined, { kind, reading, gaps }: Asking): Promise<Beside> {
  const indexes = new Map<string, (value: Value | undefined) => Value | undefined>()
  for (const [action, member] of api?.beside ?? []) {
    indexes.set(`${action} ${member}`, await reading.answers.beside(action, member))
    const answer = await reading.answers.list(action)
    const tellsItself = [...reading.kinds].some((name) => KIND_BY_NAME.get(name)?.api?.action === action)
    if (answer instanceof Fault && !tellsItself && !hidesNothing(kind, api, answer, reading.context))
      gaps.push({ what: 'gap', code: answer.code, message: answer.message, kinds: [kind.name] })
  }
  return (action, member, value) => indexes.get(`${action} ${member}`)?.(value)
}

function resourceOf(kind: AwsKind, api: Api, item: Item): Resource {
  const tagList = item['Tags'] ?? item['TagSet']
  const all = tagsOf(tagList, true)
  const tags = textMap(all)
  const attributes: Draft = { ...mapItem(item, api.from) }
  if (tagList !== undefined) attributes['tags'] = tagsOf(tagList) ?? null
  const id = api.id === undefined ? undefined : read(item, api.id)
  const label = api.label === undefined ? undefined : read(item, api.label)
  const settling = settlingOf(item)
  const name = [tags['Name'], label, id].find((text) => typeof text === 'string' && text !== '')
  return {
    what: 'resource',
    role: 'live',
    kind: kind.name,
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    name: typeof name === 'string' ? name : kind.name,
    tags,
    attributes,
    origin: { request: api.action },
    ...(settling !== undefined && { settling }),
  }
}

function textMap(value: Value | undefined): Readonly<Record<string, string>> {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
