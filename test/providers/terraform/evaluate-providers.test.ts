import assert from 'node:assert/strict'
import { test } from 'node:test'

import { evaluateFiles, printFiles, seenBy } from './evaluate-text.ts'

test('the default tags of a provider: none where its block has none, unknown where nobody knows whether there are', async () => {
  const code = (inside: string): string =>
    `resource "terraform_data" "u" {}\nprovider "aws" {\n  region = "eu-west-1"\n${inside}}\ndata "aws_default_tags" "d" {}\noutput "o" {\n  value = data.aws_default_tags.d.tags\n}\n`
  const none = await printFiles({ 'main.tf': code('') })
  assert.deepEqual(none.outputs['o'], { type: ['map', 'string'], value: {} })
  const open = await printFiles({
    'main.tf': code(
      '  dynamic "default_tags" {\n    for_each = terraform_data.u.id == "x" ? [1] : []\n    content {\n      tags = { a = "b" }\n    }\n  }\n',
    ),
  })
  assert.deepEqual(open.outputs['o']?.unknown, [[]])
})

test('references in quotes, as they stood before 0.12, are references', async () => {
  const code = `provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
  default_tags {
    tags = { Env = "e" }
  }
}
resource "aws_vpc" "v" {
  provider   = "aws.us"
  cidr_block = "10.0.0.0/16"
  lifecycle {
    ignore_changes = ["tags"]
  }
}
data "aws_region" "r" {
  provider = "aws.us"
}
data "aws_region" "waits" {
  depends_on = ["aws_vpc.v"]
}
`
  assert.deepEqual(
    await seenBy(code, ['aws_vpc.v.tags_all', 'data.aws_region.r.name', 'data.aws_region.waits.name']),
    [{ Env: 'e' }, 'us-east-1', undefined],
  )
  const { resources } = await evaluateFiles({ 'main.tf': code })
  const vpc = resources.find(({ address }) => address === 'aws_vpc.v')
  assert.deepEqual(vpc?.config.ignore_changes, [['tags']])
})

test('tags that a provider ignores are none of all tags', async () => {
  const code = `provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Env = "e", k = "1", "p:a" = "2", none = null }
  }
  ignore_tags {
    keys         = ["k"]
    key_prefixes = ["p:"]
  }
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
  tags       = { k = "own", Name = "n" }
}
data "aws_default_tags" "d" {}
`
  assert.deepEqual(
    await seenBy(code, ['aws_vpc.v.tags_all', 'aws_vpc.v.tags', 'data.aws_default_tags.d.tags']),
    [{ Env: 'e', Name: 'n' }, { k: 'own', Name: 'n' }, { Env: 'e' }],
  )
})

test('a call hands on only providers that its module has', async () => {
  const call = (inside: string): string => `module "m" {\n  source = "./m"\n${inside}}\n`
  const provider = 'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n'
  for (const [inside, want] of [
    ['  providers = {\n    aws = aws.us\n  }\n', 0],
    ['  providers = {\n    aws = aws.nowhere\n  }\n', 1],
  ] as const) {
    const { gaps } = await printFiles({
      'main.tf': provider + call(inside),
      'm/main.tf': call('  providers = {\n    aws = aws\n  }\n'),
      'm/m/main.tf': 'locals {\n  a = 1\n}\n',
    })
    assert.equal(gaps.length, want, inside)
  }
})
