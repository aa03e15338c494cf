import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running server. It never outlives this process. */
export interface ServerProcess {
  name: string
  /** How it ended, or null while it runs. */
  ended(): string | null
  /** The last lines that it wrote. */
  log(): string
  /** Kills it and whatever it started; done when it is gone. */
  stop(): Promise<void>
}

// The shell becomes the server; beside it, in the same process group, somebody waits for the pipe from this
// process to close, which happens even when this process is killed, and then ends the server, removes its folder
// and ends the rest of the group. `$$` is the shell's, thus the server's, process id.
const LEASH = [
  'exec 3<&0',
  '(cat <&3 >/dev/null; kill -KILL $$; rm -rf -- "$0"; kill -KILL 0) &',
  'exec "$@" 3<&- </dev/null',
].join('\n')

const groups = new Set<number>()
const folders = new Set<string>()
let guarded = false

/**
 * Starts a server in a process group of its own. It works in `folder`, a temporary one, and its output goes to
 * `<name>.log` there. When this process is killed, the server ends and its folder goes.
 */
export function startServer(
  name: string,
  command: readonly string[],
  options: { folder: string; environment?: Record<string, string> },
): ServerProcess {
  guard()
  const logFile = join(options.folder, `${name}.log`)
  const output = openSync(logFile, 'w')
  const child = spawn('sh', ['-c', LEASH, options.folder, ...command], {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    detached: true,
    stdio: ['pipe', output, output],
  })
  closeSync(output)
  let ended: string | null = null
  const gone = new Promise<void>((resolve) => {
    const finish = (how: string): void => {
      ended = how
      // before the pipe closes: who waits for that would remove the folder with the log
      killGroup(child.pid)
      child.stdin?.destroy()
      resolve()
    }
    child.on('error', (error) => finish(error.message))
    child.on('exit', (code, signal) => finish(signal === null ? `exit code ${code}` : signal))
  })
  if (child.pid !== undefined) groups.add(child.pid)
  // a forgotten server must not keep a test process alive
  child.unref()
  if (child.stdin instanceof Socket) child.stdin.unref()
  return {
    name,
    ended: () => ended,
    log: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n'),
    stop: async () => {
      killGroup(child.pid)
      child.ref()
      await gone
    },
  }
}

/** Waits until `ready` says so; throws with the server's log when it ends first or `deadline_ms` pass. */
export async function untilReady(
  server: ServerProcess,
  ready: () => Promise<boolean>,
  deadline_ms: number,
): Promise<void> {
  const until = performance.now() + deadline_ms
  for (;;) {
    const ended = server.ended()
    if (ended !== null) throw new Error(`${server.name} ended while starting (${ended}):\n${server.log()}`)
    if (await ready().catch(() => false)) return
    if (performance.now() > until) {
      throw new Error(`${server.name} was not ready after ${deadline_ms} ms:\n${server.log()}`)
    }
    await sleep(50)
  }
}

/** A folder below the system's temporary one, removed at the latest when this process ends. */
export async function temporaryFolder(name: string): Promise<{ path: string; remove: () => void }> {
  guard()
  const path = await mkdtemp(join(tmpdir(), `evenkeel-${name}-`))
  folders.add(path)
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 })
      folders.delete(path)
    },
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined || !groups.delete(pid)) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // nobody of the group is left
  }
}

function guard(): void {
  if (guarded) return
  guarded = true
  process.on('exit', () => {
    for (const pid of groups) killGroup(pid)
    for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code))
  }
}
