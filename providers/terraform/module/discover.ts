/** A configuration file of a module's folder. */
export interface ConfigFile {
  readonly name: string
  readonly syntax: 'native' | 'json'
  /** it is merged over the others */
  readonly override: boolean
}

const ENDINGS = [
  { ending: '.tofu.json', syntax: 'json', tofu: true },
  { ending: '.tf.json', syntax: 'json', tofu: false },
  { ending: '.tofu', syntax: 'native', tofu: true },
  { ending: '.tf', syntax: 'native', tofu: false },
] as const

/**
 * Which of a folder's names are configuration, as Terraform takes them: `*.tf` and `*.tf.json`, none that begins with `.`,
 * ends with `~` or stands between `#`. As OpenTofu has it, `x.tofu` is read instead of `x.tf` where both are there.
 * Primary files come first, then overrides, each in byte order.
 */
export function configFiles(names: readonly string[]): readonly ConfigFile[] {
  const present = new Set(names)
  const files: ConfigFile[] = []
  for (const name of names) {
    if (isIgnored(name)) continue
    const kind = ENDINGS.find(({ ending }) => name.endsWith(ending))
    if (!kind) continue
    const stem = name.slice(0, -kind.ending.length)
    if (!kind.tofu && present.has(stem + kind.ending.replace('.tf', '.tofu'))) continue
    files.push({ name, syntax: kind.syntax, override: stem === 'override' || stem.endsWith('_override') })
  }
  return [...files.filter((file) => !file.override), ...files.filter((file) => file.override)]
}

function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))
}

/** Variable files that Terraform reads by itself, in the order in which later ones win. */
export function automaticVariableFiles(names: readonly string[]): readonly string[] {
  const first = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name))
  const auto = names.filter((name) => name.endsWith('.auto.tfvars') || name.endsWith('.auto.tfvars.json'))
  return [...first, ...auto]
}
