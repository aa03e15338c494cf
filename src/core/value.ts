/** A value that the code leaves open until something is created or asked: never different, only not comparable (law 5). */
export class Unknown {
  readonly reason: string
  readonly refers_to: Reference | undefined

  /** @param reason what a person needs to know, e.g. `known after apply` @param refersTo what it stands for, where that is known */
  constructor(reason: string, refersTo?: Reference) {
    this.reason = reason
    this.refers_to = refersTo
  }

  toJSON(): Json {
    return { unknown: this.refers_to ? `${this.refers_to.address}.${this.refers_to.attribute}` : this.reason }
  }
}

/** A secret as it leaves a reader: its keyed digest (HMAC-SHA-256, hex), never its text (law 6). */
export class Secret {
  readonly digest: string

  constructor(digest: string) {
    this.digest = digest
  }

  toJSON(): Json {
    return SECRET_TEXT
  }
}

/** What a report shows in place of a secret. */
export const SECRET_TEXT = '(secret)'

/** An attribute of another declared resource of the same root: `aws_subnet.a`, `id`. */
export interface Reference {
  readonly address: string
  readonly attribute: string
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Plain JSON, and in place of any value an `Unknown` or a `Secret`. Maps have no prototype or Object's. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | readonly Value[]
  | { readonly [key: string]: Value }

export type Attributes = { readonly [key: string]: Value }

/** A map under construction; without a prototype, so that a key `__proto__` is a key like any other. */
export type Draft = { [key: string]: Value }

/**
 * What drafts are made of. Nothing can be looked up in its prototype, which is empty; unlike a bare
 * `Object.create(null)`, the engine gives such objects a shape, so that they are small and quick.
 */
class Bare {
  [key: string]: Value
}
Object.setPrototypeOf(Bare.prototype, null)
Reflect.deleteProperty(Bare.prototype, 'constructor')

export function draft(): Draft {
  return new Bare()
}

export function isMap(value: Value | undefined): value is Attributes {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Secret)
  )
}

/** What a map itself holds under a key, never what every object inherits. */
export function ownValue(map: Attributes, key: string): Value | undefined {
  const value = map[key]
  // nothing that was read is a function; what objects inherit is, but for their prototype
  const isOwn = (typeof value !== 'function' && key !== '__proto__') || Object.hasOwn(map, key)
  return isOwn ? value : undefined
}

/** Whether a map holds nothing. */
export function isEmptyMap(map: Attributes): boolean {
  for (const _ in map) return false
  return true
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Bytewise order of the UTF-16 code units: the same on every machine, unlike a locale's. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * One text for one meaning: keys sorted, so equal values have equal texts. An unknown begins with `?`, a secret with
 * `#`; JSON text begins with neither.
 */
export function canonicalText(value: Value): string {
  if (value instanceof Unknown)
    return value.refers_to ? `?${value.refers_to.address}.${value.refers_to.attribute}` : '?'
  if (value instanceof Secret) return `#${value.digest}`
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`
  if (isMap(value)) {
    const parts = Object.keys(value)
      .sort(byText)
      .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`)
    return `{${parts.join(',')}}`
  }
  return Object.is(value, -0) ? '0' : JSON.stringify(value)
}
