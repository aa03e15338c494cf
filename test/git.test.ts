import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import type { Report } from '../src/core/report.ts'
import { createFetching } from '../src/git/fetching.ts'
import { withoutCredentials } from '../src/git/shown-url.ts'

const AUTHOR = ['-c', 'user.name=n', '-c', 'user.email=e@example.com', '-c', 'commit.gpgsign=false']

/** A repository with a tag, a branch that moved on, and links. */
function makeRepository(folder: string): void {
  const git = (...args: string[]): string =>
    execFileSync('git', [...AUTHOR, ...args], { cwd: folder, encoding: 'utf8' }).trim()
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  mkdirSync(folder, { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  write('stacks/a/main.tf', 'resource "aws_eip" "old" {}\n')
  write('stacks/b/main.tf', 'resource "aws_vpc" "v" {}\n')
  write('k8s/web.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\n')
  git('add', '.')
  git('commit', '--quiet', '-m', 'one', '--date=2024-01-02T03:04:05+0100')
  git('tag', '-a', 'v1.0.0', '-m', 'release')
  write('stacks/a/main.tf', 'resource "aws_eip" "new" {}\nresource "aws_eip" "more" {}\n')
  git('commit', '--quiet', '-am', 'two')
  git('branch', 'topic')
  symlinkSync('/etc', path.join(folder, 'stacks/outside'))
  symlinkSync('../../../../../../../etc/hostname', path.join(folder, 'k8s/name.yaml'))
  symlinkSync('../k8s', path.join(folder, 'stacks/inside'))
  git('add', '.')
  git('commit', '--quiet', '-m', 'links')
  git('tag', 'linked')
}

describe('sources at a revision', () => {
  let folder = ''
  let repository = ''
  let cache = ''
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'evenkeel-git-'))
    repository = path.join(folder, 'repository')
    cache = path.join(folder, 'cache')
    makeRepository(repository)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const head = (ref: string): string =>
    execFileSync('git', ['rev-parse', `${ref}^{commit}`], { cwd: repository, encoding: 'utf8' }).trim()

  async function check(declared: string, env: NodeJS.ProcessEnv = {}): Promise<Report> {
    const home = path.join(folder, 'configuration')
    mkdirSync(home, { recursive: true })
    writeFileSync(path.join(home, 'evenkeel.yaml'), `environments:\n  p:\n    declared:\n${declared}`)
    const config = await loadConfig(path.join(home, 'evenkeel.yaml'), PROVIDERS)
    return runCheck(config, {
      signal: new AbortController().signal,
      now: new Date(0),
      log: () => undefined,
      env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
    })
  }

  const kinds = (report: Report): unknown[] => report.not_compared.map(({ kind, count }) => [kind, count])
  const codes = (report: Report): unknown[] => report.gaps.map(({ code, source }) => [code, source])
  const at = (ref: string, source: string, place = `url: "file://${repository}"`): string =>
    `      - git: { ${place}, ref: "${ref}", ${source} }\n`

  test('a tag, a branch and a commit are each read as they were', async () => {
    const root = 'terraform: { root: stacks/a }'
    assert.deepEqual(kinds(await check(at('v1.0.0', root))), [['aws_eip', 1]])
    assert.deepEqual(kinds(await check(at('topic', root))), [['aws_eip', 2]])
    assert.deepEqual(kinds(await check(at(head('v1.0.0'), root))), [['aws_eip', 1]])
    assert.deepEqual(kinds(await check(at('refs/heads/topic', root))), [['aws_eip', 2]])
    const local = 'path: ../repository'
    assert.deepEqual(kinds(await check(at('topic~1', root, local))), [['aws_eip', 1]])
    assert.deepEqual(kinds(await check(at(head('topic').slice(0, 8), root, local))), [['aws_eip', 2]])
    const deeper = 'path: ../repository/stacks/a'
    assert.deepEqual(kinds(await check(at('v1.0.0', root, deeper))), [['aws_eip', 1]])
  })

  test('every declared source can be read so: globs of roots, manifests', async () => {
    const both = at('v1.0.0', 'terraform: { roots: "stacks/*" }') + at('v1.0.0', 'manifests: { path: k8s }')
    assert.deepEqual(kinds(await check(both)), [
      ['aws_eip', 1],
      ['aws_vpc', 1],
      ['core/ConfigMap', 1],
    ])
  })

  test('two names that are the same at the revision: refused', async () => {
    const twice =
      at('v1.0.0', 'terraform: { roots: "stacks/*" }') + at('topic', 'terraform: { root: stacks/a }')
    await assert.rejects(check(twice), {
      exit_code: 64,
      message: /a source named "stacks\/a" stands at line 4/,
    })
  })

  test('a missing ref, repository, path or program is a gap with its code', async () => {
    const root = 'terraform: { root: stacks/a }'
    assert.deepEqual(codes(await check(at('v9', root))), [['GIT_REF_NOT_FOUND', 'stacks/a']])
    assert.deepEqual(codes(await check(at('0'.repeat(40), root))), [['GIT_REF_NOT_FOUND', 'stacks/a']])
    assert.deepEqual(codes(await check(at('v9', root, 'path: ../repository'))), [
      ['GIT_REF_NOT_FOUND', 'stacks/a'],
    ])
    const nowhere = `url: "file://${folder}/none"`
    assert.deepEqual(codes(await check(at('v1', root, nowhere))), [['GIT_NOT_FOUND', 'stacks/a']])
    assert.deepEqual(codes(await check(at('v1', root, 'path: ../none'))), [['GIT_NOT_FOUND', 'stacks/a']])
    const closed = 'url: "https://127.0.0.1:1/x.git?token=canary"'
    const report = await check(at('v1', root, closed))
    assert.deepEqual(codes(report), [['GIT_UNREACHABLE', 'stacks/a']])
    assert.doesNotMatch(JSON.stringify(report), /canary/)
    assert.deepEqual(codes(await check(at('v1.0.0', 'terraform: { root: none }'))), [
      ['FILE_NOT_FOUND', 'none'],
    ])
    assert.deepEqual(codes(await check(at('v1', root), { PATH: '/nowhere' })), [['GIT_PROGRAM', 'stacks/a']])
  })

  test('what leads outside the checkout is a gap, and is not read', async () => {
    for (const source of [
      'terraform: { root: ../x }',
      'terraform: { root: /etc }',
      'terraform: { root: stacks/a, var_files: [../../../x.tfvars] }',
      'terraform: { roots: "**/*", read: [../shared] }',
      'terraform_plan: { path: ../plan.json }',
    ])
      assert.deepEqual(
        (await check(at('v1.0.0', source))).gaps.map(({ code }) => code),
        ['PATH_OUTSIDE'],
        source,
      )
    const roots = await check(at('linked', 'terraform: { roots: "stacks/*" }'))
    assert.deepEqual(
      roots.gaps.map(({ code, message }) => [code, message.split(' ')[0]]),
      [
        ['PATH_OUTSIDE', 'stacks/outside'],
        ['PATH_OUTSIDE', 'stacks/outside'],
      ],
    )
    const manifests = await check(at('linked', 'manifests: { path: k8s }'))
    assert.ok(manifests.gaps.some(({ code, file }) => code === 'PATH_OUTSIDE' && file === 'k8s/name.yaml'))
  })

  test('the state of a local backend is not at a revision', async () => {
    const report = await check(at('v1.0.0', 'terraform: { root: stacks/a, state: backend }'))
    assert.deepEqual(codes(report), [['STATE_BACKEND', 'the state of stacks/a']])
  })

  test('settings are strict: one place, one source, no program in an address', async () => {
    const root = 'terraform: { root: a }'
    for (const [declared, words] of [
      [at('v1', root, 'url: "ext::sh -c x"'), /not an address/],
      [at('v1', root, 'url: "--upload-pack=x"'), /not an address/],
      [at('--x', root), /not a name/],
      [at('v1', root, 'url: "https://x/y", path: z'), /give url .* or path/],
      [at('v1', `${root}, terraform_plan: { path: p }`), /holds one source/],
      [`      - git: { path: x, ${root} }\n`, /ref is required/],
      [at('v1', 'terraform: { rot: a }'), /declared\[0\]\.git\.terraform.*rot/],
    ] as const)
      await assert.rejects(check(declared), { exit_code: 64, message: words })
  })

  test('a checkout is made once a commit, alone, and holds no address', async () => {
    const own = path.join(folder, 'other-cache')
    const options = { env: { ...process.env, XDG_CACHE_HOME: own }, timeout_ms: 30_000, bytes_max: 1024 ** 3 }
    const make = () => createFetching({ ...options, signal: new AbortController().signal })
    const wanted = { url: `file://${repository}`, ref: 'v1.0.0' }
    const [one, two] = await Promise.all([make().checkout(wanted), make().checkout(wanted)])
    assert.ok('folder' in one && 'folder' in two)
    assert.deepEqual([one.folder, one.commit], [two.folder, head('v1.0.0')])
    assert.equal(one.committed_at, new Date(one.committed_at).toISOString())
    assert.deepEqual(readdirSync(path.dirname(one.folder)), [one.commit])
    assert.doesNotMatch(readFileSync(path.join(one.folder, '.git/config'), 'utf8'), /file:|url/)
    const stopped = createFetching({ ...options, signal: AbortSignal.abort() })
    const late = await stopped.checkout({ url: `file://${repository}`, ref: 'topic' })
    assert.equal('code' in late && late.code, 'GIT_TIMEOUT')
  })

  test('a repository that is larger than the limit is no longer fetched, and nothing of it stays', async () => {
    const own = path.join(folder, 'small-cache')
    const options = { env: { ...process.env, XDG_CACHE_HOME: own }, timeout_ms: 30_000 }
    const checkout = (bytes_max: number) =>
      createFetching({ ...options, bytes_max, signal: new AbortController().signal }).checkout({
        url: `file://${repository}`,
        ref: 'v1.0.0',
      })
    const large = await checkout(1000)
    assert.deepEqual('code' in large && [large.code, large.message], [
      'GIT_TOO_LARGE',
      'the repository takes more than 1000 bytes (limits.max_repository_bytes)',
    ])
    const [home = ''] = readdirSync(path.join(own, 'evenkeel/git'))
    assert.deepEqual(readdirSync(path.join(own, 'evenkeel/git', home)), [])
    assert.ok('folder' in (await checkout(10_000_000)))
  })

  test('addresses are shown without what may be secret', () => {
    assert.equal(
      withoutCredentials("unable to access 'https://u:p@h/x.git/?t=1': no; ssh://git@h/y"),
      "unable to access 'https://h/x.git/': no; ssh://h/y",
    )
  })
})
