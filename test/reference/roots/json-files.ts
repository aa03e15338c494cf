import type { RootDraft } from './root-draft.ts'

/** Code in JSON: every string a template, blocks as objects or lists of them, expressions as strings where names are meant. */
export function jsonFiles(draft: RootDraft): void {
  const { random } = draft
  const variable = draft.name('v')
  const resource = draft.name('r')
  const file = random.pick(['main.tf.json', 'zz.tf.json'])
  const type = random.pick([
    'string',
    'list(string)',
    '${map(string)}',
    'any',
    'object({ a = optional(number, 2), b = optional(string) })',
    'number',
  ])
  draft.json(file, 'variable', {
    [variable]: random.pick<unknown>([
      { type, default: random.pick<unknown>([null, 'x', ['l'], { a: 1 }, 3]) },
      {
        default: random.pick<unknown>(['$${lit}', 'plain', { k: '${not}' }, [1, null, true]]),
        description: '${text}',
      },
      [{ type: 'string', default: null, sensitive: true }],
      {
        type: 'string',
        default: 'd',
        nullable: false,
        validation: { condition: `\${var.${variable} != "n"}`, error_message: 'no ${local.text}' },
      },
    ]),
  })
  draft.json(
    file,
    'locals',
    random.pick<unknown>([
      members(draft, variable),
      [members(draft, variable), { '//': 'a comment', extra: 1 }],
    ]),
  )
  const repeated = random.pick<Record<string, unknown>>([
    {},
    { count: 2 },
    { count: '${local.num - 2}' },
    { for_each: '${local.map}' },
    { for_each: { a: 1, b: '${local.open}' } },
  ])
  draft.json(file, 'resource', {
    terraform_data: {
      [resource]: random.pick<unknown>([
        { ...repeated, input: value(draft, variable, 2), '//': 'comment' },
        [{ ...repeated, input: value(draft, variable, 2), depends_on: ['terraform_data.u'] }],
        {
          ...repeated,
          triggers_replace: value(draft, variable, 1),
          lifecycle: { ignore_changes: ['input'], create_before_destroy: true },
        },
        {
          ...repeated,
          input: value(draft, variable, 1),
          lifecycle: [{ precondition: [{ condition: '${local.yes}', error_message: 'no' }] }],
        },
      ]),
    },
  })
  draft.json(file, 'output', {
    [draft.name('o')]: { value: value(draft, variable, 3), sensitive: true },
    [draft.name('o')]: {
      value: `\${terraform_data.${resource}}`,
      sensitive: random.pick<unknown>([true, 'true']),
    },
    [draft.name('o')]: [{ value: `\${local.jl}`, sensitive: true }],
  })
  draft.output(`{ r = terraform_data.${resource} }`)
  draft.output('local.jl')
}

function members(draft: RootDraft, variable: string): Record<string, unknown> {
  return {
    jl: value(draft, variable, 3),
    jm: value(draft, variable, 1),
    ...(draft.random.chance(3) && { '${local.text}': 1 }),
  }
}

function value(draft: RootDraft, variable: string, depth: number): unknown {
  const { random } = draft
  if (depth > 0 && random.chance(30)) return random.many(0, 3, () => value(draft, variable, depth - 1))
  if (depth > 0 && random.chance(40))
    return Object.fromEntries(
      random.many(1, 3, () => [
        random.pick([
          'a',
          'b c',
          '${local.text}',
          'k-${local.num}',
          '$${x}',
          '//',
          '${local.open}',
          'true',
          '1',
        ]),
        value(draft, variable, depth - 1),
      ]),
    )
  return random.pick<unknown>([
    'plain',
    '${local.text}',
    '${local.num}',
    'a ${local.num} b',
    '${local.open}',
    '${local.list}',
    `\${var.${variable}}`,
    '$${kept}',
    '%{ if local.yes }y%{ else }n%{ endif }',
    '${{ for k, v in local.map : k => v }}',
    '${jsonencode({ a = local.num })}',
    'line\nline ${local.text}\n',
    1,
    2.5,
    1e21,
    9007199254740991,
    true,
    null,
    '',
    '${null}',
    '${local.secret}',
    '${try(local.map.z, "none")}',
    '${"quoted \\"x\\""}',
    'tab\t"q" \\ back',
    '${local.map["a"]}',
    '${local.list[*]}',
    '${path.module}',
    '${terraform.workspace}',
    'é ✓',
  ])
}
