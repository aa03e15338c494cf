import { constants } from 'node:os'

/** A command that may be told to stop. */
export interface Stopping {
  /** aborted by the first signal to the process; another one ends it at once */
  readonly signal: AbortSignal
  /** 128 and the signal's number, as shells have it; undefined as long as nobody has asked */
  readonly exit_code: number | undefined
}

/** Takes SIGTERM, SIGINT and SIGHUP as wishes, so that what a run has started (git) does not outlive it. */
export function listenForStop(): Stopping {
  const stop = new AbortController()
  let exit_code: number | undefined
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(name, () => {
      exit_code ??= 128 + constants.signals[name]
      stop.abort()
    })
  return {
    signal: stop.signal,
    get exit_code() {
      return exit_code
    },
  }
}

/** What a run gives, or undefined where it ended because it was told to. */
export async function unlessStopped<T>(run: Promise<T>, stopping: Stopping): Promise<T | undefined> {
  try {
    return await run
  } catch (error) {
    if (stopping.exit_code === undefined) throw error
    return undefined
  }
}
