import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { KubeConfig } from '@kubernetes/client-node'
import { plainAccess, podAccess } from '../../../providers/kubernetes/cluster/plain-access.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const CLUSTER = { server: 'https://127.0.0.1:6443', 'certificate-authority-data': base64('ca') }

const config = (cluster: object, user: object): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'c', cluster }],
  users: [{ name: 'u', user }],
  contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'n' } }],
  'current-context': 'x',
})

describe('access without the SDK', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-access-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const write = async (content: object | string): Promise<string> => {
    const file = join(folder, 'config')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }

  const PLAIN: readonly (readonly [string, object, object])[] = [
    ['a token', CLUSTER, { token: 'canary' }],
    [
      'a certificate',
      CLUSTER,
      { 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') },
    ],
    ['no check', { server: CLUSTER.server, 'insecure-skip-tls-verify': true }, { token: 'canary' }],
    ['another name', { ...CLUSTER, 'tls-server-name': 'kube.example.com' }, { token: 'canary' }],
  ]
  for (const [what, cluster, user] of PLAIN) {
    it(`is the same as with it: ${what}`, async () => {
      const file = await write(config(cluster, user))
      const access = plainAccess(file, undefined)
      const sdk = new KubeConfig()
      sdk.loadFromFile(file)
      const options: Record<string, unknown> = {}
      await sdk.applyToHTTPSOptions(options)
      assert.equal(access?.server, sdk.getCurrentCluster()?.server)
      const own: Record<string, unknown> = { ...access?.options }
      for (const key of ['ca', 'cert', 'key', 'servername', 'rejectUnauthorized'])
        assert.deepEqual(
          own[key] ?? undefined,
          options[key] || own[key] !== undefined ? options[key] : undefined,
          key,
        )
      const authorization = Object(options['headers'])['Authorization']
      assert.equal(Object(own['headers'])['Authorization'], authorization)
    })
  }

  const OTHER: readonly (readonly [string, object | string])[] = [
    ['a program', config(CLUSTER, { exec: { apiVersion: 'v1', command: 'x' } })],
    ['a token in a file', config(CLUSTER, { tokenFile: '/x' })],
    ['a token for somebody else', config(CLUSTER, { token: 'a', as: 'b' })],
    ['a proxy', config({ ...CLUSTER, 'proxy-url': 'http://x' }, { token: 'a' })],
    [
      'a certificate in a file',
      config({ server: CLUSTER.server, 'certificate-authority': 'ca.crt' }, { token: 'a' }),
    ],
    ['no https', config({ server: 'http://127.0.0.1' }, { token: 'a' })],
    ['no user', config(CLUSTER, {})],
    [
      'a user twice',
      {
        ...config(CLUSTER, { token: 'a' }),
        users: ['a', 'b'].map((token) => ({ name: 'u', user: { token } })),
      },
    ],
    ['no YAML', '{ a: ['],
    ['a context that is not there', { ...config(CLUSTER, { token: 'a' }), 'current-context': 'y' }],
  ]
  for (const [what, content] of OTHER) {
    it(`is left to it: ${what}`, async () => {
      assert.equal(plainAccess(await write(content), undefined), undefined)
    })
  }

  it('is another context’s by name, whatever the others hold', async () => {
    const one = config(CLUSTER, { token: 'a' })
    const users = [
      { name: 'u', user: { token: 'a' } },
      { name: 'v', user: { exec: {} } },
    ]
    const contexts = [
      { name: 'x', context: { cluster: 'c', user: 'v' } },
      { name: 'z', context: { cluster: 'c', user: 'u' } },
    ]
    const file = await write({ ...one, users, contexts })
    assert.equal(plainAccess(file, undefined), undefined)
    assert.equal(plainAccess(file, 'z')?.server, CLUSTER.server)
  })

  it('is the pod’s own account within a cluster', async () => {
    const account = join(folder, 'account')
    await mkdir(account)
    await writeFile(join(account, 'token'), 'canary\n')
    await writeFile(join(account, 'ca.crt'), 'ca')
    const env = (host: string, port: string) => (name: string) =>
      ({ KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port })[name]
    const access = podAccess(account, env('10.0.0.1', '443'))
    assert.equal(access?.server, 'https://10.0.0.1:443')
    assert.deepEqual(access?.options.headers, { Authorization: 'Bearer canary' })
    assert.equal(podAccess(account, env('fd00::1', '443'))?.server, 'https://[fd00::1]:443')
    assert.equal(podAccess(join(folder, 'none'), env('10.0.0.1', '443')), undefined)
    assert.equal(
      podAccess(account, () => undefined),
      undefined,
    )
  })
})
