import { sourceType, type Provider } from '../../src/core/provider.ts'
import { arrange } from './arrange/arrange.ts'
import { collect } from './collect.ts'
import { KINDS } from './kinds.ts'
import { permissions } from './permissions.ts'
import { settings } from './settings.ts'

/** The EC2 family of one account and region, in Terraform's vocabulary. */
export const provider: Provider = {
  name: 'aws',
  sources: {
    aws: sourceType({
      roles: ['live'],
      settings,
      title: ({ region }) => `aws ${region}`,
      collect,
      permissions,
      async attribute(settings, changes, context) {
        const { attribute } = await import('./trail/attribute.ts')
        return attribute(settings, changes, context)
      },
    }),
  },
  kinds: KINDS,
  arrange,
}
