import { relative, resolve } from 'node:path'

import type { Item, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { loadSchemas } from '../schema/schemas.ts'
import type { StateSettings } from '../settings.ts'
import { maskSensitive } from './mask-sensitive.ts'
import { plainTags } from './plain-tags.ts'
import { readState } from './read-state.ts'
import { faultGap, readText } from './read-text.ts'
import type { StateContent, StateInstance } from './state-content.ts'
import { StateFault } from './state-content.ts'

/** The managed resources that a state file records, each with its id and address. Never throws for what the file holds. */
export async function* collectState(settings: StateSettings, context: Context): AsyncGenerator<Item> {
  const path = resolve(context.folder, settings.path)
  let state: StateContent
  try {
    state = readState(await readText(path, context.limits.max_bytes))
  } catch (error) {
    if (!(error instanceof StateFault)) throw error
    yield faultGap(error, settings.path)
    return
  }
  for (const [name, value] of Object.entries(state.facts)) yield { what: 'fact', name, value }
  const schemas = await loadSchemas(state.instances.map((instance) => instance.type))
  const file = relative(context.folder, path)
  for (const instance of state.instances) {
    if (instance.mode !== 'managed') continue
    const attributes = maskSensitive(instance, schemas.resource(instance.type), (text) =>
      context.secret(text),
    )
    yield resourceOf(instance, attributes, settings.for, file)
  }
}

function resourceOf(
  instance: StateInstance,
  attributes: Attributes,
  root: string | undefined,
  file: string,
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
    origin: { file },
  }
}
