import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseConfig, parseTemplate } from '../../../providers/terraform/hcl/parse.ts'

const NESTS: Readonly<Record<string, readonly [open: string, middle: string, close: string]>> = {
  parentheses: ['(', '1', ')'],
  lists: ['[', '1', ']'],
  objects: ['{a=', '1', '}'],
  keys: ['{(', '1', ')=1}'],
  calls: ['f(', '1', ')'],
  indexes: ['a[', 'b', ']'],
  templates: ['"x${', 'b', '}"'],
  'for expressions': ['[for v in w : ', 'v', ']'],
  conditionals: ['(a ? b : ', 'c', ')'],
  operators: ['(1 + ', '2', ')'],
  negations: ['-', '1', ''],
  sums: ['1 + ', '1', ''],
}

for (const [name, [open, middle, close]] of Object.entries(NESTS)) {
  test(`${name} nest a thousand deep, and a hundred thousand are an error`, () => {
    const nest = (depth: number): string => `a = ${open.repeat(depth)}${middle}${close.repeat(depth)}\n`
    assert.equal(parseConfig(nest(1000), 'x').errors[0]?.summary, undefined)
    assert.equal(parseConfig(nest(100_000), 'x').errors[0]?.code, 'HCL_TOO_DEEP')
  })
}

test('blocks and directives nest a thousand deep, and a hundred thousand are an error', () => {
  const blocks = (depth: number): string => 'b {\n'.repeat(depth) + '}\n'.repeat(depth)
  const directives = (depth: number): string => '%{ if a }'.repeat(depth) + '%{ endif }'.repeat(depth)
  const rows = (depth: number): string => `a = b${'[c]'.repeat(depth)}\n`
  assert.equal(parseConfig(blocks(1000), 'x').errors[0]?.summary, undefined)
  assert.equal(parseTemplate(directives(1000), 'x').errors[0]?.summary, undefined)
  assert.equal(parseConfig(rows(1000), 'x').errors[0]?.summary, undefined)
  assert.equal(parseConfig(blocks(100_000), 'x').errors[0]?.code, 'HCL_TOO_DEEP')
  assert.equal(parseTemplate(directives(100_000), 'x').errors[0]?.code, 'HCL_TOO_DEEP')
  assert.equal(parseConfig(rows(100_000), 'x').errors[0]?.code, 'HCL_TOO_DEEP')
})

test('a call from a nearly full stack is too deep, not a crash', () => {
  const text = `a = ${'['.repeat(1000)}${']'.repeat(1000)}\n`
  let code: string | undefined
  const dive = (): void => {
    try {
      dive()
    } catch {
      code ??= parseConfig(text, 'x').errors[0]?.code
    }
  }
  try {
    dive()
  } catch {
    // Too full for anything; a frame further up there is room for the parse to begin.
  }
  assert.equal(code, 'HCL_TOO_DEEP')
})

test('time grows with the size, whatever the text is', () => {
  const pieces = [
    '"',
    '"${',
    '$',
    '%{',
    '/*',
    '<<a\n',
    '<<-a\n ',
    '{',
    '\\',
    'a b ',
    "'",
    '\r',
    '~}',
    'é',
    '#',
    '1.',
  ]
  const took = (length: number): number => {
    const start = performance.now()
    for (const piece of pieces) parseConfig(`a = ${piece.repeat(length / piece.length)}`, 'x')
    return performance.now() - start
  }
  took(10_000)
  const [small, large] = [took(30_000), took(300_000)]
  assert.ok(large < 60 * small + 200, `${small} ms for 30 KB, ${large} ms for 300 KB`)
})
