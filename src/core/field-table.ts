import type { AbsentRule, Field, FieldClass, Kind } from './provider.ts'
import { isItem, PatternTable } from './path.ts'

/** What holds at one place of a kind: its own field, and what it inherits from the fields above it. */
export interface Place {
  readonly field: Field
  readonly absent: AbsentRule
  readonly class: FieldClass | undefined
  readonly computed: 'never' | 'recorded' | undefined
  readonly secret: boolean
  readonly ignore: 'always' | 'parity' | undefined
  /** some field names this place or one above it */
  readonly listed: boolean
}

const NOTHING: Field = {}

/** The fields of one kind, compiled; places are remembered by their path with list items as `[*]`. */
export class FieldTable {
  readonly #kind: Pick<Kind, 'fields' | 'absent'>
  readonly #places = new Map<string, Place>()
  readonly #absent: AbsentRule
  /** compiled on first use: a run needs a few of the kinds that there are */
  #patterns: PatternTable<Field> | undefined

  constructor(kind: Pick<Kind, 'fields' | 'absent'>) {
    this.#kind = kind
    this.#absent = kind.absent
  }

  /** @param segments the path, list items as they are (`[name=web]`, `[0]`) */
  at(segments: readonly string[]): Place {
    const generic = segments.map((segment) => (isItem(segment) ? '[*]' : segment))
    const key = generic.join('\u0000')
    let place = this.#places.get(key)
    if (!place) this.#places.set(key, (place = this.#find(generic)))
    return place
  }

  #find(segments: readonly string[]): Place {
    this.#patterns ??= new PatternTable(Object.entries(this.#kind.fields))
    const own = this.#patterns.at(segments)
    const above = segments.length === 0 ? undefined : this.at(segments.slice(0, -1))
    return {
      field: own ?? NOTHING,
      absent: own?.absent ?? above?.absent ?? this.#absent,
      class: own?.class ?? above?.class,
      computed: own?.computed ?? above?.computed,
      secret: own?.secret ?? above?.secret ?? false,
      ignore: own?.ignore ?? above?.ignore,
      listed: own !== undefined || (above?.listed ?? false),
    }
  }
}
