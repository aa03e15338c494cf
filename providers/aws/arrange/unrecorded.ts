import type { Scene } from './scene.ts'
import { KIND_BY_NAME } from '../kinds.ts'

/**
 * A state that another version of the provider wrote lacks attributes altogether (one that is not set stands there as
 * null): of what AWS chooses, nothing can be said to have moved then.
 */
export function fillUnrecorded(scene: Scene, kinds: Iterable<string>): void {
  for (const kind of kinds) {
    const fields = Object.entries(KIND_BY_NAME.get(kind)?.fields ?? {})
    const chosen = fields.filter(([name, field]) => field.computed === 'recorded' && !/[.[]/.test(name))
    for (const recorded of scene.of(kind, 'recorded')) {
      const { live } = scene.roles(recorded)
      if (!live) continue
      const [before, now] = [scene.attributes(recorded), scene.attributes(live)]
      const unsaid = chosen.filter(([name]) => before[name] === undefined && now[name] !== undefined)
      if (unsaid.length > 0)
        scene.set(recorded, Object.fromEntries(unsaid.map(([name]) => [name, now[name]])))
    }
  }
}
