import assert from 'node:assert/strict'
import { test } from 'node:test'

import { objectKeyName } from '../../../providers/terraform/hcl/object-key.ts'
import type { Expression } from '../../../providers/terraform/hcl/ast.ts'
import { children } from '../../../providers/terraform/hcl/children.ts'
import { parseExpression } from '../../../providers/terraform/hcl/parse.ts'
import { argumentOf, expressionOf, notation, placeOf } from './hcl-notation.ts'

const CASES: readonly (readonly [text: string, tree: string])[] = [
  ['12', '12'],
  ['1e3', '1e3'],
  ['0.10', '0.10'],
  ['-1', '(- 1)'],
  ['true', 'true'],
  ['null', 'null'],
  ['"text"', '<"text">'],
  ['""', '<"">'],
  ['var.a', 'var.a'],
  ['a-b_c', 'a-b_c'],
  ['größe.名', 'größe.名'],
  ['a[0]["b"].c', 'a[0]["b"].c'],
  ['a.0.b', 'a[0].b'],
  ['a[true]', 'a[true]'],
  ['a[b]', '(index a b)'],
  ['a[-1]', '(index a (- 1))'],
  ['a[(0)]', '(index a (0))'],
  ['a["x${b}"]', '(index a <"x" b>)'],
  ['a[b].c[0]', '((index a b)).c[0]'],
  ['f(a).b', '((call f a)).b'],
  ['"a".b', '(<"a">).b'],
  ['(a).b', '((a)).b'],
  ['[1][0]', '([1])[0]'],
  ['a.*', '(splat a _)'],
  ['a.*.b.0.c', '(splat a (_).b[0].c)'],
  ['a.*.b[0]', '((splat a (_).b))[0]'],
  ['a[*]', '(splat a _)'],
  ['a[*].b[0]', '(splat a (_).b[0])'],
  ['a[*].b[c]', '(splat a (index (_).b c))'],
  ['a[*].b[*].c', '(splat a (splat (_).b (_).c))'],
  ['f()', '(call f)'],
  ['f(a, b,)', '(call f a b)'],
  ['f(a, b...)', '(call f a b...)'],
  ['f(\n a,\n b\n)', '(call f a b)'],
  ['provider::aws::arn_parse(a)', '(call provider::aws::arn_parse a)'],
  ['for(a)', '(call for a)'],
  ['a + b * c', '(+ a (* b c))'],
  ['a * b + c', '(+ (* a b) c)'],
  ['a - b - c', '(- (- a b) c)'],
  ['(a - b) - c', '(- ((- a b)) c)'],
  ['a || b && c == d < e + f % g', '(|| a (&& b (== c (< d (+ e (% f g))))))'],
  ['a / b != c >= d', '(!= (/ a b) (>= c d))'],
  ['a == b != c', '(!= (== a b) c)'],
  ['a <= b > c', '(> (<= a b) c)'],
  ['!a && -b.c', '(&& (! a) (- b.c))'],
  ['-a + b', '(+ (- a) b)'],
  ['!!a', '(! (! a))'],
  ['a ? b : c', '(? a b c)'],
  ['a ? b : c ? d : e', '(? a b (? c d e))'],
  ['a ? b ? c : d : e', '(? a (? b c d) e)'],
  ['a == b ? c + d : e', '(? (== a b) (+ c d) e)'],
  ['[]', '[]'],
  ['[a, "b",]', '[a <"b">]'],
  ['[\n  a, # one\n  b, // two\n  /* three */ c\n]', '[a b c]'],
  ['{}', '{}'],
  ['{ a = 1, "b" = 2, (c) = 3, d : 4 }', '{a=1 <"b">=2 !(c)=3 d=4}'],
  ['{\n  a = 1\n  b = 2 # two\n\n  c = 3,\n}', '{a=1 b=2 c=3}'],
  ['{ null = 1, true = 2, 3 = 4, a.b = 5 }', '{null=1 true=2 3=4 a.b=5}'],
  ['{ "${a}-b" = c }', '{<a "-b">=c}'],
  ['[for v in a : v.x]', '(for v a v.x)'],
  ['[for i, v in a : i if v]', '(for i,v a i if v)'],
  ['{ for k, v in a : k => v }', '(for k,v a k=>v)'],
  ['{ for v in a : v.k => v... if v.x }', '(for v a v.k=>v... if v.x)'],
  ['{\n  for k, v in a :\n  k => v\n}', '(for k,v a k=>v)'],
  ['[for for in in : if if if]', '(for for in if if if)'],
  ['((a))', '((a))'],
  ['(\n  a\n  + b\n)', '((+ a b))'],
  ['"a${b}c"', '<"a" b "c">'],
  ['"${a}"', '(wrap a)'],
  ['"${a}${b}"', '<a b>'],
  ['"${"${a}"}"', '(wrap (wrap a))'],
  ['"${{ a = "}" }}"', '(wrap {a=<"}">})'],
  ['"%{ if a }b%{ else }c%{ endif }"', '<(? a <"b"> <"c">)>'],
  ['"%{ if a }b%{ endif }"', '<(? a <"b"> <"">)>'],
  ['"%{ if a }%{ endif }"', '<(? a <""> <"">)>'],
  ['"%{ for v in a }${v},%{ endfor }"', '<(join (for v a <v ",">))>'],
  ['"%{ for k, v in a }%{ endfor }"', '<(join (for k,v a <"">))>'],
  ['"x%{ for v in a }%{ if v }y%{ endif }%{ endfor }"', '<"x" (join (for v a <(? v <"y"> <"">)>))>'],
]

for (const [text, tree] of CASES) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.equal(notation(expressionOf(text)), tree)
    if (!text.startsWith('(')) assert.equal(notation(argumentOf(`a = ${text}\n`)), tree)
  })
}

test('a bare name is an object key by its spelling, an expression in parentheses is not', () => {
  const object = expressionOf('{ a = 1, true = 2, null = 3, (b) = 4, "c" = 5, d.e = 6, 7 = 8 }')
  assert.ok(object.type === 'object')
  const names = object.items.map(({ key }) => objectKeyName(key))
  assert.deepEqual(names, ['a', 'true', 'null', null, null, null, null])
})

const PLACES: readonly (readonly [text: string, places: Readonly<Record<string, string>>])[] = [
  ['a = var.x[0].y\n', { range: '1:5-1:15', root_range: '1:5-1:8' }],
  ['a = f(\n  1,\n)\n', { range: '1:5-3:2', open_paren_range: '1:6-1:7', close_paren_range: '3:1-3:2' }],
  ['a = provider :: x(1)\n', { range: '1:5-1:21', name_range: '1:5-1:18' }],
  ['a = x[y][z]\n', { range: '1:5-1:12', open_range: '1:9-1:10', bracket_range: '1:9-1:12' }],
  ['a = x.*.y\n', { range: '1:5-1:10', marker_range: '1:6-1:8' }],
  ['a = x[*].y\n', { range: '1:5-1:11', marker_range: '1:6-1:9' }],
  ['a = - x\n', { range: '1:5-1:8', symbol_range: '1:5-1:6' }],
  ['a = (x) + [1]\n', { range: '1:5-1:14' }],
  ['a = x ? y : (z)\n', { range: '1:5-1:16' }],
  ['a = { x = 1\n}\n', { range: '1:5-2:2', open_range: '1:5-1:6' }],
  ['a = [for v in x : v]\n', { range: '1:5-1:21', open_range: '1:5-1:6', close_range: '1:20-1:21' }],
  ['a = <<-EOT\n  x\n  EOT\n', { range: '1:5-3:6' }],
  // Columns are grapheme clusters: one for a flag, a family, a letter with its accent.
  ['/* 🇩🇪👩‍👩‍👧e\u0301 */ a = "ключ"\n', { range: '1:15-1:21' }],
]

for (const [text, places] of PLACES) {
  test(`places in ${JSON.stringify(text)}`, () => {
    const argument = argumentOf(text)
    for (const [name, place] of Object.entries(places)) {
      const range: unknown = Reflect.get(argument, name)
      assert.ok(range !== null && typeof range === 'object' && 'start' in range && 'end' in range)
      assert.equal(
        JSON.stringify(range),
        JSON.stringify({ file: 'x.tf', start: range.start, end: range.end }),
      )
      assert.equal(placeText(JSON.stringify(range)), place, name)
    }
  })
}

function placeText(json: string): string {
  const { start, end } = JSON.parse(json)
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}

test('bytes count as UTF-8 does, a byte order mark included', () => {
  const { range } = argumentOf('\ufeff/* é */ a = "名"\n')
  assert.deepEqual([range.start.byte, range.start.column, range.end.byte], [16, 13, 21])
})

test('an expression stands where its caller says', () => {
  const { value } = parseExpression(' x', 'y.tf', { byte: 100, line: 7, column: 3 })
  assert.ok(value)
  assert.deepEqual(JSON.parse(JSON.stringify(value.range)), {
    file: 'y.tf',
    start: { byte: 101, line: 7, column: 4 },
    end: { byte: 102, line: 7, column: 5 },
  })
})

test('every child lies inside its parent, but for the element of a splat, which is the marker', () => {
  const walk = (parent: Expression): number => {
    let count = 1
    for (const child of children(parent)) {
      if (child.type === 'anonymous_symbol') continue
      assert.ok(child.range.start.byte >= parent.range.start.byte, placeOf(child.range))
      assert.ok(child.range.end.byte <= parent.range.end.byte, placeOf(child.range))
      count += walk(child)
    }
    return count
  }
  let total = 0
  for (const [text] of CASES) total += walk(expressionOf(text))
  assert.ok(total > 250)
})
