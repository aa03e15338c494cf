import { resolve } from 'node:path'

import type { Context } from '../../../src/core/provider.ts'
import { boundaryOf } from '../files/boundary.ts'
import type { ModuleConfig } from '../module/config.ts'
import { readModule } from '../module/read-module.ts'
import { inputsOf } from '../roots/inputs.ts'
import type { RootSettings } from '../settings.ts'
import { StateFault } from '../state/state-content.ts'
import type { BackendRoot } from './backend-place.ts'
import { backendPlace } from './backend-place.ts'
import { valuesOfFile } from './backend-values.ts'
import { earlyValues } from './early-values.ts'
import type { StatePlace } from './place.ts'

/** For who asks without limits of his own. */
const EVALUATING_MS = 60_000

/** The place where a root keeps its state by its own `backend` block and the files that complete it. @throws StateFault */
export async function rootBackend(
  settings: RootSettings,
  context: Pick<Context, 'folder' | 'env'> & Partial<Pick<Context, 'limits' | 'signal'>>,
  at_revision: boolean,
): Promise<StatePlace> {
  const folder = resolve(context.folder, settings.root)
  const read = [context.folder, ...settings.read.map((path) => resolve(context.folder, path))]
  const boundary = boundaryOf(folder, read)
  const config = readModule(folder, '', boundary)
  if (!('variables' in config)) throw new StateFault('STATE_BACKEND', `nobody knows where: ${config.message}`)
  if (mayHide(config))
    throw new StateFault('STATE_BACKEND', 'nobody knows where: a file that may name the backend is broken')
  const { backend } = config
  const root: BackendRoot = {
    folder,
    configuration: context.folder,
    workspace: settings.workspace,
    boundary,
    at_revision,
    env: (name) => context.env(name),
  }
  const end = performance.now() + (context.limits?.source_timeout_ms ?? EVALUATING_MS)
  const options = {
    folder,
    workspace: settings.workspace,
    read,
    inputs: inputsOf(settings, context).inputs,
    environment: new Map<string, string>(),
    expired: () => performance.now() > end || context.signal?.aborted === true,
  }
  const values = new Map(backend ? await earlyValues(backend, options) : [])
  for (const path of settings.backend_config)
    for (const [name, value] of valuesOfFile(path, root)) values.set(name, value)
  try {
    return backendPlace(backend?.type ?? 'local', values, root)
  } catch (error) {
    if (!(error instanceof StateFault) || !backend) throw error
    const { file, start } = backend.range
    throw new StateFault(error.code, `${file}:${start.line}: ${error.message}`)
  }
}

/** Whether a broken file may hold the `terraform` block that says where, or another one in its place. */
function mayHide({ backend, uncertain }: ModuleConfig): boolean {
  const { overridden, declared, any } = uncertain
  if (overridden.has('*') || overridden.has('terraform')) return true
  return backend === null && (any || declared.has('terraform'))
}
