import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

import type { Gap, Item, Resource } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import type { Attributes } from '../../src/core/value.ts'
import { declaredPlace } from './cloud-place.ts'
import { coreAttributes, coreValue } from './core-value.ts'
import type { EvaluateOptions, EvaluatedRoot } from './evaluate/evaluate-root.ts'
import { evaluateRoot } from './evaluate/evaluate-root.ts'
import type { ResourceInstance } from './evaluate/module/resource-node.ts'
import { entriesOf, hasElements, textOf, type Value } from './evaluate/types/value.ts'
import { isTofu } from './files/boundary.ts'
import { ignoredPaths } from './ignored-paths.ts'
import { placesOf } from './lines.ts'
import type { Fault } from './module/config.ts'
import { previousAddresses } from './moved.ts'
import { inputsOf } from './roots/inputs.ts'
import type { RootSettings } from './settings.ts'
import { plainTags } from './state/plain-tags.ts'
import { versionFacts } from './version-facts.ts'

/** Of a source's deadline so much is for reading and evaluating; what came of it has to be handed on in the rest. */
const EVALUATING_PART = 0.8

/** The managed resources that a root declares, evaluated as Terraform would, and what hides some of them. */
export async function* collectRoot(settings: RootSettings, context: Context): AsyncGenerator<Item> {
  const folder = resolve(context.folder, settings.root)
  if (!existsSync(folder)) {
    yield gap('FILE_NOT_FOUND', `there is no folder ${settings.root}: it is the root of this source`)
    return
  }
  const { inputs, missing } = inputsOf(settings, context)
  for (const message of missing) yield gap('VARIABLE_MISSING', message)
  const end = performance.now() + context.limits.source_timeout_ms * EVALUATING_PART
  const root = await evaluateRoot({
    folder,
    workspace: settings.workspace,
    read: [context.folder, ...settings.read.map((path) => resolve(context.folder, path))],
    inputs,
    environment: new Map(),
    expired: () => performance.now() > end || context.signal.aborted,
    // modules count, too: more than so many resources are not taken in any case
    instances_max: 2 * context.limits.max_resources,
    ...(await fetcherOf(settings, folder, context)),
  })
  const place = new Place(settings.name ?? settings.root, relative(context.folder, folder))
  const files = settings.var_files.map((file) => resolve(folder, file))
  for (const path of [folder, ...files])
    yield { what: 'fact', name: 'path', value: relative(context.folder, path) || '.' }
  if (root.tree)
    yield* versionFacts(root.tree, {
      folder,
      root: settings.name ?? settings.root,
      shown: relative(context.folder, folder),
      max_bytes: context.limits.max_bytes,
    })
  for (const fault of root.faults) yield place.gap(fault)
  const former = previousAddresses(root)
  for (const instance of root.resources)
    if (instance.config.mode === 'managed') yield place.resource(instance, root, former, context)
}

async function fetcherOf(
  settings: RootSettings,
  folder: string,
  context: Context,
): Promise<Pick<EvaluateOptions, 'fetcher'>> {
  const { fetching } = context
  if (settings.modules !== 'fetch' || !fetching) return {}
  const { DEFAULT_HOSTS, ModuleFetcher } = await import('./fetch-modules/module-fetcher.ts')
  const host = DEFAULT_HOSTS[isTofu(folder) ? 'tofu' : 'terraform']
  return {
    fetcher: (boundary) => new ModuleFetcher(context, fetching, host, (path) => boundary.allows(path)),
  }
}

function gap(code: Gap['code'], message: string): Gap {
  return { what: 'gap', code, message, kinds: ['*'] }
}

/** Turns what was evaluated into the core's words, with places relative to the configuration's folder. */
class Place {
  readonly #root: string
  readonly #folder: string

  constructor(root: string, folder: string) {
    this.#root = root
    this.#folder = folder
  }

  gap(fault: Fault): Gap {
    const { range, code, kinds } = fault
    if (!range) return { what: 'gap', code, message: fault.message, kinds }
    const file = join(this.#folder, range.file)
    const { line, column } = range.start
    const message = `${file}:${line}:${column}: ${fault.message}`
    return { what: 'gap', code, message, kinds, file, line, column }
  }

  resource(
    instance: ResourceInstance,
    root: EvaluatedRoot,
    former: ReadonlyMap<string, readonly string[]>,
    context: Context,
  ): Resource {
    const { address, config } = instance
    const secret = (text: string): ReturnType<Context['secret']> => context.secret(text)
    const attributes = attributesOf(instance, secret)
    const tags = plainTags(attributes)
    const id = root.imports.get(address)?.text
    const previous = former.get(address)
    const place = declaredPlace(config.type, attributes, {
      account: plainText(instance.provider?.account_id),
      region: plainText(instance.provider?.region),
    })
    const ignores = ignoredPaths(config.ignore_changes)
    const { lines, files } = placesOf(config.body, config.range.file)
    return {
      what: 'resource',
      role: 'declared',
      kind: config.type,
      ...(id !== undefined && { id }),
      root: this.#root,
      address,
      ...(place !== undefined && { place }),
      name: tags['Name'] ?? config.name,
      tags,
      attributes,
      origin: {
        file: join(this.#folder, config.range.file),
        line: config.range.start.line,
        lines,
        ...(Object.keys(files).length > 0 && {
          files: Object.fromEntries(
            Object.entries(files).map(([at, file]) => [at, join(this.#folder, file)]),
          ),
        }),
      },
      ...(ignores.length > 0 && { ignores }),
      ...(previous && { previous_addresses: previous }),
    }
  }
}

/** A known text that nobody hides. */
function plainText(value: Value | null | undefined): string | undefined {
  const isPlain = value && value.isKnown && !value.isNull && value.type.kind === 'string'
  return isPlain && value.marks.size === 0 ? textOf(value) : undefined
}

/** What the code sets, and `tags_all`: the provider's default tags with the resource's own over them. */
function attributesOf(instance: ResourceInstance, secret: Context['secret']): Attributes {
  const attributes = coreAttributes(instance.configured, secret)
  const { planned } = instance
  const all =
    hasElements(planned) && planned.payload instanceof Map ? entriesOf(planned).get('tags_all') : undefined
  return all && hasElements(all) ? { ...attributes, tags_all: coreValue(all, secret) } : attributes
}
