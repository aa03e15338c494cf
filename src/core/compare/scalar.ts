import { createHash } from 'node:crypto'
import { parseNetwork } from '../crossing/network.ts'
import type { ScalarRule } from '../provider.ts'
import { canonicalText, type Json } from '../value.ts'

/**
 * The canonical text of a plain value under a spelling rule: two spellings of one meaning give one text.
 * What a rule cannot read keeps its own JSON text, so that it still differs from everything else.
 */
export function canonicalScalar(rule: ScalarRule, value: string | number | boolean): string {
  return RULES[rule](value) ?? JSON.stringify(value)
}

type Rule = (value: string | number | boolean) => string | undefined

const RULES: Readonly<Record<ScalarRule, Rule>> = {
  quantity,
  duration,
  cidr: (value) => (typeof value === 'string' ? cidr(value) : undefined),
  json: (value) => (typeof value === 'string' ? jsonText(value) : undefined),
  policy: (value) => (typeof value === 'string' ? policyText(value) : undefined),
  number: (value) => numberText(String(value)),
  boolean: (value) => (/^(true|false)$/i.test(String(value)) ? String(value).toLowerCase() : undefined),
  text: (value) => JSON.stringify(String(value)),
  lower: (value) => JSON.stringify(String(value).toLowerCase()),
  sha1: (value) => JSON.stringify(sha1Form(String(value))),
}

function numberText(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || !Number.isFinite(Number(trimmed))) return undefined
  return /^-?\d+$/.test(trimmed) ? BigInt(trimmed).toString() : String(Number(trimmed))
}

const BINARY: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
}
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,3})|([KMGTPE]i|[numkMGTPE]))?$/

/** Kubernetes' resource.Quantity, exact, in nano units: `1000m` = `1`, `1024Mi` = `1Gi`; finer parts are rounded up, as there. */
function quantity(value: string | number | boolean): string | undefined {
  const match = QUANTITY.exec(String(value).trim())
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(`${whole}${fraction}` || '0')
  const scale = exponent ? Number(exponent.slice(1)) : (DECIMAL[suffix] ?? 0)
  const factor = BINARY[suffix] ?? 1n
  const nano = shift(digits * factor, scale + 9 - fraction.length)
  return nano === 0n ? '0n' : `${sign === '-' ? '-' : ''}${nano}n`
}

/** digits × 10^power, rounded up where the power is negative. */
function shift(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power)
  const divisor = 10n ** BigInt(-power)
  return (digits + divisor - 1n) / divisor
}

const UNIT_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
}

/** A Go duration in nanoseconds: `60m` = `1h0m0s`. */
function duration(value: string | number | boolean): string | undefined {
  const text = String(value)
  if (text === '0') return '0ns'
  const match = /^([+-]?)((?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text)
  if (!match) return undefined
  let total = 0
  for (const [, amount = '', unit = ''] of (match[2] ?? '').matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g))
    total += Number(amount) * (UNIT_NS[unit] ?? 0)
  return `${match[1] === '-' ? '-' : ''}${Math.round(total)}ns`
}

/** An address or network: IPv6 in its shortest form, host bits cut; a bare address stays one. */
function cidr(text: string): string | undefined {
  const network = parseNetwork(text)
  if (!network) return undefined
  return JSON.stringify(`${network.bytes.join('.')}${text.includes('/') ? `/${network.length}` : ''}`)
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

function jsonText(text: string): string | undefined {
  const value = parseJson(text)
  return value === undefined ? undefined : canonicalText(value)
}

/** Lists of a policy that are sets, in which one item alone may stand without its list. */
const POLICY_SETS = /^(Action|NotAction|Resource|NotResource|AWS|Service|Federated|CanonicalUser)$/

/** An IAM policy document: statements in any order, single items with or without their list, conditions' values as text. */
function policyText(text: string): string | undefined {
  const value = parseJson(text)
  return value === undefined ? undefined : canonicalText(policyForm('', value, false))
}

function policyForm(key: string, value: Json, inCondition: boolean): Json {
  if (isArray(value)) {
    const items = value.map((item) => policyForm(key, item, inCondition))
    const isSet = POLICY_SETS.test(key) || key === 'Statement' || inCondition
    return isSet ? items.toSorted((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1)) : items
  }
  if (typeof value === 'object' && value !== null) {
    const out: Record<string, Json> = {}
    for (const [name, item] of Object.entries(value))
      out[name] = policyForm(name, wrap(name, item, inCondition), inCondition || name === 'Condition')
    return out
  }
  return inCondition ? String(value) : value
}

function wrap(name: string, item: Json, inCondition: boolean): Json {
  if (name === 'Principal' && item === '*') return { AWS: ['*'] }
  const single = !isArray(item) && (typeof item !== 'object' || item === null || name === 'Statement')
  return single && (POLICY_SETS.test(name) || name === 'Statement' || (inCondition && name !== 'Condition'))
    ? [item]
    : item
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Terraform's state keeps only the SHA-1 of a user data text: both forms become that. */
function sha1Form(text: string): string {
  return /^[0-9a-f]{40}$/.test(text) ? text : createHash('sha1').update(text).digest('hex')
}
