import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'
import type { Files } from './evaluate-text.ts'

/** `file:line summary` of all that is refused; each was refused by `terraform validate` 1.11.4 at this line, in these words. */
async function refused(files: Files): Promise<readonly string[]> {
  const { gaps, outputs } = await printFiles(files)
  const broken = Object.values(outputs).flatMap(({ error }) => error ?? [])
  assert.ok(gaps.every(({ code }) => code === 'TERRAFORM_INVALID'))
  const places = gaps.map(({ file, line, message }) => `${file}:${line} ${message.split(': ')[0]}`)
  return [...places, ...broken.map(({ summary }) => `output ${summary}`)]
}

function block(header: string, lines: readonly string[]): string {
  return `${header} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}

/** A resource of no instance. */
function none(name: string, ...lines: readonly string[]): string {
  return block(`resource "aws_vpc" "${name}"`, ['count = 0', ...lines])
}

const VARIABLES = `variable "text" {
  type    = string
  default = null
}
variable "list" {
  type    = list(string)
  default = []
}
`

test('a resource without an instance is refused for what is wrong whatever its instances are', async () => {
  const files = {
    'v.tf': VARIABLES,
    'main.tf': [
      none('argument', 'bogus = 1'),
      none('type', 'cidr_block = ["a"]'),
      none('call', 'cidr_block = keys(var.text)[0]'),
      none('index', 'cidr_block = keys(count.index)[0]'),
      none('reference', 'cidr_block = terraform_data.nowhere.id'),
      none('each', 'cidr_block = each.key'),
      none('known', 'cidr_block = ["a"][3]'),
      none('ignore', 'lifecycle {', '  ignore_changes = [bogus]', '}'),
      block('resource "aws_subnet" "required"', ['for_each = {}']),
      block('resource "aws_subnet" "key"', ['for_each = {}', 'vpc_id   = keys(each.key)[0]']),
      block('resource "aws_lb_listener" "block"', ['count = 0', 'load_balancer_arn = "x"']),
    ].join(''),
  }
  assert.deepEqual(await refused(files), [
    'main.tf:3 Unsupported argument',
    'main.tf:7 Incorrect attribute value type',
    'main.tf:11 Invalid function argument',
    'main.tf:15 Invalid function argument',
    'main.tf:19 Reference to undeclared resource',
    'main.tf:23 Reference to "each" in context without for_each',
    'main.tf:27 Invalid index',
    'main.tf:29 Unsupported attribute',
    'main.tf:35 Missing required argument',
    'main.tf:40 Invalid function argument',
    'main.tf:42 Insufficient default_action blocks',
  ])
})

test('what only a value decides is not refused where there is no instance', async () => {
  const files = {
    'v.tf': VARIABLES,
    'main.tf': [
      block('resource "terraform_data" "other"', ['count = 0']),
      none('element', 'cidr_block = var.list[0]'),
      none('null', 'cidr_block = "${var.text}/16"'),
      none('resource', 'cidr_block = keys(aws_vpc.one.cidr_block)[0]'),
      none('instance', 'cidr_block = terraform_data.other[5].output.nope'),
      none('branch', 'cidr_block = var.text == null ? keys(var.text)[0] : "b"'),
      none('try', 'cidr_block = try(keys(var.text), "b")'),
      block('resource "aws_vpc" "each"', ['for_each = {}', 'cidr_block = each.value.a.b']),
      none('key', 'cidr_block = module.m[0].some'),
      none('outside', 'cidr_block = file("/etc/passwd")'),
      none('file', 'cidr_block = indent(100000000, "a\\nb")'),
      none(
        'false',
        'lifecycle {',
        '  precondition {',
        '    condition     = local.yes == "no"',
        '    error_message = "no"',
        '  }',
        '}',
      ),
      block('resource "aws_vpc" "one"', ['cidr_block = "10.0.0.0/16"']),
      block('locals', ['yes = "yes"']),
      block('module "m"', ['source = "./m"']),
    ].join(''),
    'm/main.tf': 'output "some" {\n  value = 1\n}\n',
  }
  assert.deepEqual(await refused(files), [])
})

test('conditions, and self only where there is one', async () => {
  const condition = (type: string, text: string): string =>
    block('resource "terraform_data" "c"', [
      'count = 0',
      'lifecycle {',
      `  ${type} {`,
      `    condition     = ${text}`,
      '    error_message = "no"',
      '  }',
      '}',
    ])
  const cases = {
    'keys("x") == count.index': ['main.tf:5 Invalid function argument'],
    true: ['main.tf:5 Invalid precondition expression'],
    'self.id == "a"': ['main.tf:5 Invalid "self" reference'],
  }
  for (const [text, wanted] of Object.entries(cases))
    assert.deepEqual(await refused({ 'main.tf': condition('precondition', text) }), wanted)
  const own = { 'main.tf': condition('postcondition', 'try(self.bogus, self.id == "a")') }
  assert.deepEqual(await refused(own), ['main.tf:5 Unsupported attribute'])
})

test('a call without an instance, and all that stands in its module', async () => {
  const files = {
    'main.tf': `module "m" {
  source = "./m"
  count  = 0
  text   = ["no", "text"]
  list   = keys(var.list)
  short  = "ab"
}
module "free" {
  source   = "./m"
  for_each = {}
  text     = "\${each.key}\${each.value.some}"
  list     = []
  short    = each.key
}
${VARIABLES}`,
    'm/main.tf': `variable "text" {
  type = string
}
variable "list" {
  type = list(string)
}
variable "short" {
  type = string
  validation {
    condition     = length(var.short) < 2
    error_message = "It is too long."
  }
}
locals {
  local = keys(var.text)
}
resource "aws_vpc" "one" {
  cidr_block = var.list
}
resource "aws_vpc" "some" {
  count      = length(keys(var.text))
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc" "each" {
  for_each   = var.list
  cidr_block = "10.0.0.0/16"
}
module "inner" {
  source = "./inner"
  flag   = var.text
}
output "o" {
  value = keys(var.list)
}
`,
    'm/inner/main.tf': `variable "flag" {
  type = string
}
resource "aws_vpc" "one" {
  cidr_block = ["a"]
}
`,
  }
  assert.deepEqual(await refused(files), [
    'm/inner/main.tf:5 Incorrect attribute value type',
    'm/main.tf:15 Invalid function argument',
    'm/main.tf:18 Incorrect attribute value type',
    'm/main.tf:21 Invalid function argument',
    'm/main.tf:25 Invalid for_each argument',
    'm/main.tf:33 Invalid function argument',
    'main.tf:4 Invalid value for input variable',
    'main.tf:5 Invalid function argument',
    'main.tf:6 Invalid value for variable',
  ])
})

test('an output that a module of no instance does not have is refused where a splat reads it', async () => {
  const files = {
    'main.tf': `module "m" {
  source = "./m"
  count  = 0
}
locals {
  bad  = module.m[*].nope
  good = module.m[*].some
}
output "bad" {
  value = module.m[*].nope
}
output "good" {
  value = local.good
}
`,
    'm/main.tf': 'output "some" {\n  value = 1\n}\n',
  }
  assert.deepEqual(await refused(files), ['main.tf:6 Unsupported attribute', 'output Unsupported attribute'])
  const { outputs } = await printFiles(files)
  assert.deepEqual(outputs['good']?.value, [])
})

test('a provider that only resources without an instance have is looked at; one that nobody has is not', async () => {
  const files = {
    'v.tf': VARIABLES,
    'main.tf': [
      block('provider "aws"', ['alias  = "used"', 'region = keys(var.text)']),
      block('provider "aws"', ['alias  = "unused"', 'region = keys(var.text)']),
      none('one', 'provider = aws.used'),
    ].join(''),
  }
  assert.deepEqual(await refused(files), ['main.tf:3 Invalid function argument'])
})

test('a provider is held against its schema', async () => {
  const files = {
    'main.tf': [
      block('provider "aws"', [
        'region = ["a"]',
        'bogus  = 1',
        'nope {',
        '}',
        'default_tags {',
        '  tagz = {}',
        '}',
      ]),
      none('one'),
    ].join(''),
  }
  assert.deepEqual(await refused(files), [
    'main.tf:2 Incorrect attribute value type',
    'main.tf:3 Unsupported argument',
    'main.tf:4 Unsupported block type',
    'main.tf:7 Unsupported argument',
  ])
})

/** A security group whose rules come from a list. */
function rules(forEach: string, content: readonly string[]): Files {
  const lines = [
    'dynamic "ingress" {',
    `  for_each = ${forEach}`,
    '  content {',
    ...content.map((line) => `    ${line}`),
    '  }',
    '}',
  ]
  return { 'v.tf': VARIABLES, 'main.tf': block('resource "aws_security_group" "s"', lines) }
}

test('the content of a dynamic block that makes no block is held against the schema where its number is open', async () => {
  assert.deepEqual(await refused(rules('var.list', ['bogus = 1'])), ['main.tf:5 Unsupported argument'])
  // Terraform knows that there is none, and does not look
  assert.deepEqual(await refused(rules('[]', ['bogus = 1'])), [])
  // nobody evaluates its arguments before there is a block
  assert.deepEqual(await refused(rules('var.list', ['from_port = ingress.value.nope'])), [])
  const unknown = { ...rules('[terraform_data.u.id]', []), 'u.tf': 'resource "terraform_data" "u" {\n}\n' }
  assert.deepEqual(await refused(unknown), [])
  const open = {
    'main.tf': `resource "terraform_data" "u" {
}
resource "aws_lb" "l" {
  dynamic "access_logs" {
    for_each = toset(split(",", terraform_data.u.id))
    content {
      prefix = access_logs.value
    }
  }
}
`,
  }
  assert.deepEqual(await refused(open), ['main.tf:6 Missing required argument'])
})

test('a reference in the content of a dynamic block counts when there is a block', async () => {
  const content = ['from_port = nope.nope.nope']
  for (const forEach of ['[]', 'var.list']) assert.deepEqual(await refused(rules(forEach, content)), [])
  assert.deepEqual(await refused(rules('["a"]', content)), ['main.tf:5 Reference to undeclared resource'])
  assert.deepEqual(await refused(rules('local.nope', content)), [
    'main.tf:3 Reference to undeclared local value',
  ])
})

test('what is wrong in several places without an instance is told once for each, and hides nothing', async () => {
  const { gaps, resources } = await printFiles({
    'main.tf': `module "a" {
  source = "./m"
}
module "b" {
  source = "./m"
}
`,
    'm/main.tf': `resource "aws_vpc" "none" {
  count = 0
  bogus = 1
  other = 2
}
resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}
`,
  })
  assert.deepEqual(
    gaps.map(({ code, file, line }) => [code, file, line]),
    [
      ['TERRAFORM_INVALID', 'm/main.tf', 3],
      ['TERRAFORM_INVALID', 'm/main.tf', 4],
    ],
  )
  assert.deepEqual(
    resources.map(({ address }) => address),
    ['module.a.aws_vpc.one', 'module.b.aws_vpc.one'],
  )
})

test('blocks that need each other in a ring are refused though none of them has an instance', async () => {
  const data = (name: string, input: string): string =>
    block(`resource "terraform_data" "${name}"`, ['count = 0', `input = ${input}`])
  const files = {
    'main.tf': [
      data('a', 'local.of_b'),
      data('b', 'terraform_data.a[*].id'),
      block('locals', ['of_b = terraform_data.b[*].id']),
      block('module "m"', [
        'source = "./m"',
        'count = 0',
        'x = terraform_data.c[*].id',
        'z = module.m[*].fixed',
      ]),
      data('c', 'module.m[*].y'),
      data('own', 'terraform_data.own[*].id'),
    ].join(''),
    'm/main.tf': `variable "x" {
}
variable "z" {
}
output "y" {
  value = var.x
}
output "fixed" {
  value = 1
}
`,
  }
  const { gaps } = await printFiles(files)
  assert.deepEqual(
    gaps.map(({ message }) => message),
    [
      'Cycle: local.of_b, terraform_data.b, terraform_data.a',
      'Cycle: module.m, module.m.output.y, module.m.var.x, terraform_data.c',
      'Cycle: terraform_data.own',
    ],
  )
  // a module may be given what another of its outputs says
  const legal = {
    'main.tf': block('module "m"', ['source = "./m"', 'for_each = {}', 'x = 1', 'z = module.m["a"].fixed']),
    'm/main.tf': files['m/main.tf'],
  }
  assert.deepEqual((await printFiles(legal)).gaps, [])
})
