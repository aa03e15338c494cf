import assert from 'node:assert/strict'
import { test } from 'node:test'

import { collect, contextFor, resourcesOf } from './collect.ts'
import { withFiles } from './evaluate-text.ts'

test('an OpenTofu root: .tofu beside .tf and instead of it, its own blocks, providers by for_each', () =>
  withFiles(
    {
      'infra/main.tf': 'resource "aws_eip" "instead" {}\nthis is not read {\n',
      'infra/main.tofu': `terraform {
  encryption {
    key_provider "pbkdf2" "k" {
      passphrase = var.p
    }
    state {
      method = method.aes_gcm.m
    }
  }
}
variable "p" {
  default = "x"
}
provider "aws" {
  for_each = toset(["eu-west-1"])
  alias    = "by"
  region   = each.value
}
resource "aws_eip" "tofu" {
  for_each = toset(["eu-west-1"])
  provider = aws.by[each.key]
}
module "m" {
  source = "./m"
}
`,
      'infra/other.tf': 'resource "aws_eip" "other" {}\n',
      'infra/json.tofu.json': '{"resource": {"aws_eip": {"json": {}}}}',
      'infra/x_override.tofu': 'resource "aws_eip" "other" {\n  tags = { Name = "over" }\n}\n',
      'infra/m/a.tofu': 'resource "aws_vpc" "v" {}\n',
      'infra/terraform.tfstate': '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eyJ"}',
    },
    async (folder) => {
      const items = await collect('terraform', { root: 'infra' }, contextFor(folder))
      assert.deepEqual(
        items.filter((item) => item.what === 'gap'),
        [],
      )
      assert.deepEqual(
        resourcesOf(items).map(({ address, name }) => [address, name]),
        [
          ['aws_eip.json', 'json'],
          ['aws_eip.other', 'over'],
          ['aws_eip.tofu["eu-west-1"]', 'tofu'],
          ['module.m.aws_vpc.v', 'v'],
        ],
      )
      const state = await collect('terraform_state', { path: 'infra/terraform.tfstate' }, contextFor(folder))
      assert.deepEqual(
        state.map((item) => (item.what === 'gap' ? item.code : item.what)),
        ['STATE_ENCRYPTED'],
      )
    },
  ))
