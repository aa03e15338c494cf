import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Note } from './collect.ts'
import { parseCodeowners, type FileOwner } from './core/evidence/codeowners.ts'
import { repositoryOf } from './repository.ts'

/** where GitHub and GitLab look, in this order */
const PLACES: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
]
/** GitHub takes no larger one */
const MAX_BYTES = 3 * 1024 * 1024

/** A CODEOWNERS file, with the folder that its patterns start from. */
interface Owned {
  readonly root: string
  readonly owner: FileOwner
}

/**
 * The owners of declaring files by the CODEOWNERS file of the repository that each lies in, else of the nearest folder
 * above it that has one.
 * @param files as reports name them, relative to the configuration's folder
 * @param folder the configuration's
 */
export async function readCodeowners(
  files: Iterable<string>,
  folder: string,
  note: Note,
): Promise<FileOwner> {
  const known = new Map<string, Promise<Owned | undefined>>()
  const owners = new Map<string, string>()
  for (const file of new Set(files)) {
    const place = path.resolve(folder, file)
    const found = await ownedBy(path.dirname(place), known, note)
    const owner = found?.owner(path.relative(found.root, place).split(path.sep).join('/'))
    if (owner !== undefined) owners.set(file, owner)
  }
  return (file) => owners.get(file)
}

/** What a folder's files are owned by: the repository's root decides, outside of one the nearest folder. */
function ownedBy(
  folder: string,
  known: Map<string, Promise<Owned | undefined>>,
  note: Note,
): Promise<Owned | undefined> {
  const earlier = known.get(folder)
  if (earlier) return earlier
  const search = async (): Promise<Owned | undefined> => {
    const root = await repositoryOf(folder)
    if (root !== undefined) return root === folder ? ownersIn(folder, note) : ownedBy(root, known, note)
    const parent = path.dirname(folder)
    return (await ownersIn(folder, note)) ?? (parent === folder ? undefined : ownedBy(parent, known, note))
  }
  const found = search()
  known.set(folder, found)
  return found
}

async function ownersIn(folder: string, note: Note): Promise<Owned | undefined> {
  for (const place of PLACES) {
    const file = path.join(folder, place)
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) continue
    if (found.size > MAX_BYTES) {
      note('a CODEOWNERS file is too large and is passed over', { file, bytes: found.size })
      return undefined
    }
    try {
      return { root: folder, owner: parseCodeowners(await readFile(file, 'utf8')) }
    } catch {
      note('a CODEOWNERS file cannot be read', { file })
      return undefined
    }
  }
  return undefined
}
