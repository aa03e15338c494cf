import { join } from 'node:path'

import { realPath } from '../files/boundary.ts'
import type { Boundary } from '../files/boundary.ts'
import { callFaults } from './check-call.ts'
import type { CallConfig, Fault, ModuleConfig } from './config.ts'
import { readModule } from './read-module.ts'
import type { InstalledModules } from './sources.ts'
import { installedModules, isLocalSource, moduleFolder } from './sources.ts'

/** A module's code in its place in the tree of calls. */
export interface ModuleTree {
  /** names of the calls that lead here; [] for the root */
  readonly path: readonly string[]
  /** relative to the root folder, `.` for the root itself: `path.module` */
  readonly folder: string
  readonly config: ModuleConfig
  /** by name of the call; absent where the module could not be had */
  readonly children: ReadonlyMap<string, ModuleTree>
}

/** What a root's folder holds, or why nothing could be read; `faults` are those of finding modules. */
export interface Loaded {
  readonly tree: ModuleTree | null
  readonly faults: readonly Fault[]
  /** calls whose module is not installed */
  readonly missing: readonly MissingModule[]
}

/** A call of a module that is not there. */
interface MissingModule {
  /** as `modules.json` has it: `a.b` */
  readonly key: string
  readonly source: string
  readonly version: string | null
}

/** What was fetched in place of modules that are not installed, by key; and why some could not be. */
interface FetchedModules {
  readonly installed: InstalledModules
  readonly failed: ReadonlyMap<string, string>
}

const NOTHING_FETCHED: FetchedModules = { installed: new Map(), failed: new Map() }

/** A tree of calls is no deeper: past it something calls itself through links. */
const DEPTH_MAX = 64
/** Calls of one root, each with its own subtree. */
const CALLS_MAX = 10_000

/** Reads a root and all modules below it. Never throws for what is wrong in the folder. */
export function loadTree(root: string, boundary: Boundary, fetched = NOTHING_FETCHED): Loaded {
  const loader = new Loader(root, boundary, fetched)
  return { tree: loader.root(), faults: loader.faults, missing: loader.missing }
}

class Loader {
  readonly faults: Fault[] = []
  readonly missing: MissingModule[] = []
  readonly #root: string
  readonly #failed: FetchedModules['failed']
  readonly #fetched: FetchedModules['installed']
  readonly #boundary: Boundary
  readonly #installed: InstalledModules
  readonly #read = new Map<string, ModuleConfig | Fault>()
  readonly #folders = new Map<string, { readonly real: string; readonly isAllowed: boolean }>()
  #calls = 0

  constructor(root: string, boundary: Boundary, fetched: FetchedModules) {
    this.#root = root
    this.#boundary = boundary
    this.#failed = fetched.failed
    this.#fetched = fetched.installed
    this.#installed = new Map([...installedModules(root, boundary), ...fetched.installed])
  }

  root(): ModuleTree | null {
    const config = this.#config('.')
    if (!('variables' in config)) {
      this.faults.push(config)
      return null
    }
    return this.#tree([], '.', config, [this.#place('.').real])
  }

  #tree(
    path: readonly string[],
    folder: string,
    config: ModuleConfig,
    ancestors: readonly string[],
  ): ModuleTree {
    const children = new Map<string, ModuleTree>()
    for (const call of config.calls.values()) {
      const child = this.#child(call, path, folder, ancestors)
      if ('path' in child) {
        children.set(call.name, child)
        this.faults.push(...callFaults(call, config, child.config))
      } else this.faults.push(child)
    }
    return { path, folder, config, children }
  }

  #child(
    call: CallConfig,
    callerPath: readonly string[],
    callerFolder: string,
    ancestors: readonly string[],
  ): ModuleTree | Fault {
    const path = [...callerPath, call.name]
    const fault = (code: Fault['code'], message: string): Fault => ({
      code,
      message: `module.${path.join('.module.')}: ${message}`,
      range: call.range,
      kinds: ['*'],
    })
    if (call.source === null) return fault('TERRAFORM_INVALID', 'the call has no source')
    this.#calls += 1
    if (this.#calls > CALLS_MAX || path.length > DEPTH_MAX)
      return fault(
        'EVALUATION_LIMIT',
        `more than ${CALLS_MAX} module calls, or nested deeper than ${DEPTH_MAX}`,
      )
    const { source } = call
    const shown = `${withoutSecrets(source)}${call.version === null ? '' : ` ${call.version}`}`
    const folder = moduleFolder({ source, version: call.version }, callerFolder, path, this.#installed)
    const absent = (what: string): Fault => {
      const key = path.join('.')
      this.missing.push({ key, source, version: call.version })
      const why = this.#failed.get(key)
      return why === undefined
        ? fault('MODULE_NOT_INSTALLED', `${what}: run terraform init in the root, or set modules: fetch`)
        : fault('MODULE_UNAVAILABLE', `the module ${shown} could not be fetched: ${why}`)
    }
    if (folder === undefined) return absent(`the module ${shown} is not installed`)
    const { real, isAllowed } = this.#place(folder)
    if (!isAllowed)
      return fault('PATH_OUTSIDE', `the folder ${folder} lies outside the folders that this root may read`)
    if (ancestors.includes(real))
      return fault('TERRAFORM_INVALID', `the module in ${folder} calls itself: ${path.join(' → ')}`)
    const config = this.#config(folder)
    if ('variables' in config) return this.#tree(path, folder, config, [...ancestors, real])
    if (isLocalSource(source)) return fault(config.code, config.message)
    if (this.#fetched.has(path.join('.')))
      return fault('MODULE_UNAVAILABLE', `the module ${shown} was fetched, but ${config.message}`)
    return absent(config.message)
  }

  #config(folder: string): ModuleConfig | Fault {
    let config = this.#read.get(folder)
    if (!config) {
      config = readModule(join(this.#root, folder), folder === '.' ? '' : folder, this.#boundary)
      this.#read.set(folder, config)
    }
    return config
  }

  /** Where a folder really is, which many calls may ask for. */
  #place(folder: string): { readonly real: string; readonly isAllowed: boolean } {
    let place = this.#folders.get(folder)
    if (!place) {
      const path = join(this.#root, folder)
      place = { real: realPath(this.#boundary.place(path)) ?? path, isAllowed: this.#boundary.allows(path) }
      this.#folders.set(folder, place)
    }
    return place
  }
}

/** A source as messages may show it: without credentials and what else follows a `?`, but for the revision. */
function withoutSecrets(source: string): string {
  const [place = '', query = ''] = source.split('?')
  const ref = /(?:^|&)(ref=[^&]*)/.exec(query)?.[1]
  return place.replace(/(:\/\/)[^/@]*@/, '$1') + (ref === undefined ? '' : `?${ref}`)
}

/** Every module of a tree once, by folder. */
export function* modulesOf(tree: ModuleTree): Generator<ModuleTree> {
  yield tree
  for (const child of tree.children.values()) yield* modulesOf(child)
}
