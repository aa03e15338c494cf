import type { RootDraft } from './root-draft.ts'

/** Heredocs of every indentation, directives in them, and files of templates. */
export function textTemplates(draft: RootDraft): void {
  const { random } = draft
  for (let i = random.below(3) + 2; i > 0; i--) {
    const name = draft.name('t')
    const mark = random.pick(['EOT', 'E', 'END_OF'])
    const text = lines(draft, 3, random.pick(['', '  ', '    ', '\t']), 'local.')
    const [open, close] = random.pick([
      [`<<-${mark}`, `${random.pick(['', '  ', '      '])}${mark}`],
      [`<<${mark}`, `${random.pick(['', '  '])}${mark}`],
      [`<<-${mark}`, `  ${mark}`],
    ] as const)
    draft.add(`locals {\n  ${name} = ${open}\n${text}${close}\n}\n`)
    draft.output(
      random.pick([
        `local.${name}`,
        `split("\\n", local.${name})`,
        `trimspace(local.${name})`,
        `indent(4, local.${name})`,
        `[local.${name}, length(local.${name})]`,
      ]),
    )
  }
  for (let i = random.below(2) + 1; i > 0; i--) {
    const file = `${draft.name('f')}.tftpl`
    draft.add(
      random.chance(15)
        ? random.pick(['${text}', 'x', '', '${num}', '%{ if yes }${text}%{ endif }'])
        : lines(draft, 2, random.pick(['', ' ']), ''),
      file,
    )
    const values = draft.mostly(
      [
        '{ text = local.text, num = local.num, yes = true, list = local.list, map = local.map, open = local.open, none = null, secret = local.secret, set = local.set }',
        '{ text = "<&>", num = 1.50, yes = false, list = [], map = {}, open = "o", none = "n", secret = 1, set = toset([]) }',
        'merge(local.map, { text = local.open, num = 0, yes = local.open == "", list = [local.open, "l"], map = { k = local.open }, open = "", none = "", secret = "s", set = ["s"] })',
      ],
      ['local.map', '{}', 'local.open', 'null', '[]'],
      6,
    )
    const path = draft.mostly(
      [`"\${path.module}/${file}"`, `"${file}"`, `"./${file}"`],
      ['"absent.tftpl"', 'local.open'],
    )
    draft.output(
      random.pick([
        `templatefile(${path}, ${values})`,
        `length(templatefile(${path}, ${values})) > 0`,
        `startswith(templatefile(${path}, ${values}), "a")`,
        `try(templatefile(${path}, ${values}), "none")`,
        `split("\\n", templatefile(${path}, ${values}))`,
      ]),
    )
  }
}

/** Lines of a template; `scope` is what stands before the names. */
function lines(draft: RootDraft, depth: number, indent: string, scope: string): string {
  const { random } = draft
  const text: string[] = []
  for (let i = random.below(4) + 1; i > 0; i--) text.push(line(draft, depth, indent, scope))
  return text.join('')
}

function line(draft: RootDraft, depth: number, indent: string, scope: string): string {
  const { random } = draft
  const pad = indent + random.pick(['', '', '  ', '\t', ' '])
  const [left, right] = [random.pick(['', '', '~']), random.pick(['', '~', '~'])]
  const inner = (): string => lines(draft, depth - 1, indent + random.pick(['', '  ']), scope)
  if (depth > 0 && random.chance(20))
    return `${pad}%{${left} if ${random.pick([`${scope}yes`, `${scope}num > 3`, `${scope}open == "x"`, `length(${scope}list) > 0`, `${scope}text == ""`])} ${right}}\n${inner()}${random.chance(40) ? `${pad}%{ else ${right}}\n${inner()}` : ''}${pad}%{${left} endif ${right}}\n`
  if (depth > 0 && random.chance(20))
    return `${pad}%{ for ${random.pick(['x', 'i, x'])} in ${random.pick([`${scope}list`, `${scope}map`, `${scope}set`, `[${scope}text, ${scope}num]`, `${scope}list`])} ${right}}\n${random.pick([`${pad}- \${x}\n`, `${pad}\${~ x ~}\n`, inner()])}${pad}%{${left} endfor ${right}}\n`
  return `${pad}${random.pick([
    'plain words',
    `\${${scope}text}`,
    `a \${${left} ${scope}num ${right}} b`,
    `\${${scope}open}`,
    `\${jsonencode(${scope}map)}`,
    `\${upper(${scope}text)} and \${join(",", ${scope}list)}`,
    '$${kept} %%{kept}',
    '$$ % $ %% {',
    `inline %{ if ${scope}yes }yes%{ else }no%{ endif } end`,
    `%{ for x in ${scope}list }[\${x}]%{ endfor }`,
    '"quoted" \\n \\ back',
    '',
    'tab\tinside',
    `\${${scope}secret}`,
    `\${${scope}yes ? "y" : "n"}`,
    'é ü 日本',
    `\${"nested \${${scope}text}"}`,
    `\${~ ${scope}text ~}`,
    `\${ ${scope}none == null ? "" : "x" }`,
  ])}${random.chance(10) ? '  ' : ''}\n`
}
