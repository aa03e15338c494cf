import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'
import type { Files } from './evaluate-text.ts'

/** Gaps and broken outputs of a root, as `file:line summary` and the text behind it. */
async function refusals(files: Files): Promise<readonly (readonly [string, string])[]> {
  const { gaps, outputs } = await printFiles(files)
  const broken = Object.values(outputs).flatMap(({ error }) =>
    error ? [[error.summary, error.detail] as const] : [],
  )
  const told = gaps.map(({ message, file, line }) => {
    const [summary = '', ...rest] = message.split(': ')
    return [`${file}:${line} ${summary}`, rest.join(': ')] as const
  })
  return [...told, ...broken]
}

const ABSENT_MODULE = 'module "m" {\n  source = "./m"\n  count  = 0\n}\n'

test('a default is refused where it stands, also in a module without an instance', async () => {
  const files = {
    'main.tf': ABSENT_MODULE,
    'm/main.tf':
      'variable "a" {\n  type    = list(number)\n  default = ["x"]\n}\nvariable "b" {\n  nullable = false\n  default  = null\n}\nvariable "c" {\n  type = object({ d = optional(number, "x") })\n  default = {}\n}\n',
  }
  assert.deepEqual(await refusals(files), [
    [
      'm/main.tf:3 Invalid default value for variable',
      "This default value is not compatible with the variable's type constraint: a number is required.",
    ],
    [
      'm/main.tf:7 Invalid default value for variable',
      'A null default value is not valid when nullable=false.',
    ],
    [
      'm/main.tf:10 Invalid default value for optional attribute',
      "This default value is not compatible with the attribute's type constraint: a number is required.",
    ],
  ])
})

test('a validation is told where the value stands, with the rule that refuses it', async () => {
  const rule =
    'variable "v" {\n  validation {\n    condition     = var.v == "good"\n    error_message = "It is bad."\n  }\n}\n'
  const files = {
    'main.tf': `module "m" {\n  source = "./m"\n  v      = "x"\n}\n${rule}`,
    'terraform.tfvars': 'v = "y"\n',
    'm/main.tf': rule,
  }
  const said = (place: string): string =>
    `It is bad.\n\nThis was checked by the validation rule at ${place},3-13.`
  assert.deepEqual(await refusals(files), [
    ['main.tf:3 Invalid value for variable', said('m/main.tf:2')],
    ['terraform.tfvars:1 Invalid value for variable', said('main.tf:6')],
  ])
})

test('a validation that does not look at its variable is refused', async () => {
  const files = {
    'main.tf':
      'variable "v" {\n  default = 1\n  validation {\n    condition     = length("x") == 1\n    error_message = "It is bad."\n  }\n}\n',
  }
  assert.deepEqual(await refusals(files), [
    [
      'main.tf:4 Invalid variable validation condition',
      'The condition for variable "v" must refer to var.v in order to test incoming values.',
    ],
  ])
})

test('a value that does not fit names the variable, its place and the call; a sensitive one the declaration', async () => {
  const files = {
    'main.tf': 'module "m" {\n  source = "./m"\n  count  = 2\n  a      = "x"\n  b      = "y"\n}\n',
    'm/main.tf':
      'variable "a" {\n  type = number\n}\nvariable "b" {\n  type      = number\n  sensitive = true\n}\n',
  }
  assert.deepEqual(await refusals(files), [
    [
      'm/main.tf:4 Invalid value for input variable',
      'The given value is not suitable for module.m.var.b, which is sensitive: a number is required. Invalid value defined at main.tf:5,12-15.',
    ],
    [
      'main.tf:4 Invalid value for input variable',
      'The given value is not suitable for module.m.var.a declared at m/main.tf:1,1-13: a number is required.',
    ],
  ])
})

test('an output that shows a secret is refused where it begins', async () => {
  const { outputs } = await printFiles({
    'main.tf': 'output "o" {\n  description = "d"\n  value       = sensitive("x")\n}\n',
  })
  assert.deepEqual(outputs['o']?.error, {
    summary: 'Output refers to sensitive values',
    detail: outputs['o']?.error?.detail,
    file: 'main.tf',
    line: 1,
  })
})

test('what only the provider sets may be null, and nothing else', async () => {
  const files = {
    'main.tf':
      'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n  arn        = null\n}\nresource "aws_vpc" "b" {\n  cidr_block = "10.0.0.0/16"\n  arn        = "x"\n}\n',
  }
  assert.deepEqual(await refusals(files), [
    [
      'main.tf:7 Value for unconfigurable attribute',
      'Can\'t configure a value for "arn": its value will be decided automatically based on the result of applying this configuration.',
    ],
  ])
})

test('what is missing is told where its body begins, what is too much where it stands; in JSON at the closing brace', async () => {
  const files = {
    'main.tf':
      'resource "aws_instance" "a" {\n  root_block_device {\n    volume_size = 1\n  }\n  root_block_device {\n    volume_size = 2\n  }\n}\nresource "aws_lb_listener" "l" {\n  load_balancer_arn = "arn"\n}\nresource "aws_db_instance" "d" {\n  username = "x"\n}\n',
    'more.tf.json': '{"resource": {"aws_db_instance": {"j": {\n  "username": "x"\n}}}}',
  }
  assert.deepEqual(
    (await refusals(files)).map(([place]) => place),
    [
      'main.tf:5 Too many root_block_device blocks',
      'main.tf:9 Insufficient default_action blocks',
      'main.tf:12 Missing required argument',
      'more.tf.json:3 Missing required argument',
    ],
  )
})

test('a call is judged as it is read, whatever the number of its instances', async () => {
  const files = {
    'main.tf': 'module "m" {\n  source = "./m"\n  count  = 0\n  a      = 1\n  typo   = 2\n}\n',
    'm/main.tf': 'variable "a" {}\nvariable "b" {}\nvariable "c" {\n  default = null\n}\n',
  }
  assert.deepEqual(await refusals(files), [
    ['main.tf:1 Missing required argument', 'The argument "b" is required, but no definition was found.'],
    ['main.tf:5 Unsupported argument', 'An argument named "typo" is not expected here.'],
  ])
  // a broken file may declare what is not seen
  const broken = { ...files, 'm/broken.tf': 'variable "typo" {\n  default = [\n}\n' }
  assert.deepEqual(
    (await refusals(broken)).map(([place]) => place),
    ['m/broken.tf:3 Invalid expression', 'main.tf:1 Missing required argument'],
  )
})

test('a module in what is no folder, or may not be listed, is a gap that says so', async () => {
  const files = {
    'main.tf': 'module "m" {\n  source = "./m"\n}\noutput "o" {\n  value = 1\n}\n',
    m: 'a file\n',
  }
  assert.deepEqual(await refusals(files), [
    ['main.tf:1 module.m', 'm cannot be listed: no right to read it, or it is no folder'],
  ])
})

test('elements that only defaults of any type tell apart are refused, not a crash', async () => {
  const element = 'object({ a = bool, b = optional(any, [1, "a"]) })'
  const kinds = {
    map: '{ o = { a = false, b = {} }, k = { a = true } }',
    list: '[{ a = false, b = {} }, { a = true }]',
  }
  for (const [kind, value] of Object.entries(kinds)) {
    const files = {
      'main.tf': `variable "v" {\n  type = ${kind}(${element})\n}\n`,
      'terraform.tfvars': `v = ${value}\n`,
    }
    assert.deepEqual(await refusals(files), [
      [
        'terraform.tfvars:1 Invalid value for input variable',
        'The given value is not suitable for var.v declared at main.tf:1,1-13: cannot find a common base type for all elements.',
      ],
    ])
  }
})

test('what is wrong deep inside a default is told by its line and column', async () => {
  const code = `variable "a" {
  default = { ([]) = 1 }
}
variable "b" {
  default = [{ a = [-"x"] }]
}
`
  const { gaps } = await printFiles({ 'main.tf': code })
  assert.deepEqual(
    gaps.map(({ line, column }) => [line, column]),
    [
      [2, 15],
      [5, 21],
    ],
  )
})
