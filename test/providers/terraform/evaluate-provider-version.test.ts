import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'

const NEWER = `data "aws_region" "r" {
  region = "eu-west-1"
}
output "o" {
  value = data.aws_region.r.region
}
`

function required(version: string): string {
  return `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "${version}"\n    }\n  }\n}\n`
}

test('a data source of another major version of the provider is taken as it is', async () => {
  for (const version of ['>= 6.28', '~> 6.0', '>= 4.0, < 5.0', '4.67.0']) {
    const { gaps, outputs } = await printFiles({ 'main.tf': NEWER, 'v.tf': required(version) })
    assert.deepEqual([version, gaps, outputs['o']?.value], [version, [], 'eu-west-1'])
  }
  for (const version of ['>= 5.0', '~> 5.31', '5.31.1', '> 4.0', '!= 5.0.0']) {
    const { gaps } = await printFiles({ 'main.tf': NEWER, 'v.tf': required(version) })
    assert.deepEqual([version, gaps.map(({ line }) => line)], [version, [2]])
  }
  const lock = (version: string): string =>
    `provider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  constraints = ">= 5.0"\n}\n`
  const locked = async (version: string): Promise<number> =>
    (await printFiles({ 'main.tf': NEWER, 'v.tf': required('>= 5.0'), '.terraform.lock.hcl': lock(version) }))
      .gaps.length
  assert.deepEqual([await locked('6.2.0'), await locked('5.2.0')], [0, 1])
})

test('a resource of another major version of the provider may have what the tables lack, and lack what they ask for', async () => {
  const code = `resource "aws_vpc" "v" {
  region     = "eu-west-1"
  cidr_block = 10
  arn        = "set"
  lifecycle {
    ignore_changes = [region]
  }
}
resource "aws_subnet" "s" {
  count             = 0
  availability_zone = aws_vpc.v.region
}
resource "aws_lb_listener_rule" "r" {
  listener_arn = "arn"
  action {
    type   = "jwt"
    issuer = aws_vpc.v.dns.name
    fresh {
      on = true
    }
  }
  transform {
    type = "a"
  }
  transform {
    type = "b"
    to   = 1
  }
}
output "known" {
  value = aws_vpc.v.cidr_block
}
output "open" {
  value = [aws_vpc.v.region, aws_vpc.v.id, aws_lb_listener_rule.r.action[0].issuer, aws_vpc.v]
}
`
  const { gaps, resources, outputs } = await printFiles({ 'main.tf': code, 'v.tf': required('~> 6.0') })
  assert.deepEqual(gaps, [])
  assert.deepEqual(
    resources.map(({ values, unknown }) => ({ values, unknown })),
    [
      {
        values: {
          listener_arn: 'arn',
          action: [{ type: 'jwt', issuer: null, fresh: [{ on: true }] }],
          transform: [{ type: 'a' }, { type: 'b', to: 1 }],
        },
        unknown: [['action', 0, 'issuer']],
      },
      { values: { region: 'eu-west-1', cidr_block: '10', arn: 'set' }, unknown: [] },
    ],
  )
  assert.equal(outputs['known']?.value, '10')
  assert.deepEqual(outputs['open']?.unknown, [[0], [1], [2], [3]])
  // by its schema it is refused where the version is ours
  const own = await printFiles({ 'main.tf': code, 'v.tf': required('~> 5.0') })
  assert.ok(own.gaps.length > 5 && own.gaps.every((gap) => gap.code === 'TERRAFORM_INVALID'))
})
