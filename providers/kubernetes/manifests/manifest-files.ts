import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { FileFault } from './file-text.ts'

/** What is to be read of a folder of manifests: a file, or a folder that a program has to render first. */
export interface ManifestPlace {
  readonly form: 'file' | 'kustomization' | 'chart'
  /** as it stands in reports, relative to the configuration where the setting is */
  readonly shown: string
  readonly path: string
}

const MANIFEST = /\.(?:ya?ml|json)$/i
const KUSTOMIZATION = /^(?:kustomization\.ya?ml|Kustomization)$/
const MAX_DEPTH = 30

/**
 * The manifests below a path, in the order that kubectl takes them (by name). A folder with a kustomization or a chart
 * is one place. Hidden folders are passed over.
 *
 * @throws FileFault
 */
export async function manifestPlaces(folder: string, path: string): Promise<ManifestPlace[]> {
  const absolute = resolve(folder, path)
  const found = await stat(absolute).catch(() => undefined)
  if (!found) throw new FileFault('FILE_NOT_FOUND', path, 'no such file or folder')
  if (!found.isDirectory()) return [{ form: 'file', shown: path, path: absolute }]
  const places = await placesIn(absolute, path, 0)
  if (places.length === 0)
    throw new FileFault('FILE_EMPTY', path, 'the folder holds no .yaml, .yml or .json file')
  return places
}

async function placesIn(path: string, shown: string, depth: number): Promise<ManifestPlace[]> {
  const entries = await entriesOf(path, shown, depth)
  const names = entries.map((entry) => entry.name)
  if (names.some((name) => KUSTOMIZATION.test(name))) return [{ form: 'kustomization', shown, path }]
  if (names.includes('Chart.yaml')) return [{ form: 'chart', shown, path }]
  const places: ManifestPlace[] = []
  for (const entry of entries) {
    const [own, ownShown] = [join(path, entry.name), join(shown, entry.name)]
    // a link counts as what it leads to; one that leads nowhere is reported when it is read
    const isFolder = entry.isSymbolicLink() ? await isDirectory(own) : entry.isDirectory()
    if (isFolder && !entry.name.startsWith('.')) places.push(...(await placesIn(own, ownShown, depth + 1)))
    else if (!isFolder && MANIFEST.test(entry.name)) places.push({ form: 'file', shown: ownShown, path: own })
  }
  return places
}

async function entriesOf(path: string, shown: string, depth: number) {
  if (depth > MAX_DEPTH)
    throw new FileFault('FILE_UNREADABLE', shown, `more than ${MAX_DEPTH} folders deep (a link in a circle?)`)
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new FileFault('FILE_UNREADABLE', shown, `the folder cannot be read (${code})`)
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}
