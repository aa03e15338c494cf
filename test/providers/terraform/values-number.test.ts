import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { power, naturalLog } from '../../../providers/terraform/evaluate/functions/go-math.ts'
import {
  add,
  compare,
  divide,
  modulo,
  multiply,
  NotANumber,
  subtract,
} from '../../../providers/terraform/evaluate/types/arithmetic.ts'
import { sameNumber } from '../../../providers/terraform/evaluate/types/equality.ts'
import {
  exponentText,
  fixedText,
  generalText,
  numberText,
  parseNumber,
} from '../../../providers/terraform/evaluate/types/number-text.ts'
import { BigFloat } from '../../../providers/terraform/evaluate/types/number.ts'

function parsed(text: string): BigFloat {
  const value = parseNumber(text)
  assert.ok(value, text)
  return value
}

test('texts that are numbers, and what they are written as', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['007', '7'],
    ['1e3', '1000'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-0', '-0'],
    ['1p3', '8'],
    ['1e21', '1000000000000000000000'],
    ['1e-7', '0.0000001'],
    ['0.10', '0.1'],
    [
      '12345678901234567890123456789012345678901234567890',
      '12345678901234567890123456789012345678901234567890',
    ],
    ['-inf', '-Inf'],
    ['Inf', '+Inf'],
  ]
  for (const [text, written] of cases) assert.equal(numberText(parsed(text)), written, text)
  for (const text of ['', '.', ' 1', '0x1F', '1_000', 'e3', '1e', '--1', 'NaN', '1e9999999999'])
    assert.equal(parseNumber(text), undefined, text)
})

test('arithmetic has 512 bits', () => {
  const third = divide(parsed('1'), parsed('3'))
  assert.equal(numberText(third).length, 157)
  assert.equal(compare(add(add(third, third), third), parsed('1')), 0)
  assert.equal(numberText(multiply(parsed('0.1'), parsed('3'))), '0.3')
  assert.equal(numberText(add(parsed('0.1'), parsed('0.2'))), '0.3')
  assert.equal(numberText(multiply(parsed('4.35'), parsed('100'))), '435')
  assert.equal(numberText(modulo(parsed('-7'), parsed('3'))), '-1')
  assert.equal(numberText(divide(parsed('1'), parsed('0'))), '+Inf')
  assert.throws(() => divide(parsed('0'), parsed('0')), NotANumber)
  assert.throws(() => subtract(parsed('Inf'), parsed('Inf')), NotANumber)
  assert.throws(() => multiply(parsed('0'), parsed('Inf')), NotANumber)
})

test('a number keeps the precision that it was made with', () => {
  const root = BigFloat.fromDouble(2 ** 64)
  assert.equal(numberText(root), '18446744073709550000')
  assert.ok(sameNumber(root, parsed('18446744073709551616')))
  assert.ok(sameNumber(BigFloat.fromDouble(0.1), parsed('0.1')))
  assert.equal(numberText(divide(BigFloat.fromInteger(2), BigFloat.fromInteger(3))), '0.6666666666666666667')
})

test('formats are those of Go', () => {
  assert.equal(fixedText(parsed('2.5'), 0), '2')
  assert.equal(fixedText(parsed('3.5'), 0), '4')
  assert.equal(fixedText(parsed('0.0006'), 3), '0.001')
  assert.equal(exponentText(parsed('1500'), -1), '1.5e+03')
  assert.equal(exponentText(parsed('9.99'), 1), '1.0e+01')
  assert.equal(generalText(parsed('1234567890123'), 10), '1.23456789e+12')
  assert.equal(generalText(parsed('0.00001'), -1), '1e-05')
  assert.equal(generalText(parsed('100000'), -1), '100000')
})

test('numbers of millions of digits are refused, not written', () => {
  assert.throws(() => numberText(parsed('1e600000000')), /more digits/)
  assert.equal(numberText(parsed('1e700000000')), '+Inf')
  const huge = parsed('1e500000000')
  assert.equal(compare(add(huge, parsed('1e-500000000')), huge), 0)
})

test('whole numbers add, multiply, divide and compare as integers do', () => {
  const integers = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n })
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const [x, y] = [parsed(String(a)), parsed(String(b))]
      assert.equal(numberText(add(x, y)), String(a + b))
      assert.equal(numberText(multiply(x, y)).replace(/^-0$/, '0'), String(a * b))
      assert.equal(Math.sign(compare(x, y)), a < b ? -1 : a > b ? 1 : 0)
      if (b !== 0n) assert.equal(modulo(x, y).truncate(), a % b)
    }),
  )
})

test('every double survives its text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      assert.ok(Object.is(parsed(numberText(BigFloat.fromDouble(value))).toDouble(), value))
      assert.ok(Object.is(BigFloat.fromDouble(value).toDouble(), value))
      if (value !== 0) assert.equal(Number(exponentText(BigFloat.fromDouble(value), -1)), value)
    }),
  )
})

test('logarithm and power are those of Go to the last bit', () => {
  assert.equal(naturalLog(1000) / naturalLog(10), 2.9999999999999996)
  assert.equal(power(2, 64), 18446744073709551616)
  assert.equal(power(2, 0.5), Math.SQRT2)
  assert.equal(power(10, -2), 0.01)
  assert.ok(Number.isNaN(power(-8, 1 / 3)))
  assert.equal(power(2, 1024), Infinity)
  assert.equal(power(0, 0), 1)
})
