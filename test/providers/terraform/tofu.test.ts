import assert from 'node:assert/strict'
import { test } from 'node:test'

import { collect, contextFor, resourcesOf } from './collect.ts'
import { printFiles, withFiles } from './evaluate-text.ts'

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

test('functions that only OpenTofu has are there where .tofu files are, and nowhere else', async () => {
  const codes = [
    'base64gunzip(base64gzip("é"))',
    'cidrcontains("10.0.0.0/8", "10.200.1.1")',
    'cidrcontains("10.0.0.0/16", "10.0.0.0/8")',
    'cidrcontains("fd00::/8", "fd12::/64")',
    'cidrcontains("10.0.0.0/8", "11.0.0.0/9")',
    'urldecode("a%20b+c%C3%A9")',
    'can(cidrcontains("10.0.0.0/8", "::1"))',
    'can(urldecode("%zz"))',
    'can(base64gunzip("aGFsbG8="))',
  ]
  const code = codes.map((one, i) => `output "o${i}" {\n  value = ${one}\n}\n`).join('')
  const tofu = await printFiles({ 'main.tf': code, 'x.tofu': '' })
  assert.deepEqual(
    codes.map((_, i) => tofu.outputs[`o${i}`]?.value),
    ['é', true, false, true, false, 'a b cé', false, false, false],
  )
  const { outputs } = await printFiles({ 'main.tf': code })
  assert.equal(outputs['o1']?.error?.summary, 'Call to unknown function')
})
