import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { asTheyCome } from '../../../providers/kubernetes/as-they-come.ts'
import { gapsOf, readSource, resourcesOf } from './reading.ts'

describe('what is read side by side', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-order-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('comes in the order in which it is there', async () => {
    const coming = asTheyCome([sleep(60, 'slow'), sleep(20, 'soon'), Promise.resolve('now')])
    const taken: string[] = []
    for await (const value of coming) taken.push(value)
    assert.deepEqual(taken, ['now', 'soon', 'slow'])
  })

  it('breaks with the first that breaks, and no other one ends the process', async () => {
    const broken = async (ms: number): Promise<string> => {
      await sleep(ms)
      throw new Error(`after ${ms}`)
    }
    const coming = asTheyCome([broken(30), broken(1), Promise.resolve('fine')])
    // nobody listens yet
    await sleep(10)
    await assert.rejects(async () => {
      for await (const value of coming) assert.equal(value, 'fine')
    }, /after 1$/)
    await sleep(40)
  })

  it('is one object where two groups serve it, as the first group has it, whichever answers first', async () => {
    for (const slow of ['new.example.com', 'old.example.com']) {
      const items = await readWidgets(folder, slow)
      assert.deepEqual(gapsOf(items), [])
      assert.deepEqual(
        resourcesOf(items).map(({ kind, id }) => [kind, id]),
        [['new.example.com/Widget', 'shop/w']],
      )
    }
  })

  it('is told of files in their order, whatever they hold', async () => {
    const manifests = join(folder, 'manifests')
    await mkdir(manifests)
    const names = Array.from({ length: 30 }, (_, index) => `f${String(index).padStart(2, '0')}.yaml`)
    for (const [index, name] of names.entries()) {
      const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${index % 20}, namespace: shop }\n`
      await writeFile(join(manifests, name), index === 3 || index === 17 ? Buffer.from([0xff, 0xfe]) : text)
    }
    const items = await readSource('manifests', { path: 'manifests' }, { folder })
    const gaps = gapsOf(items)
    assert.deepEqual(
      gaps.filter(({ code }) => code === 'FILE_NOT_UTF8').map(({ file }) => file),
      ['manifests/f03.yaml', 'manifests/f17.yaml'],
    )
    const found = new Map(resourcesOf(items).map(({ name, origin }) => [name, origin.file]))
    assert.equal(found.get('c2'), 'manifests/f22.yaml', 'of two documents the later counts')
    assert.equal(found.get('c15'), 'manifests/f15.yaml')
    assert.equal(found.size, 19)
  })
})

/** Of a server that has one object in two groups, one of which takes its time. */
async function readWidgets(folder: string, slow: string) {
  const groups = ['new.example.com', 'old.example.com']
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x')
    const [, group = ''] = /^\/apis\/([^/]+)\//.exec(pathname) ?? []
    if (pathname.endsWith('/widgets') && group === slow) await sleep(60)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bodyOf(pathname)))
  })
  const bodyOf = (path: string): unknown => {
    if (path === '/api') return { kind: 'APIVersions', versions: [] }
    if (path === '/version') return {}
    if (path === '/apis')
      return {
        kind: 'APIGroupList',
        groups: groups.map((name) => {
          const version = { groupVersion: `${name}/v1`, version: 'v1' }
          return { name, versions: [version], preferredVersion: version }
        }),
      }
    if (!path.endsWith('/widgets'))
      return {
        kind: 'APIResourceList',
        resources: [{ name: 'widgets', kind: 'Widget', namespaced: true, verbs: ['get', 'list'] }],
      }
    const metadata = { name: 'w', namespace: 'shop', uid: 'the-same' }
    return { kind: 'WidgetList', apiVersion: `${path.split('/')[2]}/v1`, metadata: {}, items: [{ metadata }] }
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true }
  await writeFile(
    join(folder, 'config'),
    JSON.stringify({
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  )
  try {
    return await readSource('kubernetes', { kubeconfig: 'config' }, { folder })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
