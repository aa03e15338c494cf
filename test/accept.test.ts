import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, stat, symlink, writeFile, chmod } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { report_schema, type Report } from '../src/core/report.ts'
import { runCli, type Ended } from './run-cli.ts'

const CASES = path.join(import.meta.dirname, 'cases')
const WHY = ['--until', '2099-12-31', '--reason', 'known: see #12']

describe('evenkeel accept', { concurrency: 2 }, () => {
  let root = ''
  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-accept-'))
  })
  after(() => rm(root, { recursive: true, force: true }))

  async function copied(name: string): Promise<string> {
    const folder = await mkdtemp(path.join(root, 'case-'))
    await cp(path.join(CASES, name), folder, { recursive: true })
    return folder
  }
  const evenkeel = (folder: string, ...args: string[]): Promise<Ended> => runCli(args, { cwd: folder })
  const config = (folder: string): Promise<string> => readFile(path.join(folder, 'evenkeel.yaml'), 'utf8')
  async function check(folder: string): Promise<{ code: number | null; report: Report }> {
    const { code, stdout } = await evenkeel(folder, 'check', '--output', 'json')
    return { code, report: report_schema.parse(JSON.parse(stdout)) }
  }
  async function refused(folder: string, args: readonly string[], expected: RegExp): Promise<void> {
    const text = await config(folder)
    const { code, stdout, stderr } = await evenkeel(folder, 'accept', ...args)
    assert.deepEqual([code, stdout], [64, ''], stderr)
    assert.match(stderr, expected)
    assert.equal(await config(folder), text)
  }

  test('one finding by its fingerprint: a rule at the end, the rest as it was', async () => {
    const folder = await copied('kubernetes-hand-edits')
    const text = await config(folder)
    const { report } = await check(folder)
    const [finding] = report.findings
    const fingerprint = finding?.fingerprint ?? ''
    const ended = await evenkeel(folder, 'accept', fingerprint, ...WHY, '--owner', '@ops')
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(
      ended.stdout,
      /^evenkeel.yaml: 1 rule written, until 2099-12-31\n {2}\w+ in production drift: changed apps\/Deployment/,
    )
    const edited = await config(folder)
    assert.ok(edited.startsWith(text))
    assert.match(
      edited.slice(text.length),
      /^\naccept:\n {2}- \{ fingerprint: "?\w+"?, reason: "known: see #12", owner: "@ops", until: 2099-12-31 \} # .*\n$/,
    )
    const again = await check(folder)
    const accepted = again.report.findings.filter((one) => one.accepted)
    assert.deepEqual(
      accepted.map((one) => [
        one.fingerprint,
        one.accepted?.reason,
        one.accepted?.owner,
        one.accepted?.until,
      ]),
      [[fingerprint, 'known: see #12', '@ops', '2099-12-31']],
    )
    const today = again.report.generated_at.slice(0, 10)
    assert.equal(
      accepted[0]?.accepted?.days_left,
      (Date.parse('2099-12-31') - Date.parse(today)) / 86_400_000,
    )
    await refused(folder, [fingerprint, ...WHY], /is accepted until 2099-12-31 already/)
  })

  test('a baseline: all that counts, taken from a stored report; then the run is clean', async () => {
    const folder = await copied('kubernetes-hand-edits')
    const { code, report } = await check(folder)
    assert.equal(code, 1)
    await writeFile(path.join(folder, 'report.json'), JSON.stringify(report))
    const ended = await evenkeel(folder, 'accept', '--all', '--report', 'report.json', ...WHY)
    assert.equal(ended.code, 0, ended.stderr)
    const counting = report.findings.filter(({ severity }) => severity !== 'info').length
    assert.equal((await config(folder)).match(/- \{ fingerprint/g)?.length, counting)
    assert.equal((await check(folder)).code, 0)
    const twice = await evenkeel(folder, 'accept', '--all', ...WHY)
    assert.deepEqual([twice.code, twice.stdout], [0, 'nothing to accept\n'])
  })

  test('gaps: by code and source, with the kinds that they hide today; --all leaves them', async () => {
    const folder = await copied('could-not-look')
    const { code, report } = await check(folder)
    assert.equal(code, 2)
    const gaps = [
      ...new Map(report.gaps.map((gap) => [JSON.stringify([gap.code, gap.source]), gap])).values(),
    ]
    await refused(
      folder,
      ['--gap', 'AWS_FORBIDDEN', ...WHY],
      /there is no gap AWS_FORBIDDEN in this run; it has /,
    )
    const baseline = await evenkeel(folder, 'accept', '--all', ...WHY)
    assert.match(baseline.stdout, /gaps? stays?: each is accepted by --gap/)
    for (const gap of gaps) {
      const ended = await evenkeel(folder, 'accept', '--gap', gap.code, '--source', gap.source, ...WHY)
      assert.equal(ended.code, 0, ended.stderr)
    }
    assert.equal((await check(folder)).code, 0)
    const environments = (await config(folder)).match(/environment: \w+/g) ?? []
    assert.equal(
      environments.length,
      new Set(report.gaps.map((one) => JSON.stringify([one.code, one.source, one.environment]))).size,
    )
    const [gap] = gaps
    await refused(folder, ['--gap', gap?.code ?? '', '--source', gap?.source ?? '', ...WHY], /already/)
  })

  test('wrong use ends in 64 and changes nothing', async () => {
    const folder = await copied('kubernetes-hand-edits')
    const reason = ['--reason', 'r']
    for (const [args, expected] of [
      [['abc', '--until', '2099-12-31'], /required option '--reason <text>' not specified/],
      [['abc', ...reason], /required option '--until <date>' not specified/],
      [['abc', '--until', '2001-01-01', ...reason], /this day is past/],
      [['abc', '--until', '2099-02-30', ...reason], /not a day such as/],
      [['abc', '--until', '2099-12-31', '--reason', ' '], /--reason: give one/],
      [[...WHY], /name findings by their fingerprints/],
      [['abc', '--all', ...WHY], /give fingerprints or --all/],
      [['--all', '--source', 'x', ...WHY], /--source goes with --gap/],
      [['--all', '--environment', 'x', ...WHY], /--environment goes with --gap/],
      [['abc', ...WHY], /there is no finding abc in this run/],
      [['abc', '--report', 'absent', ...WHY], /cannot be read \(ENOENT\)/],
      [['abc', '--report', 'evenkeel.yaml', ...WHY], /not JSON/],
      [['abc', '--report', 'live.json', ...WHY], /not a report/],
    ] as const)
      await refused(folder, args, expected)
  })

  test('a link stays a link, rights stay, and no draft is left behind', async () => {
    const folder = await copied('kubernetes-hand-edits')
    const real = path.join(folder, 'real.yaml')
    await cp(path.join(folder, 'evenkeel.yaml'), real)
    await rm(path.join(folder, 'evenkeel.yaml'))
    await chmod(real, 0o640)
    await symlink('real.yaml', path.join(folder, 'evenkeel.yaml'))
    const ended = await evenkeel(folder, 'accept', '--all', ...WHY)
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(await readFile(real, 'utf8'), /\naccept:\n/)
    assert.equal((await stat(real)).mode & 0o777, 0o640)
  })
})
