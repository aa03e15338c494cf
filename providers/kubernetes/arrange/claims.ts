import type { Resource } from '../../../src/core/model.ts'
import { listAt, textAt } from '../kube-object.ts'

/**
 * The claims that a stateful set makes of its templates carry no owner reference: their names tell
 * (`<template>-<stateful set>-<ordinal>`).
 */
export function claimOwners(resources: readonly Resource[]): (claim: Resource) => string | undefined {
  const prefixes = new Map<string, string>()
  for (const resource of resources) {
    if (resource.kind !== 'apps/StatefulSet') continue
    for (const template of listAt(resource.attributes, 'spec', 'volumeClaimTemplates')) {
      const name = textAt(template, 'metadata', 'name') ?? ''
      prefixes.set(`${resource.namespace ?? ''}/${name}-${resource.name}`, resource.name)
    }
  }
  return (claim) => {
    if (claim.kind !== 'core/PersistentVolumeClaim') return undefined
    const prefix = /^(.+)-\d+$/.exec(claim.name)?.[1]
    const owner = prefixes.get(`${claim.namespace ?? ''}/${prefix ?? ''}`)
    return owner === undefined ? undefined : `StatefulSet ${owner}`
  }
}
