import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { limits_schema } from '../src/config/limits.ts'
import type { Config } from '../src/config/model.ts'
import { deliver, prepareOutputs } from '../src/deliver.ts'
import type { Log } from '../src/log.ts'
import { sampleFinding, sampleReport } from './report-samples.ts'

describe('delivery', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-deliver-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const report = sampleReport([sampleFinding()])

  async function send(
    outputs: { format: string; path: string | undefined }[],
    notify: Config['notify'] = {},
  ) {
    const told = { out: '', err: '', log: '' }
    const line = (message: string): void => void (told.log += `${message}\n`)
    const log: Log = { error: line, warn: line, info: line, debug: line }
    const config: Config = {
      file: 'evenkeel.yaml',
      folder,
      providers: [],
      environments: {},
      parity: [],
      ignore: [],
      accept: [],
      owners: [],
      secrets: {},
      notify,
      limits: limits_schema.parse({}),
    }
    const io = {
      out: (text: string) => Promise.resolve(void (told.out += text)),
      err: (text: string) => Promise.resolve(void (told.err += text)),
      env: { HOOK: 'http://127.0.0.1:9/hunter2' },
      colour: true,
      width: 100,
    }
    const rule = { fail_on: 'low', no_fail: false } as const
    const exit = await deliver(report, config, { outputs, rule, is_quiet: false, io, log })
    return { ...told, exit }
  }

  test('several outputs at once; colour only on standard output', async () => {
    const json = path.join(folder, 'a.json')
    const text = path.join(folder, 'a.txt')
    const { out, err, exit } = await send([
      { format: 'text', path: undefined },
      { format: 'json', path: json },
      { format: 'text', path: text },
    ])
    assert.equal(exit.code, 1)
    assert.equal(err, '')
    assert.ok(out.includes(String.fromCodePoint(27)))
    assert.deepEqual(JSON.parse(await readFile(json, 'utf8')), report)
    assert.ok(!(await readFile(text, 'utf8')).includes(String.fromCodePoint(27)))
    assert.deepEqual((await readdir(folder)).toSorted(), ['a.json', 'a.txt'])
  })

  test('where no report is shown, the result still is', async () => {
    const { out, err } = await send([{ format: 'json', path: path.join(folder, 'b.json') }])
    assert.equal(out, '')
    assert.equal(err, 'evenkeel: 1 finding at or above low (exit code 1)\n')
  })

  test('a link and a device stay what they are', async () => {
    const goal = path.join(folder, 'goal.json')
    const link = path.join(folder, 'link.json')
    await writeFile(goal, 'old', { mode: 0o600 })
    await symlink(goal, link)
    await send([
      { format: 'json', path: link },
      { format: 'text', path: '/dev/null' },
    ])
    assert.deepEqual(JSON.parse(await readFile(goal, 'utf8')), report)
    assert.equal((await stat(goal)).mode & 0o777, 0o600)
    assert.ok((await stat('/dev/null')).isCharacterDevice())
  })

  test('an output that fails is told after all others are served', async () => {
    const good = path.join(folder, 'c.json')
    const outputs = [
      { format: 'json', path: path.join(folder, 'absent', 'x.json') },
      { format: 'json', path: good },
    ]
    const unwritable = { code: 'OUTPUT_UNWRITABLE', exit_code: 64 }
    await assert.rejects(prepareOutputs(outputs), unwritable)
    await assert.rejects(prepareOutputs([{ format: 'json', path: folder }]), unwritable)
    await assert.rejects(send(outputs), unwritable)
    assert.ok((await stat(good)).isFile())
    await assert.rejects(send([{ format: 'json', path: '/dev/full' }]), unwritable)
  })

  test('Slack changes nothing: not by a missing secret, nor by a closed port', async () => {
    for (const env of ['ABSENT', 'HOOK']) {
      const { exit, log } = await send([{ format: 'text', path: undefined }], {
        slack: { webhook_url: { env } },
      })
      assert.equal(exit.code, 1)
      assert.notEqual(log, '')
      assert.doesNotMatch(log, /hunter2/)
    }
  })
})
