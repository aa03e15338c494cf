import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Checkout, Repository } from '../core/provider.ts'
import { cutOutsideLinks } from './outside-links.ts'
import { git, GitFault, type GitRun } from './program.ts'
import { withoutCredentials } from './shown-url.ts'

/** A checkout that no run has used for so long is removed when another one of its repository is made. */
const UNUSED_MS = 7 * 24 * 3_600_000

/** What it takes to fetch. */
export interface FetchRun extends GitRun {
  /** what one repository may take on the disk, its history and its files together */
  readonly bytes_max: number
}

/** What was found out about a ref before anything is fetched. */
interface Wanted {
  readonly commit: string
  /** what to ask for where the server does not give commits by their hash */
  readonly name: string | undefined
}

/**
 * A repository at a revision, in a folder of its own that holds nothing but that revision. It is made once a commit and
 * kept; a ref that moved is another commit.
 * @param cache folder where checkouts are kept
 * @throws GitFault
 */
export async function checkOut(repository: Repository, cache: string, run: FetchRun): Promise<Checkout> {
  const { url, ref, wanted } = await resolveRef(repository, cache, run)
  const home = path.join(cache, createHash('sha256').update(url).digest('hex').slice(0, 24))
  let commit = wanted.commit
  if (!existsSync(path.join(home, commit))) commit = await fetchTo(home, url, ref, wanted, run)
  const folder = await realpath(path.join(home, commit))
  const now = new Date()
  await utimes(folder, now, now).catch(() => undefined)
  const time = await git(['-C', folder, 'show', '-s', '--format=%cI', 'HEAD'], run)
  return {
    folder,
    commit,
    committed_at: new Date(time.trim()).toISOString(),
    outside: await cutOutsideLinks(folder),
  }
}

async function resolveRef(
  repository: Repository,
  cache: string,
  run: FetchRun,
): Promise<{ readonly url: string; readonly ref: string; readonly wanted: Wanted }> {
  const { ref = 'HEAD' } = repository
  if (/^-|[\s\0~^:?*[\\]/.test(ref) && !('path' in repository))
    throw new GitFault('GIT_REF_NOT_FOUND', `${JSON.stringify(ref)} is no name of a branch, tag or commit`)
  if ('path' in repository) {
    const shown = await git(['-C', repository.path, 'rev-parse', '--git-common-dir'], run)
    const url = path.resolve(repository.path, shown.trim())
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
    const commit = await git(['-C', repository.path, ...args], run).catch((error: unknown) => {
      throw error instanceof GitFault && error.code === 'GIT_FAILED' ? noRef(ref, repository.path) : error
    })
    return { url, ref, wanted: { commit: commit.trim(), name: undefined } }
  }
  const { url } = repository
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref))
    return { url, ref, wanted: { commit: ref, name: undefined } }
  return { url, ref, wanted: await remoteRef(url, ref, cache, run) }
}

/** Tags count before branches, as git has it; a tag with a text of its own counts as the commit that it names. */
async function remoteRef(url: string, ref: string, cache: string, run: FetchRun): Promise<Wanted> {
  const isWhole = ref === 'HEAD' || ref.startsWith('refs/')
  const names = isWhole ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`]
  const patterns = names.flatMap((name) => [name, `${name}^{}`])
  const lines = (await git(['ls-remote', '--quiet', '--', url, ...patterns], run)).split('\n')
  const found = new Map(lines.map((line) => [line.split('\t')[1] ?? '', line.split('\t')[0] ?? '']))
  for (const name of names) {
    const commit = found.get(`${name}^{}`) ?? found.get(name)
    if (commit) return { commit, name }
  }
  if (!ABBREVIATED.test(ref)) throw noRef(ref, url)
  return { commit: await wholeHash(url, ref, cache, run), name: undefined }
}

const ABBREVIATED = /^[0-9a-f]{7,39}$/

/** What an abbreviated hash stands for. No server tells: it takes the names of all commits, without what is in them. */
async function wholeHash(url: string, ref: string, cache: string, run: FetchRun): Promise<string> {
  await mkdir(cache, { recursive: true, mode: 0o700 })
  const draft = path.join(cache, `.draft-${randomBytes(8).toString('hex')}`)
  try {
    await git(['init', '--quiet', '--bare', '--template=', draft], run)
    const all = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
    const args = ['-C', draft, 'fetch', '--quiet', '--filter=tree:0', '--no-tags', '--', url, ...all]
    await git(args, boundedTo(draft, run))
    const parse = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
    const found = await git(['-C', draft, ...parse], run).catch((error: unknown) => {
      throw error instanceof GitFault && error.code === 'GIT_FAILED' ? noRef(ref, url) : error
    })
    return found.trim()
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function noRef(ref: string, where: string): GitFault {
  const short = /^[0-9a-f]{4,39}$/.test(ref) ? '; a commit is asked for by its whole hash' : ''
  return new GitFault(
    'GIT_REF_NOT_FOUND',
    `${withoutCredentials(where)} has no ${JSON.stringify(ref)}${short}`,
  )
}

/** Fetches one commit, checks it out beside the others, and gives it its place when it is whole. @returns the commit */
async function fetchTo(
  home: string,
  url: string,
  ref: string,
  wanted: Wanted,
  run: FetchRun,
): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  await removeUnused(home)
  const draft = path.join(home, `.draft-${randomBytes(8).toString('hex')}`)
  const own = (...args: string[]): Promise<string> => git(['-C', draft, ...args], boundedTo(draft, run))
  try {
    await git(['init', '--quiet', '--template=', draft], run)
    const fetch = ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--', url]
    await own(...fetch, wanted.commit).catch(async (error: unknown) => {
      const isRefused = error instanceof GitFault && error.code === 'GIT_REF_NOT_FOUND'
      if (!isRefused) throw error
      if (wanted.name === undefined) throw noRef(ref, url)
      return own(...fetch, wanted.name)
    })
    const commit = (await own('rev-parse', '--verify', 'FETCH_HEAD^{commit}')).trim()
    await own('checkout', '--quiet', '--detach', commit)
    if (existsSync(path.join(draft, '.gitmodules'))) {
      const origin = ['-c', `remote.origin.url=${url}`]
      await own(...origin, 'submodule', '--quiet', 'update', '--init', '--recursive', '--depth=1')
    }
    await forgetAddresses(path.join(draft, '.git'))
    // another process may have been quicker: then its checkout is as good
    await rename(draft, path.join(home, commit)).catch((error: unknown) => {
      if (!existsSync(path.join(home, commit))) throw error
    })
    return commit
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function boundedTo(folder: string, run: FetchRun): GitRun {
  return { ...run, bound: { folder, bytes_max: run.bytes_max } }
}

/** Code may read what lies in its checkout: the addresses that git notes there may hold credentials. */
async function forgetAddresses(folder: string): Promise<void> {
  await rm(path.join(folder, 'FETCH_HEAD'), { force: true })
  await rm(path.join(folder, 'modules'), { recursive: true, force: true })
  await writeFile(path.join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n')
}

async function removeUnused(home: string): Promise<void> {
  const oldest = Date.now() - UNUSED_MS
  for (const name of await readdir(home)) {
    const found = await stat(path.join(home, name)).catch(() => undefined)
    if (found && found.mtimeMs < oldest) await rm(path.join(home, name), { recursive: true, force: true })
  }
}
