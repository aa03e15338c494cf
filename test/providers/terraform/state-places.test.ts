import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'

import { provider } from '../../../providers/terraform/provider.ts'
import type { Gap, Item } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import { collect, contextFor, resourcesOf } from './collect.ts'
import type { Files } from './evaluate-text.ts'
import { withFiles } from './evaluate-text.ts'
import { withServer } from './local-server.ts'

function state(id: string): string {
  const instances = [{ attributes: { id, tags: {} } }]
  const resources = [{ mode: 'managed', type: 'aws_eip', name: 'e', provider: 'p', instances }]
  return JSON.stringify({ version: 4, serial: 3, lineage: 'l', resources })
}

function gapsOf(items: readonly Item[]): readonly Gap[] {
  return items.filter((item) => item.what === 'gap')
}

/** What the recorded part of an entry with `state: backend` yields. */
async function recorded(
  folder: string,
  settings: object,
  more: Partial<Context> = {},
  at_revision = false,
): Promise<readonly Item[]> {
  const type = provider.sources['terraform']
  const parsed = type?.settings.parse({ root: 'infra', state: 'backend', ...settings })
  const parts = (await type?.expand?.(parsed, { folder, at_revision })) ?? []
  assert.deepEqual(
    parts.map(({ role, title }) => [role, title]),
    [
      ['declared', 'infra'],
      ['recorded', 'the state of infra'],
    ],
  )
  const items: Item[] = []
  for await (const item of parts[1]?.collect(contextFor(folder, more)) ?? []) items.push(item)
  return items
}

async function ids(folder: string, settings: object = {}, more: Partial<Context> = {}): Promise<unknown[]> {
  const items = await recorded(folder, settings, more)
  return items.flatMap((item) =>
    item.what === 'resource' ? [item.id] : item.what === 'gap' ? [`${item.code} ${item.message}`] : [],
  )
}

const ROOT = 'resource "aws_eip" "e" {}\n'

function backend(type: string, body: string): string {
  return `${ROOT}terraform {\n  backend "${type}" {\n${body}\n  }\n}\n`
}

test('a local backend: default path, workspaces, its own path; nothing there is never an empty state', async () => {
  const files: Files = {
    'infra/main.tf': ROOT,
    'infra/terraform.tfstate': state('eip-default'),
    'infra/terraform.tfstate.d/prod/terraform.tfstate': state('eip-prod'),
  }
  await withFiles(files, async (folder) => {
    assert.deepEqual(await ids(folder), ['eip-default'])
    assert.deepEqual(await ids(folder, { workspace: 'prod' }), ['eip-prod'])
    assert.deepEqual(await ids(folder, { workspace: 'none' }), [
      'STATE_NOT_FOUND terraform.tfstate.d/none/terraform.tfstate: there is no state: nothing was applied here yet',
    ])
    writeFileSync(join(folder, 'infra/terraform.tfstate'), '')
    assert.match(String((await ids(folder))[0]), /^STATE_NOT_FOUND/)
    writeFileSync(join(folder, 'infra/terraform.tfstate'), '{"version":')
    assert.match(String((await ids(folder))[0]), /^JSON_SYNTAX/)
    const facts = (await recorded(folder, { workspace: 'prod' })).filter((item) => item.what === 'fact')
    assert.deepEqual(facts.map(({ name }) => name).sort(), ['lineage', 'serial', 'written_at'])
  })
  const own: Files = {
    'infra/main.tf': backend('local', 'path = "../states/a.tfstate"\nworkspace_dir = "ws"'),
    'states/a.tfstate': state('eip-a'),
    'infra/ws/prod/terraform.tfstate': state('eip-ws'),
  }
  await withFiles(own, async (folder) => {
    assert.deepEqual(await ids(folder), ['eip-a'])
    assert.deepEqual(await ids(folder, { workspace: 'prod' }), ['eip-ws'])
  })
})

test('recorded resources belong to their root; several roots each have their own state', async () => {
  const files: Files = {
    'a/main.tf': ROOT,
    'a/terraform.tfstate': state('eip-a'),
    'b/main.tofu': ROOT,
    'b/terraform.tfstate': state('eip-b'),
  }
  await withFiles(files, async (folder) => {
    const type = provider.sources['terraform']
    const settings = type?.settings.parse({ roots: '*', state: 'backend' })
    const parts = (await type?.expand?.(settings, { folder, at_revision: false })) ?? []
    const resources: unknown[] = []
    for (const part of parts)
      for await (const item of part.collect(contextFor(folder)))
        if (item.what === 'resource') resources.push([item.role, item.root, item.address, item.id])
    assert.deepEqual(resources, [
      ['declared', 'a', 'aws_eip.e', undefined],
      ['recorded', 'a', 'aws_eip.e', 'eip-a'],
      ['declared', 'b', 'aws_eip.e', undefined],
      ['recorded', 'b', 'aws_eip.e', 'eip-b'],
    ])
  })
})

test('backend_config completes the block: in HCL or JSON, from the root, else from beside the configuration', async () => {
  const files: Files = {
    'infra/main.tf': backend('local', 'path = "none"'),
    'infra/in-root.tfbackend': 'path = "x.tfstate"\n',
    'beside.json': '{"path": "y.tfstate"}',
    'broken.tfbackend': 'path = \n',
    'infra/x.tfstate': state('eip-x'),
    'infra/y.tfstate': state('eip-y'),
  }
  await withFiles(files, async (folder) => {
    assert.deepEqual(await ids(folder, { backend_config: ['in-root.tfbackend'] }), ['eip-x'])
    assert.deepEqual(await ids(folder, { backend_config: ['in-root.tfbackend', 'beside.json'] }), ['eip-y'])
    assert.match(
      String((await ids(folder, { backend_config: ['none.tfbackend'] }))[0]),
      /^FILE_NOT_FOUND .*none/,
    )
    assert.match(
      String((await ids(folder, { backend_config: ['broken.tfbackend'] }))[0]),
      /^HCL_SYNTAX .*:1: /,
    )
  })
})

test('what cannot be read, or told, is a gap that names it', async () => {
  const cases: readonly (readonly [string, RegExp, object?])[] = [
    [
      backend('gcs', 'bucket = "b"'),
      /^STATE_BACKEND the state of infra: main\.tf:3: the backend "gcs" cannot be read/,
    ],
    [`${ROOT}terraform {\n  cloud {\n    organization = "o"\n  }\n}\n`, /^STATE_BACKEND .*"cloud"/],
    [backend('constructor', ''), /^STATE_BACKEND .*"constructor"/],
    [backend('s3', 'key = "k"'), /^STATE_BACKEND .*"s3" has no bucket: give it by backend_config/],
    [
      backend('s3', 'bucket = var.b\nkey = "k"'),
      /^STATE_BACKEND .*main\.tf:4: bucket: An input variable with the name "b" has not been declared/,
    ],
    [backend('http', 'address = "ftp://x/"'), /^STATE_BACKEND .*no address/],
    [backend('http', 'address = "https://x/"'), /^STATE_BACKEND .*no workspaces/, { workspace: 'w' }],
    [backend('local', 'path = "/etc/passwd"'), /^PATH_OUTSIDE/],
    [`${ROOT}terraform {\n  backend "s3" {\n`, /^STATE_BACKEND .*broken/],
  ]
  for (const [code, expected, settings] of cases)
    await withFiles({ 'infra/main.tf': code }, async (folder) => {
      assert.match(String((await ids(folder, settings))[0]), expected)
    })
  await withFiles({ 'infra/main.tf': ROOT, 'infra/terraform.tfstate': state('x') }, async (folder) => {
    const items = await recorded(folder, {}, {}, true)
    assert.match(gapsOf(items)[0]?.message ?? '', /"local" keeps its state in a file/)
  })
  const broken = {
    'infra/main.tf': ROOT,
    'infra/x_override.tf': 'terraform {',
    'infra/terraform.tfstate': state('x'),
  }
  await withFiles(broken, async (folder) => {
    assert.match(String((await ids(folder))[0]), /^STATE_BACKEND .*broken/)
  })
})

test('an override file names another backend', async () => {
  const files: Files = {
    'infra/main.tf': backend('s3', 'bucket = "b"\nkey = "k"'),
    'infra/local_override.tf.json': '{"terraform": {"backend": {"local": {"path": "o.tfstate"}}}}',
    'infra/o.tfstate': state('eip-o'),
  }
  await withFiles(files, async (folder) => assert.deepEqual(await ids(folder), ['eip-o']))
})

function serve(request: IncomingMessage, response: ServerResponse): void {
  const [path = ''] = (request.url ?? '').split('?')
  if (path.startsWith('/state')) {
    response.setHeader('last-modified', 'Tue, 02 Jan 2024 03:04:05 GMT')
    response.end(state('eip-http'))
  } else if (path === '/moved') response.writeHead(302, { location: '/state' }).end()
  else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end()
  else if (path === '/away') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
  else if (path === '/empty') response.end()
  else if (path === '/large') response.end('x'.repeat(2_000_000))
  else if (path === '/slow') response.write('{')
  else if (path === '/encrypted') response.end('{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eyJ"}')
  else response.writeHead(Number(path.slice(1))).end('canary')
}

test('an http backend: credentials, facts, redirects', () =>
  withServer(serve, async ({ host, requests }) => {
    const address = `http://user:canary%21@${host}/state?token=canary`
    await withFiles({ 'infra/main.tf': backend('http', `address = "${address}"`) }, async (folder) => {
      const items = await recorded(folder, {})
      assert.equal(resourcesOf(items)[0]?.id, 'eip-http')
      assert.deepEqual(resourcesOf(items)[0]?.origin, { request: `http://${host}/state` })
      assert.ok(items.some((item) => item.what === 'fact' && item.value === '2024-01-02T03:04:05.000Z'))
      assert.doesNotMatch(JSON.stringify(items), /canary/)
    })
    assert.equal(requests.at(-1)?.[2], `Basic ${Buffer.from('user:canary!').toString('base64')}`)
    await withFiles(
      { 'infra/main.tf': backend('http', `address = "http://${host}/moved"`) },
      async (folder) => {
        const env = (name: string): string | undefined =>
          ({ TF_HTTP_USERNAME: 'u', TF_HTTP_PASSWORD: 'p', TF_HTTP_ADDRESS: 'http://127.0.0.1:1/' })[name]
        assert.deepEqual(await ids(folder, {}, { env }), ['eip-http'])
      },
    )
    assert.equal(requests.at(-1)?.[2], `Basic ${Buffer.from('u:p').toString('base64')}`)
    assert.ok(requests.every(([method]) => method === 'GET'))
  }))

test('each fault of a web server is one gap with its code, and nothing of its answer is told', () =>
  withServer(serve, async ({ url }) => {
    const cases: readonly (readonly [string, string])[] = [
      ['/404', 'STATE_NOT_FOUND'],
      ['/204', 'STATE_NOT_FOUND'],
      ['/empty', 'STATE_NOT_FOUND'],
      ['/401', 'STATE_FORBIDDEN'],
      ['/403', 'STATE_FORBIDDEN'],
      ['/500', 'STATE_UNREACHABLE'],
      ['/loop', 'STATE_UNREACHABLE'],
      ['/away', 'STATE_UNREACHABLE'],
      ['/large', 'FILE_TOO_LARGE'],
      ['/slow', 'STATE_TIMEOUT'],
      ['/encrypted', 'STATE_ENCRYPTED'],
      ['/200', 'JSON_SYNTAX'],
    ]
    for (const [path, code] of cases) {
      const items = await collect('terraform_state', { path: `${url}${path}?canary` }, contextFor('/'))
      assert.deepEqual(
        items.map((item) => (item.what === 'gap' ? [item.code, item.kinds] : item.what)),
        [[code, ['*']]],
        path,
      )
      assert.doesNotMatch(JSON.stringify(items), /canary/)
    }
    const gone = await collect('terraform_state', { path: 'http://127.0.0.1:1/s' }, contextFor('/'))
    assert.deepEqual(
      gapsOf(gone).map(({ code }) => code),
      ['STATE_UNREACHABLE'],
    )
  }))

test('a server that is busy is asked again, and a stopped run ends at once', () =>
  withServer(
    (request, response) => {
      if (request.url === '/hang') return
      busy -= 1
      response.writeHead(busy < 0 ? 200 : 503).end(busy < 0 ? state('eip-late') : '')
    },
    async ({ url }) => {
      const context = contextFor('/')
      const patient = { ...context, limits: { ...context.limits, retries: 3 } }
      const items = await collect('terraform_state', { path: `${url}/busy` }, patient)
      assert.equal(resourcesOf(items)[0]?.id, 'eip-late')
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 50)
      const stopped = await collect(
        'terraform_state',
        { path: `${url}/hang` },
        { ...context, limits: { ...context.limits, request_timeout_ms: 600_000 }, signal: stop.signal },
      )
      assert.equal(gapsOf(stopped)[0]?.code, 'STATE_TIMEOUT')
    },
  ))
let busy = 2

test('terraform_state: the password comes from where it stands, and settings belong to their place', () =>
  withServer(serve, async ({ url, requests }) => {
    const path = `${url}/state`
    await withFiles({ pw: 'from-file\n' }, async (folder) => {
      const env = (name: string): string | undefined => (name === 'PW' ? 'from-env' : undefined)
      const context = contextFor(folder, { env })
      for (const [password, sent] of [
        [{ env: 'PW' }, 'from-env'],
        [{ file: 'pw' }, 'from-file'],
      ] as const) {
        await collect('terraform_state', { path, username: 'u', password }, context)
        assert.equal(requests.at(-1)?.[2], `Basic ${Buffer.from(`u:${sent}`).toString('base64')}`)
      }
      for (const password of [{ env: 'NONE' }, { file: 'none' }]) {
        const items = await collect('terraform_state', { path, password }, context)
        assert.equal(gapsOf(items)[0]?.code, 'STATE_FORBIDDEN')
      }
    })
    for (const [settings, words] of [
      [{ path: 'gs://b/k' }, /other places cannot be read/],
      [{ path: 'http://example.com/s' }, /other places cannot be read/],
      [{ path: 'https://u:p@example.com/s' }, /never written here/],
      [{ path: 'x.tfstate', region: 'r' }, /begins with s3/],
      [{ path: 's3://b/k', username: 'u' }, /begins with https/],
      [{ path: 'https://x/s', password: 'p' }, /a secret is never written here/],
    ] as const)
      await assert.rejects(collect('terraform_state', settings, contextFor('/')), words)
  }))
