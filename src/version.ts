import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The folder of the package: this file is two folders below it in a build (`dist/src`), one from source. */
const here = import.meta.dirname
const root =
  path.basename(path.dirname(here)) === 'dist' ? path.resolve(here, '../..') : path.resolve(here, '..')

/** A file that ships with the program. @param name relative to the package's folder */
export function packageFile(name: string): string {
  return path.join(root, name)
}

/** The version of the program, from its package.json. */
export const version: string = readVersion()

function readVersion(): string {
  const text: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : '0.0.0'
}
