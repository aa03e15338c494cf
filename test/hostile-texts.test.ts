import assert from 'node:assert/strict'
import { test } from 'node:test'
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
  const start = performance.now()
  for (const piece of ['x', ' \n', '\n', '\r\n', 'http://', '-_-', 'a:', 'token '])
    assert.ok((await told(piece.repeat(5_000_000 / piece.length))).length <= 2001)
  assert.ok(performance.now() - start < 10_000)
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
  const start = performance.now()
  for (const piece of ['a', 'a-', '://', 'a://']) withoutCredentials(piece.repeat(200_000))
  assert.ok(performance.now() - start < 2000)
})
