import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Block, Body } from '../../../providers/terraform/hcl/ast.ts'
import { parseConfig, parseExpression, parseTemplate } from '../../../providers/terraform/hcl/parse.ts'
import { notation, placeOf } from './hcl-notation.ts'

function bodyOf(text: string): Body {
  const { body, errors } = parseConfig(text, 'main.tf')
  assert.equal(errors[0]?.detail, undefined)
  assert.ok(body)
  return body
}

function outline(body: Body): unknown[] {
  const attributes = [...body.attributes.values()].map((one) => `${one.name}=${notation(one.expression)}`)
  const block = (one: Block): unknown => [one.block_type, ...one.labels, outline(one.body)]
  return [...attributes, ...body.blocks.map(block)]
}

const FILE = `# a comment
resource "aws_vpc" main {
  cidr = "10.0.0.0/16" // another
  tags = {
    a = 1
  }

  timeouts { create = "5m" }
  empty {}
  lifecycle {
    ignore_changes = [tags]
  }
}
/* before */ x = 1 /* behind */
`

test('a file is its arguments and blocks, in order', () => {
  assert.deepEqual(outline(bodyOf(FILE)), [
    'x=1',
    [
      'resource',
      'aws_vpc',
      'main',
      [
        'cidr=<"10.0.0.0/16">',
        'tags={a=1}',
        ['timeouts', ['create=<"5m">']],
        ['empty', []],
        ['lifecycle', ['ignore_changes=[tags]']],
      ],
    ],
  ])
})

test('places of blocks and arguments', () => {
  const body = bodyOf(FILE)
  const [block] = body.blocks
  assert.ok(block)
  assert.equal(placeOf(block.range), '2:1-13:2')
  assert.equal(placeOf(block.definition_range), '2:1-2:24')
  assert.equal(placeOf(block.type_range), '2:1-2:9')
  assert.deepEqual(block.label_ranges.map(placeOf), ['2:10-2:19', '2:20-2:24'])
  assert.equal(placeOf(block.open_brace_range), '2:25-2:26')
  assert.equal(placeOf(block.close_brace_range), '13:1-13:2')
  assert.equal(placeOf(block.body.range), '2:25-13:2')
  assert.equal(placeOf(block.body.end_range), '13:2-13:2')
  const cidr = block.body.attributes.get('cidr')
  assert.ok(cidr)
  assert.equal(placeOf(cidr.range), '3:3-3:23')
  assert.equal(placeOf(cidr.name_range), '3:3-3:7')
  assert.equal(placeOf(cidr.equals_range), '3:8-3:9')
  // A comment that ends its line is a token of the body, as the line break that it is.
  assert.equal(placeOf(body.range), '1:1-15:1')
})

const READABLE: readonly (readonly [name: string, text: string, outline: readonly unknown[]])[] = [
  ['nothing', '', []],
  ['comments only', '# a\n// b\n/* c */', []],
  ['no line break at the end', 'a = 1', ['a=1']],
  ['a comment without one', 'a = 1 # b', ['a=1']],
  ['CRLF', 'a = 1\r\nb {\r\n}\r\n', ['a=1', ['b', []]]],
  ['a byte order mark', '\ufeffa = 1\n', ['a=1']],
  ['a block on one line', 'b { a = 1 }\n', [['b', ['a=1']]]],
  ['names that are words', 'for = 1\nin = 2\nnull = 3\n', ['for=1', 'in=2', 'null=3']],
  ['prototype names', '__proto__ = 1\nconstructor = 2\n', ['__proto__=1', 'constructor=2']],
  ['a comment for a line break', 'a = 1 // c\nb = 2 /* d */\n', ['a=1', 'b=2']],
  ['a comment over lines inside', 'a = 1 + /*\n*/ 2\n', ['a=(+ 1 2)']],
  ['escapes in labels', 'b "x\\ty" "$${z}" {\n}\n', [['b', 'x\ty', '${z}', []]]],
  [
    'a block of the same name twice',
    'b {\n}\nb "c" {\n}\n',
    [
      ['b', []],
      ['b', 'c', []],
    ],
  ],
  ['an expression over lines in parentheses', 'a = (1\n  + 2\n)\n', ['a=((+ 1 2))']],
]

for (const [name, text, expected] of READABLE) {
  test(`reads ${name}`, () => assert.deepEqual(outline(bodyOf(text)), expected))
}

const ERRORS: readonly (readonly [text: string, place: string, summary: string])[] = [
  ['a\n', '1:1', 'Argument or block definition required'],
  ['a = \n', '1:5', 'Invalid expression'],
  ['a =', '1:4', 'Missing expression'],
  ['a = 1 2\n', '1:7', 'Missing newline after argument'],
  ['a = 1,\nb = 2\n', '1:6', 'Unexpected comma after argument'],
  ['"a" = 1\n', '1:1', 'Invalid argument name'],
  ['a = 1\nb = 2\na = 3\n', '3:1', 'Attribute redefined'],
  ['b {\n  a = 1\n', '1:3', 'Unclosed configuration block'],
  ['b {\n}\n}\n', '3:1', 'Argument or block definition required'],
  ['b {} c\n', '1:6', 'Missing newline after block definition'],
  ['b { a = 1, c = 2 }\n', '1:10', 'Invalid single-argument block definition'],
  ['b { a = 1\n}\n', '1:10', 'Invalid single-argument block definition'],
  ['b { c {} }\n', '1:5', 'Argument definition required'],
  ['b "c" = 1\n', '1:7', 'Invalid block definition'],
  ['b\n{\n}\n', '1:1', 'Argument or block definition required'],
  ['b "c"\n{\n}\n', '1:6', 'Invalid block definition'],
  ['b "${c}" {\n}\n', '1:4', 'Invalid string literal'],
  ['a = [1 2]\n', '1:8', 'Missing item separator'],
  ['a = [1\n', '1:5', 'Unterminated tuple constructor expression'],
  ['a = { b }\n', '1:9', 'Missing key/value separator'],
  ['a = { b = 1 c = 2 }\n', '1:13', 'Missing attribute separator'],
  ['a = { b = 1\n', '2:1', 'Missing expression'],
  ['a = { b = 1', '1:5', 'Unterminated object constructor expression'],
  ['a = { b\n= 1 }\n', '1:8', 'Missing attribute value'],
  ['a = f(1 2)\n', '1:9', 'Missing argument separator'],
  ['a = f(1\n', '1:5', 'Unterminated function call'],
  ['a = f(b... , c)\n', '1:8', 'Missing closing parenthesis'],
  ['a = x::1()\n', '1:8', 'Missing function name'],
  ['a = x::y\n', '1:9', 'Missing open parenthesis'],
  ['a = (1\n', '2:1', 'Unbalanced parentheses'],
  ['a = b ? c\n', '1:10', 'Missing false expression in conditional'],
  ['a = b.\n', '1:7', 'Invalid attribute name'],
  ['a = b.0.1\n', '1:7', 'Invalid legacy index syntax'],
  ['a = b.*.*\n', '1:9', 'Nested splat expression not allowed'],
  ['a = b[*\n]\n', '2:1', 'Missing close bracket on splat index'],
  ['a = 1.2.3\n', '1:5', 'Invalid number literal'],
  ['a = [for]\n', '1:9', "Invalid 'for' expression"],
  ['a = [for v in b => v : v]\n', '1:17', "Invalid 'for' expression"],
  ['a = [for v in b : v...]\n', '1:20', "Invalid 'for' expression"],
  ['a = [for k, v in b : k => v]\n', '1:22', "Invalid 'for' expression"],
  ['a = { for v in b : v }\n', '1:20', "Invalid 'for' expression"],
  ['a = "b\n', '1:7', 'Invalid multi-line string'],
  ['a = "b', '1:7', 'Unterminated template string'],
  ['a = "\\q"\n', '1:6', 'Invalid escape sequence'],
  ['a = "xé\\u00"\n', '1:8', 'Invalid escape sequence'],
  ['a = "\\ud800"\n', '1:6', 'Invalid escape sequence'],
  ['a = "${b"\n', '1:6', 'Unclosed template interpolation sequence'],
  ['a = "${b c}"\n', '1:10', 'Extra characters after interpolation expression'],
  ['a = "${b:c}"\n', '1:9', 'Extra characters after interpolation expression'],
  ['a = "%{ iff b }"\n', '1:9', 'Invalid template control keyword'],
  ['a = "%{ "b" }"\n', '1:9', 'Invalid template directive'],
  ['a = "%{ if b }"\n', '1:15', 'Unexpected end of template'],
  ['a = "%{ endif }"\n', '1:6', 'Unexpected endif directive'],
  ['a = "%{ for v b }%{ endfor }"\n', '1:15', "Invalid 'for' directive"],
  ['a = "%{ if b c }%{ endif }"\n', '1:14', 'Extra characters in if marker'],
  ['a = <<EOT\nb\n', '3:1', 'Unterminated template string'],
  ["a = 'b'\n", '1:5', 'Invalid character'],
  ['a = b & c\n', '1:7', 'Unsupported operator'],
  ['a = 1; b = 2\n', '1:6', 'Invalid character'],
  ['a = “b”\n', '1:5', 'Invalid character'],
  ['a = b\n\n\n@\n', '4:1', 'Invalid character'],
]

for (const [text, place, summary] of ERRORS) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    const { body, errors } = parseConfig(text, 'main.tf')
    assert.equal(body, null)
    const [error] = errors
    assert.ok(error)
    const { start } = error.range
    assert.deepEqual([`${start.line}:${start.column}`, error.summary], [place, summary])
    assert.equal(error.code, 'HCL_SYNTAX')
    assert.notEqual(error.detail, '')
  })
}

test('of several errors the first in the file comes first', () => {
  const { errors } = parseConfig('a = 1\na = 2\nb = 3 4\nc = `x`\n', 'main.tf')
  assert.deepEqual(
    errors.map((error) => [error.range.start.line, error.summary]),
    [
      [2, 'Attribute redefined'],
      [3, 'Missing newline after argument'],
      [4, 'Invalid character'],
    ],
  )
})

test('what follows an expression is an error where it stands alone', () => {
  assert.equal(parseExpression('1 2', 'x').errors[0]?.summary, 'Extra characters after expression')
  assert.equal(parseTemplate('%{ if a }', 'x').errors[0]?.summary, 'Unexpected end of template')
})

test('a broken file still shows the headers of its blocks', () => {
  const text = `resource "aws_vpc" "a" {
  x = {
}
module "m" {
  source = "./m"
  nested "n" {
  }
}
variable v {}
y = [
output "o" {
`
  const { headers, errors } = parseConfig(text, 'main.tf')
  assert.equal(errors.length > 0, true)
  assert.deepEqual(
    headers.map(({ block_type: type, labels, range }) => [type, ...labels, range.start.line]),
    [
      ['resource', 'aws_vpc', 'a', 1],
      ['module', 'm', 4],
      ['variable', 'v', 9],
      ['output', 'o', 11],
    ],
  )
})

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
