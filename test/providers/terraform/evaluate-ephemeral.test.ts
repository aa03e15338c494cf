import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles, refusedAt } from './evaluate-text.ts'

const EPHEMERAL = 'variable "e" {\n  default   = "x"\n  ephemeral = true\n}\n'

test('what is ephemeral decides no number of instances and is not stored', async () => {
  const code = `${EPHEMERAL}resource "terraform_data" "a" {
  count = length(var.e)
}
resource "terraform_data" "b" {
  for_each = toset([var.e])
}
resource "terraform_data" "c" {
  input = [var.e]
}
resource "aws_db_instance" "d" {
  instance_class      = "db.t3.micro"
  password_wo         = var.e
  password_wo_version = 1
}
`
  const gaps = await printFiles({ 'main.tf': code })
  const told = gaps.gaps.map(({ line, message }) => `${line} ${/Invalid [^:]*/.exec(message)?.[0]}`)
  assert.deepEqual(told, [
    '6 Invalid count argument',
    '9 Invalid for_each argument',
    '12 Invalid use of ephemeral value',
  ])
})

test('a variable and an output say that they take what is ephemeral; then it has to be', async () => {
  const files = {
    'main.tf': `${EPHEMERAL}module "m" {\n  source = "./m"\n  e      = var.e\n  p      = var.e\n}\noutput "o" {\n  value     = var.e\n  ephemeral = true\n}\n`,
    'm/main.tf': `${EPHEMERAL}variable "p" {}\noutput "a" {\n  value     = "\${var.e}-a"\n  ephemeral = true\n}\noutput "b" {\n  value     = [var.e]\n  ephemeral = true\n}\noutput "c" {\n  value     = "plain"\n  ephemeral = true\n}\noutput "d" {\n  value = var.e\n}\n`,
  }
  assert.deepEqual(await refusedAt(files), [
    'm/main.tf:11 Value not allowed in ephemeral output',
    'm/main.tf:15 Value not allowed in ephemeral output',
    'm/main.tf:19 Ephemeral value not allowed',
    'main.tf:8 Ephemeral value not allowed',
    'Ephemeral output not allowed',
  ])
})

test('terraform.applying is false in a plan, and ephemeral', async () => {
  const { outputs } = await printFiles({
    'main.tf': 'output "n" {\n  value = ephemeralasnull(terraform.applying)\n}\n',
  })
  assert.deepEqual(outputs['n'], { type: 'dynamic', value: null })
})

test('what comes of a secret input of terraform_data is not known to be one', async () => {
  const code =
    'resource "terraform_data" "d" {\n  input = sensitive("x")\n}\noutput "o" {\n  value = terraform_data.d.output\n}\n'
  assert.deepEqual(await refusedAt({ 'main.tf': code }), [])
})
