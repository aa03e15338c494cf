import type { Item, Origin, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { recordedPlaces } from '../cloud-place.ts'
import { loadSchemas } from '../schema/schemas.ts'
import type { StatePlace } from '../state-places/place.ts'
import { maskSensitive } from './mask-sensitive.ts'
import { plainTags } from './plain-tags.ts'
import { readState } from './read-state.ts'
import { faultGap } from './read-text.ts'
import type { StateContent, StateInstance } from './state-content.ts'
import { StateFault } from './state-content.ts'

interface StateLook {
  readonly shown: string
  /** the name of the root that it belongs to */
  readonly root: string | undefined
  readonly stale_after_days: number | undefined
}

/**
 * The managed resources that a state records, each with its id and address. Never throws for what stands at its place.
 * @param find the place; it may throw a StateFault, too
 */
export async function* collectState(
  find: () => StatePlace | Promise<StatePlace>,
  { shown, root, stale_after_days }: StateLook,
  context: Context,
): AsyncGenerator<Item> {
  let state: StateContent
  let place: StatePlace | undefined
  try {
    place = await find()
    const { text, written_at } = await place.read(context)
    state = readState(text)
    // a file's own time says when it came here, not when it changed
    const fact = place.file === undefined ? 'last_changed' : 'written_at'
    if (written_at !== undefined) state = { ...state, facts: { ...state.facts, [fact]: written_at } }
  } catch (error) {
    if (!(error instanceof StateFault)) throw error
    yield faultGap(error, place?.shown ?? shown, place?.file)
    return
  }
  for (const [name, value] of Object.entries(state.facts)) yield { what: 'fact', name, value }
  if (stale_after_days !== undefined)
    yield { what: 'fact', name: 'stale_after_days', value: String(stale_after_days) }
  const schemas = loadSchemas()
  const origin = place.file === undefined ? { request: place.shown } : { file: place.file }
  const managed = state.instances.filter(({ mode }) => mode === 'managed')
  const places = recordedPlaces(managed)
  for (const [index, instance] of managed.entries()) {
    const attributes = maskSensitive(instance, schemas.resource(instance.type), (text) =>
      context.secret(text),
    )
    const resource = resourceOf(instance, attributes, root, origin)
    const at = places[index]
    yield at === undefined ? resource : { ...resource, place: at }
  }
}

function resourceOf(
  instance: StateInstance,
  attributes: Attributes,
  root: string | undefined,
  origin: Origin,
): Resource {
  const { id } = instance.attributes
  const tags = plainTags(attributes)
  return {
    what: 'resource',
    role: 'recorded',
    kind: instance.type,
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(root !== undefined && { root }),
    address: instance.address,
    name: tags['Name'] ?? instance.name,
    tags,
    attributes,
    origin,
  }
}
