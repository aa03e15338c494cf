import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'

import type { Context, Fetching } from '../../../src/core/provider.ts'
import { GetFault, isLinkLocal } from '../remote/get.ts'
import { fetchArchive } from './archive.ts'
import { FetchError } from './fetch-error.ts'
import { Registry } from './registry.ts'
import type { ModuleAddress, RegistryAddress } from './source-address.ts'
import { moduleAddress } from './source-address.ts'

/** A module that was fetched: the whole of what its source is a folder of, and that folder's path in it ('' = the whole). */
export interface FetchedModule {
  readonly whole: string
  readonly subfolder: string
}

export interface FetchFailure {
  /** one line without credentials */
  readonly why: string
}

/** A source leads to another one no more often. */
const HOPS_MAX = 5

/** Of a source's deadline so much is for fetching: what is at hand has to be evaluated in the rest. */
const FETCHING_PART = 0.5

/** Where the program that a root is written for looks for modules whose source names no host. */
export const DEFAULT_HOSTS = { terraform: 'registry.terraform.io', tofu: 'registry.opentofu.org' } as const

/** Fetches the modules that a root calls and that are not installed, each source and version once. */
export class ModuleFetcher {
  readonly #context: Context
  readonly #deadline: AbortSignal
  readonly #fetching: Fetching
  readonly #default_host: string
  readonly #allows: (path: string) => boolean
  readonly #limit: ReturnType<typeof pLimit>
  readonly #registries = new Map<string, Registry>()
  readonly #modules = new Map<string, Promise<FetchedModule | FetchFailure>>()

  /** @param allows whether a repository on this machine may be read */
  constructor(context: Context, fetching: Fetching, default_host: string, allows: (path: string) => boolean) {
    this.#deadline = AbortSignal.timeout(context.limits.source_timeout_ms * FETCHING_PART)
    this.#context = { ...context, signal: AbortSignal.any([context.signal, this.#deadline]) }
    this.#fetching = fetching
    this.#default_host = default_host
    this.#allows = allows
    this.#limit = pLimit(context.limits.concurrency)
  }

  /** Never throws for what the outside world does. */
  fetch(source: string, version: string | null): Promise<FetchedModule | FetchFailure> {
    const key = JSON.stringify([source, version])
    let module = this.#modules.get(key)
    if (!module) this.#modules.set(key, (module = this.#limit(() => this.#tried(source, version))))
    return module
  }

  async #tried(source: string, version: string | null): Promise<FetchedModule | FetchFailure> {
    try {
      return located(await this.#follow(moduleAddress(source), version, null, HOPS_MAX))
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof GetFault)) throw error
      const late = 'modules had not come within half of limits.source_timeout_ms'
      return { why: this.#deadline.aborted ? `${late}: ${error.message}` : error.message }
    }
  }

  /** @param key of what never changes, once a registry has told it */
  async #follow(
    address: ModuleAddress,
    version: string | null,
    key: string | null,
    hops: number,
  ): Promise<FetchedModule> {
    if (hops === 0) throw new FetchError(`it leads from one source to another more than ${HOPS_MAX} times`)
    if (address.type !== 'registry' && version !== null && key === null)
      throw new FetchError('only a module from a registry may have a version')
    switch (address.type) {
      case 'registry':
        return this.#fromRegistry(address, version, hops)
      case 'git':
        return { whole: await this.#checkout(address.url, address.ref), subfolder: address.subfolder }
      default: {
        const home = join(this.#fetching.cache, 'modules')
        const found = await fetchArchive(address, key, home, this.#context)
        if (typeof found === 'string') return { whole: found, subfolder: address.subfolder }
        const named = this.#remote(found.source, address.url.startsWith('http:'))
        const module = await this.#follow(named, null, key, hops - 1)
        return { ...module, subfolder: posix.join(module.subfolder, address.subfolder).replace(/^\.$/, '') }
      }
    }
  }

  async #fromRegistry(
    address: RegistryAddress,
    constraint: string | null,
    hops: number,
  ): Promise<FetchedModule> {
    const host = address.host ?? this.#default_host
    let registry = this.#registries.get(host)
    if (!registry) this.#registries.set(host, (registry = new Registry(host, this.#context)))
    const version = await registry.version(address, constraint)
    const source = await registry.source(address, version)
    const key = [host, address.namespace, address.name, address.provider, version].join('/')
    const module = await this.#follow(this.#remote(source, registry.is_plain), null, key, hops - 1)
    return { ...module, subfolder: posix.join(module.subfolder, address.subfolder).replace(/^\.$/, '') }
  }

  /**
   * A source that a server names: no path on this machine, no further registry, nothing that this machine alone can ask,
   * and plain http only where the server itself is asked so.
   */
  #remote(source: string, isPlain: boolean): ModuleAddress {
    const address = moduleAddress(source)
    const url = address.type === 'registry' ? undefined : URL.parse(address.url)
    if (!url || url.protocol === 'file:')
      throw new FetchError('the registry names a source that cannot be fetched')
    if ((url.protocol === 'http:' && !isPlain) || isLinkLocal(url))
      throw new FetchError(
        'the registry names a source that is not safe to fetch: plain http, or this machine’s own link',
      )
    return address
  }

  async #checkout(url: string, ref: string | undefined): Promise<string> {
    if (url.startsWith('file:')) this.#checkLocal(url)
    this.#context.called()
    const repository = { url, ...(ref !== undefined && { ref }) }
    const checkout = await this.#fetching.checkout(repository, this.#context.signal)
    if ('code' in checkout) throw new FetchError(checkout.message)
    return checkout.folder
  }

  #checkLocal(url: string): void {
    let path: string
    try {
      path = fileURLToPath(url)
    } catch {
      throw new FetchError('it is no address of a repository on this machine')
    }
    if (!this.#allows(path))
      throw new FetchError('its repository lies outside the folders that this root may read')
  }
}

/** The folder in it that is meant: archives of hosting services have one above, which `*` stands for. */
function located(module: FetchedModule): FetchedModule {
  let subfolder = ''
  for (const step of module.subfolder.split('/').filter((one) => one !== '' && one !== '.')) {
    const names = step.includes('*') ? matching(join(module.whole, subfolder), step) : [step]
    const [only] = names
    if (only === undefined || names.length > 1)
      throw new FetchError(`${JSON.stringify(step)} matches ${names.length} of its folders, not one`)
    subfolder = posix.join(subfolder, only)
  }
  const folder = join(module.whole, subfolder)
  if (!existsSync(folder)) throw new FetchError(`what was fetched has no folder ${JSON.stringify(subfolder)}`)
  const [whole, real] = [realpathSync(module.whole), realpathSync(folder)]
  if (real !== whole && !real.startsWith(`${whole}/`))
    throw new FetchError('its folder is a link that leads out of what was fetched')
  return { whole: module.whole, subfolder }
}

function matching(folder: string, pattern: string): readonly string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  const names = new RegExp(`^${parts.join('.*')}$`)
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter(
    (name) =>
      names.test(name) &&
      name !== '.git' &&
      statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory(),
  )
}
