import assert from 'node:assert/strict'
import { test } from 'node:test'

import { provider } from '../../../providers/terraform/provider.ts'
import type { Item, Resource } from '../../../src/core/model.ts'
import { Unknown } from '../../../src/core/value.ts'
import { sourceOf } from '../../../src/core/verdict.ts'
import { collect, contextFor, digest, resourcesOf } from './collect.ts'
import type { Files } from './evaluate-text.ts'
import { withFiles } from './evaluate-text.ts'

async function declare(files: Files, settings: object = {}): Promise<readonly Item[]> {
  const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text]))
  return withFiles(below, (folder) =>
    collect('terraform', { root: 'infra', ...settings }, contextFor(folder)),
  )
}

test('a declared resource: address, lines, tags, references, secrets, ignored paths, imported id', async () => {
  const items = await declare(
    {
      'main.tf': `provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Team = "net", Env = "default" }
  }
}
variable "pw" {
  default   = "canary"
  sensitive = true
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_instance" "web" {
  for_each               = toset(["a"])
  subnet_id              = aws_vpc.v.id
  vpc_security_group_ids = [aws_vpc.v.default_security_group_id]
  user_data              = "pw=\${var.pw}"
  tags = {
    Name = "web-\${each.key}"
    Env  = "prod"
  }
  root_block_device {
    volume_size = 8
  }
  lifecycle {
    ignore_changes = [ami, tags["Rev"], root_block_device[0].volume_size]
  }
}
import {
  to = aws_vpc.v
  id = "vpc-123"
}
data "aws_region" "r" {}
`,
    },
    { name: 'net' },
  )
  const [web, vpc] = resourcesOf(items)
  assert.deepEqual([vpc?.address, vpc?.id, vpc?.name], ['aws_vpc.v', 'vpc-123', 'v'])
  assert.deepEqual(
    [web?.address, web?.root, web?.name, web?.kind],
    ['aws_instance.web["a"]', 'net', 'web-a', 'aws_instance'],
  )
  assert.deepEqual({ ...web?.tags }, { Env: 'prod', Name: 'web-a', Team: 'net' })
  const subnet = web?.attributes['subnet_id']
  assert.ok(subnet instanceof Unknown)
  assert.deepEqual(subnet.refers_to, { address: 'aws_vpc.v', attribute: 'id' })
  assert.deepEqual(web?.attributes['user_data'], digest('pw=canary'))
  assert.deepEqual(web?.origin, {
    file: 'infra/main.tf',
    line: 14,
    lines: {
      subnet_id: 16,
      vpc_security_group_ids: 17,
      user_data: 18,
      tags: 19,
      'tags.Name': 20,
      'tags.Env': 21,
      root_block_device: 23,
      'root_block_device[0]': 23,
      'root_block_device[0].volume_size': 24,
    },
  })
  assert.deepEqual(
    web?.ignores?.map(({ path }) => path),
    ['ami', 'tags.Rev', 'tags_all.Rev', 'root_block_device[0].volume_size', 'root_block_device.volume_size'],
  )
  const others = items.filter(({ what }) => what !== 'resource')
  assert.deepEqual(others, [{ what: 'fact', name: 'path', value: 'infra' }])
})

test('neither TF_VAR_ nor TF_WORKSPACE is read; vars come after var_files, { env } by name', async () => {
  const files = {
    'main.tf':
      'variable "a" {}\nvariable "b" {}\nvariable "c" {\n  type = list(string)\n}\nvariable "d" {}\nresource "aws_eip" "e" {\n  tags = { a = var.a, b = var.b, c = join("+", var.c), d = var.d, w = terraform.workspace }\n}\n',
    'env/x.tfvars': 'a = "file"\nb = "file"\nc = ["f"]\n',
  }
  process.env['TF_VAR_a'] = 'environment'
  process.env['TF_WORKSPACE'] = 'environment'
  const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text]))
  const items = await withFiles(below, (folder) =>
    collect(
      'terraform',
      {
        root: 'infra',
        var_files: ['env/x.tfvars'],
        vars: { b: 'given', c: ['x', 'y'], d: { env: 'D' } },
        workspace: 'prod',
      },
      contextFor(folder, { env: (name) => (name === 'D' ? 'from-env' : undefined) }),
    ),
  )
  delete process.env['TF_VAR_a']
  delete process.env['TF_WORKSPACE']
  assert.deepEqual(
    { ...resourcesOf(items)[0]?.tags },
    { a: 'file', b: 'given', c: 'x+y', d: 'from-env', w: 'prod' },
  )
})

test('a root that is not there, an empty one and a broken file are gaps with their places', async () => {
  assert.deepEqual(
    (await declare({ 'a.txt': '' })).map(({ what }) => what),
    ['fact', 'gap'],
  )
  const items = await declare({ 'main.tf': 'resource "aws_eip" "e" {}\n', 'b.tf': 'locals {\n  a = [1\n}\n' })
  const gap = items.find((item) => item.what === 'gap')
  assert.deepEqual([gap?.code, gap?.file, gap?.line, gap?.kinds], ['HCL_SYNTAX', 'infra/b.tf', 3, ['*']])
  assert.match(gap?.message ?? '', /^infra\/b\.tf:3:\d+: /)
  const nowhere = await collect('terraform', { root: 'none' }, contextFor('/tmp'))
  assert.deepEqual(
    nowhere.map((item) => (item.what === 'gap' ? item.code : item.what)),
    ['FILE_NOT_FOUND'],
  )
})

test('a state without `for` belongs to the only root; moved blocks and a new count are seen through', async () => {
  const declared = resourcesOf(
    await declare({
      'main.tf': `resource "aws_eip" "renamed" {}
resource "aws_eip" "counted" {
  count = 1
}
resource "aws_eip" "each" {
  for_each = toset(["x"])
}
moved {
  from = aws_eip.old
  to   = aws_eip.middle
}
moved {
  from = aws_eip.middle
  to   = aws_eip.renamed
}
moved {
  from = aws_eip.single
  to   = aws_eip.each["x"]
}
moved {
  from = module.gone
  to   = module.m
}
module "m" {
  source = "./m"
}
`,
      'm/main.tf': 'resource "aws_eip" "inside" {}\n',
    }),
  )
  const recorded = [
    'aws_eip.old',
    'aws_eip.counted',
    'aws_eip.single',
    'module.gone.aws_eip.inside',
    'aws_eip.orphan',
  ].map((address): Resource => ({
    what: 'resource',
    role: 'recorded',
    kind: 'aws_eip',
    address,
    name: 'e',
    tags: {},
    attributes: {},
    origin: { file: 's.tfstate' },
  }))
  const sides = provider.arrange?.({ declared, recorded, live: [] })
  assert.deepEqual(
    sides?.recorded.map(({ root, address }) => [root, address]),
    [
      ['infra', 'aws_eip.renamed'],
      ['infra', 'aws_eip.counted[0]'],
      ['infra', 'aws_eip.each["x"]'],
      ['infra', 'module.m.aws_eip.inside'],
      ['infra', 'aws_eip.orphan'],
    ],
  )
})

test('what an override sets is told where the override stands', async () => {
  const [resource] = resourcesOf(
    await declare({
      'main.tf':
        'resource "aws_instance" "i" {\n  ami           = "a"\n  instance_type = "base"\n  root_block_device {\n    volume_size = 1\n  }\n}\n',
      'x_override.tf':
        '\n\nresource "aws_instance" "i" {\n  instance_type = "over"\n  tags = {\n    Name = "n"\n  }\n  root_block_device {\n    volume_size = 2\n  }\n}\n',
    }),
  )
  const place = (path: string): unknown => {
    const { file, line } = sourceOf(resource, path) ?? {}
    return `${file}:${line}`
  }
  assert.deepEqual(
    ['ami', 'instance_type', 'tags.Name', 'root_block_device[0].volume_size', 'monitoring'].map(place),
    [
      'infra/main.tf:2',
      'infra/x_override.tf:4',
      'infra/x_override.tf:6',
      'infra/x_override.tf:9',
      'infra/main.tf:1',
    ],
  )
})
