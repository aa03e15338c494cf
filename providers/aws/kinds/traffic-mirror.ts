import { isList, type Attributes } from '../../../src/core/value.ts'
import { ECHO, TAKEN_APART } from '../irrelevant.ts'
import { awsKind, chosen, refers } from '../kind.ts'

/** Who copies traffic sees all of it: every part of this is about security. */
const security = { class: 'security' } as const
const PORTS = { from_port: 'FromPort', to_port: 'ToPort' }

export const mirrorFilter = awsKind({
  name: 'aws_ec2_traffic_mirror_filter',
  identity: ['tags.Name', 'description'],
  fields: { description: { class: 'metadata' }, network_services: { list: 'set', ...security } },
  api: {
    action: 'DescribeTrafficMirrorFilters',
    id: 'TrafficMirrorFilterId',
    from: { description: 'Description', network_services: 'NetworkServices' },
    irrelevant: { IngressFilterRules: TAKEN_APART, EgressFilterRules: TAKEN_APART },
  },
})

export const mirrorFilterRule = awsKind({
  name: 'aws_ec2_traffic_mirror_filter_rule',
  untagged: true,
  identity: ['traffic_mirror_filter_id', 'traffic_direction', 'rule_number'],
  fields: {
    traffic_mirror_filter_id: refers('aws_ec2_traffic_mirror_filter'),
    traffic_direction: security,
    rule_number: security,
    rule_action: security,
    protocol: security,
    source_cidr_block: security,
    destination_cidr_block: security,
    source_port_range: { list: 'single', ...security },
    destination_port_range: { list: 'single', ...security },
    description: { class: 'metadata' },
  },
  api: {
    action: 'DescribeTrafficMirrorFilters',
    prepare: (item) => ({ ...item, Rules: rulesOf(item) }),
    inner: 'Rules',
    id: 'TrafficMirrorFilterRuleId',
    from: {
      traffic_mirror_filter_id: '^.TrafficMirrorFilterId',
      traffic_direction: 'TrafficDirection',
      rule_number: 'RuleNumber',
      rule_action: 'RuleAction',
      protocol: 'Protocol',
      source_cidr_block: 'SourceCidrBlock',
      destination_cidr_block: 'DestinationCidrBlock',
      source_port_range: { block: 'SourcePortRange', of: PORTS },
      destination_port_range: { block: 'DestinationPortRange', of: PORTS },
      description: 'Description',
    },
  },
})

function rulesOf(filter: Attributes): Attributes[string] {
  const sides = [filter['IngressFilterRules'], filter['EgressFilterRules']]
  return sides.flatMap((rules) => (isList(rules) ? rules : []))
}

export const mirrorTarget = awsKind({
  name: 'aws_ec2_traffic_mirror_target',
  identity: ['network_interface_id', 'network_load_balancer_arn', 'gateway_load_balancer_endpoint_id'],
  hints: ['tags.Name', 'description'],
  fields: {
    description: { class: 'metadata' },
    network_interface_id: refers('aws_network_interface', security),
    network_load_balancer_arn: security,
    gateway_load_balancer_endpoint_id: refers('aws_vpc_endpoint', security),
  },
  api: {
    action: 'DescribeTrafficMirrorTargets',
    id: 'TrafficMirrorTargetId',
    owner: 'OwnerId',
    from: {
      description: 'Description',
      network_interface_id: 'NetworkInterfaceId',
      network_load_balancer_arn: 'NetworkLoadBalancerArn',
      gateway_load_balancer_endpoint_id: 'GatewayLoadBalancerEndpointId',
    },
    irrelevant: { Type: ECHO },
  },
})

export const mirrorSession = awsKind({
  name: 'aws_ec2_traffic_mirror_session',
  identity: ['network_interface_id', 'session_number'],
  fields: {
    description: { class: 'metadata' },
    network_interface_id: refers('aws_network_interface', security),
    traffic_mirror_filter_id: refers('aws_ec2_traffic_mirror_filter', security),
    traffic_mirror_target_id: refers('aws_ec2_traffic_mirror_target', security),
    packet_length: chosen,
    session_number: {},
    virtual_network_id: chosen,
  },
  api: {
    action: 'DescribeTrafficMirrorSessions',
    id: 'TrafficMirrorSessionId',
    owner: 'OwnerId',
    from: {
      description: 'Description',
      network_interface_id: 'NetworkInterfaceId',
      traffic_mirror_filter_id: 'TrafficMirrorFilterId',
      traffic_mirror_target_id: 'TrafficMirrorTargetId',
      packet_length: 'PacketLength',
      session_number: 'SessionNumber',
      virtual_network_id: 'VirtualNetworkId',
    },
  },
})
