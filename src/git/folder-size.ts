import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'

/** Between two looks at a folder that is being written. */
const LOOK_MS = 100

/**
 * Looks at a folder again and again while something writes into it, and says once when it has grown past a limit.
 * @returns what ends it, after a last look; true = it was too large
 */
export function watchSize(folder: string, bytes_max: number, tooLarge: () => void): () => Promise<boolean> {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  const look = async (): Promise<void> => {
    if (isOver || (await sizeOf(folder, bytes_max)) <= bytes_max) return
    isOver = true
    tooLarge()
  }
  const again = (): void => {
    timer = setTimeout(() => {
      looking = look().then(() => {
        if (timer) again()
      })
    }, LOOK_MS)
  }
  again()
  return async () => {
    clearTimeout(timer)
    timer = undefined
    await looking
    await look()
    return isOver
  }
}

/** Bytes below a folder, links not followed; it stops where there are more than `enough`. What goes meanwhile counts nothing. */
async function sizeOf(folder: string, enough: number): Promise<number> {
  let size = 0
  const below = [folder]
  for (let at = below.pop(); at !== undefined && size <= enough; at = below.pop())
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(at, entry.name)
      if (entry.isDirectory()) below.push(place)
      else
        size += await lstat(place).then(
          (found) => found.size,
          () => 0,
        )
    }
  return size
}
