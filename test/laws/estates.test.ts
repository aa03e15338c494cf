import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Item, Resource, Role } from '../../src/core/model.ts'
import type { Finding, Report } from '../../src/core/report.ts'
import { isList, isMap, type Attributes, type Value } from '../../src/core/value.ts'
import { attributes, reordered } from './generate.ts'
import { box, checkToys, COVERED, steady, type ToyEnvironment } from './toy.ts'

/**
 * Two whole environments in agreement, and one change in one of their six snapshots: what has to be found, told from
 * DESIGN.md's tables alone (section 6), is one finding a change and check, with its path, cause, sides and values.
 */
const ENVIRONMENTS = ['production', 'staging'] as const
const ROLES: readonly Role[] = ['declared', 'recorded', 'live']
type Name = (typeof ENVIRONMENTS)[number]
type Estate = Record<Name, Record<Role, Resource[]>>

/** Where a change is made, and how the value there is called in a report. */
interface Spot {
  readonly steps: readonly (string | number)[]
  readonly path: string
  readonly value: Value
}

/** The places of a toy box at which one value can change, as its kind names them; items of lists without keys by their list. */
function spotsOf(value: Value, steps: readonly (string | number)[], path: string): Spot[] {
  if (isList(value)) {
    if (!value.some(isMap)) return [{ steps, path, value }]
    return value.flatMap((item, index) => {
      const port = path === 'ports' && isMap(item) ? item['port'] : undefined
      if (port === undefined) return [{ steps: [...steps, index], path: `${path}[`, value: item }]
      const at = `${path}[port=${String(port)},protocol=TCP]`
      const name = isMap(item) ? (item['name'] ?? null) : null
      return [
        { steps: [...steps, index], path: at, value: item },
        { steps: [...steps, index, 'name'], path: `${at}.name`, value: name },
      ]
    })
  }
  if (!isMap(value)) return [{ steps, path, value }]
  const below = Object.keys(value).flatMap((key) => {
    const segment = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : `[${JSON.stringify(key)}]`
    const next = path === '' || segment.startsWith('[') ? `${path}${segment}` : `${path}.${segment}`
    return spotsOf(value[key] ?? null, [...steps, key], next)
  })
  return below
}

/** A copy with another value at a place, or none. */
function edited(value: Value, [step, ...rest]: readonly (string | number)[], next: Value | undefined): Value {
  if (step === undefined) return next ?? null
  if (isList(value))
    return rest.length === 0 && next === undefined
      ? value.filter((_, index) => index !== step)
      : value.map((item, index) => (index === step ? edited(item, rest, next) : item))
  const out: Record<string, Value> = isMap(value) ? { ...value } : {}
  if (rest.length === 0 && next === undefined) delete out[String(step)]
  else out[String(step)] = edited(out[String(step)] ?? null, rest, next)
  return out
}

function another(value: Value): Value {
  if (isList(value)) return [...value, 'a-new-one']
  if (isMap(value)) {
    const key = ['run', 'from'].find((one) => one in value) ?? 'name'
    return { ...value, [key]: 'another' }
  }
  if (typeof value === 'number') return value + 100
  return typeof value === 'boolean'
    ? !value
    : /^[\d.]+(?:m|k|Gi)?$/.test(String(value))
      ? '77Mi'
      : `${String(value)}x`
}

const ZERO = new Set(['[]', '{}', 'null'])
/** what the toy kind takes for not being there: its defaults and empty values */
function isNothing(path: string, value: Value): boolean {
  return ZERO.has(JSON.stringify(value)) || (path === 'retries' && value === 3)
}

function estateOf(boxes: readonly Attributes[]): Estate {
  const side = (name: Name, role: Role): Resource[] =>
    boxes.map((own, index) => ({
      ...box(role, `${name}-${index}`, { ...own, label: `box ${index}` }),
      root: 'infra',
      ...(role === 'live' ? {} : { address: `box.n${index}` }),
    }))
  const roles = (name: Name): Record<Role, Resource[]> => ({
    declared: side(name, 'declared'),
    recorded: side(name, 'recorded'),
    live: side(name, 'live'),
  })
  return { production: roles('production'), staging: roles('staging') }
}

function checked(
  estate: Estate,
  more: Partial<Record<Name, Partial<Record<Role, Item[]>>>> = {},
  order: readonly [Name, Name] = ENVIRONMENTS,
): Promise<Report> {
  const environments: Record<string, ToyEnvironment> = {}
  for (const name of order) {
    const own = estate[name]
    environments[name] = {
      declared: more[name]?.declared ?? own.declared,
      recorded: more[name]?.recorded ?? own.recorded,
      live: more[name]?.live ?? [...own.live, COVERED],
    }
  }
  const parity = [{ environments: order, aliases: [], namespaces: {}, expect: [] }]
  return checkToys(environments, { parity })
}

function told({ finding, check, cause, drifted, path }: Finding, upTo: string | null): unknown[] {
  const shown = upTo?.endsWith('[') === true && path?.startsWith(upTo) === true ? upTo : path
  return [check, finding, cause, drifted, shown]
}

interface Expected {
  readonly drift: readonly [finding: string, cause: string] | undefined
  readonly parity: readonly [finding: string, cause: string, drifted: readonly string[]] | undefined
}

function assertTold(report: Report, name: Name, path: string | null, { drift, parity }: Expected): void {
  const wanted: unknown[] = []
  if (drift) wanted.push([`${name} drift`, drift[0], drift[1], [], path])
  if (parity) wanted.push(['production/staging parity', parity[0], parity[1], parity[2], path])
  const found = report.findings.map((finding) => told(finding, path))
  const inOrder = (list: unknown[]): string[] => list.map((one) => JSON.stringify(one)).toSorted()
  assert.deepEqual(inOrder(found), inOrder(wanted))
}

/** A set is shown in an order of its own. */
function shownAt(path: string, value: Value): Value {
  return path === 'zones' && isList(value) ? value.map(String).toSorted() : value
}

/** Each side's own value stands in a finding, and nobody else's. */
function assertValues(
  { findings }: Report,
  change: { name: Name; role: Role; path: string; before: Value; after: Value | undefined },
): void {
  const { name, role, path } = change
  const [before, after] = [shownAt(path, change.before), change.after && shownAt(path, change.after)]
  // an item of a list without keys, and one whose name alone has changed, stand under paths of their own
  if (path.endsWith('[') || isMap(after)) return
  for (const { check, values } of findings) {
    const isDrift = check.endsWith('drift')
    const live = (side: Name): Value => (side === name && role === 'live' ? (after ?? null) : before)
    const wanted: Record<string, unknown> = isDrift
      ? Object.fromEntries(ROLES.map((one) => [one, one === role ? (after ?? null) : before]))
      : {
          production: live('production'),
          staging: live('staging'),
          declared: { production: before, staging: before },
        }
    assert.deepEqual(values, wanted)
  }
}

const boxes = fc.array(attributes, { minLength: 1, maxLength: 3 })
const where = fc.record({
  name: fc.constantFrom(...ENVIRONMENTS),
  role: fc.constantFrom(...ROLES),
  nth: fc.nat(),
  place: fc.nat(),
})

test('one value changed, or taken away, in one of six snapshots', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, where, fc.boolean(), async (own, { name, role, nth, place }, isGone) => {
      const estate = estateOf(own)
      const index = nth % own.length
      const target = estate[name][role][index]
      if (!target) return
      const spots = spotsOf(own[index] ?? {}, [], '').filter(({ path }) => path !== '')
      const spot = spots[place % spots.length]
      if (!spot) return
      const next = isGone ? undefined : another(spot.value)
      const after = edited(target.attributes, spot.steps, next)
      estate[name][role][index] = { ...target, attributes: isMap(after) ? after : {} }
      const report = await checked(estate)
      const wasNothing = isNothing(spot.path, spot.value)
      const same = isGone && wasNothing
      const path = !isGone && spot.path.endsWith('=TCP]') ? `${spot.path}.name` : spot.path
      // where neither the code nor reality says anything, only the record tells what was there
      const isStateOnly = role === 'recorded' && !ZERO.has(JSON.stringify(spot.value))
      const recorded = isStateOnly ? 'stale_state' : 'out_of_band'
      const cause = { declared: 'not_applied', recorded, live: 'out_of_band' }[role]
      assertTold(report, name, path, {
        drift: same ? undefined : ['changed', cause],
        parity: same || role !== 'live' ? undefined : ['changed', 'drifted', [name]],
      })
      assert.equal(report.outcome === 'clean', same || isStateOnly)
      assertValues(report, { name, role, path, before: spot.value, after: next })
      assert.equal(report.gaps.length, 0)
    }),
    { numRuns: 150 },
  )
})

test('a whole thing added to, or taken from, one of six snapshots', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, where, fc.boolean(), async (own, { name, role, nth }, isGone) => {
      const estate = estateOf(own)
      const index = isGone ? nth % own.length : own.length
      if (isGone) estate[name][role].splice(index, 1)
      else {
        const added = estateOf([...own, { door: 'open', nested: {} }])[name][role][index]
        if (added) estate[name][role].push(added)
      }
      const gone: Record<Role, Expected> = {
        declared: { drift: ['unmanaged', 'not_applied'], parity: undefined },
        recorded: { drift: undefined, parity: undefined },
        live: { drift: ['missing', 'out_of_band'], parity: ['missing', 'drifted', [name]] },
      }
      const come: Record<Role, Expected> = {
        declared: { drift: ['missing', 'not_applied'], parity: undefined },
        recorded: { drift: undefined, parity: undefined },
        live: { drift: ['unmanaged', 'undeclared'], parity: ['missing', 'undeclared', []] },
      }
      assertTold(await checked(estate), name, null, (isGone ? gone : come)[role])
    }),
    { numRuns: 80 },
  )
})

test('a source that is lost, or a gap in it, makes no finding of an estate in agreement, and no run clean', async () => {
  const gap: Item = { what: 'gap', code: 'SOURCE_CRASHED', message: 'gone', kinds: ['*'] }
  await fc.assert(
    fc.asyncProperty(boxes, where, fc.boolean(), async (own, { name, role, nth }, isPart) => {
      const estate = estateOf(own)
      const left = isPart ? estate[name][role].filter((_, index) => index !== nth % own.length) : []
      const covered = role === 'live' && isPart ? [COVERED] : []
      const report = await checked(estate, { [name]: { [role]: [...left, ...covered, gap] } })
      assert.deepEqual(report.findings, [])
      assert.equal(report.outcome, 'incomplete')
    }),
    { numRuns: 80 },
  )
})

test('one change is told the same in whatever order things, keys and environments come', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, where, async (own, { name, role, nth, place }) => {
      const estate = estateOf(own)
      const target = estate[name][role][nth % own.length]
      const spots = spotsOf(target?.attributes ?? {}, [], '').filter(({ path }) => path !== 'label')
      const spot = spots[place % spots.length]
      if (!target || !spot) return
      const after = edited(target.attributes, spot.steps, another(spot.value))
      estate[name][role][nth % own.length] = { ...target, attributes: isMap(after) ? after : {} }
      const turned = (roles: Record<Role, Resource[]>): Record<Role, Resource[]> => ({
        declared: roles.declared.toReversed(),
        recorded: roles.recorded.toReversed(),
        live: roles.live.map((one) => ({ ...one, attributes: reordered(one.attributes) })).toReversed(),
      })
      const other: Estate = { production: turned(estate.production), staging: turned(estate.staging) }
      const byName = (report: Report): string =>
        steady({ ...report, checks: report.checks.toSorted((a, b) => (a.name < b.name ? -1 : 1)) })
      assert.equal(byName(await checked(other, {}, ['staging', 'production'])), byName(await checked(estate)))
    }),
    { numRuns: 60 },
  )
})
