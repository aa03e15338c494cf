import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startKube, type Kube } from '../lab/kube.ts'
import type { Finding } from './kube-check.ts'

const CLI = resolve(import.meta.dirname, '../../src/cli.ts')
/** several runs, on a busy machine */
const DEADLINE_MS = 90_000

const metadata = (name: string): object => ({ name, namespace: 'bay' })
const DECLARED = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bay' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('chart'), data: { depth: '4' } },
  { apiVersion: 'v1', kind: 'Service', metadata: metadata('pier'), spec: { ports: [{ port: 80 }] } },
]
const BUOYS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'buoys.bay.example.com' },
  spec: {
    group: 'bay.example.com',
    scope: 'Namespaced',
    names: { kind: 'Buoy', plural: 'buoys' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
}

interface Report {
  readonly outcome: string
  readonly generated_at: string
  readonly findings: readonly Finding[]
  readonly gaps: readonly { readonly code: string }[]
}

const list = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
const lines = ({ findings }: Report): string[] =>
  findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ finding, resource }) => `${finding} ${resource.kind} ${resource.name}`)
    .sort()

describe('a daemon, while its cluster changes', () => {
  let kube: Kube
  let folder: string
  let daemon: ChildProcess
  before(async () => {
    kube = await startKube({ controllers: true })
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-daemon-'))
    await copyFile(kube.kubeconfig('reader'), join(folder, 'reader.kubeconfig'))
    await writeFile(join(folder, 'bay.json'), list(DECLARED))
    await kube.kubectl(['apply', '--filename', join(folder, 'bay.json')])
    const production = {
      declared: [{ manifests: { path: 'bay.json' } }],
      live: [{ kubernetes: { kubeconfig: 'reader.kubeconfig' } }],
    }
    const schedule = { cron: '*/2 * * * * *' }
    await writeFile(join(folder, 'evenkeel.yaml'), JSON.stringify({ environments: { production }, schedule }))
    const args = [CLI, 'daemon', '--config', 'evenkeel.yaml', '--output', 'json=report.json']
    daemon = spawn(process.execPath, args, { cwd: folder, env: { HOME: folder }, stdio: 'ignore' })
  })
  after(async () => {
    if (daemon.exitCode === null) {
      daemon.kill('SIGTERM')
      await once(daemon, 'exit')
    }
    await kube.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const report = async (): Promise<Report | undefined> => {
    const text = await readFile(join(folder, 'report.json'), 'utf8').catch(() => '')
    return text.endsWith('}\n') || text.endsWith('}') ? JSON.parse(text) : undefined
  }
  /** The lines of the first report that fits; of the last one where none does in time. */
  const linesOnce = async (expected: readonly string[]): Promise<readonly string[] | undefined> => {
    const until = performance.now() + DEADLINE_MS
    let last: readonly string[] | undefined
    while (performance.now() < until) {
      const now = await report()
      if (now) assert.deepEqual(now.gaps, [])
      last = now && lines(now)
      if (last && JSON.stringify(last) === JSON.stringify(expected)) return last
      assert.equal(daemon.exitCode, null, 'the daemon goes on')
      await sleep(200)
    }
    return last
  }
  const sees = async (expected: readonly string[]): Promise<void> =>
    assert.deepEqual(await linesOnce(expected), expected)

  it('has nothing to say at first', () => sees([]))

  it('sees what is of a kind that did not exist when it started', async () => {
    await kube.kubectl(['apply', '--filename=-'], JSON.stringify(BUOYS))
    await kube.kubectl(['wait', '--for=condition=Established', 'crd/buoys.bay.example.com'])
    const buoy = { apiVersion: 'bay.example.com/v1', kind: 'Buoy', metadata: metadata('red') }
    await kube.kubectl(['create', '--filename=-'], JSON.stringify(buoy))
    await sees(['unmanaged bay.example.com/Buoy red'])
    await kube.kubectl(['delete', 'crd/buoys.bay.example.com'])
    await sees([])
  })

  it('misses what a deleted namespace took with it, and is glad when it is back', async () => {
    await kube.kubectl(['delete', 'namespace', 'bay', '--timeout=60s'])
    await sees(['missing core/ConfigMap chart', 'missing core/Namespace bay', 'missing core/Service pier'])
    await kube.kubectl(['apply', '--filename', join(folder, 'bay.json')])
    await sees([])
  })
})
