import type { Finding, FindingType } from '../report.ts'
import type { Verdict } from '../verdict.ts'

/** One way out, in words; evenkeel never runs it. */
type Remedy = Finding['remedy'][number]

/** Both directions where they are known: how to put live back, and what to write in the code instead. */
export function remediesOf(verdict: Verdict): Remedy[] {
  if (verdict.type === 'parity') return parityRemedies(verdict)
  const { finding, cause } = verdict
  if (finding === 'changed' && cause === 'not_applied')
    return [{ text: `apply the code: ${applied(verdict)}` }]
  if (finding === 'changed' && cause === 'stale_state')
    return [{ text: 'bring the state up to date: terraform apply -refresh-only' }]
  return DRIFT[finding]?.(verdict).map((text) => ({ text })) ?? []
}

const DRIFT: Partial<Record<FindingType, (verdict: Verdict) => string[]>> = {
  changed: (verdict) => [
    `put live back: ${isLiveOnly(verdict) ? `kubectl edit ${objectName(verdict.resource)}, and take it out: apply leaves what it never set` : applied(verdict)}`,
    `keep it: write ${verdict.path ?? 'it'} into ${declaration(verdict)} as it is live`,
  ],
  missing: (verdict) => [
    `create it again: ${applied(verdict)}`,
    `give it up: take it out of ${declaration(verdict)}`,
  ],
  unmanaged: (verdict) => {
    const { resource, cause } = verdict
    // a state has it: to import it is refused, and the next apply takes it away
    if (cause === 'not_applied' && !isKubernetes(resource.kind) && resource.address !== undefined)
      return [
        `keep it: put its block back into the code, as ${resource.address}`,
        `let it go: ${applied(verdict)} destroys it`,
      ]
    return isKubernetes(resource.kind)
      ? [`remove it: kubectl delete ${objectName(resource)}`, 'keep it: write its manifest beside the others']
      : [
          `keep it: declare it, then terraform import ${shellWord(`${resource.kind}.NAME`)} ${shellWord(resource.id ?? resource.name)}`,
          'or remove it by hand, if nobody needs it',
        ]
  },
  hardcoded_secret: () => [
    'move it into a secret store and refer to it; then replace the credential, for it was written down',
  ],
  ambiguous: ({ resource }) => [
    `say which it is: add an import block, or configure the state that records ${resource.address ?? resource.name}`,
  ],
}

function parityRemedies({ finding, cause, drifted, resource }: Verdict): Remedy[] {
  if (finding === 'shared_secret')
    return [{ text: 'give each environment a secret of its own, and replace the shared one' }]
  if (finding === 'crosses_environments') return [{ text: 'point it at its own environment' }]
  if (drifted.length > 0)
    return [
      { text: `put ${drifted.join(' and ')} back: see the drift of ${resource.address ?? resource.name}` },
    ]
  if (cause === 'declared_differently')
    return [
      {
        text: 'if it is meant to differ, say so with an expect rule; else make the code of both say the same',
      },
    ]
  return []
}

/** What was added by hand inside an object: kubectl apply does not touch fields that no manifest ever had. */
function isLiveOnly({ resource, values }: Verdict): boolean {
  return isKubernetes(resource.kind) && values['declared'] === null && values['recorded'] === null
}

function isKubernetes(kind: string): boolean {
  return kind.includes('/')
}

function objectName({ kind, name, namespace }: Verdict['resource']): string {
  const [group = '', type = kind] = kind.split('/')
  const full = group === 'core' ? type.toLowerCase() : `${type.toLowerCase()}.${group}`
  return `${shellWord(full)} ${shellWord(name)}${namespace === undefined ? '' : ` -n ${shellWord(namespace)}`}`
}

function applied({ resource, source }: Verdict): string {
  if (isKubernetes(resource.kind))
    return source ? `kubectl apply -f ${shellWord(source.file)}` : 'apply its manifest'
  return resource.address === undefined
    ? 'apply the code'
    : `terraform apply -target=${shellWord(resource.address)}`
}

function declaration({ source }: Verdict): string {
  return source ? `${source.file}${source.line === null ? '' : `:${source.line}`}` : 'the code'
}

/** A word that a shell takes as it stands, whatever is in it. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
