import { mkdirSync, mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import type { Checkout, FetchFault, Fetching, Repository } from '../core/provider.ts'
import { checkOut } from './checkout.ts'
import { GitFault } from './program.ts'

export interface FetchingOptions {
  readonly env: NodeJS.ProcessEnv
  /** of the run */
  readonly signal: AbortSignal
  /** for one repository */
  readonly timeout_ms: number
  readonly bytes_max: number
}

/** What a run fetches: each repository once at each revision, whoever asks for it. */
export function createFetching({ env, signal, timeout_ms, bytes_max }: FetchingOptions): Fetching {
  let cache: string | undefined
  const folder = (): string => (cache ??= cacheFolder(env))
  const checkouts = new Map<string, Promise<Checkout | FetchFault>>()
  return {
    get cache() {
      return folder()
    },
    checkout(repository: Repository, wanted?: AbortSignal) {
      const key = JSON.stringify(repository)
      const known = checkouts.get(key)
      if (known) return known
      const signals = [signal, AbortSignal.timeout(timeout_ms), ...(wanted ? [wanted] : [])]
      const bounded = { env, signal: AbortSignal.any(signals), bytes_max }
      const made = checkOut(repository, path.join(folder(), 'git'), bounded).catch((error: unknown) => {
        if (!(error instanceof GitFault)) throw error
        return { code: error.code, message: error.message }
      })
      checkouts.set(key, made)
      return made
    },
  }
}

/** `$XDG_CACHE_HOME/evenkeel`, else `~/.cache/evenkeel`; where neither can be written, a folder for this run alone. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'] || path.join(env['HOME'] || homedir(), '.cache')
  const folder = path.resolve(base, 'evenkeel')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'evenkeel-cache-'))
  }
}
