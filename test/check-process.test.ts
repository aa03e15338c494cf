import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { z } from 'zod'
import { report_schema } from '../src/core/report.ts'
import { runCli } from './run-cli.ts'

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { COLOUR: blue }
`
const line_schema = z.looseObject({ level: z.string(), msg: z.string() })

/** What `kubectl get configmaps -o json` prints of a cluster that holds it in this colour. */
function recording(colour: string): string {
  const metadata = { name: 'settings', namespace: 'shop', uid: '1', resourceVersion: '1' }
  const item = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { COLOUR: colour } }
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item] })
}

describe('a whole run in its own process', () => {
  let folder = ''
  let server: Server
  let posts: string[] = []
  let hook = ''
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-run-'))
    server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => posts.push(chunk.toString()))
      request.on('end', () => response.end('ok'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    hook = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/hunter2` : ''
    await writeFile(path.join(folder, 'shop.yaml'), MANIFEST)
    await writeFile(path.join(folder, 'same.json'), recording('blue'))
    await writeFile(path.join(folder, 'other.json'), recording('red'))
    await writeFile(path.join(folder, 'cut.json'), recording('red').slice(0, 40))
  })
  after(async () => {
    server.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    posts = []
  })

  async function configure(name: string, live: string, more = ''): Promise<string> {
    await writeFile(
      path.join(folder, name),
      `environments: { production: { declared: [{ manifests: { path: shop.yaml } }], live: [{ kubernetes: { from: ${live} } }] } }\n${more}`,
    )
    return name
  }
  const check = (config: string, ...args: string[]) =>
    runCli(['check', '--config', config, ...args], {
      cwd: folder,
      env: { ...process.env, HOOK: hook, NO_COLOR: '1' },
    })

  test('clean is 0, a difference 1, a hidden one 2', async () => {
    const clean = await check(await configure('clean.yaml', 'same.json'))
    assert.deepEqual([clean.code, clean.stderr], [0, ''])
    assert.match(clean.stdout, /^production drift {2}1 resource compared, 1 clean\n {2}no findings\n/)
    const found = await check(await configure('found.yaml', 'other.json'))
    assert.equal(found.code, 1, found.stderr)
    assert.match(
      found.stdout,
      /changed data\.COLOUR\n +declared {2}"blue"\n +(?:recorded {2}–\n +)?live +"red"\n/,
    )
    const hidden = await check(await configure('hidden.yaml', 'cut.json'), '--no-fail')
    assert.equal(hidden.code, 2, hidden.stderr)
    assert.match(hidden.stdout, /Could not check\n/)
    assert.doesNotMatch(hidden.stdout, /missing/)
  })

  test('--fail-on, --no-fail and a JSON file', async () => {
    const config = await configure('found.yaml', 'other.json')
    assert.equal((await check(config, '--fail-on', 'critical')).code, 0)
    const { code, stdout, stderr } = await check(
      config,
      '--no-fail',
      '--output',
      'json=report.json',
      '--quiet',
    )
    assert.deepEqual([code, stdout, stderr], [0, '', ''])
    const report = report_schema.parse(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')))
    assert.equal(report.outcome, 'findings')
    assert.equal(report.findings[0]?.path, 'data.COLOUR')
  })

  test('an environment that is not there, and a run that would compare nothing, end in 64', async () => {
    const config = await configure('clean.yaml', 'same.json')
    assert.match((await check(config, 'staging')).stderr, /there is no environment staging.*\(USAGE\)\n$/)
    await writeFile(
      path.join(folder, 'live.yaml'),
      'environments: { a: { live: [{ kubernetes: { from: same.json } }] } }',
    )
    const nothing = await check('live.yaml')
    assert.equal(nothing.code, 64)
    assert.match(nothing.stderr, /^evenkeel: nothing to compare: a has no declared/)
  })

  test('Slack hears of findings, and a clean run is silent', async () => {
    const slack = 'notify: { slack: { webhook_url: { env: HOOK } } }\n'
    assert.equal((await check(await configure('slack.yaml', 'other.json', slack))).code, 1)
    assert.equal(posts.length, 1)
    assert.match(posts[0] ?? '', /1 finding \(1 /)
    assert.equal((await check(await configure('slack.yaml', 'same.json', slack))).code, 0)
    assert.equal(posts.length, 1)
  })

  test('a check that is told to stop ends what it has started, and gives no result', async () => {
    const child: { process?: ReturnType<typeof spawn> } = {}
    // answers nothing: git waits, and would wait on without us
    const silent = createServer(() => child.process?.kill('SIGTERM'))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/x.git`
    const left = new Promise((resolve) =>
      silent.on('connection', (socket) => socket.on('close', () => resolve('left'))),
    )
    await writeFile(
      path.join(folder, 'stopped.yaml'),
      `environments: { a: { declared: [{ git: { url: "${url}", ref: main, manifests: { path: k8s } } }], live: [{ kubernetes: { from: same.json } }] } }`,
    )
    const cli = path.resolve(import.meta.dirname, '../src/cli.ts')
    const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') }
    child.process = spawn(process.execPath, [cli, 'check', '--config', 'stopped.yaml'], { cwd: folder, env })
    let printed = ''
    for (const stream of [child.process.stdout, child.process.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk))
    const ended = await new Promise((resolve) =>
      child.process?.on('close', (code, signal) => resolve(signal ?? code)),
    )
    assert.deepEqual(
      [ended, printed],
      ['SIGTERM', 'evenkeel: stopped before everything was read: there is no result\n'],
    )
    assert.equal(await left, 'left')
    silent.close()
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    test(`the daemon runs on schedule, writes its report, and stops on ${signal} with 0`, async () => {
      const more = `schedule: { cron: "* * * * * *" }\nnotify: { slack: { webhook_url: { env: HOOK } } }\n`
      const config = await configure('daemon.yaml', 'other.json', more)
      const cli = path.resolve(import.meta.dirname, '../src/cli.ts')
      const args = [cli, 'daemon', '--config', config, '--output', 'json=daemon.json']
      const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, HOOK: hook } })
      let stderr = ''
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr += chunk
        if (stderr.split('"checked"').length === 3 && !child.killed) child.kill(signal)
      })
      const code = await new Promise((resolve) => child.on('close', resolve))
      assert.equal(code, 0, stderr)
      const lines = stderr
        .trim()
        .split('\n')
        .map((line) => line_schema.parse(JSON.parse(line)))
      assert.deepEqual(
        lines.map((line) => line.msg),
        ['daemon started', 'checked', 'checked', 'daemon stopped'],
      )
      assert.equal(lines[1]?.['exit_code'], 1)
      assert.equal(posts.length, 1, 'the same is said once')
      assert.doesNotMatch(stderr, /hunter2/)
      report_schema.parse(JSON.parse(await readFile(path.join(folder, 'daemon.json'), 'utf8')))
    })
})
