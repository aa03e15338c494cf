import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { PARTS, type Inline, type Part } from './part-table.ts'
import type { Scene } from './scene.ts'

/** Tells for every kind of part whether it stands in its owner or for itself, so that each difference is told once. */
export function arrangeParts(scene: Scene): void {
  for (const part of PARTS) new PartArranger(scene, part).run()
}

/** The text of a key; undefined where a part of it is undetermined. Nothing, "" and false are the same. */
export function keyText(values: readonly (Value | undefined)[]): string | undefined {
  const texts: string[] = []
  for (const value of values) {
    if (value instanceof Unknown || (typeof value === 'object' && value !== null)) return undefined
    texts.push(value === undefined || value === null || value === false ? '' : String(value))
  }
  return texts.join('\u0000')
}

interface Claim {
  readonly declared?: Resource
  readonly recorded?: Resource
}

class PartArranger {
  readonly #scene: Scene
  readonly #part: Part
  /** declared and recorded parts by key */
  readonly #claims = new Map<string, Claim>()
  /** ids of owners that some part points at */
  readonly #styled = new Set<string>()
  readonly #kept: Resource[] = []
  /** declared parts whose key is not known altogether */
  readonly #vague: Resource[] = []

  constructor(scene: Scene, part: Part) {
    this.#scene = scene
    this.#part = part
  }

  run(): void {
    const { kind } = this.#part
    const addresses = new Map<string, Resource>()
    for (const recorded of this.#scene.of(kind, 'recorded')) {
      this.#claim({ recorded })
      if (recorded.address !== undefined)
        addresses.set(`${recorded.root ?? ''} ${recorded.address}`, recorded)
    }
    for (const declared of this.#scene.of(kind, 'declared')) {
      const recorded = addresses.get(`${declared.root ?? ''} ${declared.address ?? ''}`)
      this.#claim({ declared, ...(recorded && { recorded }) })
    }
    this.#adoptLive()
    const inline = this.#part.owner?.inline
    if (inline) this.#takeOut(inline)
  }

  /** A part's attributes with references settled. */
  #values(resource: Resource, names: readonly string[]): (Value | undefined)[] {
    const attributes = this.#scene.attributes(resource)
    return names.map((name) => this.#scene.settle(attributes[name], resource.root))
  }

  #key(resource: Resource, names = this.#part.key): string | undefined {
    return keyText(this.#values(resource, names))
  }

  #claim(claim: Claim): void {
    const resource = claim.declared ?? claim.recorded
    if (!resource) return
    const key = this.#key(resource)
    if (key !== undefined) this.#claims.set(key, { ...this.#claims.get(key), ...claim })
    else if (!claim.recorded) this.#vague.push(resource)
    const { owner } = this.#part
    const [id] = owner ? this.#values(resource, [owner.by]) : []
    if (typeof id === 'string') this.#styled.add(id)
  }

  #adoptLive(): void {
    const open: Resource[] = []
    const met = new Set<Claim>()
    for (const live of this.#scene.of(this.#part.kind, 'live')) {
      const key = this.#key(live)
      const claim = key === undefined ? undefined : this.#claims.get(key)
      if (!claim) open.push(live)
      else {
        met.add(claim)
        this.#adopt(live, claim)
      }
    }
    for (const live of this.#fitting(this.#moved(open, met))) this.#settleUndeclared(live)
  }

  /** A live part may be one whose key is not known altogether: then it is that one, or nobody can tell; returns the rest. */
  #fitting(open: readonly Resource[]): Resource[] {
    if (this.#vague.length === 0) return [...open]
    const fits = new Map(
      open.map((live) => [live, this.#vague.filter((declared) => this.#mayBe(declared, live))]),
    )
    const wanted = [...fits.values()].flat()
    return open.filter((live) => {
      const declared = fits.get(live) ?? []
      const [only] = declared
      if (!only) return true
      if (declared.length === 1 && wanted.filter((each) => each === only).length === 1)
        this.#adopt(live, { declared: only })
      else this.#scene.change(live, { undeclared: 'silent' })
      return false
    })
  }

  #mayBe(declared: Resource, live: Resource): boolean {
    const [said, real] = [this.#values(declared, this.#part.key), this.#values(live, this.#part.key)]
    const isSame = said.map(
      (value, at) => value instanceof Unknown || keyText([value]) === keyText([real[at]]),
    )
    return (
      isSame.every(Boolean) && said.some((value) => !(value instanceof Unknown) && keyText([value]) !== '')
    )
  }

  /** What is left over on both sides under the weaker key is the same thing in another place; returns the rest. */
  #moved(open: readonly Resource[], met: ReadonlySet<Claim>): Resource[] {
    const { loose_key: names } = this.#part
    if (!names) return [...open]
    const waiting = new Map<string, Claim | 'several'>()
    for (const claim of new Set(this.#claims.values())) {
      const resource = claim.declared ?? claim.recorded
      const key = resource && this.#key(resource, names)
      if (met.has(claim) || key === undefined) continue
      waiting.set(key, waiting.has(key) ? 'several' : claim)
    }
    return open.filter((live) => {
      const key = this.#key(live, names)
      const claim = key === undefined ? undefined : waiting.get(key)
      if (claim === undefined || claim === 'several' || key === undefined) return true
      waiting.delete(key)
      this.#adopt(live, claim)
      this.#followMove(live, claim, names)
      return false
    })
  }

  /** Gives a live part the identity under which code and state know it. */
  #adopt(live: Resource, { declared, recorded }: Claim): void {
    const id = (recorded && this.#scene.id(recorded)) ?? this.#scene.id(live) ?? this.#ownId(live)
    if (id === undefined) return
    this.#scene.change(live, { id })
    if (declared && !recorded) this.#scene.change(declared, { id })
    this.#sayPlaceOnce(live, { ...(declared && { declared }), ...(recorded && { recorded }) })
  }

  #sayPlaceOnce(live: Resource, { declared, recorded }: Claim): void {
    const { place } = this.#part
    const said = declared ?? recorded
    if (!place || !said) return
    const attributes = this.#scene.attributes(said)
    const at = place.of.find((name) => attributes[name] instanceof Unknown || keyText([attributes[name]]))
    if (at === undefined) return
    const others = Object.fromEntries(place.of.flatMap((name) => (name === at ? [] : [[name, undefined]])))
    for (const resource of [live, declared, recorded]) if (resource) this.#scene.set(resource, others)
    const before = this.#key(recorded ?? said, [at])
    if (before === undefined || before === this.#key(live, [at])) return
    const known = recorded ? this.#scene.attributes(recorded) : {}
    this.#scene.set(live, Object.fromEntries(place.brings.map((name) => [name, known[name]])))
  }

  /** A thing that moved says so where it moved to; what came with the move is no news. */
  #followMove(live: Resource, { declared, recorded }: Claim, names: readonly string[]): void {
    const before = recorded ?? declared
    if (!before) return
    const attributes = this.#scene.attributes(live)
    const kept = Object.keys(attributes).filter(
      (name) => names.includes(name) || this.#part.key.includes(name),
    )
    const rest = Object.entries(this.#scene.attributes(before)).filter(([name]) => !kept.includes(name))
    this.#scene.change(live, {
      attributes: {
        ...Object.fromEntries(rest),
        ...Object.fromEntries(kept.map((name) => [name, attributes[name] ?? null])),
      },
    })
  }

  #ownId(live: Resource): string | undefined {
    return this.#part.id?.(this.#scene.attributes(live))
  }

  #settleUndeclared(live: Resource): void {
    if (!this.#isAlarming(live)) return this.#scene.drop(live)
    this.#kept.push(live)
    const id = this.#scene.id(live) ?? this.#ownId(live)
    if (id !== undefined) this.#scene.change(live, { id })
  }

  #isAlarming(live: Resource): boolean {
    const { undeclared, owner, ends } = this.#part
    const attributes = this.#scene.attributes(live)
    if (attributes['silent'] === true || undeclared === 'never' || this.#isToldByOwner(attributes))
      return false
    if (undeclared === 'declared_end')
      return (ends ?? []).some(([kind, name]) => this.#scene.isDeclared(kind, attributes[name]))
    const id = owner && attributes[owner.by]
    return (
      typeof id === 'string' &&
      this.#styled.has(id) &&
      owner !== undefined &&
      this.#scene.isDeclared(owner.kind, id)
    )
  }

  /** A public image says so itself, where a state knows what it was. */
  #isToldByOwner(attributes: Attributes): boolean {
    if (this.#part.kind !== 'aws_ami_launch_permission' || attributes['group'] !== 'all') return false
    const { recorded } = this.#scene.byId('aws_ami', attributes['image_id']) ?? {}
    return recorded !== undefined && this.#scene.attributes(recorded)['public'] !== undefined
  }

  /** Takes what stands for itself out of its owner, in state and reality. */
  #takeOut(inline: Inline): void {
    const { owner } = this.#part
    if (!owner) return
    const out = new Map<string, Attributes[]>()
    const note = (id: Value | undefined, part: Attributes): void => {
      if (typeof id === 'string') out.set(id, [...(out.get(id) ?? []), part])
    }
    for (const claim of this.#claims.values()) {
      for (const resource of [claim.declared, claim.recorded]) {
        if (!resource) continue
        const attributes = { ...this.#scene.attributes(resource) }
        for (const name of [...this.#part.key, owner.by])
          attributes[name] = this.#scene.settle(attributes[name], resource.root) ?? null
        note(attributes[owner.by], attributes)
      }
    }
    for (const live of [...this.#kept, ...this.#scene.of(this.#part.kind, 'live')])
      note(this.#scene.attributes(live)[owner.by], this.#scene.attributes(live))
    for (const [id, parts] of out) {
      const thing = this.#scene.byId(owner.kind, id)
      if (thing?.recorded) takeFrom(this.#scene, thing.recorded, inline, parts)
      if (thing?.live) takeFrom(this.#scene, thing.live, inline, parts)
      if (thing?.declared && 'attributes' in inline) takeFrom(this.#scene, thing.declared, inline, parts)
    }
  }
}

function takeFrom(scene: Scene, owner: Resource, inline: Inline, parts: readonly Attributes[]): void {
  const attributes = scene.attributes(owner)
  if ('attributes' in inline) {
    scene.set(owner, Object.fromEntries(inline.attributes.map((name) => [name, undefined])))
    return
  }
  if ('set' in inline) {
    const gone = new Set(parts.map((part) => part[inline.value]))
    const set = attributes[inline.set]
    if (isList(set)) scene.set(owner, { [inline.set]: set.filter((each) => !gone.has(each)) })
    return
  }
  for (const name of inline.all) {
    const list = attributes[name]
    if (!isList(list)) continue
    const gone = new Set(
      parts
        .filter((part) => inline.blocks(part) === name)
        .map((part) => keyText(inline.part.map((each) => part[each]))),
    )
    scene.set(owner, {
      [name]: list.filter(
        (block) => !isMap(block) || !gone.has(keyText(inline.element.map((each) => block[each]))),
      ),
    })
  }
}
