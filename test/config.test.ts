import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { z } from 'zod'
import { loadConfig } from '../src/config/load.ts'
import { readSecret } from '../src/config/secret.ts'
import { EvenkeelError } from '../src/core/errors.ts'
import { sourceType } from '../src/core/provider.ts'
import type { Provider, ProviderEntry } from '../src/core/provider.ts'

const code_settings = z.strictObject({
  name: z.string().optional(),
  root: z.string(),
  vars: z
    .record(z.string(), z.union([z.string(), z.number(), z.strictObject({ env: z.string() })]))
    .optional(),
})
const cloud_settings = z.strictObject({
  region: z.string(),
  account_id: z.string().optional(),
  kinds: z.array(z.string()).optional(),
  from: z.union([z.string(), z.array(z.string())]).optional(),
})

async function* nothing() {}

const CODE: Provider = {
  name: 'code',
  kinds: [],
  sources: {
    terraform: sourceType({
      roles: ['declared'],
      settings: code_settings,
      title: (settings) => settings.name ?? settings.root,
      collect: nothing,
    }),
  },
}
const CLOUD: Provider = {
  name: 'cloud',
  kinds: [],
  sources: {
    aws: sourceType({
      roles: ['live'],
      settings: cloud_settings,
      title: (settings) => `aws ${settings.region}`,
      collect: nothing,
    }),
  },
}

describe('configuration', () => {
  let folder = ''
  let loaded: string[] = []
  const entries: ProviderEntry[] = [
    { name: 'code', sources: ['terraform'], load: () => load(CODE) },
    { name: 'cloud', sources: ['aws'], load: () => load(CLOUD) },
  ]
  function load(provider: Provider): Promise<Provider> {
    loaded.push(provider.name)
    return Promise.resolve(provider)
  }
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-config-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  async function read(text: string | Uint8Array) {
    const file = path.join(folder, 'evenkeel.yaml')
    await writeFile(file, text)
    return loadConfig(file, entries)
  }

  /** The code, and the lines of the refusal without the folder. */
  async function refused(text: string | Uint8Array): Promise<[string, ...string[]]> {
    const error = await read(text).then(
      () => undefined,
      (fault: unknown) => fault,
    )
    assert.ok(error instanceof EvenkeelError, `no refusal but ${String(error)}`)
    assert.equal(error.exit_code, 64)
    return [error.code, ...error.message.split('\n').map((line) => line.replace(`${folder}/`, ''))]
  }

  const SOUND = `environments:
  production:
    declared: [{ terraform: { root: infra } }]
    live:
      - aws: { region: eu-west-1 }
  staging:
    live: [{ aws: { region: eu-west-1 } }]
`

  test('a sound one is read whole, with defaults', async () => {
    const config = await read(`${SOUND}parity:
  - environments: [production, staging]
    aliases: [[prod, stg]]
    expect: [{ kind: aws_instance, path: instance_type, reason: smaller }]
ignore: [{ path: "tags.*" }]
schedule: { cron: "*/15 * * * *" }
secrets: { digest_key: { env: KEY } }
notify: { slack: { webhook_url: { file: hook } } }
limits: { retries: 0 }
`)
    assert.equal(config.folder, folder)
    assert.deepEqual(Object.keys(config.environments), ['production', 'staging'])
    const [aws] = config.environments['production']?.live ?? []
    assert.equal(aws?.title, 'aws eu-west-1')
    assert.equal(aws?.provider, CLOUD)
    assert.deepEqual(aws?.settings, { region: 'eu-west-1' })
    assert.equal(aws?.position.line, 5)
    assert.deepEqual(config.parity[0]?.aliases, [['prod', 'stg']])
    assert.equal(config.parity[0]?.expect[0]?.position.line, 11)
    assert.deepEqual(config.schedule, { cron: '*/15 * * * *', timezone: 'UTC' })
    assert.equal(config.limits.retries, 0)
    assert.equal(config.limits.request_timeout_ms, 30_000)
  })

  test('only the providers that it names are loaded', async () => {
    loaded = []
    await read('environments: { a: { live: [{ aws: { region: x } }] } }\n')
    assert.deepEqual(loaded, ['cloud'])
  })

  test('every mistake is told at once, in the order of the file', async () => {
    const lines = await refused(`environments:
  production:
    declared:
      - terraform: { roott: infra, name: 7 }
    live:
      - aws: { region: eu-west-1, acount_id: "1" }
      - awz: { region: eu-west-1 }
paritty: []
parity:
  - environments: [production, stagin]
ignore:
  - reason: none
  - path: "a..b"
schedule: { cron: nonsense, timezone: Mars/Base }
limits: { retries: -1 }
`)
    assert.deepEqual(lines, [
      'CONFIG_INVALID',
      'evenkeel.yaml:4:20 environments.production.declared[0].terraform.root is required: a text (CONFIG_INVALID)',
      'evenkeel.yaml:4:22 environments.production.declared[0].terraform.roott unknown key, did you mean "root"? (CONFIG_INVALID)',
      'evenkeel.yaml:4:42 environments.production.declared[0].terraform.name expected a text, got a number; put it in quotes (CONFIG_INVALID)',
      'evenkeel.yaml:6:35 environments.production.live[0].aws.acount_id unknown key, did you mean "account_id"? (CONFIG_INVALID)',
      'evenkeel.yaml:7:9 environments.production.live[1].awz unknown key, did you mean "aws"? (CONFIG_INVALID)',
      'evenkeel.yaml:8:1 paritty unknown key, did you mean "parity"? (CONFIG_INVALID)',
      'evenkeel.yaml:10:32 parity[0].environments[1] there is no environment "stagin" (CONFIG_INVALID)',
      'evenkeel.yaml:12:5 ignore[0] names nothing: give at least one of kind, name, namespace, address, path, check (CONFIG_INVALID)',
      'evenkeel.yaml:13:11 ignore[1].path not a path pattern, such as spec.template.spec.containers[*].image (CONFIG_INVALID)',
      'evenkeel.yaml:14:19 schedule.cron not a cron expression, such as "*/15 * * * *" (CONFIG_INVALID)',
      'evenkeel.yaml:14:39 schedule.timezone not a time zone, such as UTC or Europe/Berlin (CONFIG_INVALID)',
      'evenkeel.yaml:15:20 limits.retries expected at least 0 (CONFIG_INVALID)',
    ])
  })

  test('what is planned is refused by name', async () => {
    const lines = await refused(`${SOUND}
store: { sqlite: { path: x.db } }
notify: { slack: { webhook_url: { env: A }, channel: "#x" } }
`)
    assert.equal(lines[0], 'CONFIG_NOT_BUILT')
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(' ')[1]),
      ['store', 'notify.slack.channel'],
    )
  })

  test('a secret is never taken literally, nor echoed', async () => {
    for (const secret of [
      'hunter2',
      '{ env: "https://hooks.example/hunter2" }',
      '[hunter2]',
      '{ value: hunter2 }',
    ]) {
      const lines = await refused(`${SOUND}secrets: { digest_key: ${secret} }\n`)
      assert.match(
        lines[1] ?? '',
        /^evenkeel\.yaml:8:\d+ secrets\.digest_key(\.env not the name| a secret is never written here)/,
      )
      assert.ok(!lines.join('\n').includes('hunter2'))
    }
  })

  test('a secret anywhere in it is refused by its rule and place, never echoed', async () => {
    const literals = {
      'https://bot:hunter2-hunter2@example.com/a.git': 'password in a URL',
      [`https://hooks.slack.com/${'services/T000/B000/hunter2hunter2'}`]: 'Slack webhook',
      [`https://ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4hunter2'}@github.com/a`]: 'GitHub token',
      [`AKIA${'IOSFODNN7HUNTER2'}`]: 'AWS access key',
    }
    for (const [literal, rule] of Object.entries(literals)) {
      const lines = await refused(`${SOUND}ignore: [{ kind: x, reason: "${literal}" }]\n`)
      assert.deepEqual(lines.slice(1), [
        `evenkeel.yaml:8:29 ignore[0].reason holds a secret (${rule}), and a secret is never written here: settings for secrets take {env: NAME} or {file: PATH}, and git, AWS and kubectl bring their own (CONFIG_INVALID)`,
      ])
    }
    const webhook = `https://hooks.slack.com/${'services/T000/B000/hunter2hunter2'}`
    const lines = await refused(`${SOUND}notify: { slack: { webhook_url: "${webhook}" } }\n`)
    assert.equal(lines.length, 2)
    assert.match(lines[1] ?? '', /notify\.slack\.webhook_url a secret is never written here/)
    const address = await refused(SOUND.replace('root: infra', 'root: "https://u:hunter2pw@x/y"'))
    assert.match(address[1] ?? '', /declared\[0\]\.terraform\.root holds a secret \(password in a URL\)/)
    for (const harmless of [
      'https://example.com:8443/a@b',
      'git@github.com:acme/infra.git',
      'ssh://git@github.com:22/acme/infra.git',
      'https://user@dev.azure.com/org/_git/infra',
    ])
      await read(`${SOUND}ignore: [{ kind: x, reason: "${harmless}" }]\n`)
  })

  test('variables are not expanded', async () => {
    const config = await read('environments: { a: { live: [{ aws: { region: "${HOME}" } }] } }')
    assert.deepEqual(config.environments['a']?.live[0]?.settings, { region: '${HOME}' })
  })

  test('anchors and merge keys are YAML, and positions survive them', async () => {
    const config = await read(`environments:
  a: { live: &live [{ aws: &aws { region: x } }] }
  b: { live: [{ aws: { <<: *aws, kinds: [vpc] } }] }
  c: { live: *live }
`)
    assert.deepEqual(config.environments['b']?.live[0]?.settings, { region: 'x', kinds: ['vpc'] })
    assert.equal(config.environments['c']?.live.length, 1)
    const lines = await refused(`environments:
  a: { live: &live [{ aws: &aws { regoin: x } }] }
  b: { live: [{ aws: { <<: *aws, kinds: 7 } }] }
`)
    assert.match(lines[1] ?? '', /^evenkeel\.yaml:2:/)
  })

  test('an accept rule is about one sort of thing', async () => {
    const rest = 'reason: r, until: 2099-01-01'
    assert.deepEqual(
      (
        await refused(`environments: { a: { live: [{ aws: { region: eu-west-1 } }] } }
accept:
  - { fingerprint: abc, ${rest} }
  - { kind: aws_vpc, path: tags, ${rest} }
  - { gap: AWS_*, environment: a, source: aws*, kinds: [aws_vpc], ${rest} }
  - { ${rest} }
  - { kind: aws_vpc, gap: AWS_FORBIDDEN, ${rest} }
  - { environment: a, kinds: [aws_vpc], ${rest} }
`)
      ).slice(1),
      [
        'evenkeel.yaml:6:5 accept[3] names nothing: give a fingerprint, a gap, or at least one of kind, name, namespace, address, path, check (CONFIG_INVALID)',
        'evenkeel.yaml:7:5 accept[4] kind, gap do not go together: a rule is about a fingerprint, a gap (with environment, source, kinds), or findings by what they are about (CONFIG_INVALID)',
        'evenkeel.yaml:8:5 accept[5] environment, source and kinds say which gap: give its code as gap, too (CONFIG_INVALID)',
      ],
    )
  })

  test('names that clash are refused', async () => {
    const same_root = await refused(
      'environments: { a: { declared: [{ terraform: { root: x, name: n } }, { terraform: { root: y, name: n } }] } }',
    )
    assert.match(same_root[1] ?? '', /declared\[1\]\.terraform a source named "n" stands at line 1 already/)
    const twice = await refused(
      'environments: { a: { live: [{ aws: { region: x } }, { aws: { region: x } }] } }',
    )
    assert.match(twice[1] ?? '', /live\[1\]\.aws the same source/)
    const config = await read(
      'environments: { a: { live: [{ aws: { region: x } }, { aws: { region: x, account_id: "2" } }] } }',
    )
    assert.deepEqual(
      config.environments['a']?.live.map((source) => source.title),
      ['aws x', 'aws x #2'],
    )
    for (const name of ['declared', '__proto__', '"a b"', '-']) {
      const lines = await refused(`environments: { ${name}: { live: [{ aws: { region: x } }] } }`)
      assert.equal(lines.length, 2, name)
    }
    assert.match(
      (await refused(`${SOUND}parity: [{ environments: [staging, staging] }]`))[1] ?? '',
      /with itself/,
    )
    const again = 'parity: [{ environments: [staging, production] }, { environments: [production, staging] }]'
    assert.match((await refused(`${SOUND}${again}`))[1] ?? '', /parity\[1\]\.environments these two/)
  })

  test('what holds nothing to check is refused', async () => {
    const cases: [string, RegExp][] = [
      ['', /^evenkeel\.yaml:1:1 is empty; expected a map/],
      ['- a', /expected a map, got a list/],
      ['environments: {}', /environments names no environment/],
      ['environments:', /environments is empty/],
      ['environments: { a: {} }', /environments\.a has no source/],
      ['environments: { a: { live: [] } }', /environments\.a has no source/],
      ['environments: { a: { live: [{}] } }', /environments\.a\.live\[0\] one source has one type/],
      ['environments: { a: { live: [{ aws: }] } }', /aws is empty; expected a map/],
      ['parity: []', /^evenkeel\.yaml:1:1 environments is required/],
      [
        'environments: { a: { live: [{ aws: { region: x, from: 7 } }] } }',
        /from expected a text or a list \(/,
      ],
      [
        'environments: { a: { live: [{ aws: { region: x, from: [7] } }] } }',
        /from\[0\] expected a text, got a number/,
      ],
      [`${SOUND}notify: { slack: { webhook: { env: A } } }`, /notify\.slack\.webhook_url is required/],
      [`${SOUND}parity: [{ environments: [staging] }]`, /parity\[0\]\.environments expected/],
      [`${SOUND}parity: [{ environments: [staging, production], aliases: [[a]] }]`, /aliases\[0\] expected/],
    ]
    for (const [text, expected] of cases) assert.match((await refused(text))[1] ?? '', expected)
  })

  test('broken YAML is told with its place, without quoting the file', async () => {
    const cases: [string, RegExp][] = [
      ['a: 1\na: 2\n', /^evenkeel\.yaml:2:1 Map keys must be unique/],
      ['a:\n\t- b\n', /^evenkeel\.yaml:2:1 Tabs are not allowed/],
      ['a: [1,\n', /^evenkeel\.yaml:/],
      ['a: "hunter2\n', /^evenkeel\.yaml:/],
      ['a: | hunter2\n  b\n', /^evenkeel\.yaml:1:/],
      ['a: b\n hunter2: "c" hunter2\n', /^evenkeel\.yaml:/],
      ['a: !vault hunter2\n', /^evenkeel\.yaml:1:4 Unresolved tag/],
      ['a: *nope\n', /^evenkeel\.yaml:1:4 no anchor/],
      ['a: 1\n---\nb: 2\n', /multiple documents/i],
      ['? [a]\n: b\n', /^evenkeel\.yaml:1:3 /],
      ['['.repeat(100_000), /nested too deeply/],
      [
        `a: &a [x]\n${[...'bcdefghij'].map((key, i) => `${key}: &${key} [${`*${'abcdefghij'[i]},`.repeat(10)}]`).join('\n')}\n`,
        /too many/,
      ],
    ]
    for (const [text, expected] of cases) {
      const [code, ...lines] = await refused(text)
      assert.equal(code, 'CONFIG_SYNTAX')
      assert.match(lines[0] ?? '', expected)
      assert.ok(
        lines.every((line) => line.endsWith('(CONFIG_SYNTAX)') && !line.includes('hunter2')),
        lines.join('\n'),
      )
    }
  })

  test('what is no readable file is told in one line', async () => {
    await mkdir(path.join(folder, 'sub'), { recursive: true })
    for (const [name, code] of [
      ['sub', 'CONFIG_UNREADABLE'],
      ['absent.yaml', 'CONFIG_NOT_FOUND'],
      ['evenkeel.yaml/x', 'CONFIG_NOT_FOUND'],
      ['/dev/zero', 'CONFIG_UNREADABLE'],
    ] as const) {
      await assert.rejects(loadConfig(path.resolve(folder, name), entries), { code, exit_code: 64 })
    }
    assert.equal((await refused(Uint8Array.of(0x61, 0x3a, 0x20, 0xff)))[0], 'CONFIG_UNREADABLE')
    assert.equal((await refused(Buffer.from('environments: {}', 'utf16le')))[0], 'CONFIG_INVALID')
    assert.equal((await refused(new Uint8Array(50_000_000).fill(0x20)))[0], 'CONFIG_UNREADABLE')
  })

  test('a rule that ignores everything is refused: such a run could only be clean', async () => {
    const sources = '{ declared: [{ terraform: { root: infra } }] }'
    const rules = ["{ kind: '*' }", "{ path: '**' }", "{ kind: '**', path: '*', reason: quiet }"]
    const kept = [
      "{ kind: 'aws_*' }",
      "{ kind: '*', path: tags }",
      "{ namespace: '*' }",
      "{ path: '**.status' }",
    ]
    const text = (lines: readonly string[]): string =>
      `environments: { p: ${sources} }\nignore:\n${lines.map((line) => `  - ${line}\n`).join('')}`
    const lines = await refused(text(rules))
    assert.equal(lines.filter((line) => line.includes('fits everything')).length, 3)
    assert.equal((await read(text(kept))).ignore.length, 4)
  })

  test('a secret comes from where its setting says, or the run ends', async () => {
    await writeFile(path.join(folder, 'key'), 'k\r\n')
    await writeFile(path.join(folder, 'none'), '\n')
    const from = { name: 'secrets.digest_key', folder, env: { KEY: 'v', EMPTY: '' } }
    assert.equal(await readSecret({ env: 'KEY' }, from), 'v')
    assert.equal(await readSecret({ file: 'key' }, from), 'k')
    for (const setting of [
      { env: 'NONE' },
      { env: 'EMPTY' },
      { file: 'nofile' },
      { file: 'none' },
      { file: '.' },
    ])
      await assert.rejects(readSecret(setting, from), { code: 'CONFIG_SECRET', exit_code: 64 })
  })
})
