import type { ProviderSettings } from '../module/provider-settings.ts'
import { STRING } from '../types/types.ts'
import { entriesOf, hasElements, map, string, unmarked, withMarks } from '../types/value.ts'
import { NO_MARKS } from '../types/marks.ts'
import { isIgnored } from '../module/provider-settings.ts'
import type { Value } from '../types/value.ts'
import { arn } from './arn.ts'
import { partitionOf } from './partitions.ts'
import { policyDocument } from './policy-document.ts'
import { REGIONS } from './regions.ts'

/** What a data source gives that asks nobody: attributes by name, only those that are certain. */
export type PureData = (
  configured: ReadonlyMap<string, Value>,
  provider: ProviderSettings | null,
) => ReadonlyMap<string, Value>

/** Data sources whose result follows from the code alone. */
export const PURE_DATA: Readonly<Record<string, PureData>> = {
  aws_partition: (_configured, provider) => partition(provider),
  aws_region: region,
  aws_caller_identity: (_configured, provider) => identity(provider),
  aws_default_tags: (_configured, provider) => defaultTags(provider),
  aws_iam_policy_document: policyDocument,
  aws_arn: arn,
}

const NOTHING: ReadonlyMap<string, Value> = new Map()

function textOf(value: Value | null | undefined): string | undefined {
  return typeof value?.payload === 'string' ? value.payload : undefined
}

function partition(provider: ProviderSettings | null): ReadonlyMap<string, Value> {
  const name = textOf(provider?.region)
  if (name === undefined) return NOTHING
  const { partition: id, dns_suffix: suffix } = partitionOf(name)
  return new Map([
    ['id', string(id)],
    ['partition', string(id)],
    ['dns_suffix', string(suffix)],
    ['reverse_dns_prefix', string(suffix.split('.').reverse().join('.'))],
  ])
}

function region(
  configured: ReadonlyMap<string, Value>,
  provider: ProviderSettings | null,
): ReadonlyMap<string, Value> {
  const asked = configured.get('name')
  const name = textOf(asked && !asked.isNull ? asked : provider?.region)
  if (name === undefined || textOf(configured.get('endpoint')) !== undefined) return NOTHING
  return new Map([
    ['id', string(name)],
    ['name', string(name)],
    ['endpoint', string(`ec2.${name}.${partitionOf(name).dns_suffix}`)],
    ...(REGIONS[name] === undefined ? [] : [['description', string(REGIONS[name])] as const]),
  ])
}

/** Only where the provider's configuration pins one account: it refuses to run in another. */
function identity(provider: ProviderSettings | null): ReadonlyMap<string, Value> {
  const account = provider?.account_id
  return account
    ? new Map([
        ['account_id', account],
        ['id', account],
      ])
    : NOTHING
}

/** Without a block of its provider nobody knows: the environment may give default tags, too. */
function defaultTags(provider: ProviderSettings | null): ReadonlyMap<string, Value> {
  if (!provider?.ignored_tags) return NOTHING
  const { default_tags: all, ignored_tags: ignored } = provider
  const kept = all && hasElements(all) ? [...entriesOf(unmarked(all))] : []
  const shown = map(new Map(kept.filter(([key, tag]) => !tag.isNull && !isIgnored(key, ignored))), STRING)
  const tags = all && !hasElements(all) ? all : withMarks(shown, all?.marks ?? NO_MARKS)
  return new Map([
    ['id', partition(provider).get('partition') ?? string('aws')],
    ['tags', tags],
  ])
}
