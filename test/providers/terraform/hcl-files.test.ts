import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Block, Body } from '../../../providers/terraform/hcl/ast.ts'
import { parseConfig } from '../../../providers/terraform/hcl/parse.ts'
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
