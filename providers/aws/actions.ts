/** A read action of the EC2 API. The names and limits are those of AWS's own service model. */
export interface Action {
  /** the answer's list; absent = the answer is one thing */
  readonly list?: string
  /** the list inside each item of the list, where the things stand one level deeper; the outer item is their `^` */
  readonly within?: string
  /** the largest page; absent = all in one answer. Where AWS names no limit it is 1000. */
  readonly page?: number
}

/** Every request that this provider can make; all of them read. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  DescribeAddresses: { list: 'Addresses' },
  DescribeCapacityReservations: { list: 'CapacityReservations', page: 1000 },
  DescribeCarrierGateways: { list: 'CarrierGateways', page: 1000 },
  DescribeCustomerGateways: { list: 'CustomerGateways' },
  DescribeDhcpOptions: { list: 'DhcpOptions', page: 1000 },
  DescribeEgressOnlyInternetGateways: { list: 'EgressOnlyInternetGateways', page: 255 },
  DescribeFlowLogs: { list: 'FlowLogs', page: 1000 },
  DescribeHosts: { list: 'Hosts', page: 500 },
  DescribeImageAttribute: {},
  DescribeImages: { list: 'Images', page: 1000 },
  DescribeInstanceAttribute: {},
  DescribeInstanceConnectEndpoints: { list: 'InstanceConnectEndpoints', page: 50 },
  DescribeInstanceCreditSpecifications: { list: 'InstanceCreditSpecifications', page: 1000 },
  DescribeInstances: { list: 'Reservations', within: 'Instances', page: 1000 },
  DescribeInternetGateways: { list: 'InternetGateways', page: 1000 },
  DescribeKeyPairs: { list: 'KeyPairs' },
  DescribeLaunchTemplateVersions: { list: 'LaunchTemplateVersions', page: 200 },
  DescribeLaunchTemplates: { list: 'LaunchTemplates', page: 200 },
  DescribeManagedPrefixLists: { list: 'PrefixLists', page: 100 },
  DescribeNatGateways: { list: 'NatGateways', page: 1000 },
  DescribeNetworkAcls: { list: 'NetworkAcls', page: 1000 },
  DescribeNetworkInterfaces: { list: 'NetworkInterfaces', page: 1000 },
  DescribePlacementGroups: { list: 'PlacementGroups' },
  DescribeRouteTables: { list: 'RouteTables', page: 100 },
  DescribeSecurityGroupRules: { list: 'SecurityGroupRules', page: 1000 },
  DescribeSecurityGroups: { list: 'SecurityGroups', page: 1000 },
  DescribeSnapshotAttribute: {},
  DescribeSnapshots: { list: 'Snapshots', page: 1000 },
  DescribeSpotFleetRequests: { list: 'SpotFleetRequestConfigs', page: 1000 },
  DescribeSpotInstanceRequests: { list: 'SpotInstanceRequests', page: 1000 },
  DescribeSubnets: { list: 'Subnets', page: 1000 },
  DescribeTags: { list: 'Tags', page: 1000 },
  DescribeTrafficMirrorFilters: { list: 'TrafficMirrorFilters', page: 1000 },
  DescribeTrafficMirrorSessions: { list: 'TrafficMirrorSessions', page: 1000 },
  DescribeTrafficMirrorTargets: { list: 'TrafficMirrorTargets', page: 1000 },
  DescribeTransitGatewayPeeringAttachments: { list: 'TransitGatewayPeeringAttachments', page: 1000 },
  DescribeTransitGatewayRouteTables: { list: 'TransitGatewayRouteTables', page: 1000 },
  DescribeTransitGatewayVpcAttachments: { list: 'TransitGatewayVpcAttachments', page: 1000 },
  DescribeTransitGateways: { list: 'TransitGateways', page: 1000 },
  DescribeVolumes: { list: 'Volumes', page: 1000 },
  DescribeVpcAttribute: {},
  DescribeVpcBlockPublicAccessOptions: {},
  DescribeVpcEndpointServiceConfigurations: { list: 'ServiceConfigurations', page: 1000 },
  DescribeVpcEndpointServicePermissions: { list: 'AllowedPrincipals', page: 1000 },
  DescribeVpcEndpoints: { list: 'VpcEndpoints', page: 1000 },
  DescribeVpcPeeringConnections: { list: 'VpcPeeringConnections', page: 1000 },
  DescribeVpcs: { list: 'Vpcs', page: 1000 },
  DescribeVpnConnections: { list: 'VpnConnections' },
  DescribeVpnGateways: { list: 'VpnGateways' },
  GetEbsDefaultKmsKeyId: {},
  GetEbsEncryptionByDefault: {},
  GetImageBlockPublicAccessState: {},
  GetInstanceMetadataDefaults: {},
  GetManagedPrefixListEntries: { list: 'Entries', page: 100 },
  GetSerialConsoleAccessStatus: {},
  GetSnapshotBlockPublicAccessState: {},
  GetSubnetCidrReservations: {},
  GetTransitGatewayPrefixListReferences: { list: 'TransitGatewayPrefixListReferences', page: 1000 },
  GetTransitGatewayRouteTableAssociations: { list: 'Associations', page: 1000 },
  GetTransitGatewayRouteTablePropagations: { list: 'TransitGatewayRouteTablePropagations', page: 1000 },
  SearchTransitGatewayRoutes: { list: 'Routes' },
}

/** The command of the AWS CLI, which is also the name of its recording: `DescribeVpcs` → `describe-vpcs`. */
export function commandName(action: string): string {
  return action.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
