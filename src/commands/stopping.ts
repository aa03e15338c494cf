/** A command that may be told to stop. */
export interface Stopping {
  /** aborted by the first signal to the process; another one ends it at once */
  readonly signal: AbortSignal
  /** undefined as long as nobody has asked */
  readonly asked: NodeJS.Signals | undefined
}

/** Takes SIGTERM, SIGINT and SIGHUP as wishes, so that what a run has started (git) does not outlive it. */
export function listenForStop(): Stopping {
  const stop = new AbortController()
  let asked: NodeJS.Signals | undefined
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(name, () => {
      asked ??= name
      stop.abort()
    })
  return {
    signal: stop.signal,
    get asked() {
      return asked
    },
  }
}

/** What a run gives, or undefined where it ended because it was told to. */
export async function unlessStopped<T>(run: Promise<T>, stopping: Stopping): Promise<T | undefined> {
  try {
    return await run
  } catch (error) {
    if (stopping.asked === undefined) throw error
    return undefined
  }
}

/** Ends the process as the signal itself would have: at once, and seen as such by whoever has sent it. */
export function endAsAsked({ asked }: Stopping): void {
  if (asked !== undefined) process.kill(process.pid, asked)
}
