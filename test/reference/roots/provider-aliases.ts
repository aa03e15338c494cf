import { awsProvider } from './aws-root.ts'
import type { RootDraft } from './root-draft.ts'

/** Several configurations of a provider, handed into modules by name: what `default_tags` and the region then are. */
export function providerAliases(draft: RootDraft): void {
  const { random } = draft
  awsProvider(draft, `  region = "eu-west-1"\n${defaultTags(draft)}`)
  awsProvider(
    draft,
    `  alias  = "us"\n  region = ${random.pick(['"us-east-1"', 'local.region', '"us-gov-west-1"', '"cn-north-1"'])}\n${defaultTags(draft)}`,
  )
  if (random.chance(40))
    awsProvider(draft, `  alias  = "third"\n  region = "ap-south-1"\n${defaultTags(draft)}`)
  else awsProvider(draft, '  alias  = "third"\n  region = "eu-central-1"\n')
  draft.add('locals {\n  region = "us-west-2"\n}\n')
  tagged(draft, '', [
    '',
    '  provider = aws\n',
    '  provider = aws.us\n',
    '  provider = aws.third\n',
    '  provider = "aws.us"\n',
  ])
  const outer = draft.name('p')
  const wants = random.chance(60)
  module(draft, `${outer}/`, wants, 1)
  call(draft, '', outer, wants, ['aws', 'aws.us', 'aws.third'])
  if (random.chance(50)) call(draft, '', outer, wants, ['aws.us', 'aws.third'], `${outer}again`)
}

function defaultTags(draft: RootDraft): string {
  const { random } = draft
  return random.pick([
    '',
    '  default_tags {\n    tags = { Env = "e", Team = local.text }\n  }\n',
    '  default_tags {\n    tags = { Env = "d", Long = "${local.text}-${local.num}" }\n  }\n',
    '  default_tags {\n    tags = { Env = "e", Num = 5, None = null }\n  }\n',
    '  default_tags {\n    tags = local.map\n  }\n',
    '  default_tags {\n    tags = {}\n  }\n',
    '  default_tags {\n  }\n',
    '  default_tags {\n    tags = { Env = local.secret }\n  }\n',
    '  dynamic "default_tags" {\n    for_each = [local.map]\n    content {\n      tags = default_tags.value\n    }\n  }\n',
    '  default_tags {\n    tags = { Env = "e", k = "" }\n  }\n  ignore_tags {\n    keys = ["k"]\n  }\n',
  ])
}

/** Resources with tags, and data that tells the region, in a folder. */
function tagged(draft: RootDraft, folder: string, providers: readonly [string, ...string[]]): void {
  const { random } = draft
  for (let i = random.below(2) + 1; i > 0; i--) {
    const name = draft.name('t')
    const tags = random.pick([
      '',
      '  tags = { Name = "n" }\n',
      '  tags = { Env = "own", Name = local.open }\n',
      '  tags = local.map\n',
      '  tags = { Env = null, A = 1 }\n',
      '  tags = {}\n',
      '  tags = merge(local.map, { Env = local.text })\n',
      '  tags = local.none == null ? null : {}\n',
      '  tags = { Env = "e" }\n',
      '  tags = { Name = local.secret }\n',
    ])
    const [type, body] = random.pick<readonly [string, string]>([
      ['aws_vpc', '  cidr_block = "10.0.0.0/16"\n'],
      ['aws_ebs_volume', '  availability_zone = "eu-west-1a"\n  size = 5\n'],
      ['aws_eip', '  domain = "vpc"\n'],
      ['aws_security_group', '  name = "sg"\n'],
      ['aws_sqs_queue', '  name = "q"\n'],
    ] as const)
    draft.add(
      `resource "${type}" "${name}" {\n${body}${tags}${random.pick(providers)}}\n`,
      `${folder}main.tf`,
    )
    draft.output(
      random.pick([
        `${type}.${name}.tags_all`,
        `${type}.${name}.tags`,
        `${type}.${name}`,
        `keys(${type}.${name}.tags_all)`,
        `${type}.${name}.id == null`,
        `lookup(${type}.${name}.tags_all, "Env", "none")`,
        `length(${type}.${name}.tags_all)`,
      ]),
      folder,
    )
  }
  const data = draft.name('d')
  const [type, attribute] = random.pick<readonly [string, string]>([
    ['aws_region', random.pick(['name', 'id', 'endpoint', 'description'])],
    ['aws_partition', random.pick(['partition', 'dns_suffix', 'reverse_dns_prefix'])],
    ['aws_default_tags', 'tags'],
  ] as const)
  draft.add(`data "${type}" "${data}" {\n${random.pick(providers)}}\n`, `${folder}main.tf`)
  draft.output(random.pick([`data.${type}.${data}`, `data.${type}.${data}.${attribute}`]), folder)
}

function module(draft: RootDraft, folder: string, wants: boolean, depth: number): void {
  const { random } = draft
  draft.values(folder)
  const aliases = wants ? '\n      configuration_aliases = [aws.local]' : ''
  if (wants || random.chance(40))
    draft.add(
      `terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"${aliases}\n    }\n  }\n}\n`,
      `${folder}versions.tf`,
    )
  tagged(
    draft,
    folder,
    wants ? ['', '  provider = aws.local\n', '  provider = aws.local\n'] : ['', '  provider = aws\n'],
  )
  if (depth > 0) {
    const inner = draft.name('p')
    const innerWants = wants && random.chance(60)
    module(draft, `${folder}${inner}/`, innerWants, depth - 1)
    call(draft, folder, inner, innerWants, wants ? ['aws.local'] : ['aws'])
  }
}

function call(
  draft: RootDraft,
  folder: string,
  source: string,
  wants: boolean,
  names: readonly [string, ...string[]],
  name = source,
): void {
  const { random } = draft
  const aws = random.chance(60) ? `    aws = ${random.pick(names)}\n` : ''
  const local = wants ? `    aws.local = ${random.pick(names)}\n` : ''
  const bad = random.chance(4) ? random.pick(['    aws.other = aws\n', '    aws = aws.nowhere\n']) : ''
  const providers = aws + local + bad === '' ? '' : `  providers = {\n${aws}${local}${bad}  }\n`
  const repeated = random.pick(['', '', '  count = 2\n', '  for_each = local.set\n'])
  draft.add(`module "${name}" {\n  source = "./${source}"\n${providers}${repeated}}\n`, `${folder}main.tf`)
  draft.output(`module.${name}`, folder)
}
