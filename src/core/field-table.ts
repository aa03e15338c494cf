import { isItem, keySegment, PatternTable } from './path.ts'
import type { AbsentRule, Field, FieldClass, Kind } from './provider.ts'

const NOTHING: Field = {}
const ITEM = '[*]'

/** What holds at one place of a kind: its own field, and what it inherits from the fields above it. */
export class Place {
  readonly field: Field
  readonly absent: AbsentRule
  readonly class: FieldClass | undefined
  readonly computed: 'never' | 'recorded' | undefined
  readonly secret: boolean
  readonly ignore: 'always' | 'parity' | undefined
  /** some field names this place or one above it */
  readonly listed: boolean
  /** how many segments lead here */
  readonly depth: number
  readonly #segments: readonly string[]
  readonly #find: (segments: readonly string[]) => Field | undefined
  readonly #below = new Map<string, Place>()
  readonly #keys = new Map<string, Place>()

  constructor(
    segments: readonly string[],
    above: Place | undefined,
    absent: AbsentRule,
    find: (segments: readonly string[]) => Field | undefined,
  ) {
    const own = find(segments)
    this.field = own ?? NOTHING
    this.absent = own?.absent ?? above?.absent ?? absent
    this.class = own?.class ?? above?.class
    this.computed = own?.computed ?? above?.computed
    this.secret = own?.secret ?? above?.secret ?? false
    this.ignore = own?.ignore ?? above?.ignore
    this.listed = own !== undefined || (above?.listed ?? false)
    this.depth = segments.length
    this.#segments = segments
    this.#find = find
  }

  /** The place of a map's key. */
  key(key: string): Place {
    let place = this.#keys.get(key)
    if (!place) {
      place = this.child(keySegment(key))
      this.#keys.set(key, place)
    }
    return place
  }

  /** The place one segment below: a key, or a list's item whatever its keys. */
  child(segment: string): Place {
    const generic = isItem(segment) ? ITEM : segment
    let place = this.#below.get(generic)
    if (!place) {
      place = new Place([...this.#segments, generic], this, this.absent, this.#find)
      this.#below.set(generic, place)
    }
    return place
  }
}

/** The fields of one kind, compiled on first use: a run needs a few of the kinds that there are. */
export class FieldTable {
  readonly #kind: Pick<Kind, 'fields' | 'absent'>
  #root: Place | undefined

  constructor(kind: Pick<Kind, 'fields' | 'absent'>) {
    this.#kind = kind
  }

  get root(): Place {
    if (!this.#root) {
      const patterns = new PatternTable(Object.entries(this.#kind.fields))
      this.#root = new Place([], undefined, this.#kind.absent, (segments) => patterns.at(segments))
    }
    return this.#root
  }

  /** @param segments the path, list items as they are (`[name=web]`, `[0]`) */
  at(segments: readonly string[]): Place {
    let place = this.root
    for (const segment of segments) place = place.child(segment)
    return place
  }
}
