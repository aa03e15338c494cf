import { spawnSync } from 'node:child_process'

/** One command line, run as a whole process. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** exit codes that count as a run */
  readonly expects: readonly number[]
}

/** Times of two commands that ran in turn, so that a machine that slows down slows both. */
export interface Paired {
  readonly a_ms: number
  readonly b_ms: number
  /** median of the ratios pair by pair */
  readonly ratio: number
}

/** One run's wall time. @throws Error when it ends with an exit code that was not expected */
export function timeOnce(command: Command): number {
  const started = performance.now()
  const run = spawnSync(command.program, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const took_ms = performance.now() - started
  if (!command.expects.includes(run.status ?? -1)) {
    throw new Error(
      `${command.program} ${command.args.join(' ')} ended with ${run.status}: ${run.stderr.toString()}`,
    )
  }
  return took_ms
}

/** Runs two commands in turn, A B A B …, after one warm-up of each. */
export function timePairs(a: Command, b: Command, runs: number): Paired {
  timeOnce(a)
  timeOnce(b)
  const pairs = Array.from({ length: runs }, () => [timeOnce(a), timeOnce(b)] as const)
  return {
    a_ms: median(pairs.map(([first]) => first)),
    b_ms: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
