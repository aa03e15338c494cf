import { lstat, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import path from 'node:path'

/** Where links that lead outside point to in their stead: nothing stands there. */
const NOWHERE = '.evenkeel-leads-outside'

/**
 * Cuts the links of a checkout that lead outside of it, so that whatever reads there stays inside.
 * @param folder absolute, links resolved
 * @returns the links that were cut, and those that an earlier run has cut, relative to the folder and sorted
 */
export async function cutOutsideLinks(folder: string): Promise<readonly string[]> {
  const cut: string[] = []
  const look = async (below: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
      const own = path.join(below, entry.name)
      if (entry.isDirectory() && own !== '.git') await look(own)
      else if (entry.isSymbolicLink() && (await leadsOutside(folder, own))) {
        cut.push(own)
        await rm(path.join(folder, own))
        await symlink(NOWHERE, path.join(folder, own))
      }
    }
  }
  await look('')
  return cut.sort()
}

async function leadsOutside(folder: string, link: string): Promise<boolean> {
  const place = path.join(folder, link)
  const target = await readlink(place)
  if (target === NOWHERE) return true
  const real = await realpath(place).catch(() => undefined)
  // what leads nowhere may lead somewhere tomorrow: where to is what counts
  const end = real ?? (await nearest(path.resolve(path.dirname(place), target)))
  return isGitFolder(folder, end) || !isInside(folder, end)
}

/** The real place of the nearest folder above a path that exists. */
async function nearest(place: string): Promise<string> {
  let at = place
  for (;;) {
    const found = await lstat(at)
      .then(() => realpath(at))
      .catch(() => undefined)
    if (found !== undefined) return path.join(found, path.relative(at, place))
    if (path.dirname(at) === at) return place
    at = path.dirname(at)
  }
}

/** Whether a path lies in a folder, or is it. */
export function isInside(folder: string, place: string): boolean {
  const relative = path.relative(folder, place)
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

/** git's own files hold addresses, and with them what may be secret. */
function isGitFolder(folder: string, place: string): boolean {
  return isInside(path.join(folder, '.git'), place)
}
