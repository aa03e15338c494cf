import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { STRING, listOf, setOf } from '../types/types.ts'
import { elementsOf, entriesOf, hasElements, string, textOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { Policy, Principals, Statement } from './policy-model.ts'
import { PolicyError, mergePolicy, parsePolicy, policyText } from './policy-model.ts'

const EDITION = '2012-10-17'
const OLD_EDITION = '2008-10-17'

/**
 * `aws_iam_policy_document`: the JSON that the AWS provider writes. Nothing where the provider would refuse the document.
 */
export function policyDocument(configured: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  try {
    const policy = build(configured)
    const text = policyText(policy, 2)
    const { crc32 } = process.getBuiltinModule('node:zlib')
    return new Map([
      ['version', configured.get('version') ?? string(EDITION)],
      ['json', string(text)],
      ['minified_json', string(policyText(policy, 0))],
      ['id', string(String(crc32(text)))],
    ])
  } catch (error) {
    if (error instanceof PolicyError || error instanceof ConversionError) return new Map()
    throw error
  }
}

function build(configured: ReadonlyMap<string, Value>): Policy {
  const policy: Policy = { version: '', id: '', statements: [] }
  const sids = new Set<string>()
  for (const text of texts(configured.get('source_policy_documents'), listOf(STRING))) {
    const source = parsePolicy(text)
    for (const { sid } of source.statements) noteSid(sids, sid)
    mergePolicy(policy, source)
  }
  mergePolicy(policy, ownPolicy(configured))
  for (const text of texts(configured.get('override_policy_documents'), listOf(STRING)))
    mergePolicy(policy, parsePolicy(text))
  return policy
}

function noteSid(sids: Set<string>, sid: string): void {
  if (sid !== '' && sids.has(sid)) throw new PolicyError(`duplicate Sid (${sid})`)
  sids.add(sid)
}

function ownPolicy(configured: ReadonlyMap<string, Value>): Policy {
  const version = text(configured.get('version')) ?? EDITION
  const sids = new Set<string>()
  const statements = blocks(configured.get('statement')).map((block) => {
    const statement = statementOf(block, version)
    noteSid(sids, statement.sid)
    return statement
  })
  return { version, id: text(configured.get('policy_id')) ?? '', statements }
}

function statementOf(block: ReadonlyMap<string, Value>, version: string): Statement {
  const names = (name: string): readonly string[] => texts(block.get(name), setOf(STRING))
  return {
    sid: text(block.get('sid')) ?? '',
    effect: text(block.get('effect')) ?? 'Allow',
    actions: oneOrDescending(names('actions')),
    not_actions: oneOrDescending(names('not_actions')),
    resources: oneOrDescending(names('resources'), version),
    not_resources: oneOrDescending(names('not_resources'), version),
    principals: principalsOf(block.get('principals'), version),
    not_principals: principalsOf(block.get('not_principals'), version),
    conditions: blocks(block.get('condition')).map((condition) => ({
      test: text(condition.get('test')) ?? '',
      variable: text(condition.get('variable')) ?? '',
      values: texts(condition.get('values'), listOf(STRING)).map((value) => withVariables(value, version)),
    })),
  }
}

function principalsOf(value: Value | undefined, version: string): readonly Principals[] {
  return blocks(value).map((block) => {
    const identifiers = oneOrDescending(texts(block.get('identifiers'), setOf(STRING)), version)
    return { type: text(block.get('type')) ?? '', identifiers: identifiers ?? [] }
  })
}

/** A single text as it is, several in descending order, nothing for none. */
function oneOrDescending(
  items: readonly string[],
  version: string | null = null,
): string | readonly string[] | undefined {
  const replaced = version === null ? items : items.map((item) => withVariables(item, version))
  if (replaced.length < 2) return replaced[0]
  return [...replaced].sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)))
}

/** `&{aws:username}` stands for the `${…}` that HCL would take for its own. */
function withVariables(item: string, version: string): string {
  if (version === OLD_EDITION && item.includes('&{'))
    throw new PolicyError('variables are not supported in this version')
  return item.replaceAll('&{', '${')
}

function text(value: Value | undefined): string | undefined {
  if (!value || value.isNull) return undefined
  return textOf(convert(value, STRING))
}

function texts(value: Value | undefined, type: Parameters<typeof convert>[1]): readonly string[] {
  if (!value || value.isNull) return []
  return elementsOf(convert(value, type)).flatMap((element) => (element.isNull ? [] : [textOf(element)]))
}

function blocks(value: Value | undefined): readonly ReadonlyMap<string, Value>[] {
  return value && hasElements(value) ? elementsOf(value).map(entriesOf) : []
}
