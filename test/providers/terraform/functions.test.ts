import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'

import fc from 'fast-check'

import { callFunction } from '../../../providers/terraform/evaluate/functions/call.ts'
import type { CallContext } from '../../../providers/terraform/evaluate/functions/function-spec.ts'
import { FUNCTIONS } from '../../../providers/terraform/evaluate/functions/functions.ts'
import { Regex } from '../../../providers/terraform/evaluate/functions/regex/regex.ts'
import {
  EvaluationError,
  UncomputedError,
} from '../../../providers/terraform/evaluate/types/evaluation-error.ts'
import { jsonText } from '../../../providers/terraform/evaluate/types/json.ts'
import { DYNAMIC, listOf, NUMBER, STRING } from '../../../providers/terraform/evaluate/types/types.ts'
import {
  bool,
  integer,
  list,
  NULL,
  object,
  originOf,
  sensitive,
  string,
  textOf,
  tuple,
  unknown,
} from '../../../providers/terraform/evaluate/types/value.ts'
import type { Value } from '../../../providers/terraform/evaluate/types/value.ts'

const FILES: Readonly<Record<string, string>> = {
  'a.txt': 'text',
  'sub/b.txt': 'b',
  'sub/.c.txt': 'c',
  'sub/deep/d.md': 'd',
}

function below(folder: string): readonly string[] {
  const prefix = folder === '.' ? '' : `${folder}/`
  const names = Object.keys(FILES).filter((path) => path.startsWith(prefix))
  return [...new Set(names.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))]
}

const context: CallContext = {
  files: {
    read: (path) => (FILES[path] === undefined ? undefined : Buffer.from(FILES[path])),
    kind: (path) => (FILES[path] === undefined ? (below(path).length > 0 ? 'folder' : 'none') : 'file'),
    entries: below,
    home: '/home/me',
    working_directory: '/root/module',
  },
  renderTemplate: (source, _, variables) => string(`${source}:${[...variables.keys()].join()}`),
  decodeVariables: () => new Map(),
}

function call(name: string, ...args: readonly Value[]): Value {
  const spec = FUNCTIONS.get(name)
  assert.ok(spec, name)
  return callFunction(spec, args, context)
}

function refusal(name: string, ...args: readonly Value[]): string {
  try {
    return `accepted ${jsonText(call(name, ...args))}`
  } catch (error) {
    if (error instanceof EvaluationError) return `${error.summary}: ${error.detail}`
    throw error
  }
}

/** Why a call is given up that is past a limit of ours. */
function limit(name: string, ...args: readonly Value[]): string {
  try {
    return `accepted ${jsonText(call(name, ...args))}`
  } catch (error) {
    if (error instanceof UncomputedError && error.code === 'EVALUATION_LIMIT') return error.message
    throw error
  }
}

const ORIGIN = { reason: 'known after apply', refers_to: { address: 'aws_vpc.v', attribute: 'id' } }
const vpcId = unknown(STRING, ORIGIN)

test('all functions of Terraform 1.11.4 are there, but for the two that take unevaluated arguments', () => {
  const names = [...FUNCTIONS.keys()].filter((name) => !name.includes('::'))
  assert.equal(names.length, 116)
  assert.ok(!FUNCTIONS.has('try') && !FUNCTIONS.has('can') && !FUNCTIONS.has('type'))
})

test('wrong calls are refused in Terraform’s words', () => {
  assert.equal(
    refusal('upper'),
    'Not enough function arguments: Function "upper" expects 1 argument(s). Missing value for "str".',
  )
  assert.equal(
    refusal('upper', string('a'), string('b')),
    'Too many function arguments: Function "upper" expects only 1 argument(s).',
  )
  assert.equal(
    refusal('upper', NULL),
    'Invalid function argument: Invalid value for "str" parameter: argument must not be null.',
  )
  assert.equal(
    refusal('abs', string('x')),
    'Invalid function argument: Invalid value for "num" parameter: a number is required.',
  )
  assert.equal(
    refusal('element', tuple([]), integer(0)),
    'Error in function call: Call to function "element" failed: cannot use element function with an empty list.',
  )
})

test('unknown arguments make unknown results that still have their type, marks and reason', () => {
  const upper = call('upper', sensitive(vpcId))
  assert.equal(upper.isKnown, false)
  assert.equal(upper.type.kind, 'string')
  assert.ok(upper.marks.has('sensitive'))
  assert.deepEqual(originOf(upper), { reason: 'known after apply' })
  assert.equal(call('upper', unknown(DYNAMIC)).type.kind, 'string')
  assert.equal(jsonText(call('startswith', call('format', string('x-%s'), vpcId), string('x-'))), 'true')
  assert.equal(jsonText(call('contains', tuple([string('k'), vpcId]), string('k'))), 'true')
  assert.equal(call('uuid').isKnown, false)
})

test('a result that is the attribute itself goes on saying so', () => {
  const same = [
    call('tostring', vpcId),
    call('one', tuple([vpcId])),
    call('element', list([vpcId, string('b')]), integer(0)),
    call('lookup', object(new Map([['a', vpcId]])), string('a')),
    call('coalesce', NULL, vpcId),
    call('join', string(''), list([vpcId])),
    call('format', string('%s'), vpcId),
    call('nonsensitive', sensitive(vpcId)),
  ]
  for (const value of same) assert.deepEqual(originOf(value), ORIGIN)
  for (const value of [call('format', string('%s-x'), vpcId), call('trimprefix', vpcId, string('vpc-'))])
    assert.equal(originOf(value)?.refers_to, undefined)
})

test('files are read, matched and hashed through the given access', () => {
  assert.equal(jsonText(call('file', string('./a.txt'))), '"text"')
  assert.equal(jsonText(call('fileset', string('sub'), string('*'))), '[".c.txt","b.txt"]')
  assert.equal(
    jsonText(call('fileset', string('.'), string('**/*.{txt,md}'))),
    '["a.txt","sub/.c.txt","sub/b.txt","sub/deep/d.md"]',
  )
  assert.equal(jsonText(call('fileset', string('sub'), string('[!-a]*'))), '[".c.txt"]')
  assert.equal(jsonText(call('fileexists', string('nope'))), 'false')
  assert.match(refusal('fileexists', string('sub')), /is a directory, not a file/)
  assert.match(
    refusal('file', string('nope')),
    /no file exists at "nope"; this function works only with files/,
  )
  assert.equal(jsonText(call('filemd5', string('a.txt'))), '"1cb251ec0d568de6a929b520c4aed8d1"')
  assert.equal(jsonText(call('pathexpand', string('~/x'))), '"/home/me/x"')
  assert.equal(jsonText(call('abspath', string('../y'))), '"/root/y"')
  assert.equal(
    jsonText(call('templatefile', string('a.txt'), object(new Map([['v', integer(1)]])))),
    '"text:v"',
  )
})

test('a pattern that would take others for ever takes linear time here', () => {
  const text = 'a'.repeat(20_000)
  for (const pattern of ['(a+)+$', '(a|a)*b', '(a*)*c', '(.*)(.*)(.*)(.*)(.*)d'])
    Regex.compile(pattern).find(`${text}!`)
  assert.match(
    refusal('regex', string('(?=a)'), string('a')),
    /invalid regexp pattern: invalid or unsupported Perl syntax/,
  )
  assert.match(refusal('regex', string('((a{100}){100}){100}'), string('a')), /invalid repeat count/)
})

test('leftmost-first matches as JavaScript’s where both know the syntax', () => {
  const atom = fc.constantFrom('a', 'b', 'ab', '.', '[ab]', '[^a]', '(a|b)', '(a)', '(?:ab|a)', 'c')
  const piece = fc
    .tuple(atom, fc.constantFrom('', '*', '+', '?', '*?', '+?', '{2}', '{1,2}'))
    .map((parts) => parts.join(''))
  const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 }),
      (source, text) => {
        const theirs = new RegExp(source).exec(text)
        const ours = Regex.compile(source).find(text)
        assert.equal(ours && text.slice(ours[0], ours[1]), theirs?.[0])
      },
    ),
    { numRuns: 500 },
  )
})

test('base64gzip gives Go’s bytes, which unpack to the text', () => {
  assert.equal(
    textOf(call('base64gzip', string('hello'))),
    'H4sIAAAAAAAA/8pIzcnJBwAAAP//AQAA//+GphA2BQAAAA==',
  )
  const packed = (text: string): string => textOf(call('base64gzip', string(text)))
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('yum install ', 'a', '\n', 'é', 'x'.repeat(300), '{"k": 1}')),
      (parts) => {
        const text = parts.join('').normalize('NFC')
        assert.equal(gunzipSync(Buffer.from(packed(text), 'base64')).toString(), text)
      },
    ),
  )
  const long = Array.from({ length: 30_000 }, (_, i) => `line ${(i * i) % 977}\n`).join('')
  assert.equal(gunzipSync(Buffer.from(packed(long), 'base64')).toString(), long)
})

test('what is encoded decodes to the same', () => {
  const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }).map(string),
      fc.integer().map(integer),
      fc.boolean().map(bool),
      fc.constant(NULL),
      fc.array(tie('value'), { maxLength: 4 }).map(tuple),
      fc
        .dictionary(fc.string(), tie('value'), { maxKeys: 4 })
        .map((entries) => object(new Map(Object.entries(entries)))),
    ),
  })).value
  fc.assert(
    fc.property(value, (given) => {
      const text = jsonText(given)
      assert.equal(jsonText(call('jsondecode', call('jsonencode', given))), text)
      // libyaml cannot read a few characters that it writes, nor keys over 1024 characters
      if (!/[\u007f-\u009f\ufffe\uffff\ufeff]/.test(text))
        assert.equal(jsonText(call('yamldecode', call('yamlencode', given))), text)
    }),
  )
})

test('limits are neither refusals nor crashes', () => {
  assert.match(limit('indent', integer(2 ** 40), string('\n')), /longer than evenkeel computes/)
  assert.match(limit('format', string('%999999999d'), integer(1)), /longer than evenkeel computes/)
  assert.match(limit('parseint', string('9'.repeat(200_000)), integer(10)), /more digits than evenkeel reads/)
  assert.match(limit('yamldecode', string('['.repeat(5000))), /nested deeper/)
  assert.match(limit('jsondecode', string('['.repeat(20_000))), /nested deeper/)
  const laughs = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join()}]`),
  ]
  assert.match(limit('yamldecode', string(laughs.join('\n'))), /larger than evenkeel reads/)
  const hundred = list(Array.from({ length: 101 }, (_, i) => integer(i)))
  assert.match(limit('setproduct', hundred, hundred, hundred), /more elements than evenkeel computes/)
  assert.equal(call('range', integer(1024)).type.kind, listOf(NUMBER).kind)
})
