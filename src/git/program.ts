import { spawn } from 'node:child_process'
import type { Code } from '../core/errors.ts'
import { watchSize } from './folder-size.ts'
import { withoutCredentials } from './shown-url.ts'

/** Why git did not do what was asked. The message names no credentials. */
export class GitFault extends Error {
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.name = 'GitFault'
    this.code = code
  }
}

/** More than this git does not say of what we ask: the rest is cut off. */
const OUTPUT_BYTES = 1024 * 1024

/** Of its words so many characters are told; before that, so many are looked through for credentials. */
const TOLD_LENGTH = 600
const READ_LENGTH = 8000

/** Variables that would send git to another repository than the one it is asked about, or make it tell what it sends. */
const FOREIGN =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|TRACE\w*|CURL_VERBOSE)$/

/** Settings that keep a checkout what was committed, and a repository from running anything. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
  'core.fsmonitor=false',
  'advice.detachedHead=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.ext.allow=never',
].flatMap((setting) => ['-c', setting])

/** What its words, in English, come to. The first that fits counts. */
const FAULTS: readonly (readonly [RegExp, Code])[] = [
  [
    /couldn't find remote ref|not our ref|unadvertised object|no such remote ref|(?:unknown|bad) revision|Needed a single revision/i,
    'GIT_REF_NOT_FOUND',
  ],
  [
    /authentication failed|could not read (?:username|password)|permission denied|access denied|terminal prompts disabled|returned error: 40[13]|host key verification failed|dubious ownership/i,
    'GIT_FORBIDDEN',
  ],
  [
    /repository .*not found|does not appear to be a git repository|not a git repository|returned error: 404|no such file or directory|does not exist/i,
    'GIT_NOT_FOUND',
  ],
  [
    /could not resolve|connection (?:refused|reset|timed out|closed)|unable to access|network is unreachable|failed to connect|early eof|hung up/i,
    'GIT_UNREACHABLE',
  ],
]

export interface GitRun {
  readonly env: NodeJS.ProcessEnv
  /** ends it, and all that it started */
  readonly signal: AbortSignal
  /** a folder that it writes into, and how large that may grow */
  readonly bound?: { readonly folder: string; readonly bytes_max: number }
}

/** Runs the git program without asking anybody anything. @returns what it printed @throws GitFault */
export function git(args: readonly string[], { env, signal, bound }: GitRun): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(timedOut(args))
    const child = spawn('git', [...SETTINGS, ...args], {
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        if (texts[name].length < OUTPUT_BYTES) texts[name] += chunk
      })
    const stop = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // it has just ended by itself
      }
    }
    signal.addEventListener('abort', stop, { once: true })
    const measured = bound && watchSize(bound.folder, bound.bytes_max, stop)
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop)
      void measured?.()
      reject(new GitFault('GIT_PROGRAM', `the program git cannot be run: ${codeOf(error)}`))
    })
    child.on('close', async (code) => {
      signal.removeEventListener('abort', stop)
      if (bound && (await measured?.())) reject(tooLarge(bound.bytes_max))
      else if (code === 0) resolve(texts.stdout)
      else reject(signal.aborted ? timedOut(args) : faultOf(args, texts.stderr))
    })
  })
}

function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)))
  const ssh = own['GIT_SSH_COMMAND'] ?? own['GIT_SSH']
  return {
    ...own,
    ...(ssh === undefined && { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_LFS_SKIP_SMUDGE: '1',
  }
}

function tooLarge(bytes_max: number): GitFault {
  const limit = 'limits.max_repository_bytes'
  return new GitFault('GIT_TOO_LARGE', `the repository takes more than ${bytes_max} bytes (${limit})`)
}

function timedOut(args: readonly string[]): GitFault {
  return new GitFault('GIT_TIMEOUT', `git ${verbOf(args)} did not end in time`)
}

function faultOf(args: readonly string[], stderr: string): GitFault {
  const code = FAULTS.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'GIT_FAILED'
  const lines = stderr
    .split(/[\r\n]+/)
    .filter((line) => /^(?:fatal|error|ssh|remote): ?\S|denied|failed/i.test(line))
  const said = (lines.length > 0 ? lines : stderr.split('\n').slice(0, 3)).slice(0, 3).join(' ').trim()
  const told = withoutCredentials(said.slice(0, READ_LENGTH)).slice(0, TOLD_LENGTH)
  return new GitFault(code, `git ${verbOf(args)}: ${told || 'it failed'}`)
}

/** The command itself, without what it is about. */
function verbOf(args: readonly string[]): string {
  return args.find((arg, i) => !arg.startsWith('-') && !['-C', '-c'].includes(args[i - 1] ?? '')) ?? ''
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message
}
