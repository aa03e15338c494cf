import type { Field } from '../../../src/core/provider.ts'
import { AWS } from '../irrelevant.ts'
import { awsKind, onByDefault, security, type AwsKind, type Api } from '../kind.ts'

/** A setting of a whole region, of which there is one: it is found by where it is. Asked only where it is declared. */
function regionSwitch(
  name: string,
  fields: Readonly<Record<string, Field>>,
  api: Pick<Api, 'action' | 'from' | 'irrelevant'>,
): AwsKind {
  return awsKind({ name, identity: [], fields, untagged: true, api: { rare: true, ...api } })
}

/** Settings that every region has, whether or not somebody declares them. */
export const regionSwitches: readonly AwsKind[] = [
  regionSwitch(
    'aws_ebs_default_kms_key',
    { key_arn: security },
    {
      action: 'GetEbsDefaultKmsKeyId',
      from: { key_arn: 'KmsKeyId' },
    },
  ),
  regionSwitch(
    'aws_ebs_snapshot_block_public_access',
    { state: security },
    {
      action: 'GetSnapshotBlockPublicAccessState',
      from: { state: 'State' },
      irrelevant: { ManagedBy: AWS },
    },
  ),
  regionSwitch(
    'aws_ec2_image_block_public_access',
    { state: security },
    {
      action: 'GetImageBlockPublicAccessState',
      from: { state: 'ImageBlockPublicAccessState' },
      irrelevant: { ManagedBy: AWS },
    },
  ),
  regionSwitch(
    'aws_ec2_serial_console_access',
    { enabled: onByDefault(security) },
    {
      action: 'GetSerialConsoleAccessStatus',
      from: { enabled: 'SerialConsoleAccessEnabled' },
      irrelevant: { ManagedBy: AWS },
    },
  ),
  regionSwitch(
    'aws_ec2_instance_metadata_defaults',
    {
      http_endpoint: { default: 'no-preference', ...security },
      http_put_response_hop_limit: { default: -1, ...security },
      http_tokens: { default: 'no-preference', ...security },
      instance_metadata_tags: { default: 'no-preference' },
    },
    {
      action: 'GetInstanceMetadataDefaults',
      from: {
        http_endpoint: 'AccountLevel.HttpEndpoint',
        http_put_response_hop_limit: 'AccountLevel.HttpPutResponseHopLimit',
        http_tokens: 'AccountLevel.HttpTokens',
        instance_metadata_tags: 'AccountLevel.InstanceMetadataTags',
      },
    },
  ),
  regionSwitch(
    'aws_vpc_block_public_access_options',
    { internet_gateway_block_mode: security },
    {
      action: 'DescribeVpcBlockPublicAccessOptions',
      from: { internet_gateway_block_mode: 'VpcBlockPublicAccessOptions.InternetGatewayBlockMode' },
    },
  ),
]
