import { isList, isMap, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { TAKEN_APART } from '../irrelevant.ts'
import { awsKind, plain, refers, refersToSet } from '../kind.ts'
import type { Mapping } from '../mapping.ts'
import { cidrOf, numberOf } from './rule-form.ts'

/** Protocols that people write by name, and the numbers that the API answers. */
const NUMBERS: Readonly<Record<string, string>> = {
  all: '-1',
  tcp: '6',
  udp: '17',
  icmp: '1',
  icmpv6: '58',
  'ipv6-icmp': '58',
}

const ENTRY_FROM: Mapping = {
  cidr_block: 'CidrBlock',
  ipv6_cidr_block: 'Ipv6CidrBlock',
  protocol: 'Protocol',
  from_port: 'PortRange.From',
  to_port: 'PortRange.To',
  icmp_type: { with: (entry) => icmp(entry, 'Type'), reads: ['IcmpTypeCode'] },
  icmp_code: { with: (entry) => icmp(entry, 'Code'), reads: ['IcmpTypeCode'] },
}

/** What an entry lets through of ICMP. An endpoint that leaves it out has not said that it is 0. */
function icmp(entry: Attributes, member: 'Type' | 'Code'): Value | undefined {
  const pair = entry['IcmpTypeCode']
  if (isMap(pair)) return pair[member]
  const isIcmp = entry['Protocol'] === '1' || entry['Protocol'] === '58'
  return isIcmp ? new Unknown('the answer says no ICMP type and code') : undefined
}

const ENTRIES = { list: { keyed_by: ['rule_no'] }, class: 'security' } as const

/** AWS's own last word in every list: deny the rest. */
const IMPLICIT: ReadonlySet<Value | undefined> = new Set([32767, 32768])

export const networkAcl = awsKind({
  name: 'aws_network_acl',
  also: ['aws_default_network_acl'],
  identity: ['vpc_id', 'tags.Name'],
  hints: ['subnet_ids'],
  fields: {
    vpc_id: refers('aws_vpc', { class: 'identity', computed: 'recorded' }),
    subnet_ids: refersToSet('aws_subnet', { class: 'security', computed: 'recorded' }),
    ingress: ENTRIES,
    egress: ENTRIES,
  },
  normalise: (attributes) => ({
    ...attributes,
    ...entries(attributes, 'ingress'),
    ...entries(attributes, 'egress'),
  }),
  api: {
    action: 'DescribeNetworkAcls',
    id: 'NetworkAclId',
    owner: 'OwnerId',
    prepare: (item) => ({ ...item, Ingress: side(item, false), Egress: side(item, true) }),
    from: {
      vpc_id: 'VpcId',
      is_default: 'IsDefault',
      subnet_ids: 'Associations[].SubnetId',
      ingress: { blocks: 'Ingress', of: { rule_no: 'RuleNumber', action: 'RuleAction', ...ENTRY_FROM } },
      egress: { blocks: 'Egress', of: { rule_no: 'RuleNumber', action: 'RuleAction', ...ENTRY_FROM } },
    },
    irrelevant: {
      Entries: TAKEN_APART,
    },
  },
})

/** Entries of one direction. */
function side(item: Attributes, isEgress: boolean): Value {
  const all = item['Entries']
  if (!isList(all)) return []
  return all.filter(
    (entry) => isMap(entry) && entry['Egress'] === isEgress && !IMPLICIT.has(entry['RuleNumber']),
  )
}

function entries(attributes: Attributes, name: string): Attributes {
  const list = attributes[name]
  return isList(list) ? { [name]: list.map((entry) => (isMap(entry) ? entryForm(entry) : entry)) } : {}
}

/** Protocols by number, numbers as numbers; all protocols have no ports. */
function entryForm(entry: Attributes): Attributes {
  const { protocol, from_port, to_port, cidr_block, ipv6_cidr_block, ...rest } = entry
  const number = protocolNumber(protocol)
  return {
    ...rest,
    ...(protocol === undefined ? {} : { protocol: number }),
    ...(number === '-1' ? {} : { from_port: numberOf(from_port), to_port: numberOf(to_port) }),
    ...(cidr_block ? { cidr_block: cidrOf(cidr_block) } : {}),
    ...(ipv6_cidr_block ? { ipv6_cidr_block: cidrOf(ipv6_cidr_block) } : {}),
  }
}

function protocolNumber(value: Value | undefined): Value {
  if (value === undefined || value === null || value instanceof Unknown) return value ?? null
  const text = String(value).toLowerCase()
  return NUMBERS[text] ?? text
}

export const networkAclRule = awsKind({
  name: 'aws_network_acl_rule',
  identity: ['network_acl_id', 'egress', 'rule_number'],
  fields: {
    network_acl_id: refers('aws_network_acl'),
    egress: plain,
    rule_number: plain,
    protocol: { class: 'security' },
    rule_action: { class: 'security' },
    cidr_block: { class: 'security' },
    ipv6_cidr_block: { class: 'security' },
    from_port: { class: 'security' },
    to_port: { class: 'security' },
    icmp_type: { class: 'security' },
    icmp_code: { class: 'security' },
  },
  normalise: entryForm,
  api: {
    action: 'DescribeNetworkAcls',
    owner: '^.OwnerId',
    prepare: (item) => ({ ...item, Entries: [...listed(side(item, false)), ...listed(side(item, true))] }),
    inner: 'Entries',
    from: {
      network_acl_id: '^.NetworkAclId',
      egress: 'Egress',
      rule_number: 'RuleNumber',
      rule_action: 'RuleAction',
      ...ENTRY_FROM,
    },
  },
})

function listed(value: Value): readonly Value[] {
  return isList(value) ? value : []
}

export const networkAclAssociation = awsKind({
  name: 'aws_network_acl_association',
  identity: ['subnet_id'],
  fields: {
    subnet_id: refers('aws_subnet'),
    network_acl_id: refers('aws_network_acl', { class: 'security' }),
  },
  api: {
    action: 'DescribeNetworkAcls',
    owner: '^.OwnerId',
    inner: 'Associations',
    id: 'NetworkAclAssociationId',
    from: { subnet_id: 'SubnetId', network_acl_id: 'NetworkAclId' },
  },
})
