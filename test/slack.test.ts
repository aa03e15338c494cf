import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import * as fc from 'fast-check'
import { exitOf } from '../src/core/exit.ts'
import type { Finding, GapEntry, Report } from '../src/core/report.ts'
import type { Log } from '../src/log.ts'
import { slackDigest } from '../src/notify/slack-digest.ts'
import type { SlackBlock } from '../src/notify/slack-digest.ts'
import { SlackNotifier } from '../src/notify/slack.ts'
import { sampleFinding, sampleGap, sampleReport } from './report-samples.ts'

const RULE = { fail_on: 'low', no_fail: false } as const

function blockTexts(block: SlackBlock): string[] {
  return block.type === 'context' ? block.elements.map((element) => element.text) : [block.text.text]
}

describe('Slack digest', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<!channel>',
      '<!here|x>',
      '<@U1>',
      '<https://evil.example|click>',
      '&amp;',
      '`*_~:x:',
      '\u202e',
    ),
    fc.string({ unit: 'binary', maxLength: 4000 }),
    fc.string({ unit: fc.constantFrom('<', '&', '🚀', '`'), maxLength: 4000 }),
  )
  const findings = fc.array(
    fc
      .tuple(hostile, hostile, fc.constantFrom('critical', 'low', 'info'))
      .map(([name, other, severity]): Finding => {
        const resource = { kind: other, name, namespace: name, root: name, address: other, id: name }
        const values = { declared: name, live: { [other]: name }, [name]: other }
        return sampleFinding({ path: name, values, resource, severity, source: { file: other, line: 3 } })
      }),
    { maxLength: 80 },
  )
  const gaps = fc.array(
    fc
      .tuple(hostile, hostile)
      .map(([name, other]): GapEntry => sampleGap({ source: name, message: other, kinds: [name] })),
    { maxLength: 40 },
  )
  const reports = fc
    .tuple(findings, gaps, fc.array(hostile, { maxLength: 60 }))
    .map(([found, hidden, names]): Report => {
      const report = sampleReport(found, hidden)
      const checks = names.map((name) => ({ ...sampleReport([]).checks[0], name, environments: [name] }))
      return { ...report, checks: [...report.checks, ...checks] as Report['checks'] }
    })

  function assertSendable(report: Report): void {
    const { text, blocks } = slackDigest(report, exitOf(report, RULE))
    assert.ok(blocks.length <= 50)
    let total = 0
    for (const block of blocks) {
      for (const piece of blockTexts(block)) {
        total += piece.length
        assert.ok(piece.length > 0 && piece.length <= (block.type === 'header' ? 150 : 3000))
        assert.doesNotMatch(piece, /[<>]|&(?!amp;|lt;|gt;)/)
        assert.ok(piece.isWellFormed())
      }
    }
    assert.ok(total <= 13_000, `${total}`)
    assert.doesNotMatch(text, /[<>]|&(?!amp;|lt;|gt;)/)
  }

  test('stays within the limits and pings nobody, whatever things are called', () => {
    fc.assert(fc.property(reports, assertSendable), { numRuns: 100 })
  })

  test('stays within the limits at its fullest', () => {
    for (const unit of ['&', '<', '🚀', '"', '\u202e', 'a', '`']) {
      const long = unit.repeat(5000)
      const resource = { kind: long, name: long, namespace: long, root: long, address: long, id: long }
      const finding = sampleFinding({
        severity: 'critical',
        finding: 'crosses_environments',
        path: long,
        resource,
        values: { declared: `${long}1`, recorded: `${long}2`, live: long },
        source: { file: long, line: 99_999 },
      })
      const gap = sampleGap({ environment: long, source: long, kinds: [long, long], message: long })
      const report = sampleReport(
        Array.from({ length: 100 }, () => finding),
        Array.from({ length: 100 }, () => gap),
      )
      const [check] = report.checks
      assert.ok(check)
      assertSendable({
        ...report,
        checks: Array.from({ length: 60 }, () => ({ ...check, name: long, environments: [long] })),
      })
    }
  })

  test('the gravest come first, the rest is folded with its numbers, gaps are shown', () => {
    const many = [
      ...Array.from({ length: 40 }, () => sampleFinding({ severity: 'low' })),
      sampleFinding({ severity: 'critical', path: 'worst' }),
      sampleFinding({ severity: 'info', path: 'quiet' }),
    ]
    const report = sampleReport(many, [sampleGap()])
    const { text, blocks } = slackDigest(report, exitOf(report, RULE))
    const texts = blocks.flatMap(blockTexts)
    assert.match(
      texts[0] ?? '',
      /^41 findings \(1 critical, 40 low\), 1 gap, could not check everything: production$/,
    )
    assert.match(
      texts[2] ?? '',
      /^\*critical\* changed `aws_security_group shop-web .*` `worst`\ndeclared = recorded/,
    )
    assert.ok(texts.includes('and 29 more: 29 low'))
    assert.ok(
      texts.some((piece) =>
        piece.startsWith('*Could not check*\nproduction · aws eu-west-1 · AWS_FORBIDDEN'),
      ),
    )
    assert.doesNotMatch(text, /quiet/)
  })
})

describe('Slack webhook', () => {
  type Reply = (request: IncomingMessage, response: ServerResponse) => void
  interface Posted {
    readonly text: string
    readonly blocks?: readonly unknown[]
  }
  let server: Server
  let replies: Reply[] = []
  let posts: Posted[] = []
  let logged: string[] = []
  let url = ''
  const line = (message: string, facts?: object): void =>
    void logged.push(`${message} ${JSON.stringify(facts ?? {})}`)
  const log: Log = { error: line, warn: line, info: line, debug: line }
  const report = sampleReport([sampleFinding()])
  const exit = exitOf(report, RULE)
  const patience = { request_timeout_ms: 300, attempts: 3, longest_wait_ms: 2000 }
  const answer =
    (status: number, body: string, headers: Record<string, string> = {}): Reply =>
    (_, response) =>
      void response.writeHead(status, headers).end(body)

  before(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        posts.push(JSON.parse(body))
        const reply = replies.shift() ?? answer(200, 'ok')
        reply(request, response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    url = `http://127.0.0.1:${address.port}/services/hunter2`
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    replies = []
    posts = []
    logged = []
  })

  test('a digest arrives with blocks and plain text', async () => {
    await new SlackNotifier(patience).notify(report, exit, { url, log })
    assert.equal(posts.length, 1)
    assert.match(posts[0]?.text ?? '', /^1 finding \(1 high\): production/)
    assert.ok((posts[0]?.blocks?.length ?? 0) > 2)
    assert.deepEqual(logged, [])
  })

  test('refused blocks are followed by plain text', async () => {
    replies = [answer(400, 'invalid_blocks')]
    await new SlackNotifier(patience).notify(report, exit, { url, log })
    assert.deepEqual(
      posts.map((post) => post.blocks !== undefined),
      [true, false],
    )
  })

  test('Retry-After is waited for', async () => {
    replies = [answer(429, 'rate_limited', { 'retry-after': '1' })]
    const started = performance.now()
    await new SlackNotifier(patience).notify(report, exit, { url, log })
    assert.equal(posts.length, 2)
    assert.ok(performance.now() - started >= 950)
  })

  const failures: [string, Reply[], number][] = [
    ['a wait that is too long', [answer(429, '', { 'retry-after': '3600' })], 1],
    ['a hook that is gone', [answer(404, 'no_service')], 1],
    [
      'a server that stays broken',
      Array.from({ length: 3 }, () => answer(503, '', { 'retry-after': '0' })),
      3,
    ],
    ['a server that does not answer', [() => undefined], 1],
    ['an answer without an end', [(_, response) => void response.writeHead(200).write('o')], 1],
    ['a redirect', [answer(302, '', { location: 'http://127.0.0.1:1/' })], 1],
  ]
  for (const [name, given, attempts] of failures)
    test(`${name}: logged without the address, never thrown`, async () => {
      replies = [...given]
      await new SlackNotifier(patience).notify(report, exit, { url, log })
      assert.equal(posts.length, attempts)
      assert.match(logged.at(-1) ?? '', /^slack: /)
      assert.doesNotMatch(logged.join('\n'), /hunter2|127\.0\.0\.1/)
    })

  test('a closed port and an address that is none are logged, never thrown', async () => {
    await new SlackNotifier(patience).notify(report, exit, { url: 'http://127.0.0.1:9/hunter2', log })
    await new SlackNotifier(patience).notify(report, exit, { url: 'hunter2', log })
    assert.equal(logged.length, 2)
    assert.doesNotMatch(logged.join('\n'), /hunter2/)
  })

  test('the same is said once, and that all is well again, too', async () => {
    const notifier = new SlackNotifier(patience)
    const clean = sampleReport([])
    await notifier.notify(clean, exitOf(clean, RULE), { url, log })
    assert.equal(posts.length, 0)
    replies = [answer(404, '')]
    await notifier.notify(report, exit, { url, log })
    await notifier.notify(report, exit, { url, log })
    await notifier.notify(report, exit, { url, log })
    assert.equal(posts.length, 2, 'what was not delivered is said again, what was is not')
    await notifier.notify(clean, exitOf(clean, RULE), { url, log })
    assert.match(posts[2]?.text ?? '', /^no findings/)
    await notifier.notify(clean, exitOf(clean, RULE), { url, log })
    assert.equal(posts.length, 3)
  })
})
