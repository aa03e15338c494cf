import type { Attributes } from '../../../src/core/value.ts'
import { isList, type Value } from '../../../src/core/value.ts'
import { NAME } from '../irrelevant.ts'
import { awsKind, refers, type Api } from '../kind.ts'
import { cidrOf, numberOf, protocolText } from './rule-form.ts'

const SECURITY = { class: 'security' } as const

/** The older spelling: one resource, several ranges. `arrange` makes its live side of AWS's single rules. */
export const securityGroupRule = awsKind({
  name: 'aws_security_group_rule',
  identity: [
    'security_group_id',
    'type',
    'protocol',
    'from_port',
    'to_port',
    'cidr_blocks',
    'ipv6_cidr_blocks',
    'prefix_list_ids',
    'source_security_group_id',
    'self',
  ],
  fields: {
    type: SECURITY,
    security_group_id: refers('aws_security_group', SECURITY),
    protocol: SECURITY,
    from_port: SECURITY,
    to_port: SECURITY,
    cidr_blocks: { list: 'set', ...SECURITY },
    ipv6_cidr_blocks: { list: 'set', ...SECURITY },
    prefix_list_ids: { list: 'set', ...SECURITY, refers_to: 'aws_ec2_managed_prefix_list' },
    source_security_group_id: refers('aws_security_group', SECURITY),
    self: SECURITY,
    description: { class: 'metadata' },
  },
  normalise: (attributes) => ({
    ...withoutPorts(attributes, 'protocol'),
    ...listOf(attributes, 'cidr_blocks'),
    ...listOf(attributes, 'ipv6_cidr_blocks'),
  }),
})

function listOf(attributes: Attributes, name: string): Attributes {
  const list = attributes[name]
  return isList(list) ? { [name]: list.map(cidrOf) } : {}
}

/** Ports as numbers, protocols as names; all protocols have no ports. */
function withoutPorts(attributes: Attributes, name: string): Attributes {
  if (attributes[name] === undefined) return attributes
  const protocol = protocolText(attributes[name])
  const { from_port, to_port, ...rest } = attributes
  if (protocol === '-1') return { ...rest, [name]: protocol }
  return { ...rest, [name]: protocol, ...ports({ from_port, to_port }) }
}

function ports(given: Readonly<Record<string, Value | undefined>>): Attributes {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, numberOf(value)]),
  )
}

/** The newer spelling: one resource a rule, with AWS's own id. */
function singleRule(name: string, isEgress: boolean): ReturnType<typeof awsKind> {
  return awsKind({
    name,
    identity: [
      'security_group_id',
      'ip_protocol',
      'from_port',
      'to_port',
      'cidr_ipv4',
      'cidr_ipv6',
      'prefix_list_id',
      'referenced_security_group_id',
    ],
    fields: {
      security_group_id: refers('aws_security_group', SECURITY),
      ip_protocol: SECURITY,
      from_port: SECURITY,
      to_port: SECURITY,
      cidr_ipv4: SECURITY,
      cidr_ipv6: SECURITY,
      prefix_list_id: refers('aws_ec2_managed_prefix_list', SECURITY),
      referenced_security_group_id: refers('aws_security_group', SECURITY),
      description: { class: 'metadata' },
    },
    normalise: (attributes) => {
      const { cidr_ipv4, cidr_ipv6, ...rest } = withoutPorts(attributes, 'ip_protocol')
      return {
        ...rest,
        ...(typeof cidr_ipv4 === 'undefined' ? {} : { cidr_ipv4: cidrOf(cidr_ipv4) }),
        ...(typeof cidr_ipv6 === 'undefined' ? {} : { cidr_ipv6: cidrOf(cidr_ipv6) }),
      }
    },
    api: {
      action: 'DescribeSecurityGroupRules',
      ...(isEgress ? {} : { covers: [securityGroupRule.name] }),
      id: 'SecurityGroupRuleId',
      owner: 'GroupOwnerId',
      where: { at: 'IsEgress', equals: isEgress },
      from: {
        security_group_id: 'GroupId',
        ip_protocol: 'IpProtocol',
        from_port: 'FromPort',
        to_port: 'ToPort',
        cidr_ipv4: 'CidrIpv4',
        cidr_ipv6: 'CidrIpv6',
        prefix_list_id: 'PrefixListId',
        referenced_security_group_id: {
          with: referencedGroup,
          reads: ['ReferencedGroupInfo'],
        },
        description: 'Description',
      },
      irrelevant: { SecurityGroupRuleArn: NAME },
    } satisfies Api,
  })
}

function referencedGroup(item: Attributes): Value | undefined {
  const info = item['ReferencedGroupInfo']
  if (typeof info !== 'object' || info === null || isList(info)) return undefined
  const { GroupId: id, UserId: user } = Object.fromEntries(Object.entries(info))
  const isForeign =
    typeof user === 'string' &&
    user !== '' &&
    user !== item['GroupOwnerId'] &&
    item['GroupOwnerId'] !== undefined
  return typeof id !== 'string' ? undefined : isForeign ? `${user}/${id}` : id
}

export const ingressRule = singleRule('aws_vpc_security_group_ingress_rule', false)
export const egressRule = singleRule('aws_vpc_security_group_egress_rule', true)
