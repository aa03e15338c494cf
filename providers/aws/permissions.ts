import type { Permissions } from '../../src/core/permissions.ts'
import { chosenKinds } from './collect.ts'
import type { Settings } from './settings.ts'

/**
 * The least rights that reading the configured kinds takes: every action that the tables of these kinds name. None of
 * them can be narrowed to single resources. Recordings need none.
 */
export function permissions(settings: Settings): Permissions | undefined {
  if (settings.from !== undefined) return undefined
  const actions = new Set<string>()
  for (const { api } of chosenKinds(settings.kinds)) {
    if (!api) continue
    actions.add(`ec2:${api.action}`)
    for (const [action] of api.beside ?? []) actions.add(`ec2:${action}`)
    for (const { action } of api.details ?? []) actions.add(`ec2:${action}`)
  }
  const { account_id, cloudtrail, role_arn } = settings
  if (cloudtrail === true) actions.add('cloudtrail:LookupEvents')
  // everybody may ask this; it stands here so that the policy tells all that is asked
  if (account_id !== undefined || role_arn !== undefined) actions.add('sts:GetCallerIdentity')
  return {
    language: 'iam',
    rights: [{ actions: [...actions], resources: ['*'] }],
    ...(role_arn !== undefined && { role: role_arn }),
  }
}
