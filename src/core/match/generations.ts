import type { Entity } from './entity.ts'
import { spokesman } from './entity.ts'
import { isList, isMap, type Value } from '../value.ts'

/**
 * Of several generations of one generated object, the one that something running refers to; else the one that the code
 * means. Undefined where that tells no one, or several.
 */
export function inUse(generations: readonly Entity[], all: readonly Entity[]): Entity | undefined {
  const [first] = generations
  if (!first) return undefined
  const { namespace } = spokesman(first)
  const names = new Set(generations.map((entity) => spokesman(entity).name))
  const used = new Set<string>()
  for (const { live } of all)
    if (
      live &&
      live.namespace === namespace &&
      live.controller === undefined &&
      live.undeclared === undefined
    )
      noteNames(live.attributes, names, used)
  const running = generations.filter((entity) => used.has(spokesman(entity).name))
  if (running.length > 0) return running.length === 1 ? running[0] : undefined
  const declared = generations.filter((entity) => entity.declared && entity.live)
  return declared.length === 1 ? declared[0] : undefined
}

function noteNames(value: Value, names: ReadonlySet<string>, used: Set<string>): void {
  if (typeof value === 'string') {
    if (names.has(value)) used.add(value)
  } else if (isList(value)) for (const item of value) noteNames(item, names, used)
  else if (isMap(value)) for (const key of Object.keys(value)) noteNames(value[key] ?? null, names, used)
}

/** What matching across generations has found. */
export interface Succession {
  /** things that turned out to be another's earlier generation, and are part of it now */
  readonly merged: ReadonlySet<Entity>
  /** names that live and recorded things have for what the code now calls otherwise */
  readonly renamed: ReadonlyMap<string, string>
  readonly ambiguous: readonly { readonly declared: Entity; readonly candidates: readonly Entity[] }[]
}

/**
 * A declaration that is generated from its content has a new name with each change: where no thing of that name runs, its
 * earlier generation does.
 */
export function joinGenerations(entities: readonly Entity[]): Succession {
  const groups = new Map<string, { declared: Entity[]; live: Entity[] }>()
  for (const entity of entities) {
    const { base_name: base, namespace } = spokesman(entity)
    if (base === undefined || (entity.declared && entity.live)) continue
    const key = `${entity.described.kind.name}\u0000${namespace ?? ''}\u0000${base}`
    const group = groups.get(key) ?? { declared: [], live: [] }
    groups.set(key, group)
    if (entity.declared) group.declared.push(entity)
    else if (entity.live) group.live.push(entity)
  }
  const merged = new Set<Entity>()
  const renamed = new Map<string, string>()
  const ambiguous: { declared: Entity; candidates: readonly Entity[] }[] = []
  for (const { declared, live } of groups.values()) {
    const [first] = declared
    if (!first || live.length === 0) continue
    const earlier = live.length === 1 ? live[0] : inUse(live, entities)
    if (declared.length > 1 || !earlier?.live) {
      for (const one of declared) ambiguous.push({ declared: one, candidates: live })
      continue
    }
    first.live = earlier.live
    if (earlier.recorded && !first.recorded) first.recorded = earlier.recorded
    renamed.set(earlier.live.name, spokesman(first).name)
    merged.add(earlier)
  }
  return { merged, renamed, ambiguous }
}
