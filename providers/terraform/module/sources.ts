import { posix } from 'node:path'

import { isSameSource } from '../fetch-modules/source-address.ts'
import { fits } from '../fetch-modules/version-constraint.ts'
import type { Boundary } from '../files/boundary.ts'
import { fieldsOf, listOf, optional, textOf } from '../json/fields.ts'

/** `.terraform/modules/modules.json`: where `terraform init` put the modules that are not local. */
export type InstalledModules = ReadonlyMap<string, InstalledModule>

interface InstalledModule {
  readonly source: string
  /** of a module from a registry */
  readonly version?: string | undefined
  readonly folder: string
}

/** Reads the manifest of a root; empty where there is none that can be read. Keys are paths of calls: `a.b`. */
export function installedModules(root: string, boundary: Boundary): InstalledModules {
  try {
    const text = boundary.read(posix.join(root, '.terraform/modules/modules.json')).toString('utf8')
    return new Map(listOf(fieldsOf(JSON.parse(text)).get('Modules')).map(installedModule))
  } catch {
    return new Map()
  }
}

function installedModule(entry: unknown): readonly [string, InstalledModule] {
  const fields = fieldsOf(entry)
  const source = textOf(fields.get('Source'))
  const version = optional(fields.get('Version'), textOf)
  return [textOf(fields.get('Key')), { source, version, folder: textOf(fields.get('Dir')) }]
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
