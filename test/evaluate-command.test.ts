import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { runCli } from './run-cli.ts'
import type { Ended } from './run-cli.ts'

const FILES: Readonly<Record<string, string>> = {
  'main.tf': `variable "sizes" {
  type = map(string)
}
variable "db_password" {
  default = "canary-by-name"
}
variable "pin" {
  sensitive = true
  default   = "canary-by-mark"
}
locals {
  tier    = terraform.workspace
  subnets = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
  joined  = "x-\${var.pin}-canary-beside"
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
module "net" {
  source   = "./net"
  for_each = local.subnets
  vpc_id   = aws_vpc.v.id
  cidr     = each.value
}
resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = var.sizes[local.tier]
  subnet_id     = module.net["a"].id
  tags          = { Name = "web-\${local.tier}", Steer = "\\u001b[2J" }
  user_data     = file("boot.sh")
}
resource "aws_db_instance" "d" {
  instance_class = "db.t3.micro"
  password       = local.joined
}
resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = local.subnets
    content {
      from_port   = 80
      to_port     = 80
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
output "ids" {
  value = [for m in module.net : m.id]
}
output "names" {
  value = [{ a = "${'x'.repeat(60)}", b = "${'y'.repeat(60)}" }]
}
output "refused" {
  value = 1 + "x"
}
module "gone" {
  source = "example/gone/aws"
}
`,
  'net/main.tf': `variable "vpc_id" {}
variable "cidr" {
  type = string
}
resource "aws_subnet" "s" {
  vpc_id     = var.vpc_id
  cidr_block = var.cidr
}
output "id" {
  value = aws_subnet.s.id
}
`,
  'prod.tfvars': 'sizes = {\n  prod = "t3.large"\n}\n',
  'boot.sh': '#!/bin/sh\necho up\n',
}

describe('evaluate as text', { concurrency: 2 }, () => {
  let folder = ''
  const evaluate = (...args: string[]): Promise<Ended> =>
    runCli(
      [
        'evaluate',
        'root',
        '--workspace',
        'prod',
        '--var-file',
        path.join(folder, 'root/prod.tfvars'),
        ...args,
      ],
      { cwd: folder },
    )
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'evenkeel-evaluate-'))
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(folder, 'root', name)), { recursive: true })
      writeFileSync(path.join(folder, 'root', name), text)
    }
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('the tree: values, unknowns by what they will be, modules, outputs and gaps with their places', async () => {
    const { code, stdout, stderr } = await evaluate()
    assert.deepEqual([code, stderr], [2, ''])
    for (const expected of [
      /^root {2}workspace prod$/m,
      /^ {2}sizes = \{ prod = "t3\.large" \} {2}root\/prod\.tfvars:1$/m,
      /^aws_instance\.web {2}main\.tf:25$/m,
      /^ {2}instance_type = "t3\.large"$/m,
      /^ {2}subnet_id = \(module\.net\["a"\]\.aws_subnet\.s\.id, known after apply\)$/m,
      /^ {2}user_data = <<-EOT\n {4}#!\/bin\/sh\n {4}echo up\n {2}EOT$/m,
      /^module\.net\["b"\] {2}main\.tf:19 → net\n {2}module\.net\["b"\]\.aws_subnet\.s {2}net\/main\.tf:5$/m,
      /^ {2}ingress = \[\n {4}\{ .*10\.0\.1\..* \},\n {4}\{ .*10\.0\.2\..* \},\n {2}\]$/m,
      /^ {2}names = \[\n {4}\{\n {6}a = "x+"\n {6}b = "y+"\n {4}\},\n {2}\]$/m,
      /^ {4}cidr_block = "10\.0\.2\.0\/24"$/m,
      /^ {2}refused {2}refused: Invalid operand: .* {2}main\.tf:\d+$/m,
      /^ {2}MODULE_NOT_INSTALLED {2}main\.tf:\d+\n {4}module\.gone: /m,
      /^6 resources, 3 outputs, 1 gap$/m,
    ])
      assert.match(stdout, expected)
  })

  test('nothing steers the terminal, and no secret is shown unless asked for', async () => {
    const { stdout } = await evaluate()
    assert.match(stdout, /Steer = "\\u001b\[2J"/)
    assert.doesNotMatch(stdout, /\p{Cc}(?<!\n)/u)
    assert.doesNotMatch(stdout, /canary/)
    assert.match(stdout, /^ {2}password = \(sensitive\)$/m)
    const shown = await evaluate('--show-sensitive')
    assert.match(shown.stdout, /^ {2}password = "x-canary-by-mark-canary-beside"$/m)
    assert.match(shown.stdout, /^ {2}db_password = "canary-by-name" {2}main\.tf:5$/m)
  })

  const EXPLAINED: readonly [asked: string, ...lines: RegExp[]][] = [
    [
      'aws_instance.web.instance_type',
      /^aws_instance\.web\.instance_type = "t3\.large"\n {4}main\.tf:27\n {4}var\.sizes\[local\.tier\]$/m,
      /^ {2}var\.sizes = .*\n {6}.*root\/prod\.tfvars:1$/m,
      /^ {2}local\.tier = "prod"\n {6}main\.tf:12\n {6}terraform\.workspace\n {4}terraform\.workspace = "prod"$/m,
    ],
    [
      'module.net["a"].aws_subnet.s.cidr_block',
      /^ {2}module\.net\["a"\]\.var\.cidr = "10\.0\.1\.0\/24"\n {6}main\.tf:23\n {6}each\.value$/m,
      /^ {4}each\.value = "10\.0\.1\.0\/24"\n {8}main\.tf:21\n {8}local\.subnets$/m,
    ],
    ['aws_instance.web.subnet_id', /^ {2}module\.net\["a"\]\.output\.id = /m, /not set in the code$/m],
    ['aws_instance.web.tags.Name', /^aws_instance\.web\.tags\.Name = "web-prod"\n {4}main\.tf:29$/m],
    ['aws_instance.web.user_data', /^ {2}file reads = "boot\.sh"$/m],
    [
      'aws_security_group.g.ingress[1].cidr_blocks[0]',
      /ingress\.value = "10\.0\.2\.0\/24"\n {6}main\.tf:38\n {6}local\.subnets$/m,
    ],
    ['var.sizes.prod', /^var\.sizes\.prod = "t3\.large"$/m],
    ['output.ids', /^ {4}\[for m in module\.net : m\.id\]$/m],
    ['aws_vpc.v.id', /main\.tf:16 {2}not set in the code$/m],
  ]
  for (const [asked, ...lines] of EXPLAINED)
    test(`explained: ${asked}`, async () => {
      const { code, stdout, stderr } = await evaluate('--explain', asked)
      assert.deepEqual([code, stderr], [2, ''])
      for (const line of lines) assert.match(stdout, line)
      assert.match(stdout, /MODULE_NOT_INSTALLED/)
    })

  test('what goes into a secret is not shown either', async () => {
    for (const asked of ['aws_db_instance.d.password', 'local.joined', 'var.db_password', 'var.pin']) {
      const { stdout } = await evaluate('--explain', asked)
      assert.match(stdout, /main\.tf:\d+/)
      assert.doesNotMatch(stdout, /canary/)
    }
    const { stdout } = await evaluate('--explain', 'aws_db_instance.d.password', '--show-sensitive')
    assert.match(stdout, /var\.pin = "canary-by-mark"/)
  })

  const WRONG: readonly [asked: string, message: RegExp][] = [
    ['aws_instance.web.nope', /is set nowhere; what is set of aws_instance\.web: ami, /],
    ['aws_instance.other.ami', /is not declared; there are: aws_vpc\.v, /],
    ['module.net.aws_subnet.s.vpc_id', /has 2 instances, name one: module\.net\["a"\], /],
    ['module.gone.output.x', /has no instance here/],
    ['1 + 1', /is no address/],
    ['aws_instance', /names no value/],
  ]
  for (const [asked, message] of WRONG)
    test(`wrong use: ${asked}`, async () => {
      const { code, stdout, stderr } = await evaluate('--explain', asked)
      assert.deepEqual([code, stdout], [64, ''])
      assert.match(stderr, message)
    })

  test('an explanation has no form as JSON', async () => {
    const { code, stderr } = await evaluate('--explain', 'var.sizes', '--output', 'json')
    assert.equal(code, 64)
    assert.match(stderr, /as text only/)
  })
})

describe('evaluate with what is hostile', { concurrency: 2 }, () => {
  const folders: string[] = []
  const evaluate = (text: string, ...args: string[]): Promise<Ended> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'evenkeel-evaluate-'))
    folders.push(folder)
    writeFileSync(path.join(folder, 'main.tf'), text)
    return runCli(['evaluate', folder, ...args])
  }
  after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

  test('a message about a sensitive value does not quote it', async () => {
    const calls = [
      'cidrsubnet(var.s, 4, 1)',
      'timeadd(var.s, "1h")',
      'lookup({ a = 1 }, var.s)',
      'parseint(var.s, 10)',
      'uuidv5(var.s, "x")',
      'regex("a${var.s}(", "x")',
      'csvdecode("${var.s},${var.s}\\n1,2")',
      'file("/nowhere/${var.s}")',
      'templatestring("$${a.${var.s}}", { a = 1 })',
      '{ for x in [var.s, var.s] : x => 1 }',
      'jsondecode(var.s)',
    ]
    const outputs = calls.map((call, i) => `output "o${i}" {\n  value = ${call}\n}\n`)
    const text = `variable "s" {\n  sensitive = true\n  default = "canary-value"\n}\n${outputs.join('')}
resource "aws_vpc" "v" {}\nimport {\n  to = aws_vpc.v\n  id = var.s\n}\n`
    for (const output of ['text', 'json']) {
      const { code, stdout, stderr } = await evaluate(text, '--output', output)
      assert.deepEqual([code, stderr], [2, ''])
      assert.doesNotMatch(stdout, /canary/)
      assert.match(stdout, /cidrsubnet\\?" failed: why is withheld/)
    }
  })

  test('what is a credential by its name or its form is withheld in every form of output', async () => {
    const text = `output "db_password" {
  value = "canary-name"
}
output "o" {
  value = { url = "https://u:canary-url@example.com/", list = [{ api_token = "canary-inner" }], plain = "shown" }
}
resource "aws_instance" "i" {
  user_data = "export DB_PASSWORD=canary-text\\n"
  ami       = cidrhost("https://u:canary-url@example.com/", 1)
}
`
    for (const output of ['text', 'json']) {
      const { stdout } = await evaluate(text, '--output', output)
      assert.doesNotMatch(stdout, /canary/)
      assert.match(stdout, /shown/)
      const all = await evaluate(text, '--output', output, '--show-sensitive')
      for (const secret of ['name', 'url', 'inner', 'text'])
        assert.match(all.stdout, new RegExp(`canary-${secret}`))
    }
  })

  test('a variable that is given wrongly is not repeated', async () => {
    const { code, stderr } = await evaluate('variable "a" {}\n', '--var', 'canary')
    assert.equal(code, 64)
    assert.doesNotMatch(stderr, /canary/)
  })

  test('a large root is told in the same words: it is evaluated in a thread of its own', async () => {
    const code = `variable "n" {}
resource "aws_vpc" "v" {
  cidr_block = var.n
}
output "o" {
  value = 1 + "x"
}
`
    const comment = `# ${'x'.repeat(1_000)}\n`
    const large = code + comment.repeat(1_000)
    for (const args of [
      [],
      ['--output', 'json'],
      ['--explain', 'aws_vpc.v.cidr_block'],
      ['--explain', 'aws_vpc.w'],
    ]) {
      const given = ['--var', 'n=10.0.0.0/16', ...args]
      const [small, apart] = [await evaluate(code, ...given), await evaluate(large, ...given)]
      const told = ({ code: exit_code, stdout, stderr }: Ended): unknown => [
        exit_code,
        stdout.replace(/^\/\S+/, ''),
        stderr,
      ]
      assert.deepEqual(told(apart), told(small))
    }
  })

  test('a long list of resources is told to its end', async () => {
    const { code, stdout } = await evaluate('resource "aws_vpc" "v" {\n  count = 200000\n}\n')
    assert.equal(code, 0)
    assert.match(stdout, /^aws_vpc\.v\[199999\]/m)
  })
})
