import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { AWS, TIME } from '../irrelevant.ts'
import { awsKind, chosen, chosenName, plain, refers, refersToSet } from '../kind.ts'
import type { Mapping } from '../mapping.ts'
import { USER_DATA, userDataForm } from './user-data.ts'

const sizing = { class: 'sizing' } as const
const BOOLEAN = { scalar: 'boolean' } as const

const DATA: Mapping = {
  image_id: 'Data.ImageId',
  instance_type: 'Data.InstanceType',
  key_name: 'Data.KeyName',
  kernel_id: 'Data.KernelId',
  ram_disk_id: 'Data.RamDiskId',
  user_data: 'Data.UserData',
  ebs_optimized: 'Data.EbsOptimized',
  disable_api_termination: 'Data.DisableApiTermination',
  disable_api_stop: 'Data.DisableApiStop',
  instance_initiated_shutdown_behavior: 'Data.InstanceInitiatedShutdownBehavior',
  vpc_security_group_ids: 'Data.SecurityGroupIds',
  security_group_names: 'Data.SecurityGroups',
  iam_instance_profile: { block: 'Data.IamInstanceProfile', of: { arn: 'Arn', name: 'Name' } },
  monitoring: { block: 'Data.Monitoring', of: { enabled: 'Enabled' } },
  enclave_options: { block: 'Data.EnclaveOptions', of: { enabled: 'Enabled' } },
  hibernation_options: { block: 'Data.HibernationOptions', of: { configured: 'Configured' } },
  credit_specification: { block: 'Data.CreditSpecification', of: { cpu_credits: 'CpuCredits' } },
  maintenance_options: { block: 'Data.MaintenanceOptions', of: { auto_recovery: 'AutoRecovery' } },
  cpu_options: {
    block: 'Data.CpuOptions',
    of: { core_count: 'CoreCount', threads_per_core: 'ThreadsPerCore', amd_sev_snp: 'AmdSevSnp' },
  },
  private_dns_name_options: {
    block: 'Data.PrivateDnsNameOptions',
    of: {
      hostname_type: 'HostnameType',
      enable_resource_name_dns_a_record: 'EnableResourceNameDnsARecord',
      enable_resource_name_dns_aaaa_record: 'EnableResourceNameDnsAAAARecord',
    },
  },
  metadata_options: {
    block: 'Data.MetadataOptions',
    of: {
      http_endpoint: 'HttpEndpoint',
      http_tokens: 'HttpTokens',
      http_put_response_hop_limit: 'HttpPutResponseHopLimit',
      http_protocol_ipv6: 'HttpProtocolIpv6',
      instance_metadata_tags: 'InstanceMetadataTags',
    },
  },
  placement: {
    block: 'Data.Placement',
    of: {
      affinity: 'Affinity',
      availability_zone: 'AvailabilityZone',
      group_name: 'GroupName',
      host_id: 'HostId',
      host_resource_group_arn: 'HostResourceGroupArn',
      partition_number: 'PartitionNumber',
      spread_domain: 'SpreadDomain',
      tenancy: 'Tenancy',
    },
  },
  instance_market_options: {
    block: 'Data.InstanceMarketOptions',
    of: {
      market_type: 'MarketType',
      spot_options: {
        block: 'SpotOptions',
        of: {
          block_duration_minutes: 'BlockDurationMinutes',
          instance_interruption_behavior: 'InstanceInterruptionBehavior',
          max_price: 'MaxPrice',
          spot_instance_type: 'SpotInstanceType',
        },
      },
    },
  },
  capacity_reservation_specification: {
    block: 'Data.CapacityReservationSpecification',
    of: {
      capacity_reservation_preference: 'CapacityReservationPreference',
      capacity_reservation_target: {
        block: 'CapacityReservationTarget',
        of: {
          capacity_reservation_id: 'CapacityReservationId',
          capacity_reservation_resource_group_arn: 'CapacityReservationResourceGroupArn',
        },
      },
    },
  },
  block_device_mappings: {
    blocks: 'Data.BlockDeviceMappings',
    of: {
      device_name: 'DeviceName',
      no_device: 'NoDevice',
      virtual_name: 'VirtualName',
      ebs: {
        block: 'Ebs',
        of: {
          delete_on_termination: 'DeleteOnTermination',
          encrypted: 'Encrypted',
          iops: 'Iops',
          kms_key_id: 'KmsKeyId',
          snapshot_id: 'SnapshotId',
          throughput: 'Throughput',
          volume_size: 'VolumeSize',
          volume_type: 'VolumeType',
        },
      },
    },
  },
  network_interfaces: {
    blocks: 'Data.NetworkInterfaces',
    of: {
      associate_carrier_ip_address: 'AssociateCarrierIpAddress',
      associate_public_ip_address: 'AssociatePublicIpAddress',
      delete_on_termination: 'DeleteOnTermination',
      description: 'Description',
      device_index: 'DeviceIndex',
      interface_type: 'InterfaceType',
      ipv4_addresses: 'PrivateIpAddresses[].PrivateIpAddress',
      ipv6_addresses: 'Ipv6Addresses[].Ipv6Address',
      ipv6_address_count: 'Ipv6AddressCount',
      network_card_index: 'NetworkCardIndex',
      network_interface_id: 'NetworkInterfaceId',
      private_ip_address: 'PrivateIpAddress',
      security_groups: 'Groups',
      subnet_id: 'SubnetId',
    },
  },
  tag_specifications: {
    blocks: 'Data.TagSpecifications',
    of: { resource_type: 'ResourceType', tags: { tags: 'Tags' } },
  },
  license_specification: {
    blocks: 'Data.LicenseSpecifications',
    of: { license_configuration_arn: 'LicenseConfigurationArn' },
  },
}

export const launchTemplate = awsKind({
  name: 'aws_launch_template',
  identity: ['name'],
  hints: ['name_prefix', 'tags.Name', 'image_id', 'instance_type', 'description'],
  fields: {
    name: { class: 'identity', ...chosen },
    description: { class: 'metadata' },
    default_version: { class: 'version', ...chosen },
    latest_version: { class: 'version', ...chosen },
    image_id: { class: 'version', refers_to: 'aws_ami' },
    instance_type: sizing,
    key_name: refers('aws_key_pair', { class: 'security' }),
    kernel_id: plain,
    ram_disk_id: plain,
    user_data: USER_DATA,
    ebs_optimized: BOOLEAN,
    disable_api_termination: { class: 'security' },
    disable_api_stop: { class: 'security' },
    instance_initiated_shutdown_behavior: plain,
    vpc_security_group_ids: refersToSet('aws_security_group', { class: 'security' }),
    security_group_names: { list: 'set', class: 'security' },
    iam_instance_profile: { list: 'single', class: 'security' },
    monitoring: { list: 'single' },
    enclave_options: { list: 'single', class: 'security' },
    hibernation_options: { list: 'single' },
    credit_specification: { list: 'single' },
    maintenance_options: { list: 'single' },
    cpu_options: { list: 'single', ...sizing },
    private_dns_name_options: { list: 'single' },
    metadata_options: { list: 'single', class: 'security', ...chosen },
    placement: { list: 'single' },
    instance_market_options: { list: 'single' },
    'instance_market_options.spot_options': { list: 'single' },
    'instance_market_options.spot_options.valid_until': { ignore: 'always' },
    capacity_reservation_specification: { list: 'single' },
    'capacity_reservation_specification.capacity_reservation_target': { list: 'single' },
    block_device_mappings: { list: { keyed_by: ['device_name'] } },
    'block_device_mappings[*].ebs': { list: 'single', ...sizing },
    'block_device_mappings[*].ebs.delete_on_termination': BOOLEAN,
    'block_device_mappings[*].ebs.encrypted': { ...BOOLEAN, class: 'security' },
    'block_device_mappings[*].ebs.iops': chosen,
    'block_device_mappings[*].ebs.throughput': chosen,
    'block_device_mappings[*].ebs.volume_size': chosen,
    'block_device_mappings[*].ebs.volume_type': chosen,
    'block_device_mappings[*].ebs.volume_initialization_rate': { ignore: 'always' },
    network_interfaces: { list: { keyed_by: ['device_index'] }, class: 'security' },
    'network_interfaces[*].device_index': { default: 0 },
    'network_interfaces[*].associate_public_ip_address': BOOLEAN,
    'network_interfaces[*].associate_carrier_ip_address': BOOLEAN,
    'network_interfaces[*].delete_on_termination': BOOLEAN,
    'network_interfaces[*].primary_ipv6': { ignore: 'always' },
    'network_interfaces[*].ipv4_addresses': { list: 'set' },
    'network_interfaces[*].ipv6_addresses': { list: 'set' },
    'network_interfaces[*].security_groups': refersToSet('aws_security_group'),
    'network_interfaces[*].subnet_id': refers('aws_subnet'),
    tag_specifications: { list: { keyed_by: ['resource_type'] }, class: 'metadata' },
    'tag_specifications[*].tags': { free_keys: true },
    license_specification: { list: 'set' },
  },
  normalise: (attributes) => chosenName(userDataForm(attributes, false), 'name'),
  api: {
    action: 'DescribeLaunchTemplates',
    id: 'LaunchTemplateId',
    label: 'LaunchTemplateName',
    details: [
      {
        action: 'DescribeLaunchTemplateVersions',
        by: 'LaunchTemplateId',
        args: { Versions: ['$Latest'] },
        take: ['LaunchTemplateVersions'],
      },
    ],
    prepare: latest,
    from: {
      name: 'LaunchTemplateName',
      default_version: 'DefaultVersionNumber',
      latest_version: 'LatestVersionNumber',
      description: 'Version.VersionDescription',
      ...DATA,
    },
    irrelevant: {
      CreateTime: TIME,
      CreatedBy: AWS,
      Operator: AWS,
    },
  },
})

/** Terraform's template is the latest version's data. */
function latest(item: Attributes): Attributes {
  const versions = item['LaunchTemplateVersions']
  if (!isList(versions)) return { ...item, Version: versions ?? null, Data: versions ?? null }
  const number = (version: Attributes): number => Number(version['VersionNumber'] ?? 0)
  const [newest] = versions.filter(isMap).sort((a, b) => number(b) - number(a))
  const data: Value = newest?.['LaunchTemplateData'] ?? null
  return { ...item, Version: newest ?? null, Data: data }
}
