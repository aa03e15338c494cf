import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles, seenBy } from './evaluate-text.ts'

test('empty sets and maps are as good as not set, empty lists are lists', async () => {
  const code = `resource "aws_autoscaling_group" "g" {
  max_size             = 1
  min_size             = 1
  enabled_metrics      = []
  load_balancers       = []
  termination_policies = []
}
resource "aws_instance" "i" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  vpc_security_group_ids = []
  tags                   = {}
}
resource "aws_security_group" "s" {
  ingress = []
}
resource "aws_globalaccelerator_cross_account_attachment" "a" {
  name       = "a"
  principals = []
}
`
  const names = ['enabled_metrics', 'load_balancers', 'termination_policies']
  const references = [
    ...names.map((name) => `aws_autoscaling_group.g.${name}`),
    'aws_instance.i.vpc_security_group_ids',
    'aws_instance.i.tags',
    'aws_security_group.s.ingress',
    'aws_globalaccelerator_cross_account_attachment.a.principals',
  ]
  assert.deepEqual(await seenBy(code, references), [null, undefined, [], undefined, null, [], []])
})

test('blocks inside blocks that the provider leaves alone are none; what is not set in them is null', async () => {
  const code = `resource "aws_lb_listener" "l" {
  load_balancer_arn = "arn"
  protocol          = "http"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}
resource "aws_appautoscaling_policy" "p" {
  name               = "p"
  resource_id        = "r"
  scalable_dimension = "d"
  service_namespace  = "n"
  target_tracking_scaling_policy_configuration {
    target_value = 1
    predefined_metric_specification {
      predefined_metric_type = "t"
    }
  }
}
`
  const policy = 'aws_appautoscaling_policy.p.target_tracking_scaling_policy_configuration[0]'
  const references = [
    'aws_lb_listener.l.default_action[0].authenticate_cognito',
    'aws_lb_listener.l.default_action[0].order',
    'aws_lb_listener.l.mutual_authentication',
    'aws_lb_listener.l.protocol',
    `${policy}.predefined_metric_specification[0].resource_label`,
    `${policy}.disable_scale_in`,
  ]
  assert.deepEqual(await seenBy(code, references), [[], undefined, undefined, 'HTTP', null, false])
})

test('an empty text is as good as not set where the provider computes what is not set', async () => {
  const code = `resource "aws_rds_cluster" "c" {
  engine         = "aurora-mysql"
  engine_version = ""
  port           = 0
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  root_block_device {
    kms_key_id = ""
  }
  ebs_block_device {
    device_name = "/dev/sdf"
    kms_key_id  = ""
  }
}
resource "aws_launch_template" "t" {
  image_id = ""
}
resource "aws_xray_resource_policy" "p" {
  policy_name        = "p"
  policy_document    = "{}"
  policy_revision_id = ""
}
`
  const references = [
    'aws_rds_cluster.c.engine_version',
    'aws_rds_cluster.c.port',
    'aws_instance.i.root_block_device[0].kms_key_id',
    'one(aws_instance.i.ebs_block_device).kms_key_id',
    'aws_launch_template.t.image_id',
    'aws_xray_resource_policy.p.policy_revision_id',
  ]
  assert.deepEqual(await seenBy(code, references), [undefined, 0, undefined, undefined, '', ''])
})

test('blocks and types that are planned only with arguments that fit', async () => {
  const code = `resource "aws_lb_listener" "l" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1"
  port              = 80
  default_action {
    type = "redirect"
    redirect {
      status_code = "HTTP_301"
      port        = "443"
    }
  }
}
resource "aws_lb_target_group" "sticky" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-1"
  stickiness {
    type = "lb_cookie"
  }
  target_group_health {
    dns_failover {}
    unhealthy_state_routing {}
  }
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/f"
  handler       = "f.f"
  runtime       = "python3.12"
  filename      = "f.zip"
}
resource "aws_dynamodb_table" "t" {
  name         = "t"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_eks_pod_identity_association" "p" {
  cluster_name    = "c"
  namespace       = "n"
  service_account = "s"
  role_arn        = "arn:aws:iam::123456789012:role/p"
  tags            = {}
}
`
  const target = 'aws_lb_target_group.sticky'
  const references = [
    'aws_lb_listener.l.default_action[0].redirect[0].host',
    'aws_lb_listener.l.default_action[0].redirect[0].port',
    'aws_lb_listener.l.default_action[0].forward',
    `${target}.target_type`,
    `[${target}.stickiness[0].enabled, ${target}.stickiness[0].cookie_name]`,
    `${target}.stickiness[0].cookie_duration`,
    `${target}.target_group_health[0].unhealthy_state_routing[0].minimum_healthy_targets_count`,
    '[aws_lambda_function.f.memory_size, aws_lambda_function.f.package_type, aws_lambda_function.f.layers]',
    'aws_lambda_function.f.tracing_config',
    '[aws_dynamodb_table.t.deletion_protection_enabled, aws_dynamodb_table.t.range_key]',
    'aws_eks_pod_identity_association.p.tags',
  ]
  const stickiness = [[true, null], 86_400, 1]
  const rest = [[128, 'Zip', null], undefined, [null, null], {}]
  const seenValues = await seenBy(code, references)
  assert.deepEqual(seenValues, ['#{host}', '443', [], 'instance', ...stickiness, ...rest])
})

test('protocols of groups by name, windows of time in small letters', async () => {
  const code = `locals {
  protocols = ["6", "-1", "All", "TCP", "06", "58", "50", "icmp"]
}
resource "aws_security_group_rule" "r" {
  for_each          = toset(local.protocols)
  type              = "ingress"
  from_port         = 0
  to_port           = 0
  protocol          = each.value
  security_group_id = "sg-1"
  self              = true
}
resource "aws_security_group" "g" {
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "17"
    self      = true
  }
}
resource "aws_vpc_security_group_ingress_rule" "v" {
  security_group_id = "sg-1"
  ip_protocol       = "6"
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_rds_cluster" "c" {
  engine                       = "aurora-mysql"
  preferred_maintenance_window = "Sun:05:00-Sun:06:00"
}
`
  const references = [
    '[for p in local.protocols : aws_security_group_rule.r[p].protocol]',
    'aws_security_group.g.ingress[*].protocol',
    'aws_vpc_security_group_ingress_rule.v.ip_protocol',
    'aws_rds_cluster.c.preferred_maintenance_window',
  ]
  const named = ['tcp', '-1', '-1', 'tcp', 'tcp', 'icmpv6', '50', 'icmp']
  assert.deepEqual(await seenBy(code, references), [named, ['udp'], '6', 'sun:05:00-sun:06:00'])
})

test('all tags where there are none: computed by the SDK, none to the framework', async () => {
  const code = `provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc_security_group_ingress_rule" "r" {
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
}
`
  const references = ['aws_vpc.v.tags_all', 'aws_vpc_security_group_ingress_rule.r.tags_all']
  assert.deepEqual(await seenBy(code, references), [undefined, {}])
})

test('the framework keeps what is known beside an unknown, and the nulls in a map', async () => {
  const code = `resource "terraform_data" "u" {
}
resource "aws_batch_job_queue" "q" {
  name                 = "q"
  state                = "ENABLED"
  priority             = 1
  compute_environments = [terraform_data.u.id, "arn:aws:batch:eu-west-1:123456789012:compute-environment/a"]
  tags                 = { A = null, B = "b" }
}
resource "aws_security_group" "g" {
  tags = { A = null, B = "b" }
}
resource "aws_autoscaling_group" "g" {
  max_size             = 1
  min_size             = 1
  termination_policies = [terraform_data.u.id, "Default"]
}
`
  const references = [
    'aws_batch_job_queue.q.compute_environments[1]',
    'aws_batch_job_queue.q.tags',
    'aws_batch_job_queue.q.tags_all',
    'aws_security_group.g.tags',
    'aws_autoscaling_group.g.termination_policies',
  ]
  const known = ['arn:aws:batch:eu-west-1:123456789012:compute-environment/a', { A: null, B: 'b' }]
  assert.deepEqual(await seenBy(code, references), [...known, { A: '', B: 'b' }, { B: 'b' }, undefined])
})

test('texts that the provider plans in a form of its own', async () => {
  const code = `resource "aws_iam_policy" "p" {
  policy = <<-EOT
    { "Version": "2012-10-17",
      "Statement": [ { "Resource": "<*>", "Action": [ "a" ] } ] }
  EOT
}
resource "aws_iam_policy" "open" {
  policy = "{}"
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  user_data     = "x"
}
resource "aws_route53_zone" "z" {
  name = "Example.com"
}
resource "aws_route53_zone" "dot" {
  name = "example.com."
}
resource "aws_batch_job_definition" "j" {
  name = "j"
  type = "container"
  retry_strategy {
    evaluate_on_exit {
      action           = "RETRY"
      on_status_reason = "Host EC2*"
    }
  }
}
`
  const references = [
    'aws_iam_policy.p.policy',
    'aws_iam_policy.open.policy',
    'aws_instance.i.user_data',
    'aws_route53_zone.z.name',
    'aws_route53_zone.dot.name',
    'aws_batch_job_definition.j.retry_strategy[0].evaluate_on_exit[0].action',
  ]
  assert.deepEqual(await seenBy(code, references), [
    '{"Statement":[{"Action":["a"],"Resource":"\\u003c*\\u003e"}],"Version":"2012-10-17"}',
    undefined,
    undefined,
    'example.com',
    undefined,
    'retry',
  ])
})

test('what hangs on another argument is known where that is as it was seen, else unknown', async () => {
  const balancer = (type: string): string =>
    `resource "aws_lb" "l" {\n  load_balancer_type = ${type}\n  subnets            = ["subnet-1"]\n}\nresource "terraform_data" "u" {\n}\n`
  const references = ['aws_lb.l.idle_timeout', 'aws_lb.l.enable_http2', 'aws_lb.l.enable_deletion_protection']
  assert.deepEqual(await seenBy(balancer('null'), references), [60, true, false])
  assert.deepEqual(await seenBy(balancer('"application"'), references), [60, true, false])
  assert.deepEqual(await seenBy(balancer('"network"'), references), [undefined, undefined, false])
  assert.deepEqual(await seenBy(balancer('terraform_data.u.id'), references), [undefined, undefined, false])
  const service = (more: string): string =>
    `resource "aws_ecs_service" "s" {\n  name = "s"\n  scheduling_strategy = "DAEMON"\n${more}}\n`
  const percent = ['aws_ecs_service.s.deployment_maximum_percent']
  assert.deepEqual(await seenBy(service(''), percent), [undefined])
  assert.deepEqual(await seenBy(service('  deployment_maximum_percent = 150\n'), percent), [150])
  const sticky = (type: string): string =>
    `resource "terraform_data" "u" {\n}\nresource "aws_lb_target_group" "t" {\n  stickiness {\n    type = ${type}\n  }\n}\n`
  const cookies = ['cookie_duration', 'cookie_name', 'enabled'].map(
    (name) => `aws_lb_target_group.t.stickiness[0].${name}`,
  )
  assert.deepEqual(await seenBy(sticky('"app_cookie"'), cookies), [86_400, null, true])
  assert.deepEqual(await seenBy(sticky('"source_ip"'), cookies), [undefined, null, true])
  assert.deepEqual(await seenBy(sticky('terraform_data.u.id'), cookies), [undefined, null, true])
})

test('where nobody tried, blocks inside blocks are unknown', async () => {
  const code = `resource "aws_kinesis_firehose_delivery_stream" "f" {
  name        = "f"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = "r"
    bucket_arn = "b"
  }
}
`
  const inside = 'aws_kinesis_firehose_delivery_stream.f.extended_s3_configuration[0]'
  const references = [
    `${inside}.cloudwatch_logging_options`,
    `${inside}.buffering_interval`,
    `${inside}.bucket_arn`,
  ]
  assert.deepEqual(await seenBy(code, references), [undefined, undefined, 'b'])
})

test('the names of a certificate, and what each has to prove, are known before it is there', async () => {
  const certificate = (lines: string): string =>
    `resource "terraform_data" "u" {\n}\nresource "aws_acm_certificate" "c" {\n${lines}}\n`
  const names = 'aws_acm_certificate.c.subject_alternative_names'
  const options = 'aws_acm_certificate.c.domain_validation_options'
  const references = [
    names,
    `[for o in ${options} : o.domain_name]`,
    `[for o in ${options} : o.resource_record_name]`,
  ]
  const dns = '  validation_method = "DNS"\n'
  assert.deepEqual(await seenBy(certificate(`  domain_name = "x.y"\n${dns}`), references), [
    ['x.y'],
    ['x.y'],
    undefined,
  ])
  const more = '  domain_name = "x.y"\n  subject_alternative_names = ["*.x.y", "a.y"]\n'
  const all = ['*.x.y', 'a.y', 'x.y']
  assert.deepEqual(await seenBy(certificate(more + dns), references), [all, all, undefined])
  assert.deepEqual(await seenBy(certificate(more), references), [all, undefined, undefined])
  for (const open of [
    '  domain_name = terraform_data.u.id\n  subject_alternative_names = ["a.y"]\n',
    '  domain_name = "x.y"\n  subject_alternative_names = [terraform_data.u.id]\n',
    '  domain_name = sensitive("x.y")\n  subject_alternative_names = ["a.y"]\n',
  ])
    assert.deepEqual(await seenBy(certificate(open + dns), [`length(${names})`, references[1] ?? '']), [
      undefined,
      undefined,
    ])
})

test('records that prove a certificate are as many as its names', async () => {
  const { gaps, resources } = await printFiles({
    'main.tf': `resource "aws_acm_certificate" "c" {
  domain_name               = "x.y"
  validation_method         = "DNS"
  subject_alternative_names = ["a.y"]
}
resource "aws_route53_record" "r" {
  for_each = { for o in aws_acm_certificate.c.domain_validation_options : o.domain_name => o }
  zone_id  = "Z"
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  ttl      = 60
  records  = [each.value.resource_record_value]
}
`,
  })
  assert.deepEqual(gaps, [])
  assert.deepEqual(
    resources.map(({ address }) => address),
    ['aws_acm_certificate.c', 'aws_route53_record.r["a.y"]', 'aws_route53_record.r["x.y"]'],
  )
})

test('where the logs of a load balancer go is not told: it is nothing while they are off', async () => {
  const code = `resource "aws_lb" "a" {
  subnets = ["subnet-1", "subnet-2"]
  access_logs {
    bucket = "b"
  }
}
`
  const logs = 'aws_lb.a.access_logs[0]'
  assert.deepEqual(await seenBy(code, [`${logs}.bucket`, `${logs}.enabled`]), [undefined, false])
})
