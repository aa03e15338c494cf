import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'

const WAITED = 'resource "terraform_data" "u" {\n}\n'

/** An output that is a data source whole, as Terraform 1.11.4 plans it with the AWS provider 5.100. */
async function whole(type: string, body: string): Promise<object> {
  const code = `${WAITED}data "${type}" "d" {\n${body}}\noutput "o" {\n  value = data.${type}.d\n}\n`
  const { gaps, outputs } = await printFiles({ 'main.tf': code })
  assert.deepEqual(gaps, [])
  const { type: shown, value, unknown } = outputs['o'] ?? {}
  assert.ok(Array.isArray(shown) && shown[0] === 'object')
  return { value, unknown: unknown?.map((path) => path.join('.')).sort() }
}

test('a data source that waits is an object of its type: null what the code leaves out, unknown what the provider tells', async () => {
  assert.deepEqual(
    await whole('aws_subnets', '  filter {\n    name   = "n"\n    values = [terraform_data.u.id]\n  }\n'),
    {
      value: { filter: [{ name: 'n', values: [null] }], id: null, ids: null, tags: null, timeouts: null },
      unknown: ['filter.0.values.0', 'id', 'ids', 'tags'],
    },
  )
  assert.deepEqual(
    await whole('aws_route53_zone', '  name       = "x.y"\n  depends_on = [terraform_data.u]\n'),
    {
      value: {
        arn: null,
        caller_reference: null,
        comment: null,
        id: null,
        linked_service_description: null,
        linked_service_principal: null,
        name: 'x.y',
        name_servers: null,
        primary_name_server: null,
        private_zone: null,
        resource_record_set_count: null,
        tags: null,
        vpc_id: null,
        zone_id: null,
      },
      unknown: [
        'arn',
        'caller_reference',
        'comment',
        'id',
        'linked_service_description',
        'linked_service_principal',
        'name_servers',
        'primary_name_server',
        'resource_record_set_count',
        'tags',
        'vpc_id',
        'zone_id',
      ],
    },
  )
  const statement = '  statement {\n    actions   = ["s3:*"]\n    resources = [terraform_data.u.id]\n  }\n'
  assert.deepEqual(await whole('aws_iam_policy_document', statement), {
    value: {
      id: null,
      json: null,
      minified_json: null,
      override_json: null,
      override_policy_documents: null,
      policy_id: null,
      source_json: null,
      source_policy_documents: null,
      statement: [
        {
          actions: ['s3:*'],
          condition: [],
          effect: null,
          not_actions: null,
          not_principals: [],
          not_resources: null,
          principals: [],
          resources: [null],
          sid: null,
        },
      ],
      version: null,
    },
    unknown: ['id', 'json', 'minified_json', 'statement.0.resources.0'],
  })
})

test('what a reading may fill in is unknown where Terraform reads at once', async () => {
  const { outputs } = await printFiles({
    'main.tf': `data "aws_ami" "a" {
  owners = ["self"]
}
output "set" {
  value = data.aws_ami.a.owners
}
output "open" {
  value = [data.aws_ami.a.name_regex, data.aws_ami.a.id]
}
`,
  })
  assert.deepEqual([outputs['set']?.value, outputs['open']?.unknown], [['self'], [[0], [1]]])
})

test('arguments of a data source are held against its schema, and references to it', async () => {
  const { gaps, outputs } = await printFiles({
    'main.tf': `data "aws_ami" "a" {
  owners = "self"
  bogus  = 1
  filter {
    name = "name"
  }
}
output "o" {
  value = try(data.aws_ami.a.nope, "")
}
`,
  })
  assert.deepEqual(
    gaps.map(({ line, message }) => `${line} ${message.split(':')[0]}`),
    ['2 Incorrect attribute value type', '3 Unsupported argument', '4 Missing required argument'],
  )
  assert.equal(outputs['o']?.error?.summary, 'Unsupported attribute')
})

test('a data source waits for resources that its block refers to, known or not, and for what its conditions hang on', async () => {
  const document = (name: string, inside: string): string =>
    `data "aws_iam_policy_document" "${name}" {\n  statement {\n    actions   = ["s3:*"]\n    resources = ["*"]\n  }\n${inside}}\noutput "${name}" {\n  value = data.aws_iam_policy_document.${name}.json\n}\n`
  const condition =
    '  lifecycle {\n    precondition {\n      condition     = local.name == "known"\n      error_message = "x"\n    }\n  }\n'
  const { gaps, outputs } = await printFiles({
    'main.tf':
      'resource "aws_s3_bucket" "b" {\n  bucket = "known"\n}\nresource "aws_s3_bucket" "none" {\n  count  = 0\n  bucket = aws_s3_bucket.b.id\n}\nlocals {\n  name = aws_s3_bucket.b.bucket\n}\nmodule "reads" {\n  source = "./reads"\n  name   = aws_s3_bucket.b.bucket\n}\n' +
      document('direct', '  policy_id = aws_s3_bucket.b.bucket\n') +
      document(
        'content',
        '  dynamic "statement" {\n    for_each = ["a"]\n    content {\n      actions   = ["a"]\n      resources = [aws_s3_bucket.b.bucket]\n    }\n  }\n',
      ) +
      document('condition', condition) +
      document('by_module', '  depends_on = [module.reads]\n') +
      document('by_local', '  policy_id = local.name\n') +
      'data "aws_region" "after" {\n  depends_on = [aws_s3_bucket.b]\n}\n' +
      document('condition_after', condition.replace('local.name', 'data.aws_region.after.name')) +
      document('by_none', '  policy_id = join("", aws_s3_bucket.none[*].bucket)\n') +
      document('after_none', '  depends_on = [aws_s3_bucket.none]\n') +
      document('after_data', '  depends_on = [data.aws_iam_policy_document.by_local]\n'),
    'reads/main.tf': 'variable "name" {}\ndata "aws_iam_policy_document" "d" {\n  policy_id = var.name\n}\n',
  })
  assert.deepEqual(gaps, [])
  const waiting = Object.keys(outputs).filter((name) => outputs[name]?.unknown)
  assert.deepEqual(waiting.sort(), ['by_module', 'condition', 'condition_after', 'content', 'direct'])
})
