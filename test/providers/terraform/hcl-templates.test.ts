import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseConfig, parseTemplate } from '../../../providers/terraform/hcl/parse.ts'
import { argumentOf, expressionOf, notation, placeOf } from './hcl-notation.ts'

const STRINGS: readonly (readonly [text: string, tree: string])[] = [
  ['"\\n\\r\\t\\"\\\\"', '<"\\n\\r\\t\\"\\\\">'],
  ['"\\u00e9\\U0001F600"', '<"é😀">'],
  ['"e\u0301"', '<"é">'],
  ['"e\\u0301"', '<"é">'],
  ['"\u212b"', '<"Å">'],
  ['"$${a}"', '<"${a}">'],
  ['"%%{ if }"', '<"%{ if }">'],
  ['"$$${a}"', '<"$${a}">'],
  ['"$"', '<"$">'],
  ['"100%"', '<"100%">'],
  ['"$a %b $$ %%"', '<"$a %b $$ %%">'],
  ['"$%{ if a }b%{ endif }"', '<"$" (? a <"b"> <"">)>'],
  ['"a ${~ b ~} c"', '<"a" b "c">'],
  ['"a ${~ b } c"', '<"a" b " c">'],
  ['"${ a ~} ${ b }"', '<a "" b>'],
  ['"a \\n%{~ if b ~}\\n c %{~ endif ~} d"', '<"a" (? b <"c"> <"">) "d">'],
  ['"\u00a0\u2003${~ a ~}\u0085\u3000b"', '<"" a "b">'],
  ['"\ufeff${~ a}"', '<"\ufeff" a>'],
  ['"${a /* } */}"', '(wrap a)'],
  ['"${\n  a\n}"', '(wrap a)'],
  ['"#{a} // b"', '<"#{a} // b">'],
]

for (const [text, tree] of STRINGS) {
  test(`reads ${JSON.stringify(text)}`, () => assert.equal(notation(expressionOf(text)), tree))
}

const HEREDOCS: readonly (readonly [name: string, text: string, tree: string])[] = [
  ['a plain heredoc keeps its indentation', '<<EOT\n  a\n b\nEOT\n', '<"  a\\n b\\n">'],
  ['an empty one', '<<EOT\nEOT\n', '<"">'],
  ['its marker may be indented', '<<EOT\na\n   EOT\n', '<"a\\n">'],
  ['the marker within a line is text', '<<EOT\nEOT a\nxEOT\nEOT\n', '<"EOT a\\nxEOT\\n">'],
  ['<<- takes the smallest indentation', '<<-EOT\n    a\n      b\n  EOT\n', '<"a\\n  b\\n">'],
  ['blank lines do not count for it', '<<-EOT\n    a\n\n  \n    b\n  EOT\n', '<"a\\n\\n  \\nb\\n">'],
  ['a tab is one column', '<<-EOT\n\t\ta\n  b\n  EOT\n', '<"a\\nb\\n">'],
  ['an interpolation at a line start counts as none', '<<-EOT\n  a\n${b}\n  EOT\n', '<"  a\\n" b "\\n">'],
  ['an indented interpolation', '<<-EOT\n    ${a}\n      b\n  EOT\n', '<"" a "\\n  b\\n">'],
  ['a lone interpolation is no wrap', '<<EOT\n${a}\nEOT\n', '<a "\\n">'],
  ['escapes mean nothing', '<<EOT\n\\n "q" \\u0041\nEOT\n', '<"\\\\n \\"q\\" \\\\u0041\\n">'],
  ['doubled markers do', '<<EOT\n$${a} %%{b}\nEOT\n', '<"${a} %{b}\\n">'],
  ['CRLF stays', '<<EOT\r\na\r\n  b\r\nEOT\r\n', '<"a\\r\\n  b\\r\\n">'],
  ['CRLF stays in <<-', '<<-EOT\r\n  a\r\n\r\n    b\r\n  EOT\r\n', '<"a\\r\\n\\r\\n  b\\r\\n">'],
  [
    'directives over lines, stripped',
    '<<-EOT\n  %{ for v in a ~}\n  ${v}\n  %{ endfor ~}\n  EOT\n',
    '<"" (join (for v a <"  " v "\\n">)) "">',
  ],
  [
    'directives over lines, not stripped',
    '<<-EOT\n  %{ if a }\n    b\n  %{ endif }\n  EOT\n',
    '<"" (? a <"\\n  b\\n"> <"">) "\\n">',
  ],
  ['a heredoc inside a heredoc', '<<A\n${f(<<B\nx\nB\n)}\nA\n', '<(call f <"x\\n">) "\\n">'],
  ['a marker with a dash', '<<-E-T\n a\n E-T\n', '<"a\\n">'],
]

for (const [name, text, tree] of HEREDOCS) {
  test(`heredoc: ${name}`, () => assert.equal(notation(argumentOf(`a = ${text}`)), tree))
}

test('heredocs in lists and objects end at their line', () => {
  const list = 'a = [\n<<A\nx\nA\n, <<B\ny\nB\n]\n'
  assert.equal(notation(argumentOf(list)), '[<"x\\n"> <"y\\n">]')
  const object = 'a = {\n  b = <<-A\n    x\n  A\n  c = 1\n}\n'
  assert.equal(notation(argumentOf(object)), '{b=<"x\\n"> c=1}')
})

test('literals of a dedented heredoc begin behind what was taken off', () => {
  const template = argumentOf('a = <<-EOT\n    x${b}\n      y\n  EOT\n')
  assert.ok(template.type === 'template')
  assert.deepEqual(
    template.parts.map((part) => placeOf(part.range)),
    ['2:5-2:6', '2:8-2:9', '2:10-4:1'],
  )
})

const FILES: readonly (readonly [text: string, tree: string])[] = [
  ['', '<"">'],
  ['plain', '<"plain">'],
  ['a\nb\r\nc\rd', '<"a\\nb\\r\\nc\\rd">'],
  ['"q" \\n ${a}', '<"\\"q\\" \\\\n " a>'],
  ['${a}', '(wrap a)'],
  ['cost: 5$', '<"cost: 5$">'],
  ['%{ for v in a ~}\n${v}\n%{ endfor ~}\n', '<(join (for v a <"" v "\\n">)) "">'],
  ['$${a} <<EOT # no comment', '<"${a} <<EOT # no comment">'],
]

for (const [text, tree] of FILES) {
  test(`template file ${JSON.stringify(text)}`, () => {
    const { value, errors } = parseTemplate(text, 'x.tpl')
    assert.equal(errors[0]?.detail, undefined)
    assert.ok(value)
    assert.equal(notation(value), tree)
  })
}

test('a template stands where its caller says', () => {
  const { value } = parseTemplate('ab${c}', 'x.tf.json', { byte: 50, line: 4, column: 10 })
  assert.ok(value?.type === 'template')
  assert.deepEqual(
    value.parts.map((part) => [placeOf(part.range), part.range.start.byte]),
    [
      ['4:10-4:12', 50],
      ['4:14-4:15', 54],
    ],
  )
})

test('bytes that are not UTF-8 are taken in comments, as Terraform does, and nowhere else', () => {
  const comment = Buffer.concat([Buffer.from('# gr'), Buffer.from([0xfc]), Buffer.from('n\na = 1\n')])
  const { body } = parseConfig(comment, 'x.tf')
  assert.deepEqual(body?.attributes.get('a')?.range.start, { byte: 7, line: 2, column: 1 })
  const string = Buffer.concat([Buffer.from('a = 1\nb = "gr'), Buffer.from([0xfc]), Buffer.from('n"\n')])
  const [error] = parseConfig(string, 'x.tf').errors
  assert.equal(error?.summary, 'Invalid character encoding')
  assert.deepEqual(error.range.start, { byte: 13, line: 2, column: 8 })
})
