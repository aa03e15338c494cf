import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import type { Item } from '../../../src/core/model.ts'
import type { Limits } from '../../../src/core/provider.ts'
import { bareContext } from '../../contract/provider-contract.ts'
import { gapsOf, readSource, resourcesOf } from './reading.ts'

type Answering = (url: URL, response: ServerResponse, request: IncomingMessage) => boolean

const LIMITS: Limits = bareContext().limits

const item = (name: string) => ({ metadata: { name, namespace: 'shop', uid: name } })
const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): true => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  return true
}

/** A server that has ConfigMaps only, in the way of one before aggregated discovery. */
const plain: Answering = (url, response) => {
  if (url.pathname === '/api') return json(response, { kind: 'APIVersions', versions: ['v1'] })
  if (url.pathname === '/apis') return json(response, { kind: 'APIGroupList', groups: [] })
  if (url.pathname === '/api/v1')
    return json(response, {
      kind: 'APIResourceList',
      resources: [
        { name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: ['get', 'list'] },
        { name: 'configmaps/status', kind: 'ConfigMap', namespaced: true, verbs: ['get', 'list'] },
        { name: 'bindings', kind: 'Binding', namespaced: true, verbs: ['create'] },
      ],
    })
  return false
}

const list = (items: unknown[], more?: string) => ({
  kind: 'ConfigMapList',
  apiVersion: 'v1',
  metadata: more === undefined ? {} : { continue: more },
  items,
})

describe('the client', () => {
  let folder: string
  let server: Server | undefined
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-client-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const stop = (): void => {
    server?.closeAllConnections()
    server?.close()
  }
  afterEach(stop)

  const read = async (
    answer: Answering,
    limits: Partial<Limits> = {},
    user: unknown = { token: 't' },
    settings: object = {},
  ): Promise<Item[]> => {
    stop()
    server = createServer((request, response) => {
      assert.equal(request.method, 'GET')
      const url = new URL(request.url ?? '', 'http://x')
      if (!answer(url, response, request) && !plain(url, response, request))
        json(response, { message: 'none' }, 404)
    })
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await writeFile(
      join(folder, 'config'),
      JSON.stringify({
        clusters: [
          { name: 'c', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
        ],
        users: [{ name: 'u', user }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    )
    return readSource(
      'kubernetes',
      { kubeconfig: 'config', ...settings },
      { folder, limits: { ...LIMITS, ...limits } },
    )
  }

  it('reads page after page over few connections, and says what it covers', async () => {
    const sockets = new Set<unknown>()
    const items = await read((url, response, request) => {
      sockets.add(request.socket)
      assert.equal(request.headers.authorization, 'Bearer t')
      if (url.pathname !== '/api/v1/configmaps') return false
      const page = Number(url.searchParams.get('continue') ?? 0)
      return json(response, list([item(`c${page}`)], page < 5 ? String(page + 1) : undefined))
    })
    assert.deepEqual(gapsOf(items), [])
    assert.deepEqual(
      resourcesOf(items).map(({ id, api_version }) => [id, api_version]),
      [0, 1, 2, 3, 4, 5].map((page) => [`shop/c${page}`, 'v1']),
    )
    assert.ok(sockets.size <= LIMITS.concurrency)
    assert.ok(items.some(({ what }) => what === 'coverage'))
    assert.ok(items.some((found) => found.what === 'excluded' && found.kind === 'core/Secret'))
  })

  it('makes one gap of a certificate that is none', async () => {
    const certificate = { 'client-certificate-data': 'aHVudGVy', 'client-key-data': 'aHVudGVy' }
    await writeFile(
      join(folder, 'broken'),
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [{ name: 'u', user: certificate }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    )
    const gaps = gapsOf(await readSource('kubernetes', { kubeconfig: 'broken' }, { folder }))
    assert.deepEqual(
      gaps.map(({ code }) => code),
      ['KUBECONFIG_INVALID'],
    )
    assert.match(gaps[0]?.message ?? '', /credentials cannot be used \(ERR_OSSL/)
  })

  it('takes a page of any length, and an empty continuation as the end', async () => {
    const many = Array.from({ length: 150_000 }, (_, i) => item(`c${i}`))
    const answer: Answering = (url, response) =>
      url.pathname === '/api/v1/configmaps' && json(response, list(many, ''))
    const items = await read(answer, { max_bytes: 100_000_000 })
    assert.deepEqual(gapsOf(items), [])
    assert.equal(resourcesOf(items).length, 150_000)
  })

  it('says which kinds it was told to read and the server does not have', async () => {
    const answer: Answering = (url, response) =>
      url.pathname === '/api/v1/configmaps' && json(response, list([]))
    const kinds = ['core/ConfigMap', 'example.com/Widget', 'cores/ConfigMap']
    const items = await read(answer, {}, { token: 't' }, { kinds })
    assert.deepEqual(
      items.flatMap((found) => (found.what === 'excluded' ? [[found.kind, found.reason]] : [])).slice(0, 2),
      [
        ['example.com/Widget', 'kinds names it, and the server has no such kind'],
        [
          'cores/ConfigMap',
          'kinds names it, and the server has no such kind, did you mean "core/ConfigMap"?',
        ],
      ],
    )
  })

  it('goes on after 410 Gone, with the way on that it is given or from the start', async () => {
    let gone = 0
    const items = await read((url, response) => {
      if (url.pathname !== '/api/v1/configmaps') return false
      const token = url.searchParams.get('continue')
      if (token === null) return json(response, list([item('a')], 'old'))
      if (token === 'fresh') return json(response, list([item('b')]))
      gone += 1
      return json(response, { kind: 'Status', metadata: gone === 1 ? {} : { continue: 'fresh' } }, 410)
    })
    assert.deepEqual(
      resourcesOf(items).map(({ name }) => name),
      ['a', 'b'],
    )
    assert.equal(gone, 2)
  })

  it('gives up a list that keeps expiring', async () => {
    const items = await read((url, response) => {
      if (url.pathname !== '/api/v1/configmaps') return false
      return url.searchParams.has('continue')
        ? json(response, {}, 410)
        : json(response, list([item('a')], 'old'))
    })
    assert.deepEqual(
      gapsOf(items).map(({ code, kinds }) => [code, kinds]),
      [['KUBE_EXPIRED', ['core/ConfigMap']]],
    )
    assert.deepEqual(resourcesOf(items), [])
  })

  it('waits where the server is busy', async () => {
    let asked = 0
    const items = await read(
      (url, response) => {
        if (url.pathname !== '/api/v1/configmaps') return false
        asked += 1
        return asked < 3
          ? json(response, {}, 429, { 'retry-after': '0.01' })
          : json(response, list([item('a')]))
      },
      { retries: 3 },
    )
    assert.equal(resourcesOf(items).length, 1)
    assert.equal(asked, 3)
  })

  const FAULTS: readonly (readonly [string, Answering, string, readonly string[]])[] = [
    [
      'a web page',
      (_, response) => (response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login'), true),
      'KUBE_MALFORMED',
      ['*'],
    ],
    [
      'a redirect',
      (_, response) => (response.writeHead(302, { location: '/login' }).end(), true),
      'KUBE_MALFORMED',
      ['*'],
    ],
    [
      'a refusal of the credentials',
      (_, response) => json(response, { message: 'no' }, 401),
      'KUBE_UNAUTHORIZED',
      ['*'],
    ],
    [
      'a refusal of a kind',
      (url, response) =>
        url.pathname === '/api/v1/configmaps' && json(response, { message: 'configmaps is forbidden' }, 403),
      'KUBE_FORBIDDEN',
      ['core/ConfigMap'],
    ],
    [
      'half an answer',
      (url, response) =>
        url.pathname === '/api/v1/configmaps' && (response.writeHead(200).end('{"kind":"ConfigMapLi'), true),
      'KUBE_MALFORMED',
      ['core/ConfigMap'],
    ],
    [
      'rubbish in a list',
      (url, response) => url.pathname === '/api/v1/configmaps' && json(response, list([{ no: 'object' }])),
      'KUBE_MALFORMED',
      ['core/ConfigMap'],
    ],
    [
      'a connection that is cut',
      (url, response) => url.pathname === '/api/v1/configmaps' && (response.destroy(), true),
      'KUBE_UNREACHABLE',
      ['core/ConfigMap'],
    ],
    ['no answer at all', (url) => url.pathname === '/api/v1/configmaps', 'KUBE_TIMEOUT', ['core/ConfigMap']],
    [
      'an answer without end',
      (url, response) =>
        url.pathname === '/api/v1/configmaps' &&
        json(response, list([{ metadata: { name: 'x'.repeat(2_000_000) } }])),
      'KUBE_MALFORMED',
      ['core/ConfigMap'],
    ],
  ]
  for (const [what, answer, code, kinds] of FAULTS) {
    it(`makes one gap of ${what}`, async () => {
      const items = await read(answer, { request_timeout_ms: 300 })
      assert.deepEqual(
        gapsOf(items).map((gap) => [gap.code, gap.kinds]),
        [[code, kinds]],
      )
      assert.deepEqual(resourcesOf(items), [])
      assert.doesNotMatch(gapsOf(items)[0]?.message ?? '', /\n/)
    })
  }

  it('makes a gap of a program that hangs or prints rubbish', async () => {
    const exec = (command: string) => ({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', command] },
    })
    const never: Answering = () => assert.fail('asked without credentials')
    const hung = gapsOf(await read(never, { request_timeout_ms: 300 }, exec('sleep 2')))
    assert.deepEqual(
      hung.map(({ code }) => code),
      ['KUBE_TIMEOUT'],
    )
    const rubbish = gapsOf(await read(never, {}, exec('echo canary-token')))
    assert.deepEqual(
      rubbish.map(({ code }) => code),
      ['KUBECONFIG_INVALID'],
    )
    assert.doesNotMatch(rubbish[0]?.message ?? '', /canary/)
  })

  it('makes a gap of a kubeconfig without the context, and of a closed port', async () => {
    await read(plain)
    const [wrong] = gapsOf(
      await readSource('kubernetes', { kubeconfig: 'config', context: 'other' }, { folder }),
    )
    assert.equal(wrong?.code, 'KUBECONFIG_INVALID')
    assert.match(wrong?.message ?? '', /no context "other".*it has x/)
    server?.closeAllConnections()
    await new Promise((done) => server?.close(done))
    const [closed] = gapsOf(await readSource('kubernetes', { kubeconfig: 'config' }, { folder }))
    assert.equal(closed?.code, 'KUBE_UNREACHABLE')
  })
})
