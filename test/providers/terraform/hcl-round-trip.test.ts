import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { parseConfig, parseExpression } from '../../../providers/terraform/hcl/parse.ts'
import type { Expression } from '../../../providers/terraform/hcl/ast.ts'
import { notation } from './hcl-notation.ts'

/** An expression as a test builds it: its text, and what `notation` must say of the tree that is read from it. */
interface Sample {
  readonly text: string
  readonly tree: string
  /** How tightly it binds: 0 a conditional, 1 to 6 operators, 7 unary, 8 a term that takes traversals. */
  readonly rank: number
}

const OPERATORS: readonly (readonly [operator: string, rank: number])[] = [
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]

const name = fc.constantFrom('a', 'b', 'var', 'each', 'x-y', '_1', 'größe', 'if', 'in')
const blank = fc.constantFrom('', ' ', '  ', '\t', ' /* c */ ', '\n', ' # c\n', '\r\n')
const character = fc.constantFrom(
  'a',
  'é',
  '名',
  '😀',
  ' ',
  '$',
  '%',
  '{',
  '}',
  '"',
  '\\',
  '\n',
  '\t',
  '~',
  '#',
)
const string = fc.array(character, { maxLength: 6 }).map((characters) => characters.join(''))

/** In parentheses where it does not bind tightly enough for its place. */
function at(rank: number, sample: Sample): Sample {
  return sample.rank >= rank ? sample : { text: `(${sample.text})`, tree: `(${sample.tree})`, rank: 8 }
}

function escape(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{')
}

const quoted = string.map((text): Sample => {
  // Text that ends in a marker would join with nothing: the quote is behind it.
  return { text: `"${escape(text)}"`, tree: `<${JSON.stringify(text)}>`, rank: 8 }
})
const number = fc
  .constantFrom('0', '1', '42', '1.50', '1e3', '2E-7')
  .map((text): Sample => ({ text, tree: text, rank: 8 }))
const word = fc.constantFrom('true', 'false', 'null').map((text): Sample => ({ text, tree: text, rank: 8 }))
const reference = name.map((text): Sample => ({ text, tree: text, rank: 8 }))

const { expression } = fc.letrec<{ expression: Sample }>((tie) => {
  const inner = tie('expression')
  const binary = fc
    .tuple(fc.constantFrom(...OPERATORS), inner, inner, blank, blank)
    .map(([[operator, rank], left, right, before, behind]): Sample => {
      const [one, two] = [at(rank, left), at(rank + 1, right)]
      return {
        // Without the first blank, `a-` would be a name.
        text: `${one.text} ${before}${operator}${behind} ${two.text}`,
        tree: `(${operator} ${one.tree} ${two.tree})`,
        rank,
      }
    })
  const unary = fc
    .tuple(fc.constantFrom('-', '!'), inner, blank)
    .map(([operator, value, between]): Sample => {
      const operand = at(7, value)
      return { text: `${operator}${between}${operand.text}`, tree: `(${operator} ${operand.tree})`, rank: 7 }
    })
  const conditional = fc.tuple(inner, inner, inner, blank).map(([condition, yes, no, between]): Sample => {
    const one = at(1, condition)
    return {
      text: `${one.text} ?${between}${yes.text} :${between}${no.text}`,
      tree: `(? ${one.tree} ${yes.tree} ${no.tree})`,
      rank: 0,
    }
  })
  const tuple = fc.tuple(fc.array(inner, { maxLength: 3 }), blank).map(([items, between]): Sample => {
    return {
      text: `[${between}${items.map((item) => item.text).join(`${between},`)}${between}]`,
      tree: `[${items.map((item) => item.tree).join(' ')}]`,
      rank: 8,
    }
  })
  const call = fc
    .tuple(name, fc.array(inner, { maxLength: 3 }), fc.boolean())
    .map(([callee, args, spread]): Sample => {
      const dots = spread && args.length > 0 ? '...' : ''
      return {
        text: `${callee}(${args.map((argument) => argument.text).join(', ')}${dots})`,
        tree: `(call ${callee}${args.map((argument) => ` ${argument.tree}`).join('')}${dots})`,
        rank: 8,
      }
    })
  const object = fc.array(fc.tuple(inner, inner), { maxLength: 3 }).map((items): Sample => {
    return {
      text: `{${items.map(([key, value]) => `(${key.text}) = (${value.text})`).join(', ')}}`,
      tree: `{${items.map(([key, value]) => `!(${key.tree})=(${value.tree})`).join(' ')}}`,
      rank: 8,
    }
  })
  const loop = fc
    .tuple(name, name, inner, inner, inner, blank)
    .map(([key, value, over, one, two, between]): Sample => {
      return {
        text: `{for ${key},${between}${value} in (${over.text}):${between}${one.text}=>${two.text}...${between}}`,
        tree: `(for ${key},${value} (${over.tree}) ${one.tree}=>${two.tree}...)`,
        rank: 8,
      }
    })
  const index = fc.tuple(inner, inner, blank).map(([collection, key, between]): Sample => {
    const [one, two] = [at(8, collection), at(8, key)]
    return {
      text: `(${one.text})[${between}(${two.text})${between}]`,
      tree: `(index (${one.tree}) (${two.tree}))`,
      rank: 8,
    }
  })
  const splat = fc.tuple(inner, name).map(([source, attribute]): Sample => {
    return {
      text: `(${source.text})[*].${attribute}`,
      tree: `(splat (${source.tree}) (_).${attribute})`,
      rank: 8,
    }
  })
  const template = fc.tuple(string, inner, string, blank).map(([before, value, behind, between]): Sample => {
    // A marker before `${` would escape it.
    const [head, tail] = [`${before}x`, `x${behind}`]
    return {
      text: `"${escape(head)}\${${between}${value.text}${between}}${escape(tail)}"`,
      tree: `<${JSON.stringify(head)} ${value.tree} ${JSON.stringify(tail)}>`,
      rank: 8,
    }
  })
  const leaves = [quoted, number, word, reference]
  const nodes = [binary, binary, unary, conditional, tuple, call, object, loop, index, splat, template]
  return { expression: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.oneof(...leaves), ...nodes) }
})

test('an expression that is printed and read again is the same', () => {
  fc.assert(
    fc.property(expression, ({ text, tree }) => {
      const { value, errors } = parseExpression(text, 'x')
      assert.equal(errors[0]?.detail, undefined, text)
      assert.ok(value)
      assert.equal(notation(value), tree, text)
    }),
    { numRuns: 1000 },
  )
})

test('an expression means the same in parentheses, in a list and in a file', () => {
  fc.assert(
    fc.property(expression, ({ text, tree }) => {
      const { body, errors } = parseConfig(`a = (${text})\nb = [${text}]\n`, 'x')
      assert.equal(errors[0]?.detail, undefined, text)
      const read = (one: string): Expression | undefined => body?.attributes.get(one)?.expression
      const [a, b] = [read('a'), read('b')]
      assert.ok(a !== undefined && b !== undefined)
      assert.deepEqual([notation(a), notation(b)], [`(${tree})`, `[${tree}]`])
    }),
    { numRuns: 300 },
  )
})

test('whatever bytes come, reading ends in a tree or an error inside the file', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
    fc
      .array(
        fc.constantFrom('a', ' = ', '"', '${', '}', '\n', '[', ']', '<<A\n', '%{', '{', '(', ')', '\\', '\r'),
        {
          maxLength: 60,
        },
      )
      .map((parts) => Buffer.from(parts.join(''))),
  )
  fc.assert(
    fc.property(bytes, (input) => {
      const { body, errors } = parseConfig(input, 'x')
      assert.equal(body === null, errors.length > 0)
      for (const { range } of errors) {
        assert.ok(range.start.byte <= range.end.byte && range.end.byte <= input.length)
      }
    }),
    { numRuns: 2000 },
  )
})
