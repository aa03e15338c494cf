import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { runCli, runNode } from './run-cli.ts'
import type { Ended } from './run-cli.ts'

/** One line on stderr with its code, nothing on stdout, no stack trace. */
function assertRefused(ended: Ended, expected: RegExp): void {
  assert.equal(ended.code, 64, ended.stderr)
  assert.equal(ended.stdout, '')
  assert.match(ended.stderr, expected)
  assert.match(ended.stderr, /\([A-Z_]+\)\n$/)
  assert.doesNotMatch(ended.stderr, /\n.*\n|^\s+at |node_modules/)
}

describe('command line', { concurrency: 2 }, () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-cli-'))
    await mkdir(path.join(folder, 'sub'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const wrong_use: [string[], RegExp][] = [
    [[], /^evenkeel: name a command: check, /],
    [['chek'], /^evenkeel: unknown command 'chek', did you mean check\?; see evenkeel --help \(USAGE\)/],
    [
      ['check', '--outptu', 'json'],
      /unknown option '--outptu', did you mean --output\?; see evenkeel check --help/,
    ],
    [['check', '--config'], /argument missing/],
    [['check', '--fail-on', 'dire'], /Allowed choices are critical, high/],
    [['check', '--output', 'jsn'], /did you mean "json"\?/],
    [['check', '--output', 'markdown'], /planned but not built yet/],
    [['check', '--output', 'text', '--output', 'json'], /two reports would go to standard output/],
    [['check', '--output', 'json=/absent/report.json'], /cannot be written .*ENOENT.*\(OUTPUT_UNWRITABLE\)/],
    [['check', '--output', 'json=sub'], /is a folder/],
    [['history', '--since', 'monday'], /history: this command is planned but not built yet/],
    [['explain', 'AWS_FORBIDEN'], /did you mean AWS_FORBIDDEN\?/],
    [['explain', '\u001b[2J'], /there is no code \\u001b\[2J/],
    [['schema', 'reports'], /config or report/],
    [['help', 'nope'], /there is no command nope/],
    [['validate', 'x'], /too many arguments/],
  ]
  for (const [args, expected] of wrong_use)
    test(`wrong use ends in 64: ${args.join(' ')}`, async () => {
      assertRefused(await runCli(args, { cwd: folder }), expected)
    })

  const bad_files: [string, string | Uint8Array | undefined, RegExp][] = [
    ['absent', undefined, /^evenkeel: absent: no such file.*\(CONFIG_NOT_FOUND\)/],
    ['sub', undefined, /^evenkeel: sub: not a file but a folder \(CONFIG_UNREADABLE\)/],
    ['latin1', Uint8Array.of(0x61, 0x3a, 0xe4), /not UTF-8 text \(CONFIG_UNREADABLE\)/],
    ['huge', new Uint8Array(50_000_000).fill(0x23), /50000000 bytes; the limit is 1048576/],
    ['broken', 'environments:\n\t- x\n', /^broken:2:1 Tabs are not allowed as indentation \(CONFIG_SYNTAX\)/],
    ['empty', '', /^empty:1:1 is empty; expected a map \(CONFIG_INVALID\)/],
    ['unknown', 'environment: {}\n', /^unknown:1:1 environment unknown key, did you mean "environments"\?/m],
  ]
  for (const [name, content, expected] of bad_files)
    test(`a configuration that cannot be read ends in 64: ${name}`, async () => {
      if (content !== undefined) await writeFile(path.join(folder, name), content)
      for (const command of name === 'unknown' ? [] : ['check', 'daemon'])
        assertRefused(await runCli([command, '--config', name], { cwd: folder }), expected)
      const { code, stdout, stderr } = await runCli(['validate', '--config', name], { cwd: folder })
      assert.deepEqual([code, stdout], [64, ''])
      assert.match(stderr, expected)
    })

  test('every mistake of a configuration has its line', async () => {
    await writeFile(path.join(folder, 'many'), 'enviroments: {}\nparity: 7\nstore: {}\n')
    const { code, stderr } = await runCli(['check', '--config', 'many'], { cwd: folder })
    assert.equal(code, 64)
    assert.deepEqual(stderr.split('\n'), [
      'many:1:1 environments is required: a map (CONFIG_INVALID)',
      'many:1:1 enviroments unknown key, did you mean "environments"? (CONFIG_INVALID)',
      'many:2:9 parity expected a list, got a number (CONFIG_INVALID)',
      'many:3:1 store is planned but not built yet (CONFIG_NOT_BUILT)',
      '',
    ])
  })

  test('help and version are results', async () => {
    const help = await runCli(['--help'])
    assert.equal(help.code, 0)
    assert.match(help.stdout, /check \[options\][\s\S]*Exit codes/)
    assert.doesNotMatch(help.stdout, /snapshot|history/)
    const version = await runCli(['--version'])
    assert.deepEqual([version.code, version.stderr], [0, ''])
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
    const explained = await runCli(['explain', 'config_invalid'])
    assert.deepEqual([explained.code, explained.stdout.split(':')[0]], [0, 'CONFIG_INVALID'])
  })

  test('a reader that goes away is no error', async () => {
    const ended = await runCli(['schema', 'report'], { close_stdout: true })
    assert.deepEqual([ended.code, ended.stderr], [0, ''])
  })

  const guard = path.resolve(import.meta.dirname, '../src/guard.ts')
  const guarded = (body: string): string[] => [
    '--input-type=module',
    '--eval',
    `const { installGuard } = await import(${JSON.stringify(guard)}); installGuard(); ${body}`,
  ]

  test('a thrown bug ends in 70 with one line and without its message', async () => {
    for (const body of [
      "setTimeout(() => { throw new TypeError('hunter2\\n    at hunter2') })",
      "void Promise.reject(new TypeError('hunter2'))",
      "throw new TypeError('hunter2')",
    ]) {
      const { code, stdout, stderr } = await runNode(guarded(body))
      assert.deepEqual([code, stdout], [70, ''])
      assert.match(stderr, /^evenkeel: a bug of ours, please report it: TypeError at .*\(INTERNAL\)\n$/)
      assert.doesNotMatch(stderr, /hunter2/)
    }
    const thrown = await runNode(guarded("throw 'hunter2'"))
    assert.match(thrown.stderr, /no error was thrown \(string\)/)
  })

  test('an exhausted heap ends with neither 0 nor 1', async () => {
    const fill = 'const kept = []; for (;;) kept.push(new Array(1000).fill(Math.random()))'
    const { code, signal } = await runNode(['--max-old-space-size=32', ...guarded(fill)])
    assert.ok(signal !== null || (code !== 0 && code !== 1), `code ${code}`)
  })
})
