import { isList, isMap, Unknown, type Attributes, type Json, type Value } from '../../../src/core/value.ts'
import { AWS } from '../irrelevant.ts'
import { awsKind, chosen, refers } from '../kind.ts'

const GONE = { at: 'State', states: ['deleting', 'deleted'] } as const
const ATTACHMENTS = ['aws_ec2_transit_gateway_vpc_attachment', 'aws_ec2_transit_gateway_peering_attachment']
/** What somebody wrote; the propagated ones follow from the attachments. */
const STATIC: Readonly<Record<string, Json>> = { Filters: [{ Name: 'type', Values: ['static'] }] }

/** A table's routes that somebody wrote; those of a prefix list come with its reference. */
function ownRoutes(item: Attributes): Attributes {
  const routes = item['Routes']
  if (!isList(routes)) return item
  const isOwn = (route: Attributes): boolean => !route['PrefixListId'] && route['Type'] !== 'propagated'
  return { ...item, Routes: routes.filter((route) => isMap(route) && isOwn(route)) }
}

/** As the provider has it: a route without an attachment drops what it gets. */
function leadsNowhere(route: Attributes): Value {
  const attachments = route['TransitGatewayAttachments']
  return attachments instanceof Unknown ? attachments : !isList(attachments) || attachments.length === 0
}

export const transitGatewayRoute = awsKind({
  name: 'aws_ec2_transit_gateway_route',
  identity: ['transit_gateway_route_table_id', 'destination_cidr_block'],
  fields: {
    transit_gateway_route_table_id: refers('aws_ec2_transit_gateway_route_table'),
    destination_cidr_block: { class: 'security' },
    transit_gateway_attachment_id: refers(ATTACHMENTS, { class: 'security' }),
    blackhole: { class: 'security' },
  },
  api: {
    action: 'DescribeTransitGatewayRouteTables',
    gone: GONE,
    details: [
      {
        action: 'SearchTransitGatewayRoutes',
        by: 'TransitGatewayRouteTableId',
        args: STATIC,
        take: ['Routes'],
        of: 'aws_ec2_transit_gateway_route_table',
      },
    ],
    prepare: ownRoutes,
    inner: 'Routes',
    from: {
      transit_gateway_route_table_id: '^.TransitGatewayRouteTableId',
      destination_cidr_block: 'DestinationCidrBlock',
      transit_gateway_attachment_id: 'TransitGatewayAttachments[0].TransitGatewayAttachmentId',
      blackhole: { with: leadsNowhere, reads: ['TransitGatewayAttachments'] },
    },
    irrelevant: { TransitGatewayRouteTableAnnouncementId: AWS },
  },
})

/** All routes of a prefix list, as one. */
export const transitGatewayPrefixList = awsKind({
  name: 'aws_ec2_transit_gateway_prefix_list_reference',
  identity: ['transit_gateway_route_table_id', 'prefix_list_id'],
  fields: {
    transit_gateway_route_table_id: refers('aws_ec2_transit_gateway_route_table'),
    prefix_list_id: refers('aws_ec2_managed_prefix_list'),
    prefix_list_owner_id: chosen,
    transit_gateway_attachment_id: refers(ATTACHMENTS, { class: 'security' }),
    blackhole: { class: 'security' },
  },
  api: {
    action: 'DescribeTransitGatewayRouteTables',
    rare: true,
    gone: GONE,
    details: [
      {
        action: 'GetTransitGatewayPrefixListReferences',
        by: 'TransitGatewayRouteTableId',
        take: ['TransitGatewayPrefixListReferences'],
        of: 'aws_ec2_transit_gateway_route_table',
      },
    ],
    inner: 'TransitGatewayPrefixListReferences',
    from: {
      transit_gateway_route_table_id: '^.TransitGatewayRouteTableId',
      prefix_list_id: 'PrefixListId',
      prefix_list_owner_id: 'PrefixListOwnerId',
      transit_gateway_attachment_id: 'TransitGatewayAttachment.TransitGatewayAttachmentId',
      blackhole: 'Blackhole',
    },
  },
})
