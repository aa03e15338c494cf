import { isList, isMap, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { AWS, ECHO, IMAGE, NAME, NO_ARGUMENT, OLD, STATE, TAKEN_APART, TIME } from '../irrelevant.ts'
import {
  awsKind,
  chosen,
  oneTagMap,
  onByDefault,
  plain,
  refers,
  refersToSet,
  security,
  TAGS,
  type Api,
  type Beside,
} from '../kind.ts'
import { DISK, DISK_FIELDS } from './disk.ts'
import { USER_DATA, userDataForm } from './user-data.ts'

const sizing = { class: 'sizing', ...chosen } as const
const ATTRIBUTE = { action: 'DescribeInstanceAttribute', by: 'InstanceId' } as const

export const instance = awsKind({
  name: 'aws_instance',
  identity: ['tags.Name'],
  hints: [
    'subnet_id',
    'availability_zone',
    'ami',
    'instance_type',
    'private_ip',
    'vpc_security_group_ids',
    'key_name',
    'iam_instance_profile',
    'user_data',
  ],
  fields: {
    ami: { class: 'version', ...chosen, refers_to: 'aws_ami' },
    instance_type: sizing,
    instance_state: chosen,
    availability_zone: { class: 'identity', ...chosen },
    subnet_id: refers('aws_subnet', { class: 'identity', ...chosen }),
    vpc_security_group_ids: refersToSet('aws_security_group', { class: 'security', ...chosen }),
    key_name: refers('aws_key_pair', { class: 'security', ...chosen }),
    iam_instance_profile: { class: 'security', ...chosen },
    private_ip: { ...chosen, ignore: 'parity' },
    secondary_private_ips: { list: 'set', ...chosen, ignore: 'parity' },
    ipv6_addresses: { list: 'set', ...chosen, ignore: 'parity' },
    source_dest_check: onByDefault({ class: 'security' }),
    monitoring: chosen,
    ebs_optimized: sizing,
    hibernation: plain,
    disable_api_termination: { class: 'security', ...chosen },
    disable_api_stop: { class: 'security', ...chosen },
    instance_initiated_shutdown_behavior: chosen,
    user_data: { ...USER_DATA, ...chosen },
    tenancy: chosen,
    host_id: { ...chosen, ignore: 'parity' },
    placement_group: refers('aws_placement_group', chosen),
    placement_partition_number: chosen,
    metadata_options: { list: 'single', class: 'security', ...chosen },
    'metadata_options.http_endpoint': { default: 'enabled' },
    'metadata_options.http_protocol_ipv6': { default: 'disabled' },
    credit_specification: { list: 'single', ...chosen },
    'credit_specification.cpu_credits': plain,
    cpu_options: { list: 'single', ...sizing },
    enclave_options: { list: 'single', ...security, ...chosen },
    maintenance_options: { list: 'single', ...chosen },
    private_dns_name_options: { list: 'single', ...chosen },
    capacity_reservation_specification: { list: 'single', ...chosen },
    network_interface: { list: { keyed_by: ['device_index'] }, class: 'identity' },
    'network_interface[*].network_interface_id': refers('aws_network_interface'),
    'network_interface[*].delete_on_termination': { ignore: 'always' },
    root_block_device: { list: 'single', ...chosen },
    ...DISK_FIELDS('root_block_device'),
    ebs_block_device: { list: { keyed_by: ['device_name'] }, ...chosen },
    ...DISK_FIELDS('ebs_block_device[*]'),
    volume_tags: TAGS,
  },
  normalise: (attributes) => diskTags(userDataForm(attributes, true)),
  api: {
    action: 'DescribeInstances',
    id: 'InstanceId',
    owner: '^.OwnerId',
    gone: { at: 'State.Name', states: ['terminated', 'shutting-down'] },
    beside: [
      ['DescribeVolumes', 'VolumeId'],
      ['DescribeInstanceCreditSpecifications', 'InstanceId'],
    ],
    details: [
      { ...ATTRIBUTE, attribute: 'userData', take: ['UserData'] },
      { ...ATTRIBUTE, attribute: 'disableApiTermination', take: ['DisableApiTermination'] },
      { ...ATTRIBUTE, attribute: 'disableApiStop', take: ['DisableApiStop'] },
      {
        ...ATTRIBUTE,
        attribute: 'instanceInitiatedShutdownBehavior',
        take: ['InstanceInitiatedShutdownBehavior'],
      },
    ],
    prepare,
    from: {
      ami: 'ImageId',
      instance_type: 'InstanceType',
      instance_state: { with: settledState, reads: ['State'] },
      availability_zone: 'Placement.AvailabilityZone',
      subnet_id: 'SubnetId',
      vpc_id: 'VpcId',
      vpc_security_group_ids: 'SecurityGroups[].GroupId',
      key_name: 'KeyName',
      iam_instance_profile: { with: profileName, reads: ['IamInstanceProfile'] },
      private_ip: 'PrivateIpAddress',
      primary_network_interface_id: 'FirstInterface.NetworkInterfaceId',
      secondary_private_ips: { with: secondaryIps, reads: ['NetworkInterfaces'] },
      ipv6_addresses: 'FirstInterface.Ipv6Addresses[].Ipv6Address',
      source_dest_check: 'SourceDestCheck',
      monitoring: { is: 'Monitoring.State', any_of: ['enabled', 'pending'] },
      ebs_optimized: 'EbsOptimized',
      hibernation: 'HibernationOptions.Configured',
      disable_api_termination: 'DisableApiTermination.Value',
      disable_api_stop: 'DisableApiStop.Value',
      instance_initiated_shutdown_behavior: 'InstanceInitiatedShutdownBehavior.Value',
      user_data_base64: 'UserData.Value',
      spot_request_id: 'SpotInstanceRequestId',
      tenancy: 'Placement.Tenancy',
      host_id: 'Placement.HostId',
      placement_group: 'Placement.GroupName',
      placement_partition_number: 'Placement.PartitionNumber',
      metadata_options: {
        block: 'MetadataOptions',
        of: {
          http_endpoint: 'HttpEndpoint',
          http_tokens: 'HttpTokens',
          http_put_response_hop_limit: 'HttpPutResponseHopLimit',
          http_protocol_ipv6: 'HttpProtocolIpv6',
          instance_metadata_tags: 'InstanceMetadataTags',
        },
      },
      credit_specification: { block: 'Credit', of: { cpu_credits: 'CpuCredits' } },
      cpu_options: {
        block: 'CpuOptions',
        of: { core_count: 'CoreCount', threads_per_core: 'ThreadsPerCore', amd_sev_snp: 'AmdSevSnp' },
      },
      enclave_options: { block: 'EnclaveOptions', of: { enabled: 'Enabled' } },
      maintenance_options: { block: 'MaintenanceOptions', of: { auto_recovery: 'AutoRecovery' } },
      private_dns_name_options: {
        block: 'PrivateDnsNameOptions',
        of: {
          hostname_type: 'HostnameType',
          enable_resource_name_dns_a_record: 'EnableResourceNameDnsARecord',
          enable_resource_name_dns_aaaa_record: 'EnableResourceNameDnsAAAARecord',
        },
      },
      capacity_reservation_specification: {
        block: 'CapacityReservationSpecification',
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
      network_interface: {
        blocks: 'NetworkInterfaces',
        of: {
          network_interface_id: 'NetworkInterfaceId',
          device_index: 'Attachment.DeviceIndex',
          network_card_index: 'Attachment.NetworkCardIndex',
        },
      },
      root_block_device: { block: 'RootDevice', of: DISK },
      ebs_block_device: { blocks: 'DataDevices', of: DISK },
    },
    irrelevant: {
      AmiLaunchIndex: AWS,
      Architecture: IMAGE,
      BlockDeviceMappings: TAKEN_APART,
      BootMode: IMAGE,
      CapacityBlockId: ECHO,
      CapacityReservationId: ECHO,
      ClientToken: TIME,
      CurrentInstanceBootMode: IMAGE,
      ElasticGpuAssociations: OLD,
      ElasticInferenceAcceleratorAssociations: OLD,
      EnaSupport: IMAGE,
      Hypervisor: AWS,
      InstanceLifecycle: ECHO,
      Ipv6Address: NAME,
      KernelId: IMAGE,
      LaunchTime: TIME,
      Licenses: NO_ARGUMENT,
      NetworkPerformanceOptions: NO_ARGUMENT,
      Operator: AWS,
      OutpostArn: ECHO,
      Platform: IMAGE,
      PlatformDetails: IMAGE,
      PrivateDnsName: AWS,
      ProductCodes: IMAGE,
      PublicDnsName: AWS,
      PublicIpAddress: AWS,
      RamdiskId: IMAGE,
      RootDeviceName: TAKEN_APART,
      RootDeviceType: IMAGE,
      SecondaryInterfaces: NO_ARGUMENT,
      SriovNetSupport: IMAGE,
      StateReason: STATE,
      StateTransitionReason: STATE,
      TpmSupport: IMAGE,
      UsageOperation: IMAGE,
      UsageOperationUpdateTime: TIME,
      VirtualizationType: IMAGE,
    },
  } satisfies Api,
})

/** Puts each disk's volume beside its mapping, the root disk and the first interface apart, and the credit of burstable types. */
function prepare(item: Attributes, beside: Beside): Attributes {
  const list = isList(item['BlockDeviceMappings']) ? item['BlockDeviceMappings'].filter(isMap) : []
  const disks = list.map((mapping): Attributes => {
    const ebs = isMap(mapping['Ebs']) ? mapping['Ebs'] : {}
    return { ...mapping, Volume: beside('DescribeVolumes', 'VolumeId', ebs['VolumeId']) ?? null }
  })
  const root = disks.find((disk) => disk['DeviceName'] === item['RootDeviceName'])
  const interfaces = isList(item['NetworkInterfaces']) ? item['NetworkInterfaces'].filter(isMap) : []
  const first = interfaces.find(
    (each) => isMap(each['Attachment']) && each['Attachment']['DeviceIndex'] === 0,
  )
  return {
    ...item,
    RootDevice: root ?? null,
    DataDevices: disks.filter((disk) => disk !== root),
    FirstInterface: first ?? null,
    Credit: creditOf(item, beside),
  }
}

/** Asked without ids, AWS lists the machines with unlimited credits only: a burstable one that is not listed is standard. */
function creditOf(item: Attributes, beside: Beside): Value {
  if (typeof item['InstanceType'] !== 'string' || !/^t\d/.test(item['InstanceType'])) return null
  return (
    beside('DescribeInstanceCreditSpecifications', 'InstanceId', item['InstanceId']) ?? {
      CpuCredits: 'standard',
    }
  )
}

/** Disks have their tags as machines do: all of them, or those of their own. */
function diskTags(attributes: Attributes): Attributes {
  const form = (name: string): Attributes => {
    const disks = attributes[name]
    return isList(disks)
      ? { [name]: disks.map((disk) => (isMap(disk) ? withoutDefaults(oneTagMap(disk)) : disk)) }
      : {}
  }
  return { ...attributes, ...form('root_block_device'), ...form('ebs_block_device') }
}

function withoutDefaults(disk: Attributes): Attributes {
  const { default_tags: _, ...rest } = disk
  return rest
}

/** A machine on its way is where it goes. */
function settledState(item: Attributes): Value {
  const state = isMap(item['State']) ? item['State']['Name'] : null
  return state === 'pending' ? 'running' : state === 'stopping' ? 'stopped' : (state ?? null)
}

/** Terraform names a profile, AWS gives its ARN. */
function profileName(item: Attributes): Value | undefined {
  const profile = item['IamInstanceProfile']
  const arn = isMap(profile) ? profile['Arn'] : undefined
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined
}

function secondaryIps(item: Attributes): Value | undefined {
  const first = item['FirstInterface']
  if (first instanceof Unknown || !isMap(first)) return undefined
  const all = isList(first['PrivateIpAddresses']) ? first['PrivateIpAddresses'].filter(isMap) : []
  return all.filter((each) => each['Primary'] !== true).map((each) => each['PrivateIpAddress'] ?? null)
}
