import { createHmac } from 'node:crypto'
import type { Gap, Item, Resource, Snapshot } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import { checkDrift } from '../../../src/core/drift.ts'
import { viewEnvironment } from '../../../src/core/environment.ts'
import { normaliseResource } from '../../../src/core/normalise.ts'
import { Registry } from '../../../src/core/registry.ts'
import { Rules } from '../../../src/core/judge/rules.ts'
import { Secret } from '../../../src/core/value.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { provider } from '../../../providers/kubernetes/provider.ts'
import { bareContext } from '../../contract/provider-contract.ts'

export const secret = (text: string): Secret =>
  new Secret(createHmac('sha256', 'test').update(text).digest('hex'))

/** Everything that a source of this provider yields. */
export async function readSource(
  type: 'kubernetes' | 'manifests',
  settings: unknown,
  more: Partial<Context> = {},
): Promise<Item[]> {
  const source = provider.sources[type]
  const items: Item[] = []
  const role = type === 'manifests' ? 'declared' : 'live'
  for await (const item of source?.collect(settings, bareContext({ role, secret, ...more })) ?? [])
    items.push(item)
  return items
}

export function resourcesOf(items: readonly Item[]): Resource[] {
  return items.filter((item) => item.what === 'resource')
}

export function gapsOf(items: readonly Item[]): Gap[] {
  return items.filter((item) => item.what === 'gap')
}

/** What a drift check says about manifests and a recording, both as files in a folder. */
export async function drift(
  folder: string,
  manifests: string,
  recording: string,
): Promise<readonly Verdict[]> {
  const registry = new Registry([provider])
  const snapshot = (role: 'declared' | 'live', items: readonly Item[]): Snapshot => ({
    environment: 'production',
    role,
    provider: 'kubernetes',
    source: role,
    resources: resourcesOf(items).map((resource) => normaliseResource(resource, registry, secret)),
    gaps: gapsOf(items),
    coverage: items.filter((item) => item.what === 'coverage'),
    excluded: items.filter((item) => item.what === 'excluded'),
    facts: [],
  })
  const declared = snapshot(
    'declared',
    await readSource('manifests', { path: manifests, namespace: 'farm' }, { folder }),
  )
  const live = snapshot(
    'live',
    await readSource('kubernetes', { from: recording }, { folder, declared: declared.resources }),
  )
  const view = viewEnvironment(
    { name: 'production', snapshots: [declared, live] },
    [provider],
    registry,
    (text) => new Secret(text),
  )
  return checkDrift(view, new Rules([])).verdicts
}
