import { awsProvider } from './aws-root.ts'
import type { RootDraft } from './root-draft.ts'

/** `aws_iam_policy_document` of every shape, over known and unknown parts, and what is made of it. */
export function policyDocuments(draft: RootDraft): void {
  const { random } = draft
  if (!draft.uses_aws) awsProvider(draft, '  region = "eu-west-1"\n')
  draft.add('data "aws_partition" "pd" {}\ndata "aws_region" "rd" {}\n')
  const documents: string[] = []
  for (let i = random.below(3) + 1; i > 0; i--) {
    const name = draft.name('doc')
    const merged =
      documents.length > 0 && random.chance(60)
        ? `  ${random.pick([`source_policy_documents = [${jsonOf(documents.at(-1))}]`, `override_policy_documents = [${documents.map(jsonOf).join(', ')}${random.pick(['', ', ""'])}]`])}\n`
        : ''
    draft.add(`data "aws_iam_policy_document" "${name}" {
${random.pick(['', '', '  version = "2012-10-17"\n', '  policy_id = "pid"\n', '  policy_id = local.open\n', '  depends_on = [terraform_data.u]\n'])}${merged}${random
      .many(1, 3, () => random.below(4))
      .map((n, i) => statement(draft, `S${i}${n}`))
      .join('')}}
`)
    documents.push(name)
    const json = `data.aws_iam_policy_document.${name}.json`
    draft.output(
      random.pick([
        json,
        json,
        `data.aws_iam_policy_document.${name}.minified_json`,
        `try(jsondecode(${json}).Statement[0].Sid, "none")`,
        `length(${json}) > 2`,
      ]),
    )
    if (random.chance(40)) {
      const policy = draft.name('pol')
      draft.add(
        `resource "aws_iam_policy" "${policy}" {\n  name = "${policy}"\n  policy = ${random.pick([json, `data.aws_iam_policy_document.${name}.minified_json`, 'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })'])}\n}\n`,
      )
      draft.output(
        random.pick([
          `aws_iam_policy.${policy}.policy`,
          `aws_iam_policy.${policy}`,
          `aws_iam_policy.${policy}.path`,
        ]),
      )
    }
  }
}

function jsonOf(name: string | undefined): string {
  return `data.aws_iam_policy_document.${name}.json`
}

function texts(draft: RootDraft, good: readonly [string, ...string[]]): string {
  const { random } = draft
  return random.pick([
    `[${random.many(1, 3, () => random.pick(good)).join(', ')}]`,
    `[${random.pick(good)}]`,
    `[for x in local.list : "\${x}:*"]`,
    `[${random.pick(good)}, ${random.chance(30) ? 'local.open' : '"z"'}]`,
    'local.set',
    '[]',
  ])
}

function statement(draft: RootDraft, sid: string): string {
  // two statements of one Sid are refused
  const isMany = draft.random.chance(20)
  const { random } = draft
  const some = (percent: number, line: string): string => (random.chance(percent) ? line : '')
  return `  ${isMany ? 'dynamic "statement" {\n    for_each = local.set\n    content {\n' : 'statement {\n'}${some(isMany ? 0 : 50, `    sid = ${random.pick([`"${sid}"`, '""', 'null'])}\n`)}${some(40, `    effect = ${random.pick(['"Deny"', '"Allow"', 'null'])}\n`)}${some(80, `    actions = ${texts(draft, ['"s3:Get"', '"s3:*"', '"ec2:A"', '"*"', '"a<b>&"'])}\n`)}${some(15, `    not_actions = ${texts(draft, ['"iam:*"', '"b:c"'])}\n`)}${some(60, `    resources = ${texts(draft, ['"*"', '"arn:${data.aws_partition.pd.partition}:s3:::b"', '"arn:aws:ec2:${data.aws_region.rd.name}::x/&{aws:username}"', '"b/*"'])}\n`)}${some(10, `    not_resources = ${texts(draft, ['"x"', '"y"'])}\n`)}${some(40, principals(draft, 'principals'))}${some(15, principals(draft, 'principals'))}${some(8, principals(draft, 'not_principals'))}${some(40, condition(draft))}${some(25, condition(draft))}  }\n`.replace(
    /^( {2}dynamic[^]*)$/,
    '$1  }\n',
  )
}

function principals(draft: RootDraft, type: string): string {
  const { random } = draft
  return `    ${type} {\n      type = ${random.pick(['"AWS"', '"Service"', '"*"', '"Federated"'])}\n      identifiers = ${texts(draft, ['"*"', '"arn:aws:iam::123456789012:root"', '"ec2.${data.aws_partition.pd.dns_suffix}"', '"123456789012"'])}\n    }\n`
}

function condition(draft: RootDraft): string {
  const { random } = draft
  return `    condition {\n      test = ${random.pick(['"StringEquals"', '"Bool"', '"StringLike"', '"ForAnyValue:StringEquals"'])}\n      variable = ${random.pick(['"aws:SourceVpc"', '"aws:x"', '"s3:prefix"'])}\n      values = ${texts(draft, ['"a"', 'true', '"&{aws:username}"', '5', '"b"'])}\n    }\n`
}
