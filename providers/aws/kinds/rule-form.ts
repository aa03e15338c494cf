import {
  draft,
  isList,
  isMap,
  Unknown,
  type Attributes,
  type Draft,
  type Value,
} from '../../../src/core/value.ts'
import { cidrText } from '../cidr.ts'

/** Protocols by number that the API and the provider write as names. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
  all: '-1',
}

/** A protocol in the spelling of the API's answers: `6` and `TCP` are `tcp`, `all` is `-1`. */
export function protocolText(value: Value | undefined): Value {
  if (value === undefined || value === null || value instanceof Unknown) return value ?? null
  const text = String(value).toLowerCase()
  return PROTOCOLS[text] ?? text
}

/** A number, also where it is written as text. */
export function numberOf(value: Value | undefined): Value {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value)
  return value ?? null
}

/** A range in AWS's spelling. */
export function cidrOf(value: Value | undefined): Value {
  return typeof value === 'string' ? cidrText(value) : (value ?? null)
}

const SOURCES: readonly (readonly [list: string, single: string])[] = [
  ['cidr_blocks', 'cidr'],
  ['ipv6_cidr_blocks', 'cidr'],
  ['prefix_list_ids', 'prefix_list'],
  ['security_groups', 'group'],
]

/**
 * A group's inline rules as single rules: a block with N ranges, lists and groups becomes N items with one source each
 * (`cidr`, `prefix_list`, `group`, or `self`), which is what AWS keeps. All protocols have no ports.
 */
export function singleRules(blocks: Value): Value {
  if (!isList(blocks)) return blocks
  return blocks.flatMap((block): readonly Value[] => {
    if (!isMap(block)) return [block]
    return isSingle(block) ? [singleForm(block)] : explode(block)
  })
}

function isSingle(block: Attributes): boolean {
  return !SOURCES.some(([list]) => list in block) && !('self' in block && block['self'] !== true)
}

function explode(block: Attributes): Attributes[] {
  const items: Attributes[] = []
  const { protocol, from_port, to_port, description } = block
  const base = {
    protocol: protocol ?? null,
    from_port: from_port ?? null,
    to_port: to_port ?? null,
    description: description ?? null,
  }
  for (const [list, single] of SOURCES) {
    const sources = block[list]
    if (sources instanceof Unknown) items.push(singleForm({ ...base, [single]: sources }))
    for (const source of isList(sources) ? sources : []) items.push(singleForm({ ...base, [single]: source }))
  }
  const self = block['self']
  if (self instanceof Unknown || self === true) items.push(singleForm({ ...base, self }))
  return items
}

function singleForm(rule: Attributes): Attributes {
  const protocol = protocolText(rule['protocol'])
  const form: Draft = draft()
  form['protocol'] = protocol
  if (protocol !== '-1') {
    form['from_port'] = numberOf(rule['from_port'])
    form['to_port'] = numberOf(rule['to_port'])
  }
  for (const source of ['cidr', 'prefix_list', 'group', 'self']) {
    const value = rule[source]
    if (value !== undefined && value !== null) form[source] = source === 'cidr' ? cidrOf(value) : value
  }
  const description = rule['description']
  if (description !== undefined && description !== null && description !== '')
    form['description'] = description
  return form
}

/** `IpPermissions` of the API as single rules; a source that is the group itself is `self`, one of another account has its number. */
export function permissionRules(item: Attributes, member: string): Value | undefined {
  const permissions = item[member]
  if (!isList(permissions)) return permissions
  return permissions.filter(isMap).flatMap((permission) => {
    const base = {
      protocol: permission['IpProtocol'] ?? null,
      from_port: permission['FromPort'] ?? null,
      to_port: permission['ToPort'] ?? null,
    }
    const each = (list: string, source: (entry: Attributes) => Attributes): Attributes[] =>
      (isList(permission[list]) ? permission[list] : [])
        .filter(isMap)
        .map((entry) => singleForm({ ...base, description: entry['Description'] ?? null, ...source(entry) }))
    return [
      ...each('IpRanges', (entry) => ({ cidr: entry['CidrIp'] ?? null })),
      ...each('Ipv6Ranges', (entry) => ({ cidr: entry['CidrIpv6'] ?? null })),
      ...each('PrefixListIds', (entry) => ({ prefix_list: entry['PrefixListId'] ?? null })),
      ...each('UserIdGroupPairs', (entry) => groupSource(entry, item)),
    ]
  })
}

function groupSource(pair: Attributes, item: Attributes): Attributes {
  const { GroupId: id, UserId: user } = pair
  if (id === item['GroupId']) return { self: true }
  const isForeign = typeof user === 'string' && user !== '' && user !== item['OwnerId']
  return { group: isForeign ? `${user}/${String(id)}` : (id ?? null) }
}
