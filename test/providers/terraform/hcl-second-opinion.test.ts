import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import hcl2Parser from 'hcl2-parser'

import type { Body } from '../../../providers/terraform/hcl/ast.ts'
import { parseConfig } from '../../../providers/terraform/hcl/parse.ts'
import { SecondOpinion } from '../../../providers/terraform/hcl/second-opinion.ts'

// The library leaves it infinite, which makes failing tests unreadable.
Error.stackTraceLimit = 10

const second = new SecondOpinion(60_000)
after(() => second.close())

test('HashiCorp’s parser reads, refuses or gives no answer, and goes on after a throw', async () => {
  assert.equal(await second.ask('a = 1\n'), 'read')
  assert.equal(await second.ask('a = \n'), 'refused')
  assert.equal(await second.ask('a = { null = 1 }\n'), 'no_answer')
  assert.equal(await second.ask('a = 1\n'), 'read')
  assert.equal(await second.ask(`a = "${'x'.repeat(1_000_000)}"\n`), 'no_answer')
})

test('it answers in the order of the questions', async () => {
  const answers = ['a = 1\n', 'a\n', 'b {}\n', '}\n'].map((text) => second.ask(text))
  assert.deepEqual(await Promise.all(answers), ['read', 'refused', 'read', 'refused'])
})

test('past its deadline there is no answer, and the next question has one', async () => {
  const hasty = new SecondOpinion(2_000)
  assert.equal(await hasty.ask(`a = [${'1,'.repeat(200_000)}]\n`), 'no_answer')
  await hasty.close()
  assert.equal(await second.ask('a = 1\n'), 'read')
})

test('a file is shown as its bytes are, and not at all where they are not UTF-8', async () => {
  assert.equal(await second.ask(Buffer.from('\ufeffa = "é"\n')), 'read')
  assert.equal(await second.ask(Buffer.from('a = [1\n')), 'refused')
  assert.equal(await second.ask(Buffer.from([97, 61, 34, 255, 34, 10])), 'refused')
})

/** The names in a body as hcl2json nests them: arguments, and blocks by type and labels, each a list of bodies. */
function outline(body: Body): Map<string, unknown> {
  const names = new Map<string, unknown>([...body.attributes.keys()].map((name) => [name, null]))
  for (const block of body.blocks) {
    let level = names
    const path = [block.block_type, ...block.labels]
    for (const label of path.slice(0, -1)) {
      const next = level.get(label) ?? new Map<string, unknown>()
      assert.ok(next instanceof Map)
      level.set(label, next)
      level = next
    }
    const last = path.at(-1) ?? ''
    const same = level.get(last) ?? []
    assert.ok(Array.isArray(same))
    level.set(last, [...same, outline(block.body)])
  }
  return names
}

function assertSame(ours: unknown, theirs: unknown, path: string): void {
  // Arguments are compared by name: hcl2json turns their expressions back into text.
  if (ours === null) return assert.notEqual(theirs, undefined, path)
  if (Array.isArray(ours)) {
    assert.ok(Array.isArray(theirs) && theirs.length === ours.length, path)
    for (const [index, one] of ours.entries()) assertSame(one, theirs[index], `${path}[${index}]`)
    return
  }
  assert.ok(ours instanceof Map && theirs !== null && typeof theirs === 'object', path)
  const entries = new Map<string, unknown>(Object.entries(theirs))
  assert.deepEqual([...ours.keys()].sort(), [...entries.keys()].sort(), path)
  for (const [name, one] of ours) assertSame(one, entries.get(name), `${path}.${name}`)
}

const root = join(import.meta.dirname, '../../..')
const oracle = process.env['EVENKEEL_ORACLE'] ?? join(root, '../shared/oracle')

test('both read the same names in every file at hand', () => {
  const folders = [join(root, 'examples'), join(root, 'test'), ...(existsSync(oracle) ? [oracle] : [])]
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.tf`))
  assert.ok(paths.length > 0)
  let compared = 0
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    let theirs: unknown
    try {
      theirs = hcl2Parser.parseToObject(text)
    } catch {
      continue
    }
    assert.ok(Array.isArray(theirs))
    const { body } = parseConfig(text, path)
    // It is older than functions with a namespace.
    if (theirs[0] === null && text.includes('::')) continue
    assert.equal(body === null, theirs[0] === null, path)
    if (body !== null) assertSame(outline(body), theirs[0], path)
    compared++
  }
  assert.ok(compared > paths.length * 0.9, `${compared} of ${paths.length}`)
})
