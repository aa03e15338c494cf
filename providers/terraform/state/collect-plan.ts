import { relative, resolve } from 'node:path'

import type { Item, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import type { Attributes, Draft, Value } from '../../../src/core/value.ts'
import { Unknown, draft, isList, isMap } from '../../../src/core/value.ts'
import { planVersions } from '../plan/plan-versions.ts'
import { PlanConfiguration } from '../plan/references.ts'
import { setAttributes } from '../plan/set-attributes.ts'
import { ownPlace } from '../cloud-place.ts'
import { loadSchemas } from '../schema/schemas.ts'
import type { PlanSettings } from '../settings.ts'
import { maskSensitive } from './mask-sensitive.ts'
import { plainTags } from './plain-tags.ts'
import type { PlanContent, PlannedInstance } from './read-plan.ts'
import { readPlan } from './read-plan.ts'
import { faultGap, readText } from './read-text.ts'
import { StateFault } from './state-content.ts'

/** The managed resources as a saved plan has them (`terraform show -json`), with the ids of those that exist. */
export async function* collectPlan(settings: PlanSettings, context: Context): AsyncGenerator<Item> {
  const path = resolve(context.folder, settings.path)
  let plan: PlanContent
  try {
    plan = readPlan(await readText(path, context.limits.max_bytes))
  } catch (error) {
    if (!(error instanceof StateFault)) throw error
    yield faultGap(error, settings.path, settings.path)
    return
  }
  for (const [name, value] of Object.entries(plan.facts)) yield { what: 'fact', name, value }
  for (const message of plan.incomplete)
    yield { what: 'gap', code: 'TERRAFORM_INVALID', message: `${settings.path}: ${message}`, kinds: ['*'] }
  if (plan.drifted.length > 0)
    context.note(`the plan saw changes made outside: ${plan.drifted.join(', ')}`, { plan: settings.path })
  const configuration = new PlanConfiguration(plan.configuration)
  const schemas = loadSchemas()
  const file = relative(context.folder, path)
  yield* planVersions(plan.configuration, settings.name ?? settings.path, file)
  for (const instance of plan.instances) {
    const schema = schemas.resource(instance.type)
    const known = maskSensitive(instance, schema, (text) => context.secret(text))
    const whole = withUnknowns(known, instance.unknown)
    const declared = setAttributes(instance.address, whole, schema, configuration)
    yield resourceOf(instance, declared, settings.name ?? settings.path, file)
  }
}

function resourceOf(instance: PlannedInstance, attributes: Attributes, root: string, file: string): Resource {
  const tags = plainTags(attributes)
  const place = ownPlace(instance.type, instance.attributes)
  return {
    what: 'resource',
    role: 'declared',
    kind: instance.type,
    ...(instance.id !== undefined && { id: instance.id }),
    root,
    address: instance.address,
    ...(place !== undefined && { place }),
    name: tags['Name'] ?? instance.name,
    tags,
    attributes,
    origin: { file },
    ...(instance.previous_address !== undefined && { previous_addresses: [instance.previous_address] }),
  }
}

/** The attributes with unknowns where the plan says true. */
function withUnknowns(attributes: Attributes, unknown: unknown): Attributes {
  const merged = open(attributes, unknown)
  return isMap(merged) ? merged : attributes
}

function open(value: Value | undefined, unknown: unknown): Value {
  if (unknown === true) return new Unknown('known after apply')
  if (Array.isArray(unknown)) {
    const items = isList(value) ? value : []
    const length = Math.max(items.length, unknown.length)
    return Array.from({ length }, (_, i) => open(items[i], unknown[i]))
  }
  if (typeof unknown !== 'object' || unknown === null) return value ?? null
  const parts: Draft = draft()
  if (isMap(value)) for (const [key, part] of Object.entries(value)) parts[key] = part
  for (const [key, part] of Object.entries(unknown)) if (holdsTrue(part)) parts[key] = open(parts[key], part)
  return parts
}

function holdsTrue(unknown: unknown): boolean {
  if (unknown === true) return true
  return typeof unknown === 'object' && unknown !== null && Object.values(unknown).some(holdsTrue)
}
