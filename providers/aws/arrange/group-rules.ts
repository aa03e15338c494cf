import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, Unknown, type Attributes, type Draft, type Value } from '../../../src/core/value.ts'
import { keyText } from './parts.ts'
import type { Scene } from './scene.ts'

const MANY = 'aws_security_group_rule'
const SINGLE = {
  ingress: 'aws_vpc_security_group_ingress_rule',
  egress: 'aws_vpc_security_group_egress_rule',
} as const
/** the kinds that are single rules, or several in one resource */
export const RULE_KINDS: readonly string[] = [MANY, SINGLE.ingress, SINGLE.egress]

type Direction = keyof typeof SINGLE
const DIRECTIONS: readonly Direction[] = ['ingress', 'egress']

/** Where a single rule comes from or leads to, by the attribute that each spelling has for it. */
const SOURCES = [
  { single: 'cidr_ipv4', many: 'cidr_blocks', inline: 'cidr' },
  { single: 'cidr_ipv6', many: 'ipv6_cidr_blocks', inline: 'cidr' },
  { single: 'prefix_list_id', many: 'prefix_list_ids', inline: 'prefix_list' },
  { single: 'referenced_security_group_id', many: 'source_security_group_id', inline: 'group' },
] as const

/** Brings the three spellings of a group's rules to the one that its declaration uses. */
export function arrangeGroupRules(scene: Scene): void {
  new RuleArranger(scene).run()
}

interface Many {
  readonly declared?: Resource
  readonly recorded?: Resource
}

class RuleArranger {
  readonly #scene: Scene
  /** live single rules by what they let through */
  readonly #live = new Map<string, Resource>()
  readonly #free = new Set<Resource>()
  /** keys of what stands for itself, found or not */
  readonly #claimed = new Set<string>()
  /** group id → how its rules are spelled as resources, a direction */
  readonly #styles = new Map<string, Map<Direction, string>>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  run(): void {
    for (const direction of DIRECTIONS) {
      for (const live of this.#scene.of(SINGLE[direction], 'live')) {
        this.#free.add(live)
        const key = this.#singleKey(live, direction)
        if (key !== undefined) this.#live.set(key, live)
      }
    }
    for (const direction of DIRECTIONS) this.#adoptSingles(direction)
    for (const many of this.#manies()) this.#gather(many)
    for (const live of this.#free) this.#settleFree(live)
    for (const role of ['declared', 'recorded', 'live'] as const)
      for (const group of this.#scene.of('aws_security_group', role)) this.#arrangeInline(group)
  }

  /** group, direction, protocol, ports and source of a single rule */
  #singleKey(resource: Resource, direction: Direction): string | undefined {
    const {
      security_group_id: group,
      ip_protocol: protocol,
      from_port: from,
      to_port: to,
      ...rest
    } = this.#settled(resource)
    const source = SOURCES.map(({ single }) => rest[single]).find(
      (value) => value !== undefined && value !== null && value !== '',
    )
    return keyText([direction, group, protocol, from, to, source])
  }

  #settled(resource: Resource): Attributes {
    const settled: Draft = {}
    for (const [name, value] of Object.entries(this.#scene.attributes(resource)))
      settled[name] = this.#scene.settle(value, resource.root) ?? null
    return settled
  }

  #style(group: Value | undefined, direction: Direction, kind: string): void {
    if (typeof group !== 'string') return
    const styles = this.#styles.get(group) ?? new Map<Direction, string>()
    if (!styles.has(direction)) styles.set(direction, kind)
    this.#styles.set(group, styles)
  }

  /** The newer spelling: by id, else a rule that lets the same through. */
  #adoptSingles(direction: Direction): void {
    const kind = SINGLE[direction]
    const byId = new Map(this.#scene.of(kind, 'live').map((live) => [live.id, live]))
    const recordedAt = new Map<string, Resource>()
    const gone: Resource[] = []
    for (const recorded of this.#scene.of(kind, 'recorded')) {
      recordedAt.set(addressOf(recorded), recorded)
      this.#note(recorded, direction, kind)
      const live = byId.get(recorded.id)
      if (live) this.#take(live, direction)
      else gone.push(recorded)
    }
    for (const recorded of gone) this.#adoptEqual(recorded, direction)
    for (const declared of this.#scene.of(kind, 'declared')) {
      this.#note(declared, direction, kind)
      if (!recordedAt.has(addressOf(declared))) this.#adoptEqual(declared, direction)
    }
  }

  #note(resource: Resource, direction: Direction, kind: string): void {
    const key = this.#singleKey(resource, direction)
    if (key !== undefined) this.#claimed.add(key)
    this.#style(
      this.#scene.settle(this.#scene.attributes(resource)['security_group_id'], resource.root),
      direction,
      kind,
    )
  }

  #take(live: Resource, direction: Direction): void {
    this.#free.delete(live)
    const key = this.#singleKey(live, direction)
    if (key !== undefined) this.#claimed.add(key)
  }

  #adoptEqual(resource: Resource, direction: Direction): void {
    const key = this.#singleKey(resource, direction)
    const live = key === undefined ? undefined : this.#live.get(key)
    if (!live || !this.#free.has(live) || live.id === undefined) return
    this.#take(live, direction)
    if (resource.role === 'recorded') this.#scene.change(live, { id: resource.id ?? live.id })
    else this.#scene.change(resource, { id: live.id })
  }

  #manies(): Many[] {
    const found = new Map<string, Many>()
    for (const role of ['recorded', 'declared'] as const)
      for (const resource of this.#scene.of(MANY, role))
        found.set(addressOf(resource), { ...found.get(addressOf(resource)), [role]: resource })
    return [...found.values()]
  }

  /** The older spelling: what is there of a rule's ranges makes up its live side. */
  #gather(many: Many): void {
    const wanted = [many.recorded, many.declared].flatMap((resource) =>
      resource ? this.#singlesOf(resource) : [],
    )
    const found = new Set<Resource>()
    for (const { key, group, direction } of wanted) {
      this.#style(group, direction, MANY)
      if (key === undefined) continue
      this.#claimed.add(key)
      const live = this.#live.get(key)
      if (live) found.add(live)
    }
    const [first] = found
    const resource = many.recorded ?? many.declared
    if (!first || !resource) return
    const id = many.recorded?.id ?? first.id ?? ''
    const attributes = manyAttributes(
      [...found].map((live) => this.#scene.attributes(live)),
      this.#settled(resource),
      first.kind === SINGLE.egress ? 'egress' : 'ingress',
    )
    this.#scene.add({ ...first, kind: MANY, id, name: first.name, attributes })
    if (many.declared && !many.recorded) this.#scene.change(many.declared, { id })
    for (const live of found) {
      if (this.#free.delete(live)) this.#scene.drop(live)
    }
  }

  /** Keys of the single rules that a rule of the older spelling stands for. */
  #singlesOf(
    resource: Resource,
  ): { key: string | undefined; group: Value | undefined; direction: Direction }[] {
    const {
      type,
      security_group_id: group,
      protocol,
      from_port: from,
      to_port: to,
      self,
      ...rest
    } = this.#settled(resource)
    const direction: Direction = type === 'egress' ? 'egress' : 'ingress'
    const sources = SOURCES.flatMap(({ many }): readonly Value[] => {
      const value = rest[many] ?? null
      if (isList(value)) return value.map((item) => this.#scene.settle(item, resource.root) ?? null)
      return value === null || value === '' ? [] : [value]
    })
    if (self === true && group !== undefined) sources.push(group)
    return sources.map((source) => ({
      key: keyText([direction, group, protocol, from, to, source]),
      group,
      direction,
    }))
  }

  /** What no rule resource stands for: unmanaged where the group's rules are resources, else the group's own affair. */
  #settleFree(live: Resource): void {
    const attributes = this.#scene.attributes(live)
    const { security_group_id: group } = attributes
    const direction: Direction = live.kind === SINGLE.egress ? 'egress' : 'ingress'
    const styles = typeof group === 'string' ? this.#styles.get(group) : undefined
    const style =
      styles?.get(direction) ??
      (this.#isInline(group, direction) ? undefined : [...(styles?.values() ?? [])][0])
    if (style === undefined || !this.#scene.isDeclared('aws_security_group', group))
      return this.#scene.drop(live)
    const key = this.#singleKey(live, direction)
    if (key !== undefined) this.#claimed.add(key)
    if (style !== MANY) return
    this.#scene.drop(live)
    this.#scene.add({ ...live, kind: MANY, attributes: manyAttributes([attributes], {}, direction) })
  }

  /** Whether the group's own declaration has rules of a direction besides those that stand for themselves. */
  #isInline(group: Value | undefined, direction: Direction): boolean {
    const thing = this.#scene.byId('aws_security_group', group)
    const says = (resource: Resource | undefined): boolean => {
      const rules = resource && this.#scene.attributes(resource)[direction]
      return isList(rules) && rules.some((rule) => !this.#isClaimed(rule, group, direction))
    }
    return thing?.declared ? says(thing.declared) : says(thing?.recorded)
  }

  #isClaimed(rule: Value, group: Value | undefined, direction: Direction): boolean {
    if (!isMap(rule)) return false
    const { protocol, from_port: from, to_port: to, cidr, prefix_list: list, group: other, self } = rule
    const source = self === true ? group : (cidr ?? list ?? other)
    const key = keyText([direction, group, protocol, from, to, source])
    return key !== undefined && this.#claimed.has(key)
  }

  /** The group's own rules are those that no other resource stands for; what the code does not say at all is AWS's. */
  #arrangeInline(group: Resource): void {
    const { recorded } = this.#scene.roles(group)
    for (const direction of DIRECTIONS) {
      const rules = this.#scene.attributes(group)[direction]
      if (group.role !== 'declared') {
        if (isList(rules))
          this.#scene.set(group, {
            [direction]: rules.filter((rule) => !this.#isClaimed(rule, this.#scene.id(group), direction)),
          })
      } else if (rules === undefined && group.kind !== 'aws_default_security_group') {
        const known = recorded && this.#scene.attributes(recorded)[direction]
        const id = recorded && this.#scene.id(recorded)
        this.#scene.set(group, {
          [direction]: isList(known)
            ? known.filter((rule) => !this.#isClaimed(rule, id, direction))
            : new Unknown('the code says nothing of these rules'),
        })
      }
    }
  }
}

function addressOf(resource: Resource): string {
  return `${resource.root ?? ''} ${resource.address ?? resource.id ?? ''}`
}

/** Single rules as one of the older spelling. @param like the declaration: its description and its way to say `self` */
function manyAttributes(singles: readonly Attributes[], like: Attributes, type: Direction): Attributes {
  const [first] = singles
  const draft: Draft = {}
  if (!first) return draft
  draft['type'] = like['type'] ?? type
  draft['security_group_id'] = first['security_group_id'] ?? null
  draft['protocol'] = first['ip_protocol'] ?? null
  draft['from_port'] = first['from_port'] ?? null
  draft['to_port'] = first['to_port'] ?? null
  for (const { single, many } of SOURCES) {
    const values = singles.flatMap((each) => each[single] ?? []).filter((value) => value !== '')
    if (values.length === 0) continue
    const [value] = values
    if (many !== 'source_security_group_id') draft[many] = values
    else if (
      like['self'] === true ||
      (value === first['security_group_id'] && !like['source_security_group_id'])
    )
      draft['self'] = true
    else draft[many] = value ?? null
  }
  const descriptions = singles.map((each) => each['description'] ?? '')
  draft['description'] =
    descriptions.find((text) => text !== (like['description'] ?? '')) ?? like['description'] ?? ''
  return draft
}
