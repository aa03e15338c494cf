import type { CloudRight } from '../core/permissions.ts'

/** An IAM policy document. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: string | readonly string[]
  }[]
}

/** The policy that grants all of the rights, and nothing else: one statement for the actions on the same resources. */
export function iamPolicy(rights: readonly CloudRight[]): Policy {
  const byResources = new Map<string, { resources: readonly string[]; actions: Set<string> }>()
  for (const { actions, resources } of rights) {
    const sorted = [...new Set(resources)].sort()
    const key = JSON.stringify(sorted)
    const known = byResources.get(key) ?? { resources: sorted, actions: new Set() }
    for (const action of actions) known.actions.add(action)
    byResources.set(key, known)
  }
  const statements = [...byResources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ resources, actions }, index) => ({
      Sid: statements.length === 1 ? 'EvenkeelReads' : `EvenkeelReads${index + 1}`,
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: resources.length === 1 ? (resources[0] ?? '*') : resources,
    })),
  }
}
