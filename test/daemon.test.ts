import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config, Schedule } from '../src/config/model.ts'
import { limits_schema } from '../src/config/limits.ts'
import { EvenkeelError } from '../src/core/errors.ts'
import { exitOf } from '../src/core/exit.ts'
import { runDaemon } from '../src/daemon.ts'
import type { DaemonOptions } from '../src/daemon.ts'
import { sampleFinding, sampleReport } from './report-samples.ts'

const EVERY_SECOND: Schedule = { cron: '* * * * * *', timezone: 'UTC' }

function sampleConfig(schedule: Schedule | undefined): Config {
  return {
    file: 'evenkeel.yaml',
    folder: '/',
    providers: [],
    environments: {},
    parity: [],
    ignore: [],
    accept: [],
    owners: [],
    secrets: {},
    schedule,
    notify: {},
    limits: limits_schema.parse({}),
  }
}

interface Line {
  readonly level: string
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** A daemon with a check of the test's own; `until` says when it is to be stopped. */
async function daemon(changes: Partial<DaemonOptions>, until: (lines: readonly Line[]) => boolean) {
  const lines: Line[] = []
  const stop = new AbortController()
  const note =
    (level: string) =>
    (message: string, facts: object = {}) =>
      void lines.push({ level, message, facts: { ...facts } })
  const rule = { fail_on: 'low', no_fail: false } as const
  const nothing = () => Promise.resolve()
  const running = runDaemon({
    load: () => Promise.resolve(sampleConfig(EVERY_SECOND)),
    check: () => Promise.resolve(sampleReport([sampleFinding()])),
    deliver: (report) => Promise.resolve(exitOf(report, rule)),
    outputs: [],
    rule,
    strict: false,
    io: { out: nothing, err: nothing, env: {}, colour: false, width: 80 },
    log: { error: note('error'), warn: note('warn'), info: note('info'), debug: note('debug') },
    signal: stop.signal,
    ...changes,
  })
  const deadline = performance.now() + 8000
  while (!until(lines) && performance.now() < deadline) await Promise.race([running, sleep(20)])
  stop.abort()
  await running
  return { lines }
}

const messages = (lines: readonly Line[], text: string) => lines.filter((line) => line.message === text)

describe('daemon', { concurrency: true }, () => {
  test('a line a run, and a clean stop', async () => {
    const { lines } = await daemon({}, (seen) => messages(seen, 'checked').length === 2)
    const [run] = messages(lines, 'checked')
    assert.deepEqual(run?.facts, {
      outcome: 'findings',
      exit_code: 1,
      checks: 1,
      critical: 0,
      high: 1,
      medium: 0,
      low: 0,
      info: 0,
      gaps: 0,
      resources: 180,
      api_calls: 31,
      duration_ms: 900,
    })
    assert.equal(lines[0]?.message, 'daemon started')
    assert.equal(lines.at(-1)?.message, 'daemon stopped')
  })

  test('a failing run is told and followed by the next', async () => {
    let runs = 0
    const check: DaemonOptions['check'] = () => {
      runs += 1
      if (runs === 1) throw new TypeError('hunter2')
      if (runs === 2) return Promise.reject(new EvenkeelError('CONFIG_SECRET', 'no key'))
      return Promise.resolve(sampleReport([]))
    }
    const { lines } = await daemon({ check }, (seen) => messages(seen, 'checked').length === 1)
    assert.deepEqual(
      messages(lines, 'the run failed').map((line) => line.facts['code']),
      ['INTERNAL', 'CONFIG_SECRET'],
    )
    assert.doesNotMatch(JSON.stringify(lines), /hunter2/)
  })

  test('runs do not overlap', async () => {
    let active = 0
    let most = 0
    const check: DaemonOptions['check'] = async () => {
      active += 1
      most = Math.max(most, active)
      await sleep(1500)
      active -= 1
      return sampleReport([])
    }
    const { lines } = await daemon({ check }, (seen) => messages(seen, 'checked').length === 2)
    assert.equal(most, 1)
    assert.ok(lines.some((line) => line.message.startsWith('a run was left out')))
  })

  test('a stop reaches the running check, and what was cut short is not reported', async () => {
    let started = false
    let delivered = false
    const check: DaemonOptions['check'] = async (_, { signal }) => {
      started = true
      // for ever, unless it is stopped
      await once(signal, 'abort')
      return sampleReport([])
    }
    const deliver: DaemonOptions['deliver'] = (report) => {
      delivered = true
      return Promise.resolve(exitOf(report, { fail_on: 'low', no_fail: false }))
    }
    await daemon({ check, deliver }, () => started)
    assert.equal(delivered, false)
  })

  test('the configuration is read before each run; a broken one leaves the last sound one', async () => {
    let loads = 0
    const seen: unknown[] = []
    const load: DaemonOptions['load'] = () => {
      loads += 1
      if (loads === 2) return Promise.reject(new EvenkeelError('CONFIG_INVALID', 'evenkeel.yaml:1:1 x'))
      const schedule = loads > 2 ? { ...EVERY_SECOND, cron: '5 5 * * *' } : EVERY_SECOND
      return Promise.resolve({ ...sampleConfig(schedule), file: `load ${loads}` })
    }
    const check: DaemonOptions['check'] = (config) => {
      seen.push(config.file)
      return Promise.resolve(sampleReport([]))
    }
    const { lines } = await daemon({ load, check }, (told) => messages(told, 'checked').length === 2)
    assert.deepEqual(seen.slice(0, 2), ['load 1', 'load 3'])
    assert.ok(lines.some((line) => line.level === 'error' && line.facts['code'] === 'CONFIG_INVALID'))
    assert.ok(lines.some((line) => line.message.startsWith('the schedule has changed')))
  })

  test('without a schedule, or with a broken configuration, it does not start', async () => {
    const none = { load: () => Promise.resolve(sampleConfig(undefined)) }
    await assert.rejects(
      daemon(none, () => false),
      { code: 'CONFIG_INVALID', exit_code: 64 },
    )
    const broken = { load: () => Promise.reject(new EvenkeelError('CONFIG_SYNTAX', 'x')) }
    await assert.rejects(
      daemon(broken, () => false),
      { code: 'CONFIG_SYNTAX' },
    )
  })
})
