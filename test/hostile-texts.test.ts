import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crossingOf } from '../src/core/crossing/crossing.ts'
import { isReference } from '../src/core/secrets/credential-names.ts'
import { maskAttributes, maskText } from '../src/core/secrets/credentials.ts'
import { Secret } from '../src/core/value.ts'
import { faultOf } from '../providers/aws/fault.ts'
import { exactJson } from '../providers/kubernetes/cluster/exact-json.ts'
import { parseDuration } from '../providers/terraform/evaluate/functions/timestamp.ts'
import { withoutCredentials } from '../src/git/shown-url.ts'
import { box, checkToys, COVERED } from './laws/toy.ts'

/** The one gap that a message comes to. */
async function told(message: string): Promise<string> {
  const gap = { what: 'gap', code: 'AWS_FORBIDDEN', message, kinds: ['toy_other'] } as const
  const report = await checkToys({
    production: { declared: [box('declared', 'a', {})], live: [COVERED, gap] },
  })
  return report.gaps[0]?.message ?? ''
}

test('a message of any length is told on one line, in part, and soon', async () => {
  for (const piece of ['x', ' \n', '\n', '\r\n', 'http://', '-_-', 'a:', 'token '])
    assert.ok((await told(piece.repeat(5_000_000 / piece.length))).length <= 2001)
  assert.equal(await told(' one\r\n\n  two \nthree'), 'one two three')
})

test('a credential is masked before a message is cut', async () => {
  for (const length of [1950, 1980, 1990, 1995])
    assert.doesNotMatch(
      await told(`${'x '.repeat(length / 2)}https://u:hunter2hunter2@example.com/`),
      /hunter/,
    )
})

test('an address loses all that stands before its last @', () => {
  assert.equal(withoutCredentials('https://u:p@ss@h/x and ssh://t@h'), 'https://h/x and ssh://h')
  for (const piece of ['a', 'a-', '://', 'a://']) withoutCredentials(piece.repeat(200_000))
})

/** Pieces of which texts are made that are hard for one rule or another. */
const PIECES: readonly string[] = [
  'a',
  '-',
  '_',
  'a-',
  '.',
  ':',
  '/',
  '\\',
  '"',
  '\n',
  ' \n',
  '{',
  '$',
  '@',
  '~',
  '<',
  'é',
  'eyJ',
  '-eyJ',
  'eyJaaaaaaaaaa.',
  'sk-',
  'sk-a',
  'SG.',
  'hvs.',
  'dp.pt.',
  '12345678:AA',
  '1Q~',
  '$1$a$',
  '://',
  'a://',
  'a://:',
  '://a:',
  'a:a@',
  'jdbc:oracle:a:',
  'hooks.slack',
  'sig=',
  '-----BEGIN ',
  'A ',
  'token',
  'token ',
  'token\n',
  'token,',
  'token=',
  'password_',
  'password: ',
  '--token ',
  '<password>',
  'login ',
  'login -p ',
  'curl ',
  'curl -u ',
  'mysql ',
  'chpasswd:\n ',
  'authorization ',
  'user ',
  'auth":"',
]

test('credentials are looked for in time that grows with the text, whatever is in it', () => {
  const digest = () => new Secret('0'.repeat(64))
  const tail = ' token login curl mysql eyJ ://a: chpasswd sk-'
  for (const piece of PIECES) {
    const text = piece.repeat(200_000 / piece.length)
    maskAttributes({ text, password: text, both: `${text}${tail}` }, digest, () => undefined)
  }
})

test('whether a value only stands for a secret is told at once', () => {
  for (const value of ['my-_', 'my-a-', 'some b ', 'your_x_', '[', '<', '((', 'a/', 'a.a', '${', 'A b '])
    for (const count of [10, 50, 1000]) isReference(`${value}${value.slice(2).repeat(count)}!`)
  for (const text of ['my-password-here', 'your secret', 'put_the_long-token in', 'fill-in'])
    assert.ok(isReference(text), text)
  for (const text of ['my-dog-has-fleas', 'your-_-', 'some--x']) assert.equal(isReference(text), false, text)
})

test('a password in a URL may hold an @, and several hosts may share a scheme', () => {
  const digest = () => new Secret('0'.repeat(64))
  for (const text of ['pg://u:hun@ter2@h/x', 'amqp://u:hunter1@h1:5672,u:hunter2@h2:5672/x'])
    assert.doesNotMatch(maskText(text, digest) ?? text, /hun|ter/)
  assert.match(maskText('mongodb://u:p4ss@h1:1,h2:1/db?x=a@b', digest) ?? '', /@h1:1,h2:1\/db\?x=a@b$/)
})

test('a duration that is none is refused at once', () => {
  assert.throws(() => parseDuration(`${'1111h'.repeat(30)}.`))
  assert.equal(parseDuration('1.5h.5m1.s'), 5_431_000_000_000n)
})

test('a long text full of the other side’s words is looked through in time', () => {
  assert.equal(crossingOf('staging-'.repeat(60_000), 'text', [['production', 'staging']], 0), 'word')
  assert.equal(
    crossingOf(`https://staging.example.com/${'x'.repeat(5000)}`, 'url', [['production', 'staging']], 0),
    'place',
  )
})

test('nothing of a credential is left beside its mask', () => {
  const digest = () => new Secret('0'.repeat(64))
  for (const text of [
    'db:\n  password: correct horse battery staple\n',
    '{"password": "corr\\"ect horse"}',
    '{\\"password\\": \\"correct-horse\\"}',
    "password = 'correct horse' # \n",
    'password: |\n  correct horse\n',
    "define('DB_PASSWORD', 'correct-horse');",
  ])
    assert.doesNotMatch(maskText(text, digest) ?? text, /corr|ect|horse|staple/, text)
})

test('a fault in JSON is told without the text around it', () => {
  for (const text of [
    '{"x": hunter2}',
    'hunter2',
    '{"x": "hunter2" hunter2}',
    `${'[1,'.repeat(50)}hunter2`,
  ]) {
    const fault = exactJson(text)
    assert.ok(fault instanceof SyntaxError)
    assert.doesNotMatch(fault.message, /hunter/)
  }
})

test('what AWS signed is not told: it holds the session’s token', () => {
  const words =
    "The request signature we calculated does not match. The Canonical String for this request should have been 'POST\n/\nx-amz-security-token:hunter2'"
  const error = Object.assign(new Error(words), { name: 'SignatureDoesNotMatch' })
  const { message } = faultOf(error, 'DescribeVpcs', new AbortController().signal)
  assert.match(message, /does not match/)
  assert.doesNotMatch(message, /hunter|Canonical/)
})
