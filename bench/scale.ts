import { viewEnvironment } from '../src/core/environment.ts'
import type { Resource, Role, Snapshot } from '../src/core/model.ts'
import { checkParity } from '../src/core/parity.ts'
import type { Kind, Provider } from '../src/core/provider.ts'
import { Registry } from '../src/core/registry.ts'
import { Rules } from '../src/core/judge/rules.ts'
import { Secret } from '../src/core/value.ts'

/** How matching, comparing and judging grow: two environments of as many resources, a hundredth of them changed. */

const KIND: Kind = {
  name: 'bench_box',
  identity: ['label'],
  unlisted: 'compare',
  absent: 'empty',
  fields: {
    zones: { list: 'set' },
    ports: { list: { keyed_by: ['port'] } },
    parent: { refers_to: 'bench_box' },
  },
}
const PROVIDER: Provider = { name: 'bench', sources: {}, kinds: [KIND] }

function resource(role: Role, environment: string, index: number, isChanged: boolean): Resource {
  return {
    what: 'resource',
    role,
    kind: 'bench_box',
    name: `box-${index}`,
    ...(role === 'live' || index % 2 === 0 ? { id: `${environment}-${index}` } : {}),
    ...(role === 'declared' ? { root: 'infra', address: `bench_box.all[${index}]` } : {}),
    tags: {},
    origin: {},
    attributes: {
      label: `box-${index}-${environment}`,
      size: isChanged ? 2 : 1,
      zones: ['a', 'b', 'c'],
      ports: [
        { port: 80, name: 'http' },
        { port: 443, name: 'https' },
      ],
      parent: `${environment}-${Math.floor(index / 10)}`,
      nested: { policy: 'keep', days: 30, owner: `team-${index % 50}-${environment}` },
    },
  }
}

function snapshot(role: Role, environment: string, count: number): Snapshot {
  const resources = Array.from({ length: count }, (_, index) =>
    resource(role, environment, index, role === 'live' && environment === 'production' && index % 100 === 0),
  )
  return {
    environment,
    role,
    provider: 'bench',
    source: 'bench',
    resources,
    gaps: [],
    coverage: [{ what: 'coverage', kinds: ['*'] }],
    excluded: [],
    facts: [],
  }
}

/** Seconds of matching, comparing and judging two environments of so many resources each against each other. */
function measure(count: number): { seconds: number; findings: number; peak_rss_bytes: number } {
  const environments = ['production', 'staging'].map((name) => ({
    name,
    snapshots: [snapshot('declared', name, count), snapshot('live', name, count)],
  }))
  const started_ms = performance.now()
  const registry = new Registry([PROVIDER])
  const [a, b] = environments.map((environment) =>
    viewEnvironment(environment, [PROVIDER], registry, () => new Secret('')),
  )
  if (!a || !b) throw new TypeError('two environments')
  const none = new Rules([])
  const settings = { aliases: [['production', 'staging']] as const, namespaces: {} }
  const { verdicts } = checkParity([a, b], settings, { ignore: none, expect: none })
  return {
    seconds: (performance.now() - started_ms) / 1000,
    findings: verdicts.length,
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  }
}

const count = Number(process.argv[2])
if (!Number.isInteger(count) || count < 1)
  throw new RangeError('say how many resources: node bench/scale.ts 100000')
process.stdout.write(`${JSON.stringify(measure(count))}\n`)
