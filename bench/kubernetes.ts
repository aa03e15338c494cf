import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { dump } from 'js-yaml'
import { createAll } from '../test/lab/kube-bulk.ts'
import { startKube, type Kube } from '../test/lab/kube.ts'
import { mixedObjects, namespaces, type Made } from './kube-objects.ts'
import { median } from './pairs.ts'

const COUNT = 5000
/** a folder of manifests has files of several documents */
const DOCUMENTS_A_FILE = 25
/** kubectl takes its time for each */
const DIFFED = 200

/** A figure of the bench: what was measured, and what it should be. */
export interface Figure {
  readonly name: string
  readonly figure: string
  readonly aim: string
}

/** 5,000 mixed objects on a real API server: time and memory against the least that can be done, and against kubectl. */
export async function kubernetesFigures(built: string, runs: number): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'evenkeel-bench-'))
  const kube = await startKube()
  try {
    const made = mixedObjects(COUNT)
    await prepare(kube, folder, made)
    return await measure(kube, folder, made, built, runs)
  } finally {
    await kube.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function prepare(kube: Kube, folder: string, made: readonly Made[]): Promise<void> {
  const admin = kube.kubeconfig('admin')
  const spaces = namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
  await createAll(
    admin,
    spaces.map((object) => ({ path: '/api/v1/namespaces', object })),
  )
  await createAll(admin, made)
  const manifests = path.join(folder, 'manifests')
  mkdirSync(manifests)
  for (let from = 0; from < made.length; from += DOCUMENTS_A_FILE) {
    const documents = made.slice(from, from + DOCUMENTS_A_FILE).map(({ object }) => dump(object))
    writeFileSync(path.join(manifests, `${String(from).padStart(5, '0')}.yaml`), documents.join('---\n'))
  }
  const some = made.slice(0, DIFFED).map(({ object }) => dump(object))
  writeFileSync(path.join(folder, 'some.yaml'), some.join('---\n'))
  writeFileSync(
    path.join(folder, 'evenkeel.yaml'),
    JSON.stringify({
      environments: {
        production: {
          declared: [{ manifests: { path: 'manifests' } }],
          live: [{ kubernetes: { kubeconfig: kube.kubeconfig('reader') } }],
        },
      },
      secrets: { digest_key: { env: 'KEY' } },
      limits: { max_resources: 100_000 },
    }),
  )
}

async function measure(
  kube: Kube,
  folder: string,
  made: readonly Made[],
  built: string,
  runs: number,
): Promise<Figure[]> {
  const lists = [...new Set(made.map((item) => item.path.replace(/namespaces\/[^/]+\//, '')))]
  const bare = fileURLToPath(new URL('kube-bare.ts', import.meta.url))
  const reader = kube.kubeconfig('reader')
  const check = (): Promise<Run> =>
    runOnce([built, 'check', '--config', path.join(folder, 'evenkeel.yaml'), '--output', 'json'])
  const least = (): Promise<Run> => runOnce([bare, reader, path.join(folder, 'manifests'), ...lists])
  await least()
  await check()
  const pairs: [Run, Run][] = []
  for (let run = 0; run < runs; run += 1) pairs.push([await check(), await least()])
  const [checks, leasts] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)]
  for (const { output } of checks) complain(output, made.length)
  const [a_ms, b_ms] = [checks, leasts].map((all) => median(all.map(({ took_ms }) => took_ms)))
  const memory = pairs.map(([a, b]) => peakOf(a.output) / peakOf(b.output))
  const started = performance.now()
  await kube.kubectl(['diff', '--filename', path.join(folder, 'some.yaml')])
  const diff_ms = (performance.now() - started) / DIFFED
  const own_ms = (a_ms ?? Number.NaN) / made.length
  return [
    {
      name: `kubernetes: check of ${made.length} / bare list and parse`,
      figure: `${median(pairs.map(([a, b]) => a.took_ms / b.took_ms)).toFixed(2)} x  (${seconds(a_ms)} / ${seconds(b_ms)} s)`,
      aim: '< 2 x',
    },
    {
      name: 'kubernetes: peak memory / parsed and kept',
      figure: `${median(memory).toFixed(2)} x  (${megabytes(checks)} / ${megabytes(leasts)} MB)`,
      aim: '< 2 x',
    },
    {
      name: `kubernetes: kubectl diff of ${DIFFED} / check, an object`,
      figure: `${(diff_ms / own_ms).toFixed(0)} x  (${diff_ms.toFixed(1)} / ${own_ms.toFixed(2)} ms)`,
      aim: '> 40 x',
    },
  ]
}

interface Run {
  readonly took_ms: number
  readonly output: string
}

function runOnce(args: readonly string[]): Promise<Run> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, KEY: 'bench' },
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', () =>
      resolve({ took_ms: performance.now() - started, output: Buffer.concat(chunks).toString() }),
    )
  })
}

/** A run that did not look at everything would be fast for nothing. */
function complain(output: string, count: number): void {
  const { outcome, checks, findings } = JSON.parse(output)
  if (outcome !== 'clean' || checks[0].compared !== count)
    throw new Error(
      `the check of ${count} objects is ${outcome}, compared ${checks[0].compared}: ${JSON.stringify(findings[0])}`,
    )
}

function peakOf(output: string): number {
  const report = JSON.parse(output)
  return report.stats?.peak_rss_bytes ?? report.peak_rss_bytes
}

function megabytes(runs: readonly Run[]): string {
  return (median(runs.map(({ output }) => peakOf(output))) / 1e6).toFixed(0)
}

function seconds(time_ms: number | undefined): string {
  return ((time_ms ?? Number.NaN) / 1000).toFixed(2)
}
