import type { Attributes } from '../../../src/core/value.ts'
import { NAME } from '../irrelevant.ts'
import { awsKind, chosen, chosenName, refers } from '../kind.ts'
import { permissionRules, singleRules } from './rule-form.ts'

const RULES = {
  list: { keyed_by: ['protocol', 'from_port', 'to_port', 'cidr', 'prefix_list', 'group', 'self'] },
  class: 'security',
} as const

export const securityGroup = awsKind({
  name: 'aws_security_group',
  also: ['aws_default_security_group'],
  identity: ['vpc_id', 'name'],
  hints: ['name_prefix', 'tags.Name', 'description'],
  fields: {
    name: { class: 'identity', ...chosen },
    description: { class: 'metadata', ...chosen },
    vpc_id: refers('aws_vpc', { class: 'identity', ...chosen }),
    ingress: RULES,
    'ingress[*].group': refers('aws_security_group'),
    'ingress[*].prefix_list': refers('aws_ec2_managed_prefix_list'),
    egress: RULES,
    'egress[*].group': refers('aws_security_group'),
    'egress[*].prefix_list': refers('aws_ec2_managed_prefix_list'),
  },
  normalise: ({ ingress, egress, ...rest }): Attributes => ({
    ...chosenName(rest, 'name'),
    ...(ingress === undefined || ingress === null ? {} : { ingress: singleRules(ingress) }),
    ...(egress === undefined || egress === null ? {} : { egress: singleRules(egress) }),
  }),
  api: {
    action: 'DescribeSecurityGroups',
    id: 'GroupId',
    owner: 'OwnerId',
    label: 'GroupName',
    from: {
      name: 'GroupName',
      description: 'Description',
      vpc_id: 'VpcId',
      ingress: { with: (item) => permissionRules(item, 'IpPermissions'), reads: ['IpPermissions'] },
      egress: {
        with: (item) => permissionRules(item, 'IpPermissionsEgress'),
        reads: ['IpPermissionsEgress'],
      },
    },
    irrelevant: {
      SecurityGroupArn: NAME,
    },
  },
})
