import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { createLog } from '../src/log.ts'

test('a log line is JSON on one line, and steers no terminal', async () => {
  let written = ''
  const target = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString()
      done()
    },
  })
  const log = await createLog('info', target)
  const name = 'a\u009b2J\u202e\u007f\n{"level":"info"}'
  log.debug('not shown')
  log.warn(name, { file: name })
  assert.equal(written.split('\n').length, 2)
  assert.doesNotMatch(written, /(?!\n)[\p{Cc}\u202e]/u)
  const line: unknown = JSON.parse(written)
  assert.ok(typeof line === 'object' && line !== null && 'file' in line && line.file === name)
})
