import { addressKey } from '../match/entity.ts'
import type { Snapshot } from '../model.ts'
import type { Evidence, Finding } from '../report.ts'

const DAY_MS = 86_400_000

/**
 * How old each declared and recorded source is whose age or serial is known, beside the drift from it. @param findings of
 * all checks @param now what ages are counted to
 */
export function evidenceOf(
  snapshots: readonly Snapshot[],
  findings: readonly Finding[],
  now: Date,
): Evidence[] {
  return snapshots.flatMap((snapshot): Evidence[] => {
    const { environment, source, role } = snapshot
    if (role === 'live') return []
    const fact = (name: string): string | undefined =>
      snapshot.facts.find((candidate) => candidate.name === name)?.value
    const changed = fact('last_changed')
    const serial = Number(fact('serial') ?? Number.NaN)
    if (changed === undefined && !Number.isSafeInteger(serial)) return []
    const isOf = membership(snapshot)
    const open = findings.filter(
      (finding) => isOpenDrift(finding) && finding.environments.includes(environment) && isOf(finding),
    )
    const left = open.filter(({ cause }) => cause === 'out_of_band' || cause === 'conflict')
    return [
      {
        environment,
        source,
        role,
        last_changed: changed ?? null,
        age_days:
          changed === undefined
            ? null
            : Math.max(0, Math.floor((now.getTime() - Date.parse(changed)) / DAY_MS)),
        serial: Number.isSafeInteger(serial) ? serial : null,
        ...staleness(fact('stale_after_days'), changed, fact('written_at'), now),
        open_findings: open.length,
        resources_left: new Set(left.map(({ resource }) => JSON.stringify(resource))).size,
      },
    ]
  })
}

/**
 * Whether a source is older than its setting allows. When a file came to where it lies tells that it is old, never that it is
 * young.
 */
function staleness(
  limit: string | undefined,
  changed: string | undefined,
  written: string | undefined,
  now: Date,
): Pick<Evidence, 'stale'> {
  if (limit === undefined) return {}
  const isOld = (time: string): boolean => now.getTime() - Date.parse(time) > Number(limit) * DAY_MS
  const surely = changed ?? (written !== undefined && isOld(written) ? written : undefined)
  return { stale: { after_days: Number(limit), is_stale: surely === undefined ? null : isOld(surely) } }
}

/** What counts: a declaration of this environment and what runs there, at odds. */
function isOpenDrift({ cause, drifted, accepted, severity, environments }: Finding): boolean {
  return (
    cause !== null && environments.length === 1 && drifted.length === 0 && !accepted && severity !== 'info'
  )
}

/** Whether a finding is about something that a source says: by address, else by the file that declares it. */
function membership(snapshot: Snapshot): (finding: Finding) => boolean {
  const addresses = new Set<string>()
  const files = new Set<string>()
  for (const { root, address, origin } of snapshot.resources) {
    if (address !== undefined) addresses.add(addressKey(root, address))
    else if (origin.file !== undefined) files.add(origin.file)
  }
  return ({ resource, source }) => {
    if (resource === null) return false
    const { address, root } = resource
    if (address === null) return source !== null && files.has(source.file)
    // a state that names no root belongs to the only one
    return (
      addresses.has(addressKey(root ?? undefined, address)) || addresses.has(addressKey(undefined, address))
    )
  }
}
