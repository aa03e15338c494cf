import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { exitOf } from '../src/core/exit.ts'
import type { Report } from '../src/core/report.ts'
import { gitHistory, type History } from '../src/git-history.ts'
import { renderText } from '../src/report/text.ts'

const signal = new AbortController().signal
const has_git = spawnSync('git', ['--version']).status === 0

async function check(folder: string, history: History | undefined): Promise<Report> {
  const config = await loadConfig(path.join(folder, 'evenkeel.yaml'), PROVIDERS)
  const now = new Date('2026-01-02T03:04:05Z')
  return runCheck(config, { signal, now, log: () => undefined, env: {}, history })
}

describe('how old the code is', () => {
  let root = ''
  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'evenkeel-evidence-'))
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  function git(folder: string, day: string, ...args: string[]): void {
    const date = `${day}T12:00:00Z`
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always']
    execFileSync('git', ['-C', folder, ...who, ...args], { env, stdio: 'ignore' })
  }
  function commit(folder: string, day: string): void {
    git(folder, day, 'add', '-A')
    git(folder, day, 'commit', '-qm', day)
  }
  function repository(name: string): string {
    const folder = path.join(root, name)
    mkdirSync(folder)
    git(folder, '2025-01-01', 'init', '-q')
    return folder
  }
  function write(folder: string, file: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }

  test(
    'nothing that a repository brings is run, and nothing in it is written',
    { skip: !has_git },
    async () => {
      const folder = repository('hostile')
      write(folder, '.gitattributes', '* filter=evil diff=evil')
      write(folder, 'main.tf', 'a')
      commit(folder, '2025-01-01')
      const trace = `touch ${path.join(root, 'was-run')}`
      for (const [name, command] of [
        ['filter.evil.clean', `${trace}; cat`],
        ['filter.evil.process', trace],
        ['filter.evil.smudge', `${trace}; cat`],
        ['filter.a=b.clean', trace],
        ['diff.evil.textconv', trace],
        ['diff.evil.command', trace],
        ['core.fsmonitor', trace],
        ['core.hooksPath', '.git/own-hooks'],
      ] as const)
        git(folder, '2025-01-01', 'config', name, command)
      write(folder, '.git/own-hooks/post-index-change', `#!/bin/sh\n${trace}\n`)
      chmodSync(path.join(folder, '.git/own-hooks/post-index-change'), 0o755)
      // the same text at another time: git has to look into the file
      const later = new Date(Date.now() + 60_000)
      utimesSync(path.join(folder, 'main.tf'), later, later)
      const index = readFileSync(path.join(folder, '.git/index'))
      assert.equal(await gitHistory([path.join(folder, 'main.tf')], signal), '2025-01-01T12:00:00.000Z')
      assert.equal(existsSync(path.join(root, 'was-run')), false)
      assert.deepEqual(readFileSync(path.join(folder, '.git/index')), index)
      write(folder, 'main.tf', 'b')
      assert.equal(await gitHistory([path.join(folder, 'main.tf')], signal), undefined)
    },
  )

  test('the last commit that touched a place, or what lies below it', { skip: !has_git }, async () => {
    const folder = repository('plain')
    write(folder, 'infra/net/main.tf', 'a')
    write(folder, 'k8s/web.yaml', 'a')
    commit(folder, '2025-01-01')
    write(folder, 'k8s/web.yaml', 'b')
    commit(folder, '2025-03-01')
    const last = (...places: string[]) =>
      gitHistory(
        places.map((place) => path.join(folder, place)),
        signal,
      )
    assert.equal(await last('infra'), '2025-01-01T12:00:00.000Z')
    assert.equal(await last('k8s/web.yaml'), '2025-03-01T12:00:00.000Z')
    assert.equal(await last('infra', 'k8s'), '2025-03-01T12:00:00.000Z')
    assert.equal(await last('.'), '2025-03-01T12:00:00.000Z')
    write(folder, 'infra/new.tf', 'not committed, and unknown to git')
    assert.equal(await last('infra'), '2025-01-01T12:00:00.000Z')
    appendFileSync(path.join(folder, 'infra/net/main.tf'), 'not committed')
    assert.equal(await last('infra'), undefined)
    assert.equal(await last('absent'), undefined)
    assert.equal(await gitHistory([path.join(root, 'nowhere/x')], signal), undefined)
  })

  test(
    'a shallow clone: its oldest commit only seems to have touched everything',
    { skip: !has_git },
    async () => {
      const folder = repository('whole')
      write(folder, 'infra/main.tf', 'a')
      commit(folder, '2025-01-01')
      write(folder, 'k8s/web.yaml', 'a')
      commit(folder, '2025-03-01')
      write(folder, 'k8s/web.yaml', 'b')
      commit(folder, '2025-04-01')
      const clone = path.join(root, 'shallow')
      git(root, '2025-01-01', 'clone', '-q', '--depth', '2', `file://${folder}`, clone)
      const last = (place: string) => gitHistory([path.join(clone, place)], signal)
      assert.equal(await last('infra'), undefined)
      assert.equal(await last('k8s'), '2025-04-01T12:00:00.000Z')
    },
  )

  test('git that is absent, or stopped, tells nothing', async () => {
    const folder = path.join(root, 'absent-git')
    mkdirSync(path.join(folder, '.git'), { recursive: true })
    assert.equal(await gitHistory([folder], signal), undefined)
    assert.equal(await gitHistory([folder], AbortSignal.abort()), undefined)
  })

  test('it stands in the report beside what left it since', async () => {
    const folder = path.join(root, 'case')
    cpSync(path.join(import.meta.dirname, '../examples/shop'), folder, { recursive: true })
    const asked: string[][] = []
    const history: History = (places) => {
      const names = places.map((place) => path.relative(folder, place))
      asked.push(names)
      return Promise.resolve(names.includes('infra') ? '2025-09-30T00:00:00.000Z' : undefined)
    }
    const report = await check(folder, history)
    assert.ok(asked.some((places) => places.includes('infra')))
    const declared = report.evidence.filter(({ role }) => role === 'declared')
    assert.deepEqual(
      declared.map(({ environment, source, last_changed, age_days }) => [
        environment,
        source,
        last_changed,
        age_days,
      ]),
      [
        ['production', 'infra', '2025-09-30T00:00:00.000Z', 94],
        ['staging', 'infra', '2025-09-30T00:00:00.000Z', 94],
      ],
    )
    const left = (environment: string): number => {
      const findings = report.findings.filter(
        (one) =>
          one.check === `${environment} drift` &&
          one.resource?.root === 'infra' &&
          one.cause === 'out_of_band',
      )
      return new Set(findings.map((one) => one.resource?.address)).size
    }
    assert.deepEqual(
      declared.map(({ resources_left }) => resources_left),
      [left('production'), left('staging')],
    )
    const states = report.evidence.filter(({ role }) => role === 'recorded')
    assert.ok(
      states.length > 0 && states.every(({ serial, age_days }) => serial !== null && age_days === null),
    )
    const exit = exitOf(report, { fail_on: 'low', no_fail: false })
    const text = renderText(report, { exit, fail_on: 'low', colour: false, width: 100 })
    assert.match(
      text,
      /Age of the code\n {2}production · infra {2}last changed 94 days ago; 1 resource left it since\n/,
    )
  })

  test('nobody is asked unless the run is given a history', async () => {
    const report = await check(path.join(import.meta.dirname, '../examples/shop'), undefined)
    assert.ok(report.evidence.every(({ last_changed }) => last_changed === null))
  })
})
