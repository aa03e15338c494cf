import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

import type { Gap, Resource } from '../../../src/core/model.ts'
import { createFetching } from '../../../src/git/fetching.ts'
import { collect, contextFor, resourcesOf } from './collect.ts'
import type { Files } from './evaluate-text.ts'
import { withFiles } from './evaluate-text.ts'
import { withServer } from './local-server.ts'

const EIP =
  'resource "aws_eip" "e" {\n  tags = { Path = path.module, Text = file("${path.module}/t.txt") }\n}\n'
const AUTHOR = ['-c', 'user.name=n', '-c', 'user.email=e@example.com', '-c', 'commit.gpgsign=false']

interface TarEntry {
  readonly name: string
  readonly text?: string
  readonly link?: string
}

async function tar(entries: readonly TarEntry[]): Promise<Buffer> {
  const packing = pack()
  for (const { name, text, link } of entries)
    if (link === undefined) packing.entry({ name }, text ?? '')
    else packing.entry({ name, type: 'symlink', linkname: link })
  packing.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of packing) if (chunk instanceof Uint8Array) chunks.push(chunk)
  return gzipSync(Buffer.concat(chunks))
}

const MODULE: readonly TarEntry[] = [
  { name: 'main.tf', text: EIP },
  { name: 't.txt', text: 'root' },
  { name: 'sub/main.tf', text: `${EIP}module "up" {\n  source = "../"\n}\n` },
  { name: 'sub/t.txt', text: 'sub' },
]

/** A registry with one module, and archives. */
function serving(archives: Readonly<Record<string, Buffer>>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const archive = archives[path]
    const json = (value: unknown): void => void response.end(JSON.stringify(value))
    if (path === '/.well-known/terraform.json') json({ 'modules.v1': '/v1/modules' })
    else if (path === '/v1/modules/shop/net/aws/versions')
      json({
        modules: [
          { versions: ['1.0.0', '1.2.0', '1.2.9', '1.10.0', '2.0.0-rc1'].map((version) => ({ version })) },
        ],
      })
    else if (path.startsWith('/v1/modules/shop/net/aws/') && path.endsWith('/download'))
      response.writeHead(204, { 'x-terraform-get': '/archives/net.tar.gz' }).end()
    else if (path === '/v1/modules/shop/rubbish/aws/versions') response.end('<html>canary')
    else if (path === '/v1/modules/shop/closed/aws/versions') response.writeHead(401).end()
    else if (path === '/v1/modules/shop/hang/aws/versions') return
    else if (path === '/page') response.end('<meta name="terraform-get" content="/archives/net.tar.gz">')
    else if (archive) response.end(archive)
    else response.writeHead(404).end()
  }
}

describe('modules that are not installed', () => {
  let scratch = ''
  before(() => (scratch = mkdtempSync(join(tmpdir(), 'evenkeel-modules-'))))
  after(() => rmSync(scratch, { recursive: true, force: true }))

  interface Read {
    readonly resources: readonly Resource[]
    readonly gaps: readonly Gap[]
    readonly text: string
  }

  async function read(
    files: Files,
    variables: Readonly<Record<string, string>> = {},
    settings = {},
  ): Promise<Read> {
    const env = {
      ...process.env,
      XDG_CACHE_HOME: join(scratch, 'cache'),
      HOME: join(scratch, 'home'),
      ...variables,
    }
    const signal = new AbortController().signal
    const fetching = createFetching({ env, signal, timeout_ms: 20_000, bytes_max: 1024 ** 3 })
    const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text]))
    return withFiles(below, async (folder) => {
      const context = contextFor(folder, { fetching, env: (name) => Reflect.get(env, name) })
      const items = await collect('terraform', { root: 'infra', modules: 'fetch', ...settings }, context)
      assert.deepEqual(
        readdirSync(join(folder, 'infra')).filter((name) => name.startsWith('.')),
        [],
        'nothing is written into the root',
      )
      return {
        resources: resourcesOf(items),
        gaps: items.filter((item) => item.what === 'gap'),
        text: JSON.stringify(items),
      }
    })
  }

  const call = (source: string, version?: string): string =>
    `module "net" {\n  source = "${source}"\n${version === undefined ? '' : `  version = "${version}"\n`}}\n`
  const tags = ({ resources }: Read): unknown =>
    resources.map((one) => [one.address, one.tags['Path'], one.tags['Text'], one.origin.file])

  test('from a registry: the newest version that fits, nested, its files where terraform would have them', async () => {
    await withServer(serving({ '/archives/net.tar.gz': await tar(MODULE) }), async ({ host, requests }) => {
      const plain = { EVENKEEL_PLAIN_HTTP_REGISTRIES: host }
      const whole = await read({ 'main.tf': call(`${host}/shop/net/aws`, '~> 1.2.0') }, plain)
      assert.deepEqual(tags(whole), [
        ['module.net.aws_eip.e', '.terraform/modules/net', 'root', 'infra/.terraform/modules/net/main.tf'],
      ])
      assert.ok(requests.some(([, path]) => path === '/v1/modules/shop/net/aws/1.2.9/download'))
      const sub = await read({ 'main.tf': call(`${host}/shop/net/aws//sub`) }, plain)
      assert.deepEqual(tags(sub), [
        [
          'module.net.aws_eip.e',
          '.terraform/modules/net/sub',
          'sub',
          'infra/.terraform/modules/net/sub/main.tf',
        ],
        [
          'module.net.module.up.aws_eip.e',
          '.terraform/modules/net',
          'root',
          'infra/.terraform/modules/net/main.tf',
        ],
      ])
      assert.ok(requests.some(([, path]) => path === '/v1/modules/shop/net/aws/1.10.0/download'))
      assert.deepEqual([whole.gaps, sub.gaps], [[], []])
      const before = requests.filter(([, path]) => path === '/archives/net.tar.gz').length
      await read({ 'main.tf': call(`${host}/shop/net/aws`, '1.2.9') }, plain)
      assert.equal(requests.filter(([, path]) => path === '/archives/net.tar.gz').length, before)
    })
  })

  test('what cannot be had is a gap that names the call; the rest of the root is computed', async () => {
    await withServer(serving({}), async ({ host }) => {
      const plain = { EVENKEEL_PLAIN_HTTP_REGISTRIES: host }
      const cases: readonly (readonly [string, string | undefined, RegExp])[] = [
        [`${host}/shop/net/aws`, '~> 3.0', /has no version that fits ~> 3\.0/],
        [`${host}/shop/net/aws`, 'soon', /no version constraint/],
        [`${host}/shop/none/aws`, undefined, /has no such module/],
        [`${host}/shop/rubbish/aws`, undefined, /answers what no module registry does/],
        [`${host}/shop/closed/aws`, undefined, /HTTP 401: give a token/],
        [`${host}/shop/hang/aws`, undefined, /no whole answer in time/],
        [`${host}/shop/net/aws//none`, undefined, /HTTP 404/],
        ['127.0.0.1:1/shop/net/aws', undefined, /127\.0\.0\.1:1/],
        [
          `https://u:canary@127.0.0.1:1/a.zip?token=canary`,
          undefined,
          /https:\/\/127\.0\.0\.1:1\/a\.zip: it cannot be reached/,
        ],
        ['s3::https://s3.amazonaws.com/b/k.zip', undefined, /s3:: cannot be fetched/],
        ['git::ext::sh -c x', undefined, /no address of a git repository/],
        ['git::file:///etc', undefined, /outside the folders/],
        [`http://${host}/x.tar.xz`, undefined, /archives of this format/],
        [`http://${host}/x.zip//../../y`, undefined, /leads out/],
        ['what is this', undefined, /no address that can be fetched/],
      ]
      for (const [source, version, words] of cases) {
        const { gaps, resources, text } = await read(
          { 'main.tf': `resource "aws_vpc" "v" {}\n${call(source, version)}` },
          plain,
        )
        assert.deepEqual(
          gaps.map(({ code, file, line, kinds }) => [code, file, line, kinds]),
          [['MODULE_UNAVAILABLE', 'infra/main.tf', 2, ['*']]],
          source,
        )
        assert.match(gaps[0]?.message ?? '', words)
        assert.equal(resources.length, 1)
        assert.doesNotMatch(text, /canary/)
      }
      const off = await read({ 'main.tf': call(`${host}/shop/net/aws`) }, plain, { modules: undefined })
      assert.equal(off.gaps[0]?.code, 'MODULE_NOT_INSTALLED')
      const tls = await read({ 'main.tf': call(`${host}/shop/net/aws`) })
      assert.equal(tls.gaps[0]?.code, 'MODULE_UNAVAILABLE', 'without leave a registry is asked by https')
    })
  })

  test('tokens go to their registry alone, from where Terraform has them', async () => {
    await withServer(serving({ '/archives/net.tar.gz': await tar(MODULE) }), async ({ host, requests }) => {
      const plain = { EVENKEEL_PLAIN_HTTP_REGISTRIES: host }
      const sent = async (variables: Readonly<Record<string, string>>): Promise<readonly string[]> => {
        const from = requests.length
        await read({ 'main.tf': call(`${host}/shop/net/aws`, '1.0.0') }, { ...plain, ...variables })
        rmSync(join(scratch, 'cache'), { recursive: true, force: true })
        return requests
          .slice(from)
          .map(([, path, authorization]) => `${path.split('/').at(-1)} ${authorization}`)
      }
      const asked = (token: string): readonly string[] => [
        `terraform.json ${token}`,
        `versions ${token}`,
        `download ${token}`,
        'net.tar.gz ',
      ]
      rmSync(join(scratch, 'cache'), { recursive: true, force: true })
      assert.deepEqual(await sent({ TF_TOKEN_example_com: 'other' }), asked(''))
      const rc = join(scratch, 'terraformrc')
      writeFileSync(rc, `credentials "${host}" {\n  token = "from-rc"\n}\n`)
      assert.deepEqual(await sent({ TF_CLI_CONFIG_FILE: rc }), asked('Bearer from-rc'))
      const login = join(scratch, 'home/.terraform.d/credentials.tfrc.json')
      mkdirSync(dirname(login), { recursive: true })
      writeFileSync(login, JSON.stringify({ credentials: { [host]: { token: 'from-login' } } }))
      assert.deepEqual(await sent({}), asked('Bearer from-login'))
      rmSync(login)
    })
  })

  test('archives: by name, by what the server says, with a checksum, with a folder that hosting puts above', async () => {
    const archive = await tar(MODULE)
    const hosted = await tar(MODULE.map((entry) => ({ ...entry, name: `net-1.0/${entry.name}` })))
    const zipped = Buffer.from(ZIP, 'base64')
    const files = {
      '/a.tar.gz': archive,
      '/a': archive,
      '/h.tgz': hosted,
      '/z.zip': zipped,
      '/archives/net.tar.gz': archive,
    }
    const sum = createHash('sha256').update(archive).digest('hex')
    await withServer(serving(files), async ({ url }) => {
      for (const source of [
        `${url}/a.tar.gz`,
        `${url}/a`,
        `${url}/a?archive=tar.gz`,
        `${url}/a.tar.gz?checksum=sha256:${sum}`,
        `${url}/a.tar.gz?checksum=${sum}`,
        `${url}/h.tgz//*`,
        `${url}/h.tgz//net-*`,
        `${url}/page`,
        `${url}/z.zip`,
      ])
        assert.deepEqual(
          tags(await read({ 'main.tf': call(source) })),
          [
            [
              'module.net.aws_eip.e',
              '.terraform/modules/net' + (source.includes('/h.') ? '/net-1.0' : ''),
              'root',
              `infra/.terraform/modules/net${source.includes('/h.') ? '/net-1.0' : ''}/main.tf`,
            ],
          ],
          source,
        )
      const wrong = await read({ 'main.tf': call(`${url}/a.tar.gz?checksum=md5:${'0'.repeat(32)}`) })
      assert.match(wrong.gaps[0]?.message ?? '', /not the one that the checksum/)
    })
  })

  test('an archive writes nowhere but in its folder', async () => {
    const bad: Readonly<Record<string, readonly TarEntry[]>> = {
      '/up.tar.gz': [{ name: '../canary.tf', text: EIP }],
      '/deep.tar.gz': [{ name: 'a/../../canary.tf', text: EIP }],
      '/absolute.tar.gz': [{ name: '/tmp/canary.tf', text: EIP }],
      '/link.tar.gz': [...MODULE, { name: 'l', link: '../../..' }],
      '/absolute-link.tar.gz': [...MODULE, { name: 'l.tf', link: '/etc/hostname' }],
      '/through.tar.gz': [
        { name: 'd', link: '..' },
        { name: 'd/canary.tf', text: EIP },
      ],
      '/twice.tar.gz': [
        { name: 'a/b/main.tf', text: EIP },
        { name: 'down', link: 'a/b' },
        { name: 'out', link: 'down/../../..' },
      ],
      '/circle.tar.gz': [...MODULE, { name: 'c', link: 'c' }],
    }
    const archives: Record<string, Buffer> = {
      '/cut.tar.gz': (await tar(MODULE)).subarray(0, 100),
      '/text.tar.gz': Buffer.from('no archive'),
      '/text.zip': Buffer.from('no archive'),
      '/large.tar.gz': Buffer.alloc(1_500_000),
    }
    for (const [path, entries] of Object.entries(bad)) archives[path] = await tar(entries)
    await withServer(serving(archives), async ({ url }) => {
      for (const path of Object.keys(archives)) {
        const { gaps, resources } = await read({ 'main.tf': call(`${url}${path}`) })
        assert.deepEqual(
          gaps.map(({ code, line }) => [code, line]),
          [['MODULE_UNAVAILABLE', 1]],
          path,
        )
        assert.equal(resources.length, 0, path)
      }
    })
    const kept = readdirSync(join(scratch, 'cache/evenkeel/modules'), { recursive: true, encoding: 'utf8' })
    assert.ok(!kept.some((name) => name.includes('canary') || name.includes('draft')))
    assert.ok(!existsSync('/tmp/canary.tf'))
  })

  test('no server sends to what only this machine can ask', async () => {
    const metadata = 'http://169.254.169.254/latest/meta-data/'
    const leading = (request: IncomingMessage, response: ServerResponse): void => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (path === '/redirect.zip') response.writeHead(302, { location: `${metadata}x.zip` }).end()
      else if (path === '/v6.zip') response.writeHead(302, { location: 'http://[fd00:ec2::254]/x.zip' }).end()
      else if (path === '/header') response.writeHead(204, { 'x-terraform-get': `${metadata}x.zip` }).end()
      else if (path === '/git') response.writeHead(204, { 'x-terraform-get': `git::${metadata}x.git` }).end()
      else response.writeHead(404).end()
    }
    await withServer(leading, async ({ url }) => {
      for (const path of ['/redirect.zip', '/v6.zip', '/header', '/git']) {
        const { gaps } = await read({ 'main.tf': call(`${url}${path}`) })
        assert.match(gaps[0]?.message ?? '', /own link/, path)
      }
    })
  })

  test('what was fetched and holds no code is told as that: to fetch it again would not help', async () => {
    const archive = await tar([{ name: 'README.md', text: 'elsewhere' }])
    await withServer(serving({ '/e.tar.gz': archive }), async ({ url }) => {
      const { gaps } = await read({ 'main.tf': call(`${url}/e.tar.gz`) })
      assert.deepEqual(
        gaps.map(({ code }) => code),
        ['MODULE_UNAVAILABLE'],
      )
      assert.match(gaps[0]?.message ?? '', /e\.tar\.gz was fetched, but the folder .* has no \.tf/)
    })
  })

  test('links inside an archive are followed', async () => {
    const entries = [...MODULE.filter(({ name }) => name !== 't.txt'), { name: 't.txt', link: 'sub/t.txt' }]
    await withServer(serving({ '/l.tar.gz': await tar(entries) }), async ({ url }) => {
      const { resources } = await read({ 'main.tf': call(`${url}/l.tar.gz`) })
      assert.equal(resources[0]?.tags['Text'], 'sub')
    })
  })

  test('from git: a ref, a folder, a module in it that calls another', () =>
    withFiles({}, async (folder) => {
      const repository = join(folder, 'repository')
      for (const { name, text } of MODULE) {
        mkdirSync(dirname(join(repository, name)), { recursive: true })
        writeFileSync(join(repository, name), text ?? '')
      }
      const git = (...args: string[]): string =>
        execFileSync('git', [...AUTHOR, ...args], { cwd: repository, encoding: 'utf8' }).trim()
      git('init', '--quiet', '--initial-branch=main')
      git('add', '.')
      git('commit', '--quiet', '-m', 'one')
      git('tag', 'v1')
      writeFileSync(join(repository, 't.txt'), 'moved on')
      git('commit', '--quiet', '-am', 'two')
      const text = async (source: string): Promise<unknown> => {
        const found = await read({ 'main.tf': call(source) }, {}, { read: [folder] })
        return found.gaps[0]?.message ?? found.resources.map((one) => one.tags['Text'])
      }
      assert.deepEqual(await text(`git::file://${repository}?ref=v1`), ['root'])
      assert.deepEqual(await text(`git::${repository}?ref=main&depth=1`), ['moved on'])
      assert.deepEqual(await text(`git::file://${repository}//sub?ref=v1`), ['sub', 'root'])
      assert.deepEqual(await text(`git::file://${repository}?ref=${git('rev-parse', 'v1')}`), ['root'])
      assert.deepEqual(await text(`git::file://${repository}?ref=${git('rev-parse', '--short', 'v1')}`), [
        'root',
      ])
      assert.match(
        String(await text(`git::file://${repository}?ref=v9`)),
        /main\.tf:1:1: module\.net: .* has no "v9"/,
      )
      assert.match(String(await text(`git::file://${repository}//none?ref=v1`)), /no folder "none"/)
      const off = await read({ 'main.tf': call(`git::file://${repository}?ref=v1`) })
      assert.match(off.gaps[0]?.message ?? '', /outside the folders/)
    }))
})

/** main.tf and t.txt as MODULE has them, zipped; t.txt is a link. */
const ZIP =
  'UEsDBBQAAAAIAIIYIlj4s1vsVQAAAGAAAAAHAAAAbWFpbi50ZitKLc4vLUpOVVBKLC+OT80sUFJQSlVSqOZSUChJTC9WsFWoVghILMkAMgqAlF5ufkppTqqOQkhqRQlQLC0zJ1VDSaUaSa5Wv0SvpKJESVOhlquWCwBQSwMEFAAAAAgAghgiWAAAAAACAAAAAAAAAAQAAABzdWIvAwBQSwMEFAAAAAgAghgiWFv59BYGAAAABAAAAAwAAABzdWIvcmVhbC50eHQrys8vAQBQSwMEFAAAAAgAghgiWKMfJCQOAAAADAAAAAUAAAB0LnR4dCsuTdIvSk3M0SupKAEAUEsBAhQDFAAAAAgAghgiWPizW+xVAAAAYAAAAAcAAAAAAAAAAAAAAKSBAAAAAG1haW4udGZQSwECFAMUAAAACACCGCJYAAAAAAIAAAAAAAAABAAAAAAAAAAAAAAA7UF6AAAAc3ViL1BLAQIUAxQAAAAIAIIYIlhb+fQWBgAAAAQAAAAMAAAAAAAAAAAAAACkgZ4AAABzdWIvcmVhbC50eHRQSwECFAMUAAAACACCGCJYox8kJA4AAAAMAAAABQAAAAAAAAAAAAAA/6HOAAAAdC50eHRQSwUGAAAAAAQABADUAAAA/wAAAAAA'
