import { posix } from 'node:path'
import { z } from 'zod'

import type { Boundary } from '../files/boundary.ts'

/** `.terraform/modules/modules.json`: where `terraform init` put the modules that are not local. */
export type InstalledModules = ReadonlyMap<string, InstalledModule>

interface InstalledModule {
  readonly source: string
  readonly folder: string
}

const manifest = z.object({
  Modules: z.array(z.object({ Key: z.string(), Source: z.string(), Dir: z.string() })),
})

/** Reads the manifest of a root; empty where there is none that can be read. Keys are paths of calls: `a.b`. */
export function installedModules(root: string, boundary: Boundary): InstalledModules {
  try {
    const text = boundary.read(posix.join(root, '.terraform/modules/modules.json')).toString('utf8')
    const { Modules } = manifest.parse(JSON.parse(text))
    return new Map(Modules.map(({ Key, Source, Dir }) => [Key, { source: Source, folder: Dir }]))
  } catch {
    return new Map()
  }
}

/** Whether a source names a folder beside the code. */
export function isLocalSource(source: string): boolean {
  return source === '.' || source === '..' || source.startsWith('./') || source.startsWith('../')
}

/**
 * The folder of a call's module, relative to the root as Terraform names it (`path.module`); undefined when it is not
 * installed, or another source was when `terraform init` ran.
 */
export function moduleFolder(
  source: string,
  caller: string,
  path: readonly string[],
  installed: InstalledModules,
): string | undefined {
  if (isLocalSource(source)) return posix.normalize(posix.join(caller, source)).replace(/(?<=.)\/$/, '')
  const found = installed.get(path.join('.'))
  return found && sameSource(found.source, source) ? posix.normalize(found.folder) : undefined
}

const REGISTRY = /^(?:[a-z0-9.-]+\.[a-z]+\/)?[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+(?:\/\/.*)?$/

/** Registry addresses are compared; of the many ways to write the others Terraform keeps one that the code need not have. */
function sameSource(installed: string, source: string): boolean {
  if (!REGISTRY.test(source)) return true
  const plain = (text: string): string =>
    text.replace(/^registry\.terraform\.io\//, '').replace(/^registry\.opentofu\.org\//, '')
  return plain(installed) === plain(source)
}
