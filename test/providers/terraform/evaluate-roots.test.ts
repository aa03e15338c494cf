import assert from 'node:assert/strict'
import { test } from 'node:test'

import { evaluateFiles, printFiles } from './evaluate-text.ts'
import { originOf } from '../../../providers/terraform/evaluate/types/value.ts'

const module = (name: string, body: string): string =>
  `module "${name}" {\n  source = "./${name}"\n${body}}\n`

test('references are followed in whatever order, also through a module into itself', async () => {
  const { outputs, gaps } = await printFiles({
    'main.tf': `${module('m', '  foo = module.m.bar\n')}output "o" {\n  value = module.m.foo\n}\n`,
    'm/main.tf':
      'variable "foo" {}\noutput "foo" {\n  value = "got ${var.foo}"\n}\noutput "bar" {\n  value = "b"\n}\n',
  })
  assert.deepEqual(gaps, [])
  assert.equal(outputs['o']?.value, 'got b')
})

test('a cycle is named, and spoils only what hangs on it', async () => {
  const { outputs, gaps } = await printFiles({
    'main.tf':
      'locals {\n  b = local.c\n  a = local.b\n  c = local.b\n  free = 1\n}\noutput "a" {\n  value = local.a\n}\noutput "free" {\n  value = local.free\n}\n',
  })
  assert.deepEqual(
    gaps.map(({ code, message, line }) => [code, message, line]),
    [['TERRAFORM_INVALID', 'Cycle: local.b, local.c', 2]],
  )
  assert.deepEqual(outputs['a']?.unknown, [[]])
  assert.equal(outputs['free']?.value, 1)
})

test('what a reference stands for survives locals, lists, conversions and module outputs', async () => {
  const root = await evaluateFiles({
    'main.tf': `resource "aws_subnet" "a" {
  count      = 2
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}
${module('m', '  ids = [for s in aws_subnet.a : s.id]\n')}
resource "aws_instance" "i" {
  subnet_id = element(module.m.ids, 1)
  tags      = { Other = upper(aws_subnet.a[0].id) }
}
`,
    'm/main.tf': 'variable "ids" {\n  type = list(string)\n}\noutput "ids" {\n  value = tolist(var.ids)\n}\n',
  })
  const instance = root.resources.find((one) => one.address === 'aws_instance.i')
  const subnet = instance?.configured.get('subnet_id')
  assert.deepEqual(subnet && originOf(subnet)?.refers_to, { address: 'aws_subnet.a[1]', attribute: 'id' })
  const tags = instance?.configured.get('tags')
  assert.ok(tags)
  const payload = tags.payload
  assert.ok(payload instanceof Map)
  assert.equal(originOf(payload.get('Other') ?? tags)?.refers_to, undefined)
})

test('a module that is not installed is a gap at its call; the rest of the root is there', async () => {
  const { resources, gaps } = await printFiles({
    'main.tf':
      'resource "aws_eip" "e" {\n  domain = "vpc"\n}\nmodule "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\nresource "aws_subnet" "s" {\n  vpc_id = module.vpc.vpc_id\n}\n',
  })
  assert.deepEqual(
    gaps.map(({ code, file, line }) => [code, file, line]),
    [['MODULE_NOT_INSTALLED', 'main.tf', 4]],
  )
  assert.deepEqual(
    resources.map(({ address, unknown }) => [address, unknown]),
    [
      ['aws_eip.e', []],
      ['aws_subnet.s', [['vpc_id']]],
    ],
  )
})

test('an installed module is found by the manifest of terraform init', async () => {
  const { outputs, gaps } = await printFiles({
    'main.tf':
      'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\noutput "o" {\n  value = module.vpc.path\n}\n',
    '.terraform/modules/modules.json':
      '{"Modules":[{"Key":"vpc","Source":"registry.terraform.io/terraform-aws-modules/vpc/aws","Version":"5.0.0","Dir":".terraform/modules/vpc"}]}',
    '.terraform/modules/vpc/main.tf': 'output "path" {\n  value = path.module\n}\n',
  })
  assert.deepEqual(gaps, [])
  assert.equal(outputs['o']?.value, '.terraform/modules/vpc')
})

test('an unknown count is a gap of its own kind only', async () => {
  const root = await evaluateFiles({
    'main.tf':
      'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_eip" "e" {\n  count = length(aws_vpc.v.id)\n}\nresource "aws_eip" "ok" {\n  count = 2\n}\n',
  })
  assert.deepEqual(
    root.faults.map(({ code, kinds, range }) => [code, kinds, range?.start.line]),
    [['COUNT_UNKNOWN', ['aws_eip'], 5]],
  )
  assert.deepEqual(
    root.resources.map((one) => one.address),
    ['aws_eip.ok[0]', 'aws_eip.ok[1]', 'aws_vpc.v'],
  )
})

test('a broken file spoils its own blocks: their names are unknown, others are still refused', async () => {
  const { outputs, resources, gaps } = await printFiles({
    'broken.tf': 'locals {\n  lost = [1\n}\nvariable "v" {\n  default = 1\n}\n',
    'main.tf':
      'resource "aws_eip" "e" {\n  domain = local.lost\n  tags   = { A = "b" }\n}\noutput "lost" {\n  value = local.lost\n}\noutput "v" {\n  value = var.v\n}\noutput "none" {\n  value = module.none\n}\n',
  })
  assert.deepEqual([gaps[0]?.code, gaps[0]?.file], ['HCL_SYNTAX', 'broken.tf'])
  assert.deepEqual(resources[0]?.unknown, [['domain']])
  assert.deepEqual(resources[0]?.values, { domain: null, tags: { A: 'b' } })
  assert.deepEqual(outputs['lost']?.unknown, [[]])
  assert.deepEqual(outputs['v']?.unknown, [[]])
  assert.equal(outputs['none']?.error?.summary, 'Reference to undeclared module')
})

test('a broken override or tfvars file leaves unknown what it may set', async () => {
  const files = {
    'main.tf':
      'variable "a" {\n  default = 1\n}\noutput "a" {\n  value = var.a\n}\noutput "b" {\n  value = 1\n}\n',
  }
  const override = await printFiles({ ...files, 'x_override.tf': 'variable "a" {\n  default = [\n}\n' })
  assert.deepEqual(override.outputs['a']?.unknown, [[]])
  assert.equal(override.outputs['b']?.value, 1)
  const values = await printFiles({ ...files, 'terraform.tfvars': 'a = [\n' })
  assert.deepEqual(values.outputs['a']?.unknown, [[]])
  assert.equal(values.gaps[0]?.code, 'HCL_SYNTAX')
  const given = await printFiles(
    { ...files, 'terraform.tfvars': 'a = [\n' },
    { inputs: [{ kind: 'text', name: 'a', text: 'x' }] },
  )
  assert.equal(given.outputs['a']?.value, 'x')
})

test('a missing variable is a gap; what hangs on it is unknown', async () => {
  const { resources, gaps } = await printFiles({
    'main.tf': 'variable "needed" {}\nresource "aws_vpc" "v" {\n  cidr_block = var.needed\n}\n',
  })
  assert.deepEqual([gaps[0]?.code, gaps[0]?.line], ['VARIABLE_MISSING', 1])
  assert.deepEqual(resources[0]?.unknown, [['cidr_block']])
})

test('code reads no file outside its folders; try does not pass over that', async () => {
  const { outputs, gaps } = await printFiles({
    'main.tf':
      'output "p" {\n  value = file("/etc/passwd")\n}\noutput "t" {\n  value = try(file("/etc/hostname"), "fallback")\n}\nmodule "m" {\n  source = "../../../../../../etc"\n}\n',
  })
  assert.deepEqual(outputs['p']?.unknown, [[]])
  assert.deepEqual(outputs['t']?.unknown, [[]])
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['PATH_OUTSIDE', 'PATH_OUTSIDE', 'PATH_OUTSIDE'],
  )
})

test('limits: a million instances, deep nesting, modules that call themselves', async () => {
  const many = await printFiles({
    'main.tf': 'resource "aws_eip" "e" {\n  count = 1000001\n}\noutput "o" {\n  value = 1\n}\n',
  })
  assert.equal(many.gaps[0]?.code, 'EVALUATION_LIMIT')
  assert.equal(many.outputs['o']?.value, 1)
  const deep = await printFiles({
    'main.tf': `output "o" {\n  value = ${'['.repeat(1_000)}1${']'.repeat(1_000)}\n}\n`,
    'deep.tf': `output "d" {\n  value = ${'('.repeat(100_000)}1${')'.repeat(100_000)}\n}\n`,
  })
  assert.equal(deep.outputs['o']?.error, undefined)
  assert.equal(deep.gaps[0]?.code, 'HCL_TOO_DEEP')
  const self = await printFiles({
    'main.tf': module('m', ''),
    'm/main.tf': 'module "again" {\n  source = "../m"\n}\n',
  })
  assert.match(self.gaps[0]?.message ?? '', /calls itself/)
})

test('a chain of ten thousand locals costs no stack', async () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `  l${i} = ${i === 0 ? '0' : `local.l${i - 1} + 1`}`)
  const { outputs } = await printFiles({
    'main.tf': `locals {\n${lines.reverse().join('\n')}\n}\noutput "o" {\n  value = local.l9999\n}\n`,
  })
  assert.equal(outputs['o']?.value, 9_999)
})

test('sensitive values are withheld unless asked for', async () => {
  const files = {
    'main.tf':
      'variable "pw" {\n  default   = "canary-7f3a"\n  sensitive = true\n}\nresource "aws_eip" "e" {\n  tags = { A = "x", B = "s-${var.pw}" }\n}\noutput "pw" {\n  value     = var.pw\n  sensitive = true\n}\n',
  }
  const { evaluationJson } = await import('../../../providers/terraform/evaluate/report.ts')
  const root = await evaluateFiles(files)
  assert.doesNotMatch(evaluationJson(root, { show_sensitive: false }), /canary/)
  assert.match(evaluationJson(root, { show_sensitive: true }), /canary-7f3a/)
})

test('OpenTofu: a .tofu file stands in for the .tf file of its name', async () => {
  const { outputs } = await printFiles({
    'a.tf': 'output "a" {\n  value = "tf"\n}\n',
    'a.tofu': 'output "a" {\n  value = "tofu"\n}\n',
    'b.tf': 'output "b" {\n  value = "tf"\n}\n',
  })
  assert.deepEqual([outputs['a']?.value, outputs['b']?.value], ['tofu', 'tf'])
})

test('numbers keep all their digits in JSON', async () => {
  const root = await evaluateFiles({ 'main.tf': 'output "n" {\n  value = 12345678901234567890 + 0.5\n}\n' })
  const { evaluationJson } = await import('../../../providers/terraform/evaluate/report.ts')
  assert.match(evaluationJson(root, { show_sensitive: false }), /"value": 12345678901234567890\.5 /)
})

test('a limit that is met is one gap with the place where it was; the rest is there', async () => {
  const locals = Array.from(
    { length: 40 },
    (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"\n`,
  ).join('')
  const sound = 'output "sound" {\n  value = 1\n}\n'
  const grown = await printFiles({ 'main.tf': `locals {\n  a0 = "0123456789"\n${locals}}\n${sound}` })
  assert.equal(grown.outputs['sound']?.value, 1)
  const [first, ...more] = grown.gaps
  assert.deepEqual([first?.code, first?.file, more], ['EVALUATION_LIMIT', 'main.tf', []])
  assert.match(first?.message ?? '', /^local\.a\d+: a value grows beyond all memory$/)
  const late = await printFiles(
    {
      'main.tf': `locals {\n  a = [for i in range(1000) : [for j in range(1000) : i]]\n  b = [for v in local.a : v]\n}\n`,
    },
    { expired: () => true },
  )
  assert.deepEqual(
    late.gaps.map(({ code, line }) => [code, line]),
    [['EVALUATION_LIMIT', 2]],
  )
})

test('what nobody has seen of a block inside a block is unknown, not null', async () => {
  const { outputs } = await printFiles({
    'main.tf':
      'resource "aws_appstream_fleet" "f" {\n  name = "f"\n  instance_type = "stream.standard.large"\n  compute_capacity {\n    desired_instances = 1\n  }\n  domain_join_info {\n    directory_name = "d"\n  }\n}\noutput "unit" {\n  value = aws_appstream_fleet.f.domain_join_info[0].organizational_unit_distinguished_name\n}\n',
  })
  assert.deepEqual(outputs['unit']?.unknown, [[]])
})
