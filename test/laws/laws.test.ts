import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Item } from '../../src/core/model.ts'
import { normaliseResource } from '../../src/core/normalise.ts'
import { Registry } from '../../src/core/registry.ts'
import type { Report } from '../../src/core/report.ts'
import { Secret, Unknown, type Attributes } from '../../src/core/value.ts'
import { renderText } from '../../src/report/text.ts'
import { attributes, change, reordered } from './generate.ts'
import { box, checkToys, COVERED, steady, TOY, type ToyEnvironment } from './toy.ts'

const boxes = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), attributes), {
  maxLength: 5,
  selector: ([name]) => name,
})

function toys(
  role: 'declared' | 'recorded' | 'live',
  list: readonly (readonly [string, Attributes])[],
): Item[] {
  return [...list.map(([name, value]) => box(role, name, value)), COVERED]
}

function check(environment: ToyEnvironment): Promise<Report> {
  return checkToys({ production: environment })
}

test('law 1: a gap is never an absence', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, boxes, fc.constantFrom('declared', 'live'), async (declared, live, where) => {
      const gap: Item = {
        what: 'gap',
        code: 'FILE_UNREADABLE',
        message: 'no',
        kinds: where === 'live' ? ['toy_box'] : ['*'],
      }
      const report = await check({
        declared: [...toys('declared', declared), ...(where === 'declared' ? [gap] : [])],
        live: [...toys('live', live), ...(where === 'live' ? [gap] : [])],
      })
      const forbidden = where === 'live' ? 'missing' : 'unmanaged'
      assert.deepEqual(
        report.findings.filter(({ finding }) => finding === forbidden),
        [],
      )
      assert.equal(report.outcome, 'incomplete')
    }),
    { numRuns: 60 },
  )
})

test('law 2: equal is silent, with and without a record', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, fc.boolean(), async (list, recorded) => {
      const report = await check({
        declared: toys('declared', list),
        ...(recorded && { recorded: toys('recorded', list) }),
        live: toys('live', list),
      })
      assert.deepEqual(report.findings, [])
      assert.equal(report.outcome, 'clean')
      assert.equal(report.checks[0]?.compared, list.length)
    }),
    { numRuns: 100 },
  )
})

test('law 2: normalising twice equals once', () => {
  const registry = new Registry([TOY])
  const digest = (text: string): Secret => new Secret(Buffer.from(text).toString('hex').padEnd(64, '0'))
  fc.assert(
    fc.property(attributes, (value) => {
      const hard = {
        ...value,
        env: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
        url: 'postgres://u:pass@h/db',
      }
      const once = normaliseResource(box('live', 'a', hard), registry, digest)
      assert.deepEqual(normaliseResource(once, registry, digest), once)
    }),
  )
})

test('law 3: the order of resources, keys and sets is nothing', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, boxes, async (declared, live) => {
      const turned = (list: typeof boxes extends fc.Arbitrary<infer T> ? T : never): [string, Attributes][] =>
        list.toReversed().map(([name, value]) => [name, reordered(value)])
      const one = await check({ declared: toys('declared', declared), live: toys('live', live) })
      const other = await check({ declared: toys('declared', declared), live: toys('live', turned(live)) })
      assert.equal(steady(findingsOnly(other)), steady(findingsOnly(one)))
    }),
    { numRuns: 80 },
  )
})

/** Lists shown in a report stand as they were written, so only where and why is compared. */
function findingsOnly(report: Report): Report {
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, values: {} })) }
}

test('law 4: one change, one finding, at its path and with its cause', async () => {
  await fc.assert(
    fc.asyncProperty(boxes, attributes, change, fc.boolean(), async (rest, before, changed, recorded) => {
      const others = rest.filter(([name]) => name !== 'target')
      const report = await check({
        declared: toys('declared', [...others, ['target', before]]),
        ...(recorded && { recorded: toys('recorded', [...others, ['target', before]]) }),
        live: toys('live', [...others, ['target', changed.apply(before)]]),
      })
      assert.deepEqual(
        report.findings.map(({ finding, path, cause, resource }) => [finding, path, cause, resource?.name]),
        [['changed', changed.path, recorded ? 'out_of_band' : 'differs', 'target']],
      )
      assert.equal(report.outcome, 'findings')
    }),
    { numRuns: 150 },
  )
})

test('law 5: unknown is not different, and is counted', async () => {
  await fc.assert(
    fc.asyncProperty(
      attributes,
      fc.constantFrom('door', 'nested', 'note', 'ports', 'labels'),
      async (value, key) => {
        const open = { ...value, [key]: new Unknown('known after apply') }
        const report = await check({
          declared: toys('declared', [['a', open]]),
          live: toys('live', [['a', { ...value, [key]: 'something else' }]]),
        })
        assert.deepEqual(report.findings, [])
        assert.equal(report.checks[0]?.not_comparable, 1)
      },
    ),
  )
})

const CANARY = 'c4n4ry-zq81'
const HIDING_PLACES: Readonly<Record<string, Attributes>> = {
  'a key of a secret name': { admin_password: CANARY },
  'a variable of a secret name': { env: [{ name: 'API_TOKEN', value: CANARY }] },
  'a URL': { url: `postgres://app:${CANARY}@db.internal:5432/shop` },
  'a private key': { pem: `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----` },
  'a line of a text': { user_data: `#!/bin/sh\nexport DB_PASSWORD=${CANARY}\nrun` },
  'a header': { command: `curl -H 'Authorization: Bearer ${CANARY}' https://example.com` },
  'a quoted setting': { json: `{"client_secret": "${CANARY}"}` },
}

test('law 6: no secret leaves, wherever it hides', async (t) => {
  for (const [place, hiding] of Object.entries(HIDING_PLACES)) {
    await t.test(place, async () => {
      const other: Attributes = JSON.parse(JSON.stringify(hiding).replaceAll(CANARY, 'another-value-1'))
      const gap: Item = {
        what: 'gap',
        code: 'FILE_UNREADABLE',
        message: JSON.stringify(hiding),
        kinds: ['toy_other'],
      }
      const report = await check({
        declared: [
          ...toys('declared', [
            ['a', other],
            ['gone', hiding],
          ]),
        ],
        live: [
          ...toys('live', [
            ['a', hiding],
            ['extra', hiding],
          ]),
          gap,
        ],
      })
      const found = new Set(report.findings.map(({ finding }) => finding))
      assert.deepEqual([...found].toSorted(), ['changed', 'hardcoded_secret', 'missing', 'unmanaged'])
      const shown =
        JSON.stringify(report) +
        renderText(report, {
          colour: false,
          width: 100,
          exit: { code: 1, meaning: 'findings' },
          fail_on: 'low',
        })
      assert.equal(shown.includes(CANARY), false)
      assert.equal(shown.includes('another-value-1'), false)
    })
  }
})

test('law 6: what a reader throws is not told', async () => {
  const thrown = `unexpected ${CANARY} at position 3`
  const broken = { ...box('live', 'x', { note: CANARY }), kind: 'toy_broken' }
  const report = await check({
    declared: toys('declared', [['a', {}]]),
    async *live() {
      yield broken
      throw new Error(thrown)
    },
  })
  assert.equal(report.gaps.length, 2)
  for (const { message } of report.gaps) assert.match(message, /\bError at .*this is a bug, please report it/)
  assert.equal(JSON.stringify(report).includes(CANARY), false)
})

test('law 6: a credential in a name, an id, a key or a path is not shown', async () => {
  const url = `https://u:${CANARY}@example.com/x`
  const live = [
    box('live', 'a', { labels: { [url]: 'x', plain: { [url]: url } }, ports: [{ port: url }] }),
    box('live', url, {}, { address: url, namespace: url, origin: { file: url } }),
  ]
  const report = await check({ declared: toys('declared', [['a', {}]]), live })
  assert.ok(report.findings.length >= 3)
  assert.equal(JSON.stringify(report).includes(CANARY), false)
  assert.doesNotMatch(JSON.stringify(report), /\(secret [0-9a-f]/)
})

test('law 6: the same secret is silent, another one is a finding', async () => {
  const declared = toys('declared', [['a', { password: 'one' }]])
  const same = await check({ declared, live: toys('live', [['a', { password: 'one' }]]) })
  const other = await check({ declared, live: toys('live', [['a', { password: 'two' }]]) })
  const changed = (report: Report): Report['findings'] =>
    report.findings.filter(({ finding }) => finding === 'changed')
  assert.deepEqual(changed(same), [])
  assert.deepEqual(
    changed(other).map(({ path, values }) => [path, values['live']]),
    [['password', '(secret)']],
  )
})

test('law 8: one fault, one gap, and the others go on', async () => {
  const broken = { ...box('live', 'x', {}), kind: 'toy_broken' }
  const report = await check({
    declared: toys('declared', [['a', { door: 'open' }]]),
    live: [broken, { ...broken, name: 'y' }, ...toys('live', [['a', { door: 'closed' }]])],
  })
  assert.deepEqual(
    report.gaps.map(({ code, kinds }) => [code, kinds]),
    [['SOURCE_CRASHED', ['toy_broken']]],
  )
  assert.deepEqual(
    report.findings.map(({ path }) => path),
    ['door'],
  )
})

test('law 8: a reader that crashes is a gap of its source, and what it read before counts', async () => {
  const report = await check({
    declared: toys('declared', [
      ['a', { door: 'open' }],
      ['b', {}],
    ]),
    async *live() {
      yield* toys('live', [['a', { door: 'closed' }]])
      throw new Error('boom')
    },
  })
  assert.deepEqual(
    report.gaps.map(({ code, kinds }) => [code, kinds]),
    [['SOURCE_CRASHED', ['*']]],
  )
  assert.deepEqual(
    report.findings.map(({ finding, path }) => [finding, path]),
    [['changed', 'door']],
  )
  assert.equal(report.outcome, 'incomplete')
})

test('law 9: a source that never ends, and one that never answers, end at their limits', async () => {
  async function* endless(): AsyncIterable<Item> {
    for (let index = 0; ; index += 1) yield box('live', `b${index}`, {})
  }
  async function* silent(): AsyncIterable<Item> {
    yield COVERED
    await new Promise(() => undefined)
  }
  const keepAlive = setTimeout(() => undefined, 10_000)
  const many = await checkToys({ production: { live: endless } }, { limits: { max_resources: 50 } })
  const slow = await checkToys({ production: { live: silent } }, { limits: { source_timeout_ms: 100 } })
  clearTimeout(keepAlive)
  assert.deepEqual(
    many.gaps.map(({ code }) => code),
    ['SOURCE_TOO_MANY'],
  )
  assert.deepEqual(
    slow.gaps.map(({ code }) => code),
    ['SOURCE_TIMEOUT'],
  )
})

test('law 9: attributes nested beyond any meaning are compared all the same', async () => {
  let deep: Attributes = { end: 1 }
  for (let level = 0; level < 2000; level += 1) deep = { deep }
  const same = await check({ declared: toys('declared', [['a', deep]]), live: toys('live', [['a', deep]]) })
  assert.deepEqual(same.findings, [])
})

test('law 10: swapping the environments swaps the sides and changes nothing else', async () => {
  const pair = (
    environments: [string, string],
    aliases: [string, string][],
  ): Parameters<typeof checkToys>[1] => ({
    parity: [{ environments, aliases, namespaces: {}, expect: [] }],
  })
  await fc.assert(
    fc.asyncProperty(boxes, boxes, async (production, staging) => {
      const named = (list: typeof production): [string, Attributes][] =>
        list.map(([name, value]) => [name, { ...value, label: name }])
      const environments = {
        production: { live: toys('live', named(production)) },
        staging: { live: toys('live', named(staging)) },
      }
      const one = await checkToys(environments, pair(['production', 'staging'], [['a', 'b']]))
      const other = await checkToys(environments, pair(['staging', 'production'], [['b', 'a']]))
      assert.equal(steady(other), steady(one))
    }),
    { numRuns: 80 },
  )
})

test('law 6: what one side marks as sensitive is a secret on every side, and still compares', async () => {
  const secret = (text: string): Secret => new Secret(createHmac('sha256', 'key').update(text).digest('hex'))
  const run = (live: Attributes): Promise<Report> =>
    checkToys(
      {
        production: {
          declared: toys('declared', [['a', { note: secret(CANARY), size: secret('1024Mi') }]]),
          live: toys('live', [['a', live]]),
        },
      },
      { key: 'key' },
    )
  const same = await run({ note: CANARY, size: '1Gi' })
  assert.deepEqual(same.findings, [])
  assert.equal(same.checks[0]?.not_comparable, 1, 'another spelling of a secret cannot be told')
  const other = await run({ note: 'another-plain-text', size: '1024Mi' })
  assert.deepEqual(
    other.findings.map(({ path, values }) => [path, values['declared'], values['live']]),
    [['note', '(secret)', '(secret)']],
  )
  assert.equal(JSON.stringify(other).includes('another-plain-text'), false)
})

test('law 6: what agrees is not looked at for secrets, and nothing of it is shown all the same', async () => {
  const secret = (text: string): Secret => new Secret(createHmac('sha256', 'key').update(text).digest('hex'))
  // the state alone knows it, and another thing of the same kind is declared
  const unmanaged = await checkToys(
    {
      production: {
        declared: toys('declared', [['other', {}]]),
        recorded: toys('recorded', [['a', { note: secret(CANARY) }]]),
        live: toys('live', [
          ['a', { note: CANARY }],
          ['other', {}],
        ]),
      },
    },
    { key: 'key' },
  )
  assert.equal(JSON.stringify(unmanaged).includes(CANARY), false)
  assert.deepEqual(
    unmanaged.findings.map(({ finding, resource }) => [finding, resource?.id]),
    [['unmanaged', 'a']],
  )
  // production agrees with its code, item by item: one item is marked, the other stands at the same place
  const lists = (note: string): Attributes => ({ label: 'x', rules: [{ note: secret(CANARY) }, { note }] })
  const environment = (name: string, note: string): ToyEnvironment => ({
    declared: toys('declared', [[name, lists(note)]]),
    live: toys('live', [[name, lists(note)]]),
  })
  const parity = await checkToys(
    { production: environment('a', 'plain-there'), staging: environment('a', 'plain-here') },
    {
      key: 'key',
      parity: [{ environments: ['production', 'staging'], aliases: [], namespaces: {}, expect: [] }],
    },
  )
  assert.match(JSON.stringify(parity.findings.map(({ path }) => path)), /rules/)
  assert.equal(/plain-t?here/.test(JSON.stringify(parity)), false)
})

test('law 3: what is left over in a set pairs by content, not by the order written', async () => {
  const rules = [
    { from: 'b', verbs: [] },
    { from: 'a', verbs: ['a'] },
  ]
  const declared = toys('declared', [['a', { rules: [{ from: 'a', verbs: [] }] }]])
  const [one, other] = await Promise.all(
    [rules, rules.toReversed()].map((live) =>
      check({ declared, live: toys('live', [['a', { rules: live }]]) }),
    ),
  )
  assert.deepEqual(
    other?.findings.map(({ path }) => path),
    one?.findings.map(({ path }) => path),
  )
})
