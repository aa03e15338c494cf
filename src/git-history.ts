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
  'core.hooksPath=/dev/null',
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
  const bare = (...args: string[]): Promise<string | undefined> =>
    run(['-C', repository, ...CALM, ...args], signal, {})
  const filters = await bare('config', '--null', '--name-only', '--get-regexp', String.raw`^filter\.`)
  const calm = withoutFilters(filters?.split('\0') ?? [])
  const git = (...args: string[]): Promise<string | undefined> =>
    run(['-C', repository, ...CALM, ...args], signal, calm)
  const paths = places.map((place) => path.relative(repository, place) || '.')
  const shown = await git('log', '-1', '--format=%cI %P', '--', ...paths)
  const [time, parent] = shown?.trim().split(' ') ?? []
  if (time === undefined || Number.isNaN(Date.parse(time))) return undefined
  if (parent === undefined && (await git('rev-parse', '--is-shallow-repository'))?.trim() !== 'false')
    return undefined
  // unlike diff it heeds --no-optional-locks: the index is not written, and no hook for that is run
  const changes = await git(
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--ignore-submodules=all',
    '--',
    ...paths,
  )
  return changes === '' ? new Date(time).toISOString() : undefined
}

/**
 * Variables for git that take the programs away which its settings name for the files of a repository (`filter.x.clean`):
 * a folder may bring settings of its own. A file that only such a program makes equal then counts as changed.
 */
function withoutFilters(settings: readonly string[]): NodeJS.ProcessEnv {
  const names = new Set(settings.map((setting) => setting.slice(0, setting.lastIndexOf('.'))))
  const entries = [...names]
    .filter((name) => name !== '')
    .flatMap((name) => [
      [`${name}.clean`, ''],
      [`${name}.process`, ''],
      [`${name}.required`, 'false'],
    ])
  const variables = entries.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return { GIT_CONFIG_COUNT: String(entries.length), ...Object.fromEntries(variables) }
}

function run(
  args: readonly string[],
  signal: AbortSignal,
  own: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  // variables such as GIT_DIR, set while a hook runs, would turn git to another repository
  const elsewhere =
    /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE|.*OBJECT_DIRECTOR(?:Y|IES))$/
  const env = Object.entries(process.env).filter(([name]) => !elsewhere.test(name))
  const options = {
    env: {
      ...Object.fromEntries(env),
      ...own,
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      LC_ALL: 'C',
    },
    timeout: DEADLINE_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    signal,
    encoding: 'utf8',
  } as const
  return new Promise((done) => {
    execFile('git', args, options, (error, stdout) => done(error ? undefined : stdout))
  })
}
