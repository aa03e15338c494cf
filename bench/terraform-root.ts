/** Terraform code of our own, as large as the bench needs it: files by path below a root. */
export type Files = ReadonlyMap<string, string>

const PROVIDER = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { ManagedBy = "terraform" }
  }
}
`

/** A service: 25 resources. */
const SERVICE = `variable "name" {
  type = string
}
variable "cidr" {
  type = string
}
variable "ports" {
  type = map(number)
}
variable "sizes" {
  type    = map(string)
  default = { default = "t3.micro", production = "t3.large" }
}
locals {
  zones   = ["a", "b", "c"]
  subnets = { for i, zone in local.zones : zone => cidrsubnet(var.cidr, 4, i) }
  size    = lookup(var.sizes, terraform.workspace, "t3.nano")
  tags    = merge({ Service = var.name, Workspace = terraform.workspace }, { for k, v in var.ports : "port-\${k}" => v })
}
resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge(local.tags, { Name = "\${var.name}-vpc" })
}
resource "aws_subnet" "this" {
  for_each          = local.subnets
  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "eu-west-1\${each.key}"
  tags              = merge(local.tags, { Name = format("%s-%s", var.name, each.key) })
}
resource "aws_security_group" "this" {
  name   = "\${var.name}-web"
  vpc_id = aws_vpc.this.id
  dynamic "ingress" {
    for_each = var.ports
    content {
      description = ingress.key
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = [for zone in local.zones : local.subnets[zone]]
    }
  }
  tags = local.tags
}
resource "aws_instance" "this" {
  count                  = 6
  ami                    = "ami-0123456789abcdef0"
  instance_type          = local.size
  subnet_id              = aws_subnet.this[element(local.zones, count.index)].id
  vpc_security_group_ids = [aws_security_group.this.id]
  user_data              = templatefile("\${path.module}/boot.sh.tftpl", { name = var.name, index = count.index, ports = var.ports })
  root_block_device {
    volume_size = 20 + count.index
    encrypted   = true
  }
  tags = merge(local.tags, { Name = "\${var.name}-\${count.index}" })
}
resource "aws_ebs_volume" "this" {
  count             = 6
  availability_zone = aws_instance.this[count.index].availability_zone
  size              = 10 * (count.index + 1)
  tags              = local.tags
}
resource "aws_volume_attachment" "this" {
  count       = 6
  device_name = "/dev/sd\${substr("fghijk", count.index, 1)}"
  volume_id   = aws_ebs_volume.this[count.index].id
  instance_id = aws_instance.this[count.index].id
}
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}
output "instances" {
  value = { for i, one in aws_instance.this : i => one.id }
}
output "subnets" {
  value = values(aws_subnet.this)[*].id
}
`

const BOOT = '#!/bin/sh\n# ${name} ${index}\n%{ for k, v in ports ~}\nopen ${k} ${v}\n%{ endfor ~}\n'

/** 300 resources in 12 module calls of one provider. */
export function services(): Files {
  const calls = Array.from(
    { length: 12 },
    (_, i) => `module "service_${i}" {
  source = "./service"
  name   = "service-${i}"
  cidr   = "10.${i}.0.0/16"
  ports  = { http = 80, https = 443, admin = ${8000 + i} }
}
output "service_${i}" {
  value = module.service_${i}.instances
}
`,
  )
  return new Map([
    ['main.tf', PROVIDER + calls.join('')],
    ['service/main.tf', SERVICE],
    ['service/boot.sh.tftpl', BOOT],
  ])
}

/** One resource with so many thousand instances. */
export function instances(thousands: number): Files {
  const text = `locals {
  all = { for i in flatten([for a in range(${thousands}) : [for b in range(1000) : a * 1000 + b]]) : "box-\${i}" => i }
}
resource "aws_instance" "box" {
  for_each      = local.all
  ami           = "ami-1"
  instance_type = each.value % 2 == 0 ? "t3.micro" : "t3.large"
  tags          = { Name = each.key, Index = each.value }
}
output "count" {
  value = length(aws_instance.box)
}
`
  return new Map([['main.tf', text]])
}

/** Files of `bytes` in all: a security group with an output that reads it, again and again. */
export function manyFiles(count: number, bytes: number): Files {
  const files = new Map<string, string>()
  for (let file = 0; file < count; file++) {
    let text = `locals {\n  base_${file} = "net-${file}"\n}\n`
    for (let block = 0; text.length < bytes / count; block++) text += blockText(file, block)
    files.set(`file_${file}.tf`, text)
  }
  return files
}

function blockText(file: number, block: number): string {
  const name = `r_${file}_${block}`
  return `# ${name}: one of many
resource "aws_security_group" "${name}" {
  name        = "\${local.base_${file}}-${block}"
  description = "group ${block} of file ${file}"
  ingress {
    from_port   = ${1000 + block}
    to_port     = ${1000 + block}
    protocol    = "tcp"
    cidr_blocks = [for i in range(3) : cidrsubnet("10.0.0.0/8", 8, i + ${block})]
  }
  tags = merge({ File = "${file}", Block = ${block} }, { Name = upper("\${local.base_${file}}-x") })
}
output "${name}" {
  value = { id = aws_security_group.${name}.id, ports = [for rule in aws_security_group.${name}.ingress : rule.from_port] }
}
`
}
