import { posix } from 'node:path'
import { z } from 'zod'

import { isSameSource } from '../fetch-modules/source-address.ts'
import { fits } from '../fetch-modules/version-constraint.ts'
import type { Boundary } from '../files/boundary.ts'

/** `.terraform/modules/modules.json`: where `terraform init` put the modules that are not local. */
export type InstalledModules = ReadonlyMap<string, InstalledModule>

interface InstalledModule {
  readonly source: string
  /** of a module from a registry */
  readonly version?: string | undefined
  readonly folder: string
}

const manifest = z.object({
  Modules: z.array(
    z.object({ Key: z.string(), Source: z.string(), Version: z.string().optional(), Dir: z.string() }),
  ),
})

/** Reads the manifest of a root; empty where there is none that can be read. Keys are paths of calls: `a.b`. */
export function installedModules(root: string, boundary: Boundary): InstalledModules {
  try {
    const text = boundary.read(posix.join(root, '.terraform/modules/modules.json')).toString('utf8')
    const { Modules } = manifest.parse(JSON.parse(text))
    return new Map(
      Modules.map(({ Key, Source, Version, Dir }) => [
        Key,
        { source: Source, version: Version, folder: Dir },
      ]),
    )
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
 * installed, or another source or version was when `terraform init` ran.
 */
export function moduleFolder(
  call: { readonly source: string; readonly version: string | null },
  caller: string,
  path: readonly string[],
  installed: InstalledModules,
): string | undefined {
  const { source, version } = call
  if (isLocalSource(source)) return posix.normalize(posix.join(caller, source)).replace(/(?<=.)\/$/, '')
  const found = installed.get(path.join('.'))
  if (!found || isSameSource(found.source, source) === false) return undefined
  if (version !== null && found.version !== undefined && !fits(found.version, version)) return undefined
  return posix.normalize(found.folder)
}
