import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { after, before, describe, it } from 'node:test'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { startKube, type Kube } from '../lab/kube.ts'
import { startMoto, type Moto } from '../lab/moto.ts'

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
    },
  },
}

describe('the API server', () => {
  let kube: Kube
  before(async () => {
    kube = await startKube({ controllers: true })
  })
  after(() => kube.stop())

  const asReader = (args: readonly string[], input?: string): Promise<string> =>
    kube.kubectl([`--kubeconfig=${kube.kubeconfig('reader')}`, ...args], input)

  it('is the version that its module pins', async () => {
    assert.match(await kube.kubectl(['version']), /Server Version: v1\.34\.2/)
  })

  it('lets the reader read and not write', async () => {
    assert.match(await asReader(['get', 'namespaces', '--output=name']), /namespace\/default/)
    await assert.rejects(asReader(['create', 'namespace', 'no']), /Forbidden/)
    await assert.rejects(asReader(['delete', 'namespace', 'default']), /Forbidden/)
  })

  it('takes the rights on one kind away, and gives them back', async () => {
    await kube.denyReader(['configmaps', 'deployments.apps'])
    await assert.rejects(asReader(['get', 'configmaps']), /Forbidden/)
    await assert.rejects(asReader(['get', 'deployments']), /Forbidden/)
    await asReader(['get', 'services'])
    await kube.denyReader([])
    await asReader(['get', 'configmaps'])
    await assert.rejects(kube.denyReader(['unicorns']), /serves no unicorns/)
  })

  it('writes down what each user asks', async () => {
    await asReader(['get', '--raw', '/api/v1/namespaces?limit=7'])
    const requests = await kube.requests('reader')
    assert.deepEqual(requests.at(-1), {
      user: 'reader',
      verb: 'list',
      uri: '/api/v1/namespaces?limit=7',
      status: 200,
    })
  })

  it('has controllers: a Deployment gets its ReplicaSet and its pod', async () => {
    await kube.kubectl(['apply', '--filename=-'], JSON.stringify(deployment))
    const until = performance.now() + 30_000
    let pods = ''
    while (!pods.startsWith('pod/web-') && performance.now() < until) {
      pods = await kube.kubectl(['get', 'pods', '--selector=app=web', '--output=name'])
      await sleep(100)
    }
    assert.match(pods, /^pod\/web-/)
    assert.match(await kube.kubectl(['get', 'replicasets', '--output=name']), /^replicaset\.apps\/web-/)
  })
})

describe('an API server without controllers', () => {
  it('keeps what is written, makes nothing of it, and is gone when stopped', async () => {
    const kube = await startKube()
    try {
      await kube.kubectl(['apply', '--filename=-'], JSON.stringify(deployment))
      assert.match(await kube.kubectl(['get', 'all', '--output=name']), /deployment\.apps\/web\n$/)
      assert.equal(await kube.kubectl(['get', 'replicasets', '--output=name']), '')
    } finally {
      await kube.stop()
    }
    assert.equal(existsSync(kube.kubeconfig('admin')), false)
    await assert.rejects(fetch(kube.url))
    await kube.stop()
  })
})

describe('the EC2 API', () => {
  let moto: Moto
  before(async () => {
    moto = await startMoto({ account_id: '111111111111' })
  })
  after(() => moto.stop())

  it('answers for the account that it was started with', async () => {
    const client = new EC2Client({
      region: 'eu-west-1',
      endpoint: moto.url,
      credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
    })
    const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({}))
    client.destroy()
    assert.deepEqual(
      Vpcs.map((vpc) => [vpc.OwnerId, vpc.IsDefault]),
      [['111111111111', true]],
    )
  })
})

describe('a test that is killed', () => {
  it('leaves no server and no folder behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-killed-'))
    const script = `
      import { startMoto } from ${JSON.stringify(join(import.meta.dirname, '..', 'lab', 'moto.ts'))}
      process.stdout.write((await startMoto({ account_id: '222222222222' })).url)
      setInterval(() => {}, 1000)`
    const test = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [chunk] = await test.stdout.take(1).toArray()
    const url = String(chunk)
    assert.equal((await fetch(`${url}/moto-api/data.json`)).status, 200)
    test.kill('SIGKILL')
    const until = performance.now() + 20_000
    const answers = (): Promise<boolean> =>
      fetch(url).then(
        () => true,
        () => false,
      )
    const left = async (): Promise<boolean> => (await answers()) || (await readdir(folder)).length > 0
    while ((await left()) && performance.now() < until) await sleep(50)
    assert.equal(await answers(), false)
    assert.deepEqual(await readdir(folder), [])
    await rmdir(folder)
  })
})
