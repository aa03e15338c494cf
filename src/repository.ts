import { access } from 'node:fs/promises'
import path from 'node:path'

/** The nearest folder at or above this one that has a `.git`: a folder, or a file in work trees and submodules. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let place = folder; ; place = path.dirname(place)) {
    const isRoot = await access(path.join(place, '.git')).then(
      () => true,
      () => false,
    )
    if (isRoot) return place
    if (place === path.dirname(place)) return undefined
  }
}
