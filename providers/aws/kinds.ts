import type { AwsKind } from './kind.ts'
import { ami, amiLaunchPermission } from './kinds/ami.ts'
import { capacityReservation, dedicatedHost, placementGroup } from './kinds/capacity.ts'
import { dhcpOptions, dhcpOptionsAssociation } from './kinds/dhcp-options.ts'
import { ebsEncryption } from './kinds/ebs-encryption.ts'
import { ebsSnapshot, snapshotPermission } from './kinds/ebs-snapshot.ts'
import { ebsVolume, volumeAttachment } from './kinds/ebs-volume.ts'
import { eip, eipAssociation } from './kinds/eip.ts'
import {
  endpointService,
  endpointServicePrincipal,
  instanceConnectEndpoint,
} from './kinds/endpoint-service.ts'
import { flowLog } from './kinds/flow-log.ts'
import {
  carrierGateway,
  customerGateway,
  egressOnlyGateway,
  internetGateway,
  internetGatewayAttachment,
  natGateway,
  vpnGateway,
  vpnGatewayAttachment,
} from './kinds/gateway.ts'
import { instance } from './kinds/instance.ts'
import { keyPair } from './kinds/key-pair.ts'
import { launchTemplate } from './kinds/launch-template.ts'
import { networkAcl, networkAclAssociation, networkAclRule } from './kinds/network-acl.ts'
import { interfaceGroup, networkInterface, networkInterfaceAttachment } from './kinds/network-interface.ts'
import { prefixList, prefixListEntry } from './kinds/prefix-list.ts'
import {
  mainRouteTableAssociation,
  route,
  routePropagation,
  routeTable,
  routeTableAssociation,
} from './kinds/route-table.ts'
import { regionSwitches } from './kinds/region-switch.ts'
import { egressRule, ingressRule, securityGroupRule } from './kinds/security-group-rule.ts'
import { securityGroup } from './kinds/security-group.ts'
import { spotFleetRequest, spotInstanceRequest } from './kinds/spot.ts'
import { subnetReservation } from './kinds/subnet-reservation.ts'
import { subnet } from './kinds/subnet.ts'
import { tag } from './kinds/tag.ts'
import {
  transitGateway,
  transitGatewayAssociation,
  transitGatewayPeering,
  transitGatewayPropagation,
  transitGatewayRouteTable,
  transitGatewayVpcAttachment,
} from './kinds/transit-gateway.ts'
import { mirrorFilter, mirrorFilterRule, mirrorSession, mirrorTarget } from './kinds/traffic-mirror.ts'
import { transitGatewayPrefixList, transitGatewayRoute } from './kinds/transit-gateway-route.ts'
import { vpcCidr, vpcCidrV6 } from './kinds/vpc-cidr.ts'
import {
  endpointGroup,
  endpointPolicy,
  endpointRouteTable,
  endpointSubnet,
  vpcEndpoint,
} from './kinds/vpc-endpoint.ts'
import { vpcPeering, vpcPeeringOptions } from './kinds/vpc-peering.ts'
import { vpc } from './kinds/vpc.ts'
import { vpnConnection, vpnConnectionRoute } from './kinds/vpn-connection.ts'

/** Every kind of the family. A new one is its file and a line here. */
export const KINDS: readonly AwsKind[] = [
  vpc,
  vpcCidr,
  vpcCidrV6,
  subnet,
  subnetReservation,
  securityGroup,
  securityGroupRule,
  ingressRule,
  egressRule,
  networkAcl,
  networkAclRule,
  networkAclAssociation,
  routeTable,
  route,
  routeTableAssociation,
  mainRouteTableAssociation,
  routePropagation,
  internetGateway,
  internetGatewayAttachment,
  egressOnlyGateway,
  natGateway,
  carrierGateway,
  customerGateway,
  vpnGateway,
  vpnGatewayAttachment,
  eip,
  eipAssociation,
  vpcEndpoint,
  endpointRouteTable,
  endpointSubnet,
  endpointGroup,
  endpointPolicy,
  endpointService,
  endpointServicePrincipal,
  instanceConnectEndpoint,
  vpcPeering,
  vpcPeeringOptions,
  prefixList,
  prefixListEntry,
  flowLog,
  dhcpOptions,
  dhcpOptionsAssociation,
  transitGateway,
  transitGatewayVpcAttachment,
  transitGatewayPeering,
  transitGatewayRouteTable,
  transitGatewayAssociation,
  transitGatewayPropagation,
  transitGatewayRoute,
  transitGatewayPrefixList,
  mirrorFilter,
  mirrorFilterRule,
  mirrorTarget,
  mirrorSession,
  networkInterface,
  networkInterfaceAttachment,
  interfaceGroup,
  instance,
  launchTemplate,
  keyPair,
  ami,
  amiLaunchPermission,
  ebsVolume,
  volumeAttachment,
  ebsSnapshot,
  snapshotPermission,
  ebsEncryption,
  placementGroup,
  capacityReservation,
  dedicatedHost,
  spotInstanceRequest,
  spotFleetRequest,
  ...regionSwitches,
  vpnConnection,
  vpnConnectionRoute,
  tag,
]

/** All kinds of the family by each of their names. */
export const KIND_BY_NAME: ReadonlyMap<string, AwsKind> = new Map(
  KINDS.flatMap((kind) => [kind.name, ...(kind.also ?? [])].map((name): [string, AwsKind] => [name, kind])),
)
