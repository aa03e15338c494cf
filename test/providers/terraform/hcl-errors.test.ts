import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseConfig, parseExpression, parseTemplate } from '../../../providers/terraform/hcl/parse.ts'

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
  ['a = b\u200dc\n', '1:6', 'Invalid character'],
  ['a = <<EOT\nb\n\ufeffEOT\n', '4:1', 'Unterminated template string'],
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
