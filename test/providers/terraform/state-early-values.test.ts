import assert from 'node:assert/strict'
import { test } from 'node:test'

import { provider } from '../../../providers/terraform/provider.ts'
import type { Item } from '../../../src/core/model.ts'
import { contextFor } from './collect.ts'
import { withFiles } from './evaluate-text.ts'

const DECLARED = `variable "stage" {
  type = string
}
variable "secret" {
  default   = "s"
  sensitive = true
}
locals {
  file = "states/${'${var.stage}'}-${'${terraform.workspace}'}.tfstate"
}
resource "terraform_data" "d" {}
`

/** The ids of the state that such a backend names, or its gap. */
async function read(path: string, settings: object = {}): Promise<readonly unknown[]> {
  const files = {
    'infra/main.tf': `${DECLARED}terraform {\n  backend "local" {\n    path = ${path}\n  }\n}\n`,
    'infra/prod.tfvars': 'stage = "prod"\n',
    'infra/states/prod-default.tfstate': JSON.stringify({
      version: 4,
      serial: 3,
      lineage: 'l',
      resources: [
        {
          mode: 'managed',
          type: 'aws_eip',
          name: 'e',
          provider: 'p',
          instances: [{ attributes: { id: 'eip-1' } }],
        },
      ],
    }),
  }
  return withFiles(files, async (folder) => {
    const type = provider.sources['terraform']
    const parsed = type?.settings.parse({ root: 'infra', state: 'backend', ...settings })
    const parts = (await type?.expand?.(parsed, { folder, at_revision: false })) ?? []
    const items: Item[] = []
    for await (const item of parts[1]?.collect(contextFor(folder)) ?? []) items.push(item)
    return items.flatMap((item) =>
      item.what === 'resource' ? [item.id] : item.what === 'gap' ? [`${item.code} ${item.message}`] : [],
    )
  })
}

test('variables and locals in a backend block, as OpenTofu takes them', async () => {
  const settings = { var_files: ['prod.tfvars'] }
  assert.deepEqual(await read('local.file', settings), ['eip-1'])
  assert.deepEqual(await read('"states/${var.stage}-default.tfstate"', { vars: { stage: 'prod' } }), [
    'eip-1',
  ])
  assert.deepEqual(await read('join("/", ["states", basename(local.file)])', settings), ['eip-1'])
})

test('what is not known beforehand, or is a secret, is a gap with its place', async () => {
  const settings = { var_files: ['prod.tfvars'] }
  const said = 'STATE_BACKEND the state of infra: main.tf:14: path'
  assert.deepEqual(await read('terraform_data.d.id', settings), [`${said} cannot be told: known after apply`])
  assert.deepEqual(await read('var.secret', settings), [
    `${said} is made of a sensitive value: give it by backend_config`,
  ])
  assert.deepEqual(await read('local.file'), [`${said} cannot be told: no value is given for var.stage`])
})
