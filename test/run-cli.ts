import { spawn } from 'node:child_process'
import path from 'node:path'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** closes our end of its stdout before it writes */
  readonly close_stdout?: boolean
  readonly timeout_ms?: number
}

const CLI = path.resolve(import.meta.dirname, '../src/cli.ts')

/** Runs the real command line from source in a process of its own. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  return runNode([CLI, ...args], options)
}

/** Runs Node, the same one as this. */
export function runNode(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: options.env ?? { ...process.env, NO_COLOR: '1' },
      timeout: options.timeout_ms ?? 30_000,
    })
    const texts = { stdout: '', stderr: '' }
    if (options.close_stdout) child.stdout.destroy()
    else child.stdout.setEncoding('utf8').on('data', (chunk: string) => (texts.stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (texts.stderr += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }))
  })
}
