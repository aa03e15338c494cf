import { isDeepStrictEqual } from 'node:util'

import { z } from 'zod'

const resourceSchema = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()),
  unknown: z.array(z.array(z.union([z.string(), z.number()]))),
  import_id: z.string().nullable(),
})
const evaluationSchema = z.object({ resources: z.array(resourceSchema) })
const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          after: z.unknown(),
          after_unknown: z.unknown(),
          after_sensitive: z.unknown(),
          importing: z.object({ id: z.string() }).optional(),
        }),
      }),
    )
    .default([]),
})

type Change = z.infer<typeof planSchema>['resource_changes'][number]
type Resource = z.infer<typeof resourceSchema>

const UNKNOWN = Symbol('unknown')

/** What of a plan's managed resources differs from ours; `withheld` is what `evaluate` shows without what is sensitive. */
export function resourceDifferences(
  shownPlan: string,
  texts: { readonly shown: string; readonly withheld: string },
): readonly string[] {
  const changes = planSchema.parse(JSON.parse(shownPlan)).resource_changes
  const theirs = new Map(changes.filter(isMade).map((change) => [change.address, change]))
  const ours = managed(texts.shown)
  const withheld = managed(texts.withheld)
  const told: string[] = []
  for (const address of theirs.keys()) if (!ours.has(address)) told.push(`${address} is not derived`)
  for (const [address, resource] of ours) {
    const change = theirs.get(address)
    if (!change) told.push(`${address} is derived, and terraform does not plan it`)
    else
      told.push(
        ...valueDifferences(change, resource),
        ...markDifferences(change, resource, withheld.get(address)),
      )
  }
  return told
}

function isMade({ mode, change: { actions } }: Change): boolean {
  return mode === 'managed' && actions.some((action) => action !== 'delete' && action !== 'forget')
}

function managed(text: string): ReadonlyMap<string, Resource> {
  const { resources } = evaluationSchema.parse(JSON.parse(text))
  return new Map(resources.filter(({ mode }) => mode === 'managed').map((one) => [one.address, one]))
}

/** What is planned has to be what is set; what the provider adds is none of ours, save where there is no provider. */
function valueDifferences({ address, type, change }: Change, resource: Resource): string[] {
  const { after, after_unknown: open, importing } = change
  const told: string[] = []
  const own = resource.unknown.reduce<unknown>((value, path) => withUnknown(value, path), resource.values)
  const planned = members(opened(after, open))
  for (const [name, value] of Object.entries(members(own))) {
    const said = planned[name]
    const agrees =
      type === 'terraform_data' ? isDeepStrictEqual(value ?? null, said ?? null) : fits(value, said)
    if (!agrees) told.push(`${address}.${name}: terraform ${shown(said)}\nours ${shown(value)}`)
  }
  if ((importing?.id ?? null) !== resource.import_id)
    told.push(`${address}: terraform imports ${importing?.id}, ours ${resource.import_id}`)
  return told
}

/** What Terraform holds to be sensitive is withheld, and nothing else is. */
function markDifferences(
  { address, change }: Change,
  full: Resource,
  withheld: Resource | undefined,
): string[] {
  const told: string[] = []
  const walk = (mark: unknown, all: unknown, shownPart: unknown, path: string): void => {
    if (all === null || all === undefined) return
    if (mark === true) {
      if (shownPart !== null && shownPart !== undefined) told.push(`${path} is sensitive, and shown`)
    } else if (shownPart === null || shownPart === undefined) {
      if (!hasTrue(mark)) told.push(`${path} is withheld, and not sensitive`)
    } else
      for (const key of Object.keys(members(all)))
        walk(members(mark)[key], members(all)[key], members(shownPart)[key], `${path}.${key}`)
  }
  walk(change.after_sensitive, full.values, withheld?.values, address)
  return told
}

function hasTrue(mark: unknown): boolean {
  return mark === true || Object.values(members(mark)).some(hasTrue)
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** A value with the marker of what is unknown at a path. */
function withUnknown(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined) return UNKNOWN
  if (Array.isArray(value)) return value.map((part, i) => (i === step ? withUnknown(part, rest) : part))
  const parts = members(value)
  return { ...parts, [step]: withUnknown(parts[step], rest) }
}

/** A plan's `after` with the marker wherever `after_unknown` is true. */
function opened(after: unknown, open: unknown): unknown {
  if (open === true) return UNKNOWN
  if (Array.isArray(open)) {
    const parts = Array.isArray(after) ? after : []
    return Array.from({ length: Math.max(open.length, parts.length) }, (_, i) => opened(parts[i], open[i]))
  }
  if (typeof open !== 'object' || open === null) return after
  const parts = members(after)
  const names = new Set([...Object.keys(parts), ...Object.keys(open)])
  return Object.fromEntries([...names].map((name) => [name, opened(parts[name], members(open)[name])]))
}

/** Whether what is planned can come of what is set. */
function fits(own: unknown, said: unknown): boolean {
  if (own === null || own === undefined) return true
  if (own === UNKNOWN) return holdsUnknown(said)
  // the provider's SDK makes a collection unknown whole for one part
  if (said === UNKNOWN) return typeof own === 'object' && holdsUnknown(own)
  if (Array.isArray(own)) return Array.isArray(said) && fitsAll(own, said)
  if (typeof own === 'object') {
    const parts = members(said)
    return Object.entries(own).every(([key, part]) => fits(part, parts[key]) || isEmpty(part, parts[key]))
  }
  return String(own) === String(said) || isSameJson(own, said)
}

/** Texts of JSON come back in the provider's own form. */
function isSameJson(own: unknown, said: unknown): boolean {
  if (typeof own !== 'string' || typeof said !== 'string' || !own.startsWith('{')) return false
  try {
    return isDeepStrictEqual(JSON.parse(own), JSON.parse(said))
  } catch {
    return false
  }
}

function isEmpty(own: unknown, said: unknown): boolean {
  const empty = (value: unknown): boolean =>
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return empty(own) && empty(said)
}

/** Sets come in an order of their own. */
function fitsAll(own: readonly unknown[], said: readonly unknown[]): boolean {
  if (own.length === said.length && own.every((part, i) => fits(part, said[i]))) return true
  return (
    own.length >= said.length &&
    own.every((part) => said.some((other) => fits(part, other))) &&
    said.every((other) => own.some((part) => fits(part, other)))
  )
}

function holdsUnknown(value: unknown): boolean {
  return value === UNKNOWN || Object.values(members(value)).some(holdsUnknown)
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part === UNKNOWN ? '(unknown)' : part)) ?? 'nothing'
}
