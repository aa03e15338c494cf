import { PROVIDERS } from '../../providers/index.ts'
import { loadConfig } from '../config/load.ts'
import type { SourceSettings } from '../config/model.ts'
import { EvenkeelError } from '../core/errors.ts'
import type { Permissions } from '../core/permissions.ts'
import { iamPolicy } from '../permissions/iam.ts'
import { rbacManifests } from '../permissions/rbac.ts'
import { printable } from '../report/printable.ts'
import type { Io } from './io.ts'

/** What commander hands to `permissions`. */
export interface PermissionsFlags {
  readonly config: string
  readonly for?: 'aws' | 'kubernetes'
}

type Of<L extends Permissions['language']> = Extract<Permissions, { language: L }>

/**
 * Prints the least rights that the configured sources need: one IAM policy as JSON, RBAC manifests for each cluster as
 * YAML. Both together are one stream of YAML documents, for JSON is YAML.
 *
 * @throws EvenkeelError USAGE where nothing that is configured needs a right
 */
export async function permissionsCommand(
  environments: readonly string[],
  flags: PermissionsFlags,
  io: Io,
): Promise<number> {
  const config = await loadConfig(flags.config, PROVIDERS)
  const strange = environments.find((name) => !Object.hasOwn(config.environments, name))
  if (strange !== undefined)
    throw new EvenkeelError('USAGE', `there is no environment ${strange} in ${flags.config}`)
  const has_digest_key = config.secrets.digest_key !== undefined
  const iam: Of<'iam'>[] = []
  const clusters = new Map<string, Of<'rbac'>[]>()
  const untold: string[] = []
  for (const [name, sources] of Object.entries(config.environments)) {
    if (environments.length > 0 && !environments.includes(name)) continue
    const closed = sources.declared.filter(({ revision }) => revision !== undefined)
    for (const source of [...closed, ...sources.recorded, ...sources.live]) {
      const { title } = source
      const needed = await neededBy(source, { folder: config.folder, has_digest_key })
      if (needed?.language === 'iam' && flags.for !== 'kubernetes') iam.push(needed)
      if (needed?.language === 'rbac' && flags.for !== 'aws')
        clusters.set(title, [...(clusters.get(title) ?? []), needed])
      if (needed?.language === 'unknown' && flags.for !== 'kubernetes')
        untold.push(untoldText(name, source, needed.why))
    }
  }
  for (const line of untold) await io.err(`${printable(line)}\n`)
  if (iam.length === 0 && clusters.size === 0)
    throw new EvenkeelError('USAGE', `no source in ${flags.config} asks an API that grants rights`)
  const isMixed = iam.length > 0 && clusters.size > 0
  const policy = iam.length > 0 ? [`${JSON.stringify(policyOf(iam), null, 2)}\n`] : []
  const documents = [...clusters].map(([title, needed]) => manifestsOf(title, needed))
  const headed = isMixed ? policy.map((text) => `# IAM policy\n${text}`) : policy
  await io.out([...headed, ...documents].join('---\n'))
  await tellOfRoles(iam, io)
  return 0
}

function untoldText(environment: string, { title, position }: SourceSettings, why: string): string {
  const { file, line, column } = position
  return `${environment}, ${title} (${file}:${line}:${column}): what it needs is not in this output: ${why}`
}

async function neededBy(
  { provider, type, settings, part }: SourceSettings,
  known: { readonly folder: string; readonly has_digest_key: boolean },
): Promise<Permissions | undefined> {
  // a part of an entry is read as its code says, not as the entry does
  if (part) return part.permissions?.({ folder: known.folder, env: (name) => process.env[name] })
  return provider.sources[type]?.permissions?.(settings, known)
}

function policyOf(needed: readonly Of<'iam'>[]): object {
  return iamPolicy(needed.flatMap(({ rights }) => rights))
}

function manifestsOf(title: string, needed: readonly Of<'rbac'>[]): string {
  const notes = new Set(needed.flatMap((each) => each.notes))
  const comments = [title, ...notes].map((line) => `# ${printable(line)}\n`).join('')
  return `${comments}${rbacManifests(needed.flatMap(({ rights }) => rights))}`
}

async function tellOfRoles(needed: readonly Of<'iam'>[], io: Io): Promise<void> {
  const roles = new Set(needed.flatMap(({ role }) => role ?? []))
  for (const role of roles)
    await io.err(
      `${printable(`the policy is for ${role}; whoever runs evenkeel needs sts:AssumeRole on it besides`)}\n`,
    )
}
