import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { yamlDocuments } from '../../../providers/kubernetes/manifests/yaml-documents.ts'

interface Scalar {
  yaml: string
  value?: unknown
  refused?: true
}

const SCALARS = join(import.meta.dirname, 'fixtures', 'kubectl-scalars.json')

describe('YAML as kubectl reads it', () => {
  it('agrees with the recorded answers of kubectl 1.32 (annotate --local)', async () => {
    const scalars: Scalar[] = JSON.parse(await readFile(SCALARS, 'utf8'))
    assert.ok(scalars.length >= 300)
    for (const { yaml, value, refused } of scalars) {
      const { documents, faults } = yamlDocuments(`value: ${yaml}\n`)
      if (refused) assert.equal(faults.length, 1, yaml)
      else assert.deepEqual([faults, documents[0]?.value], [[], { value }], yaml)
    }
  })

  it('splits documents where kubectl does, and tells the line of each', () => {
    const { documents, faults } = yamlDocuments('# nothing\n---\n---\na: 1\n--- # next\n\n# words\nb: 2\n')
    assert.deepEqual(faults, [])
    assert.deepEqual(
      documents.map(({ value, line }) => [value, line]),
      [
        [{ a: 1 }, 4],
        [{ b: 2 }, 8],
      ],
    )
  })

  it('goes on after a broken document, and says where it broke', () => {
    const { documents, faults } = yamlDocuments('a: 1\n---\nb: [1, 2\nc: 3\n---\nd: 4\n')
    assert.equal(documents.length, 2)
    assert.equal(faults.length, 1)
    assert.ok((faults[0]?.line ?? 0) >= 3 && (faults[0]?.line ?? 0) <= 5)
  })

  it('refuses a key that stands twice', () => {
    const { faults } = yamlDocuments('a: 1\nb: 2\na: 3\n')
    assert.equal(faults[0]?.line, 3)
    assert.match(faults[0]?.reason ?? '', /duplicat/)
  })

  it('knows a template that nobody rendered', () => {
    const { faults } = yamlDocuments('a:\n  b: {{ .Values.b }}\n')
    assert.match(faults[0]?.reason ?? '', /template placeholder/)
    assert.equal(faults[0]?.line, 2)
  })

  it('keeps a key named __proto__ a key like any other', () => {
    const { documents } = yamlDocuments('__proto__: {a: 1}\nb: 2\n')
    assert.deepEqual(Object.keys(Object(documents[0]?.value)), ['__proto__', 'b'])
  })

  it('does not follow aliases without end', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [*${'abcdefghi'[index]}, *${'abcdefghi'[index]}]`),
    ].join('\n')
    yamlDocuments(`${bomb}\n`)
  })

  it('reads what stands below a banner', () => {
    const banner = `${'#'.repeat(80)}\n# 100 %\n${'#%'.repeat(40)}\n`
    const { documents, faults } = yamlDocuments(`%YAML 1.2\n${banner}---\n${banner}a: 1\n`)
    assert.deepEqual([documents.map(({ value }) => value), faults], [[{ a: 1 }], []])
  })

  it('counts aliases of any name', () => {
    const level = (i: number) =>
      `'${i}': &-${i} [${Array.from({ length: 10 }, () => `*-${i - 1}`).join(',')}]\n`
    const { documents, faults } = yamlDocuments(`'0': &-0 x\n${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}`)
    assert.deepEqual(
      [documents.length, faults.map(({ reason }) => reason)],
      [0, ['its aliases make it too large']],
    )
  })

  it('lets a list, a map and a quoted text go on anywhere on their next lines, as kubectl does', () => {
    const texts: readonly (readonly [string, unknown])[] = [
      ['args: [\n  "-a", "b"\n]\nnext: 1', { args: ['-a', 'b'], next: 1 }],
      ['c:\n  - args: [\n    1,\n  2\n  ]\n    name: x', { c: [{ args: [1, 2], name: 'x' }] }],
      ['data: {\na: b\n c,\nd: e}', { data: { a: 'b c', d: 'e' } }],
      ['data:\n  a: "x\ny"', { data: { a: 'x y' } }],
      ["data:\n  b: 'p\n\n q'\n  c: z", { data: { b: 'p\nq', c: 'z' } }],
      ['data:\n  a: {x: "y\nz"}', { data: { a: { x: 'y z' } } }],
      ['\nargs: [\n\n# why\n1\n# not\n]', { args: [1] }],
    ]
    for (const [text, value] of texts) {
      const { documents, faults } = yamlDocuments(text)
      assert.deepEqual([documents.map((document) => document.value), faults], [[value], []], text)
      assert.equal(documents[0]?.text.split('\n').length, text.split('\n').length)
    }
    assert.equal(yamlDocuments(`a: [\n${'1,\n'.repeat(200)}]`).faults.length, 1)
  })

  it('does not quote what it cannot read: a password may begin with a sign', () => {
    for (const text of [
      'password: *hunter2',
      'password: !hunter2 x',
      'password: @hunter2',
      'password: "\\hunter2"',
    ])
      assert.doesNotMatch(yamlDocuments(text).faults[0]?.reason ?? 'hunter', /hunter/, text)
  })

  it('is split at the lines that hold nothing but a mark, and nowhere else', () => {
    const marks = ['---', '--- ', '---\t# note', '---# note', '---\r']
    const line = fc.oneof(
      fc.constantFrom(...marks),
      fc.constantFrom('', '# ---', '  # --- x'),
      fc.constant('key'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const written = lines.map((text, index) => (text === 'key' ? `k${index}: ---${index}` : text))
        const expected: { start: number; keys: string[] }[] = [{ start: 1, keys: [] }]
        for (const [index, text] of written.entries()) {
          if (marks.includes(text)) expected.push({ start: index + 1, keys: [] })
          else if (text.startsWith('k')) expected.at(-1)?.keys.push(`k${index}`)
        }
        const { documents, faults } = yamlDocuments(written.join('\n'))
        assert.deepEqual(faults, [])
        assert.deepEqual(
          documents.map(({ start, value }) => ({ start, keys: Object.keys(value ?? {}) })),
          expected.filter(({ keys }) => keys.length > 0),
        )
      }),
    )
  })
})
