import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  ModifyVpcAttributeCommand,
  RunInstancesCommand,
  type EC2Client,
  type ResourceType,
} from '@aws-sdk/client-ec2'

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-1'

/** What the set-up made, by what it is. */
export interface ShopIds {
  readonly vpc: string
  readonly subnet: string
  readonly web: string
  readonly db: string
  readonly machine: string
  readonly volume: string
}

const tags = (
  type: ResourceType,
  name: string,
): { ResourceType: ResourceType; Tags: { Key: string; Value: string }[] }[] => [
  {
    ResourceType: type,
    Tags: [
      { Key: 'Name', Value: name },
      { Key: 'Team', Value: 'shop' },
    ],
  },
]

/** Makes a VPC, a subnet, two groups with rules, a machine and a volume, as an apply of the root would. */
export async function makeShop(ec2: EC2Client): Promise<ShopIds> {
  const made = await ec2.send(
    new CreateVpcCommand({ CidrBlock: '10.7.0.0/16', TagSpecifications: tags('vpc', 'shop') }),
  )
  const vpc = made.Vpc?.VpcId ?? ''
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }))
  const net = await ec2.send(
    new CreateSubnetCommand({
      VpcId: vpc,
      CidrBlock: '10.7.1.0/24',
      AvailabilityZone: `${REGION}a`,
      TagSpecifications: tags('subnet', 'shop-a'),
    }),
  )
  const subnet = net.Subnet?.SubnetId ?? ''
  const group = async (name: string): Promise<string> => {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: `the ${name} of the shop`,
        VpcId: vpc,
        TagSpecifications: tags('security-group', name),
      }),
    )
    return GroupId ?? ''
  }
  const [web, db] = [await group('web'), await group('db')]
  await allow(ec2, web, 443, { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'https' }] })
  await allow(ec2, db, 5432, { UserIdGroupPairs: [{ GroupId: web }] })
  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      InstanceType: 't3.small',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnet,
      SecurityGroupIds: [web],
      TagSpecifications: tags('instance', 'web-0'),
    }),
  )
  const disk = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${REGION}a`,
      Size: 20,
      VolumeType: 'gp3',
      TagSpecifications: tags('volume', 'orders'),
    }),
  )
  return { vpc, subnet, web, db, machine: run.Instances?.[0]?.InstanceId ?? '', volume: disk.VolumeId ?? '' }
}

/** Lets something in by one TCP port. */
export async function allow(
  ec2: EC2Client,
  group: string,
  port: number,
  source: { IpRanges?: { CidrIp: string; Description?: string }[]; UserIdGroupPairs?: { GroupId: string }[] },
): Promise<void> {
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...source }],
    }),
  )
}

const CODE = `
provider "aws" {
  region = "${REGION}"
  default_tags {
    tags = { Team = "shop" }
  }
}

resource "aws_vpc" "main" {
  cidr_block           = "10.7.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "shop" }
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.7.1.0/24"
  availability_zone = "${REGION}a"
  tags              = { Name = "shop-a" }
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "the web of the shop"
  vpc_id      = aws_vpc.main.id
  ingress {
    description = "https"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = { Name = "web" }
}

resource "aws_security_group" "db" {
  name        = "db"
  description = "the db of the shop"
  vpc_id      = aws_vpc.main.id
  ingress {
    protocol        = "tcp"
    from_port       = 5432
    to_port         = 5432
    security_groups = [aws_security_group.web.id]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = { Name = "db" }
}

resource "aws_instance" "web" {
  ami                    = "ami-12c6146b"
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.web.id]
  tags                   = { Name = "web-0" }
}

resource "aws_ebs_volume" "orders" {
  availability_zone = "${REGION}a"
  size              = 20
  type              = "gp3"
  tags              = { Name = "orders" }
}
`

/** Writes the root that declares the shop, and the state that an apply of it leaves. */
export async function writeRoot(folder: string, ids: ShopIds): Promise<void> {
  await writeFile(join(folder, 'main.tf'), CODE)
  const tagged = (name: string): object => ({ tags: { Name: name }, tags_all: { Name: name, Team: 'shop' } })
  const rule = (more: object): object => ({
    description: '',
    cidr_blocks: [],
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    security_groups: [],
    self: false,
    ...more,
  })
  const out = rule({ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] })
  const group = (name: string, ingress: object): object => ({
    name,
    description: `the ${name} of the shop`,
    vpc_id: ids.vpc,
    ingress: [ingress],
    egress: [out],
    ...tagged(name),
  })
  const web = rule({
    protocol: 'tcp',
    from_port: 443,
    to_port: 443,
    description: 'https',
    cidr_blocks: ['0.0.0.0/0'],
  })
  const db = rule({ protocol: 'tcp', from_port: 5432, to_port: 5432, security_groups: [ids.web] })
  const resources: readonly (readonly [string, string, string, object])[] = [
    [
      'aws_vpc',
      'main',
      ids.vpc,
      {
        cidr_block: '10.7.0.0/16',
        enable_dns_hostnames: true,
        enable_dns_support: true,
        instance_tenancy: 'default',
        ...tagged('shop'),
      },
    ],
    [
      'aws_subnet',
      'a',
      ids.subnet,
      { vpc_id: ids.vpc, cidr_block: '10.7.1.0/24', availability_zone: `${REGION}a`, ...tagged('shop-a') },
    ],
    ['aws_security_group', 'web', ids.web, group('web', web)],
    ['aws_security_group', 'db', ids.db, group('db', db)],
    [
      'aws_instance',
      'web',
      ids.machine,
      {
        ami: 'ami-12c6146b',
        instance_type: 't3.small',
        instance_state: 'running',
        subnet_id: ids.subnet,
        vpc_security_group_ids: [ids.web],
        source_dest_check: true,
        ...tagged('web-0'),
      },
    ],
    [
      'aws_ebs_volume',
      'orders',
      ids.volume,
      { availability_zone: `${REGION}a`, size: 20, type: 'gp3', ...tagged('orders') },
    ],
  ]
  const state = {
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: 'e2e',
    outputs: {},
    resources: resources.map(([type, name, id, attributes]) => ({
      mode: 'managed',
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: 1, attributes: { id, ...attributes } }],
    })),
  }
  await writeFile(join(folder, 'terraform.tfstate'), JSON.stringify(state))
}
