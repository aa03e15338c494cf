import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'
import { repositoryOf } from './repository.ts'

/**
 * When any of these files and folders was last changed, as ISO 8601, or undefined where that cannot be told.
 * @param places absolute
 */
export type History = (places: readonly string[], signal: AbortSignal) => Promise<string | undefined>

/** of one question to git */
const DEADLINE_MS = 10_000
const MAX_OUTPUT_BYTES = 64 * 1024
/** nothing that a repository's own settings name is run, nothing is fetched, nothing is written */
const CALM = [
  '--no-optional-locks',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
]

/**
 * The time of the last commit that touched a place or what lies below it. It is not told where git is absent or refuses,
 * where the place is in no repository or has changes that are not committed, and where a shallow clone ends before the
 * commit: its oldest one only seems to have touched everything.
 */
export const gitHistory: History = async (places, signal) => {
  const repositories = new Map<string, string[]>()
  for (const place of places) {
    const repository = await repositoryOf(folderOf(place))
    if (repository === undefined) return undefined
    const known = repositories.get(repository)
    if (known) known.push(place)
    else repositories.set(repository, [place])
  }
  let last: string | undefined
  for (const [repository, within] of repositories) {
    const time = await lastCommit(repository, within, signal)
    if (time === undefined) return undefined
    if (last === undefined || Date.parse(time) > Date.parse(last)) last = time
  }
  return last
}

function folderOf(place: string): string {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ? place : path.dirname(place)
}

async function lastCommit(
  repository: string,
  places: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const git = (...args: string[]): Promise<string | undefined> =>
    run(['-C', repository, ...CALM, ...args], signal)
  const paths = places.map((place) => path.relative(repository, place) || '.')
  const shown = await git('log', '-1', '--format=%cI %P', '--', ...paths)
  const [time, parent] = shown?.trim().split(' ') ?? []
  if (time === undefined || Number.isNaN(Date.parse(time))) return undefined
  if (parent === undefined && (await git('rev-parse', '--is-shallow-repository'))?.trim() !== 'false')
    return undefined
  const changes = await git(
    'diff',
    '--name-only',
    '--no-ext-diff',
    '--ignore-submodules',
    'HEAD',
    '--',
    ...paths,
  )
  return changes === '' ? new Date(time).toISOString() : undefined
}

function run(args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  // variables such as GIT_DIR, set while a hook runs, would turn git to another repository
  const elsewhere =
    /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE|.*OBJECT_DIRECTOR(?:Y|IES))$/
  const env = Object.entries(process.env).filter(([name]) => !elsewhere.test(name))
  const options = {
    env: { ...Object.fromEntries(env), GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' },
    timeout: DEADLINE_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    signal,
    encoding: 'utf8',
  } as const
  return new Promise((done) => {
    execFile('git', args, options, (error, stdout) => done(error ? undefined : stdout))
  })
}
