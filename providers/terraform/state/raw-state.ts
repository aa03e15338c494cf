import { z } from 'zod'

import { withKey } from '../address.ts'
import { misfit } from './misfit.ts'
import type { StateContent, StateInstance } from './state-content.ts'

/** Any JSON: the text was parsed as such, and to look at each of its values again takes longer than all the rest. */
const json = z.custom<StateInstance['attributes'][string]>()

const step = z.looseObject({
  type: z.string(),
  value: z.union([z.string(), z.looseObject({ value: z.union([z.string(), z.number()]) })]),
})

const instance = z.looseObject({
  index_key: z.union([z.string(), z.number(), z.null()]).optional(),
  deposed: z.string().optional(),
  attributes: z.record(z.string(), json).nullish(),
  sensitive_attributes: z.array(z.array(step)).nullish(),
})

const schema = z.looseObject({
  serial: z.number().optional(),
  lineage: z.string().optional(),
  terraform_version: z.string().optional(),
  resources: z
    .array(
      z.looseObject({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        provider: z.string().optional(),
        instances: z.array(instance).nullish(),
      }),
    )
    .nullish(),
})

/** Reads version 4 of the file that Terraform keeps. Deposed objects are left out: nothing declares them any more. @throws StateFault */
export function readRawState(value: unknown): StateContent {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw misfit(parsed.error)
  const { serial, lineage, terraform_version: version, resources } = parsed.data
  const instances: StateInstance[] = []
  for (const { module, mode, type, name, provider, instances: all } of resources ?? []) {
    if (mode !== 'managed' && mode !== 'data') continue
    const plain = mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`
    const address = module === undefined ? plain : `${module}.${plain}`
    for (const one of all ?? []) {
      if (one.deposed !== undefined || !one.attributes) continue
      instances.push({
        mode,
        type,
        name,
        address: withKey(address, one.index_key ?? null),
        ...(provider !== undefined && { provider }),
        attributes: one.attributes,
        sensitive: (one.sensitive_attributes ?? []).map((path) => path.map(stepOf)),
      })
    }
  }
  return {
    instances,
    facts: {
      ...(serial !== undefined && { serial: String(serial) }),
      ...(lineage !== undefined && { lineage }),
      ...(version !== undefined && { terraform_version: version }),
    },
  }
}

function stepOf({ value }: z.infer<typeof step>): string | number {
  return typeof value === 'string' ? value : value.value
}
