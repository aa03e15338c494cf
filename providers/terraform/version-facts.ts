import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { Fact } from '../../src/core/model.ts'
import type { Range } from './hcl/ast.ts'
import { parseConfig } from './hcl/parse.ts'
import { constantText } from './module/constant.ts'
import type { ModuleTree } from './module/load.ts'
import { modulesOf } from './module/load.ts'
import { isLocalSource } from './module/sources.ts'

const LOCK_FILE = '.terraform.lock.hcl'
const REGISTRY = 'registry.terraform.io'

/** The root that versions are of. */
interface Place {
  /** absolute */
  readonly folder: string
  /** its name in reports */
  readonly root: string
  /** the folder's name in reports, before names of files */
  readonly shown: string
  readonly max_bytes: number
}

/**
 * The versions that a root is tied to: of providers by its lock file, else as its code asks for them, and of modules that
 * come from elsewhere. A lock file that cannot be read says nothing.
 */
export function versionFacts(tree: ModuleTree, place: Place): Fact[] {
  const locked = lockedProviders(place)
  return [...(locked.length > 0 ? locked : askedProviders(tree, place)), ...calledModules(tree, place)]
}

function lockedProviders(place: Place): Fact[] {
  const file = join(place.folder, LOCK_FILE)
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size > place.max_bytes) return []
  try {
    const { body, errors } = parseConfig(readFileSync(file), LOCK_FILE)
    if (!body || errors.length > 0) return []
    return body.blocks.flatMap((block): Fact[] => {
      const [name] = block.labels
      const version = constantText(block.body.attributes.get('version')?.expression)
      if (block.block_type !== 'provider' || name === undefined || version === null) return []
      return [providerFact(name, version, 'version', block.definition_range, place)]
    })
  } catch {
    // unreadable, or no literal where one has to be: Terraform would refuse it, too
    return []
  }
}

function askedProviders(tree: ModuleTree, place: Place): Fact[] {
  return [...tree.config.required_versions].map(([name, { text, range }]) => {
    const source = tree.config.required_providers.get(name) ?? `hashicorp/${name}`
    const full = source.split('/').length === 2 ? `${REGISTRY}/${source}` : source
    return providerFact(full, text, 'constraints', range, place)
  })
}

function providerFact(name: string, value: string, path: string, range: Range, place: Place): Fact {
  return {
    what: 'fact',
    name,
    value,
    version_of: { kind: 'terraform_provider', path, root: place.root, address: `provider["${name}"]` },
    origin: originOf(range, place),
  }
}

function calledModules(tree: ModuleTree, place: Place): Fact[] {
  return [...modulesOf(tree)].flatMap((module) =>
    [...module.config.calls.values()].flatMap((call): Fact[] => {
      const { source, version } = call
      if (source === null || isLocalSource(source)) return []
      const [, ref] = /[?&]ref=([^&]+)/.exec(source) ?? []
      const value = version ?? ref
      if (value === undefined) return []
      const address = [...module.path, call.name].map((name) => `module.${name}`).join('.')
      const given = source.replace(/([?&])ref=[^&]+/, '$1')
      return [
        {
          what: 'fact',
          name: call.name,
          value,
          version_of: { kind: 'terraform_module', path: 'version', root: place.root, address, given },
          origin: originOf(call.range, place),
        },
      ]
    }),
  )
}

function originOf(range: Range, { shown }: Place): NonNullable<Fact['origin']> {
  return { file: join(shown, range.file), line: range.start.line }
}
