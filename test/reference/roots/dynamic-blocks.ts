import { awsProvider } from './aws-root.ts'
import type { RootDraft } from './root-draft.ts'

/** `dynamic` blocks, nested, with iterators of their own, over everything that can be iterated. */
export function dynamicBlocks(draft: RootDraft): void {
  const { random } = draft
  if (!draft.uses_aws) awsProvider(draft, '  region = "eu-west-1"\n')
  for (let i = random.below(2) + 1; i > 0; i--)
    random.pick([securityGroup, instance, bucketRules, loadBalancerRule])(draft)
}

function source(draft: RootDraft): string {
  return draft.mostly(
    [
      '[80, 443]',
      'local.map',
      'local.set',
      'toset(["a"])',
      '[]',
      '{}',
      'local.yes ? [1] : []',
      '[for i in range(2) : i * 10]',
      '{ a = local.open, b = 2 }',
      '[local.open, "k"]',
      'local.none[*]',
      'local.text[*]',
      'split(",", "1,2")',
      '[{ port = 1 }, { port = 2, extra = true }]',
      'tolist(["9"])',
      '[null]',
      '[local.secret]',
    ],
    [
      'local.open',
      'split(",", local.open)',
      'null',
      'local.text',
      '5',
      'toset([local.open])',
      'local.secret',
      'sensitive(["a"])',
      'local.open == "x" ? [1] : []',
    ],
    14,
  )
}

function securityGroup(draft: RootDraft): void {
  const { random } = draft
  const name = draft.name('sg')
  const type = random.pick(['ingress', 'egress'])
  const iterator = random.chance(40) ? 'it' : type
  const line = iterator === 'it' ? '    iterator = it\n' : ''
  const port = random.pick([
    `try(tonumber(${iterator}.value), 1)`,
    `try(${iterator}.value.port, 2)`,
    `length(tostring(${iterator}.key))`,
    '22',
    `"${'${try(tonumber(' + iterator + '.key), 7)}'}"`,
  ])
  const description = random.pick([
    `tostring(${iterator}.key)`,
    `"d-\${${iterator}.key}"`,
    'null',
    '""',
    'local.open',
    '"${local.text}-${local.num}"',
  ])
  const fixed = random.chance(40)
    ? `  ${type} {\n    from_port = 1\n    to_port = 2\n    protocol = "tcp"\n    cidr_blocks = ${random.pick(['["10.0.0.0/8"]', '[local.open]', '[]', 'null', '[for i in range(2) : "10.${i}.0.0/16"]'])}\n  }\n`
    : ''
  draft.add(`resource "aws_security_group" "${name}" {
  name = ${random.pick(['"n"', 'local.open', '"${local.text}-sg"'])}
${fixed}  dynamic "${type}" {
    for_each = ${source(draft)}
${line}    content {
      from_port   = ${port}
      to_port     = ${random.pick([port, '80', '-1'])}
      protocol    = ${random.pick(['"tcp"', '"-1"', '"udp"'])}
      description = ${description}
      cidr_blocks = ${random.pick(['["10.0.0.0/8"]', '[local.open, "10.0.0.0/8"]', 'null', '[]'])}
      self        = ${random.pick(['null', 'true', 'local.yes'])}
    }
  }
}
`)
  draft.output(
    random.pick([
      `aws_security_group.${name}.${type}`,
      `aws_security_group.${name}`,
      `[for r in aws_security_group.${name}.${type} : r.from_port]`,
      `length(aws_security_group.${name}.${type})`,
      `aws_security_group.${name}.description`,
      `aws_security_group.${name}.name`,
    ]),
  )
}

function instance(draft: RootDraft): void {
  const { random } = draft
  const name = draft.name('i')
  const repeated = random.pick(['', '  count = 2\n', '  for_each = local.map\n'])
  draft.add(`resource "aws_instance" "${name}" {
${repeated}  ami           = "ami-0abcdef1234567890"
  instance_type = ${random.pick(['"t3.micro"', 'local.open', 'local.yes ? "t3.large" : "t3.small"'])}
  dynamic "ebs_block_device" {
    for_each = ${source(draft)}
    iterator = disk
    content {
      device_name = ${random.pick(['"/dev/sd${disk.key}"', '"/dev/x"', 'tostring(disk.key)'])}
      volume_size = ${random.pick(['10', 'try(disk.value.port, 4)', 'null', '"8"'])}
      encrypted   = ${random.pick(['true', 'null', '"false"', 'disk.key == 0'])}
    }
  }
  dynamic "metadata_options" {
    for_each = ${random.pick(['[1]', '[]', '{ a = "required" }'])}
    content {
      http_tokens = ${random.pick(['"required"', 'null', 'metadata_options.value == 1 ? "optional" : "required"'])}
    }
  }
  tags = ${random.pick(['{ Name = "i" }', '{ N = local.open }', 'null'])}
}
`)
  const one =
    repeated === ''
      ? `aws_instance.${name}`
      : `values({ for k, v in aws_instance.${name} : "k\${k}" => v })[*]`
  draft.output(
    random.pick([
      `aws_instance.${name}`,
      `${one}.ebs_block_device`,
      `${one}.metadata_options`,
      `${one}.tags`,
      `${one}.instance_type`,
      `${one}.user_data_replace_on_change`,
    ]),
  )
}

/** Blocks in blocks, each with an iterator that hides the one around it or not. */
function bucketRules(draft: RootDraft): void {
  const { random } = draft
  const name = draft.name('lc')
  const inner = random.pick(['transition', 'it'])
  draft.add(`resource "aws_s3_bucket_lifecycle_configuration" "${name}" {
  bucket = ${random.pick(['"b"', 'local.open'])}
  dynamic "rule" {
    for_each = ${source(draft)}
    ${random.chance(30) ? 'iterator = it' : ''}
    content {
      id     = "r"
      status = ${random.pick(['"Enabled"', 'local.yes ? "Enabled" : "Disabled"'])}
      filter {
        prefix = ${random.pick(['""', '"logs/"', 'local.open'])}
      }
      dynamic "transition" {
        for_each = ${random.pick(['[30]', 'toset([30, 60])', '{ GLACIER = 90 }', '[]'])}
        ${inner === 'it' ? 'iterator = it' : ''}
        content {
          days          = ${inner}.value
          storage_class = ${random.pick(['"GLACIER"', 'local.yes ? "GLACIER" : "STANDARD_IA"'])}
        }
      }
      expiration {
        days = 365
      }
    }
  }
}
`)
  draft.output(
    random.pick([
      `aws_s3_bucket_lifecycle_configuration.${name}.bucket`,
      `length(aws_s3_bucket_lifecycle_configuration.${name}.rule)`,
    ]),
  )
}

function loadBalancerRule(draft: RootDraft): void {
  const { random } = draft
  const name = draft.name('lr')
  draft.add(`resource "aws_lb_listener_rule" "${name}" {
  listener_arn = ${random.pick(['"arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2"', 'local.open'])}
  priority     = ${random.pick(['1', 'null', 'local.num'])}
  action {
    type = "forward"
    dynamic "forward" {
      for_each = ${random.pick(['[1]', '[{ arn = local.open }]', '[1, 2]'])}
      content {
        dynamic "target_group" {
          for_each = ${random.pick(['["arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1"]', '[local.open]', '{ a = forward.value }', '[for i in range(2) : local.open]'])}
          iterator = group
          content {
            arn    = ${random.pick(['can(regex("^arn:", group.value)) ? group.value : local.open', 'local.open'])}
            weight = ${random.pick(['forward.key', 'group.key == 0 ? 1 : 2', '5'])}
          }
        }
      }
    }
  }
  dynamic "condition" {
    for_each = ${source(draft)}
    content {
      path_pattern {
        values = ${random.pick(['["/a"]', '[tostring(condition.key)]', '["/${condition.key}", local.open]', 'local.list'])}
      }
    }
  }
}
`)
  draft.output(
    random.pick([
      `aws_lb_listener_rule.${name}.action`,
      `aws_lb_listener_rule.${name}.condition`,
      `aws_lb_listener_rule.${name}`,
    ]),
  )
}
