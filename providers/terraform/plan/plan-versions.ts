import type { Fact } from '../../../src/core/model.ts'
import { jsonAt } from './json-path.ts'

/** How deep modules call modules. */
const DEPTH_MAX = 64

/**
 * The versions that a plan's `configuration` asks for: of providers and of modules from elsewhere. Which provider was chosen
 * a plan does not tell.
 */
export function* planVersions(configuration: unknown, root: string, file: string): Generator<Fact> {
  for (const [key, provider] of entriesOf(jsonAt(configuration, 'provider_config'))) {
    const [name, value] = [jsonAt(provider, 'full_name'), jsonAt(provider, 'version_constraint')]
    // with a colon: a provider inside a module, or another configuration of the same one
    if (typeof name !== 'string' || typeof value !== 'string' || key.includes(':')) continue
    const version_of = {
      kind: 'terraform_provider',
      path: 'constraints',
      root,
      address: `provider["${name}"]`,
    }
    yield { what: 'fact', name, value, version_of, origin: { file } }
  }
  yield* moduleVersions(jsonAt(configuration, 'root_module'), [], { root, file })
}

function* moduleVersions(
  module: unknown,
  above: readonly string[],
  place: { readonly root: string; readonly file: string },
): Generator<Fact> {
  if (above.length > DEPTH_MAX) return
  for (const [name, call] of entriesOf(jsonAt(module, 'module_calls'))) {
    const [source, version] = [jsonAt(call, 'source'), jsonAt(call, 'version_constraint')]
    const [, ref] = typeof source === 'string' ? (/[?&]ref=([^&]+)/.exec(source) ?? []) : []
    const value = typeof version === 'string' ? version : ref
    if (typeof source === 'string' && value !== undefined) {
      const address = [...above, name].map((step) => `module.${step}`).join('.')
      const given = source.replace(/([?&])ref=[^&]+/, '$1')
      const version_of = { kind: 'terraform_module', path: 'version', root: place.root, address, given }
      yield { what: 'fact', name, value, version_of, origin: { file: place.file } }
    }
    yield* moduleVersions(jsonAt(call, 'module'), [...above, name], place)
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
