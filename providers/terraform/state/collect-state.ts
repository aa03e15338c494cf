import { relative, resolve } from 'node:path'
import { readFile, stat } from 'node:fs/promises'

import type { Code } from '../../../src/core/errors.ts'
import type { Gap, Item, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { isMap } from '../../../src/core/value.ts'
import { loadSchemas } from '../schema/schemas.ts'
import type { StateSettings } from '../settings.ts'
import { maskSensitive } from './mask-sensitive.ts'
import type { StateContent, StateInstance } from './state-content.ts'
import { StateFault } from './state-content.ts'
import { readState } from './read-state.ts'

/** The managed resources that a state file records, each with its id and address. Never throws for what the file holds. */
export async function* collectState(settings: StateSettings, context: Context): AsyncGenerator<Item> {
  const path = resolve(context.folder, settings.path)
  let state: StateContent
  try {
    state = readState(await readText(path, settings.path, context.limits.max_bytes))
  } catch (error) {
    if (!(error instanceof StateFault)) throw error
    yield gap(error.code, `${settings.path}: ${error.message}`, settings.path)
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

function gap(code: Code, message: string, file: string): Gap {
  return { what: 'gap', code, message, kinds: ['*'], file }
}

async function readText(path: string, shown: string, limit: number): Promise<string> {
  let size: number
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new StateFault('FILE_UNREADABLE', 'it is not a regular file')
    size = found.size
  } catch (error) {
    if (error instanceof StateFault) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new StateFault('FILE_NOT_FOUND', `there is no file ${shown}`)
    throw new StateFault('FILE_UNREADABLE', `it cannot be read: ${String(code ?? error)}`)
  }
  if (size > limit)
    throw new StateFault('FILE_TOO_LARGE', `it has ${size} bytes, the limit is ${limit} (limits.max_bytes)`)
  if (size === 0) throw new StateFault('FILE_EMPTY', 'the file is empty')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof TypeError) throw new StateFault('FILE_NOT_UTF8', 'it is not UTF-8 text')
    throw new StateFault(
      'FILE_UNREADABLE',
      `it cannot be read: ${error instanceof Error ? error.message : ''}`,
    )
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

function plainTags(attributes: Attributes): Readonly<Record<string, string>> {
  const all = attributes['tags_all'] ?? attributes['tags']
  const tags: Record<string, string> = {}
  if (isMap(all))
    for (const [key, value] of Object.entries(all)) if (typeof value === 'string') tags[key] = value
  return tags
}
