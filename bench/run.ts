import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { awsFigures } from './aws.ts'
import { kubernetesFigures } from './kubernetes.ts'
import { timeOnce, timePairs } from './pairs.ts'
import { benchTerraform } from './terraform.ts'

/**
 * `npm run bench`: ratios measured in one run of the built program. Machines are noisy; only ratios are worth quoting.
 */
const root = path.resolve(import.meta.dirname, '..')
const built = path.join(root, 'dist/src/cli.js')
const runs = Number(process.env['EVENKEEL_BENCH_RUNS'] ?? '15')

const scale_schema = z.object({ seconds: z.number(), findings: z.number(), peak_rss_bytes: z.number() })

function line(name: string, figure: string, aim: string): void {
  process.stdout.write(`${name.padEnd(44)} ${figure.padEnd(36)} aim ${aim}\n`)
}

function start(): void {
  const version = { program: process.execPath, args: [built, '--version'], expects: [0] }
  const bare = { program: process.execPath, args: ['-e', '0'], expects: [0] }
  const { a_ms, b_ms, ratio } = timePairs(version, bare, runs)
  line(
    'start: evenkeel --version / node -e 0',
    `${ratio.toFixed(2)} x  (${a_ms.toFixed(0)} / ${b_ms.toFixed(0)} ms)`,
    '< 1.6 x',
  )
}

function demo(): void {
  const check = {
    program: process.execPath,
    args: [built, 'check', '--config', path.join(root, 'examples/shop/evenkeel.yaml'), '--output', 'json'],
    expects: [2],
  }
  timeOnce(check)
  const times = Array.from({ length: Math.max(3, Math.ceil(runs / 3)) }, () => timeOnce(check)).toSorted(
    (a, b) => a - b,
  )
  const median_ms = times[Math.floor(times.length / 2)] ?? Number.NaN
  line('check of the example shop', `${(median_ms / 1000).toFixed(2)} s`, '< 1.5 s')
}

/** Each size in a process of its own, so that one's memory is not another's. */
function scale(): void {
  for (const count of [1_000, 10_000, 100_000]) {
    const run = spawnSync(process.execPath, [path.join(root, 'bench/scale.ts'), String(count)], {
      encoding: 'utf8',
    })
    if (run.status !== 0) throw new Error(run.stderr)
    const { seconds, findings, peak_rss_bytes } = scale_schema.parse(JSON.parse(run.stdout))
    const figure = `${seconds.toFixed(2)} s, ${Math.round(peak_rss_bytes / 2 ** 20)} MiB, ${findings} findings`
    line(`parity of ${count} with ${count} resources`, figure, count === 100_000 ? '< 5 s, < 1500 MiB' : '-')
  }
}

if (!existsSync(built)) {
  process.stderr.write('build first: npm run build\n')
  process.exitCode = 64
} else {
  start()
  demo()
  // before the others: a process that holds much takes longer to start one, which would count with the shortest runs most
  await benchTerraform(built, line, runs)
  for (const { name, figure, aim } of await awsFigures(built, Math.max(3, Math.ceil(runs / 3))))
    line(name, figure, aim)
  for (const { name, figure, aim } of await kubernetesFigures(built, Math.max(3, Math.ceil(runs / 3))))
    line(name, figure, aim)
  scale()
}
