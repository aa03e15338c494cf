import pLimit from 'p-limit'
import type { Code } from '../../src/core/errors.ts'
import type { Excluded, Gap, Item, Resource } from '../../src/core/model.ts'
import { nearest } from '../../src/core/nearest.ts'
import type { Context } from '../../src/core/provider.ts'
import { askJson } from './cluster/ask-json.ts'
import { asTheyCome } from './as-they-come.ts'
import { connect, type Connection } from './client.ts'
import { apiPath, discover, type ServedKind } from './cluster/discovery.ts'
import { KubeFault } from './cluster/kube-fault.ts'
import { kubeObject, type KubeObject } from './kube-object.ts'
import { listAll } from './cluster/list.ts'
import { liveResources, SECRET_KIND, secretsExcluded } from './cluster/live-resources.ts'
import { coverageOf, scopeOf, settled, SUPPORTING_KINDS, type Scope } from './cluster/scope.ts'
import type { ClusterSettings } from './settings.ts'
import { isMachinery } from './undeclared.ts'
import { serverVersion, VersionsSeen } from './version-facts.ts'
import { declaredVersions, oneOfEach, type DeclaredVersions } from './cluster/versions.ts'

/** with more namespaces than this, one list of the whole cluster costs less than one for each */
const MAX_NAMESPACE_LISTS = 5

/** The objects of a running cluster. */
export async function* collectCluster(settings: ClusterSettings, context: Context): AsyncGenerator<Item> {
  let connection: Connection | undefined
  try {
    connection = await connect(settings, context)
    yield* readCluster(connection, settings, context)
  } catch (error) {
    if (!(error instanceof KubeFault)) throw error
    yield { what: 'gap', code: error.code, message: error.message, kinds: ['*'] }
  } finally {
    connection?.close()
  }
}

async function* readCluster(
  connection: Connection,
  settings: ClusterSettings,
  context: Context,
): AsyncGenerator<Item> {
  const { kinds, broken_groups } = await discover(connection, context)
  yield* brokenGroups(broken_groups, [...context.declared.map(({ kind }) => kind), ...(settings.kinds ?? [])])
  const served = new Map(
    kinds.map(({ kind, is_namespaced }) => [kind, is_namespaced ? 'namespaced' : 'cluster'] as const),
  )
  const { declared, unserved } = settled(context.declared, served)
  const scope = scopeOf(settings, declared)
  yield* coverageOf(scope)
  yield* unserved
  yield* strangers(
    (settings.kinds ?? []).filter((kind) => !declared.some((one) => one.kind === kind)),
    served,
    broken_groups,
  )
  const readsSecrets = context.has_digest_key || settings.kinds?.includes(SECRET_KIND) === true
  if (!readsSecrets)
    yield secretsExcluded('Secrets are read when secrets.digest_key is set, or kinds names core/Secret')
  const declaredKinds = new Set(declared.map(({ kind }) => kind))
  const versions = declaredVersions(declared)
  const wanted = kinds.filter(
    (served) =>
      (served.kind !== SECRET_KIND || readsSecrets) &&
      (declaredKinds.has(served.kind) || !isMachinery(served.kind)) &&
      isWanted(served, scope),
  )
  const seen = new Set<string>()
  const faults = new Map<ServedKind, readonly Fault[]>()
  const running = new VersionsSeen()
  const limit = pLimit(context.limits.concurrency)
  // what has come is worked on while the server is busy with the rest
  const coming = asTheyCome(
    longestFirst(wanted, declared).map((alike) =>
      Promise.all(alike.map((served) => limit(() => readKind(served, scope, versions, connection, context)))),
    ),
  )
  yield* serverVersion(connection, context)
  for await (const readings of coming) {
    for (const { served, objects, gaps } of readings) {
      faults.set(served, gaps)
      const fresh = objects.filter((object) => isFirst(object, seen))
      const origin = { request: `list ${served.plural}` }
      for (const resource of liveResources(fresh, scope, () => origin, context, running)) yield resource
    }
  }
  yield* running.facts()
  yield* gapsOf(wanted.flatMap((served) => faults.get(served) ?? []))
}

/**
 * Kinds to be read, by their name: those of one name in several groups are looked at together, in the order of their groups,
 * for the first one counts. What the code declares most of comes first: its pages have to wait for each other.
 */
function longestFirst(wanted: readonly ServedKind[], declared: readonly Resource[]): ServedKind[][] {
  const counts = new Map<string, number>()
  for (const { kind } of declared) counts.set(nameOf(kind), (counts.get(nameOf(kind)) ?? 0) + 1)
  const countOf = ([name]: [string, ServedKind[]]): number => counts.get(name) ?? 0
  return [...Map.groupBy(wanted, ({ kind }) => nameOf(kind))]
    .sort((a, b) => countOf(b) - countOf(a))
    .map(([, alike]) => alike)
}

function nameOf(kind: string): string {
  return kind.slice(kind.lastIndexOf('/') + 1)
}

/** The same object is served under several groups for a while when a kind moves. */
function isFirst(object: KubeObject, seen: Set<string>): boolean {
  const uid = object.metadata['uid']
  if (typeof uid !== 'string') return true
  if (seen.has(uid)) return false
  seen.add(uid)
  return true
}

/** @param asked kinds that the code or the configuration names */
function* brokenGroups(groups: readonly string[], asked: readonly string[]): Generator<Gap> {
  for (const group of groups) {
    const kinds = new Set(asked.filter((kind) => kind.startsWith(`${group}/`)))
    if (kinds.size === 0) continue
    const message = `the API group ${group} is served by a server that does not answer`
    yield { what: 'gap', code: 'KUBE_UNREACHABLE', message, kinds: [...kinds] }
  }
}

/** Kinds that the configuration names and the server does not know: that is not the same as having no objects. */
function strangers(
  named: readonly string[],
  served: ReadonlyMap<string, unknown>,
  broken: readonly string[],
): Excluded[] {
  return named
    .filter((kind) => !served.has(kind) && !broken.some((group) => kind.startsWith(`${group}/`)))
    .map((kind) => {
      const meant = nearest(kind, [...served.keys()])
      const hint = meant === undefined ? '' : `, did you mean "${meant}"?`
      return { what: 'excluded', kind, reason: `kinds names it, and the server has no such kind${hint}` }
    })
}

function isWanted(served: ServedKind, scope: Scope): boolean {
  if (SUPPORTING_KINDS.has(served.kind)) return true
  if (scope.kinds && !scope.kinds.has(served.kind)) return false
  return served.is_namespaced || scope.has_cluster || served.kind === 'core/Namespace'
}

interface KindReading {
  readonly served: ServedKind
  readonly objects: readonly KubeObject[]
  readonly gaps: readonly Fault[]
}

/** A list that could not be read. */
interface Fault {
  readonly kind: string
  readonly namespace: string | undefined
  readonly fault: KubeFault
}

/** One kind: at the version that the server prefers, and at those that its objects are declared at. */
async function readKind(
  served: ServedKind,
  scope: Scope,
  versions: DeclaredVersions,
  connection: Connection,
  context: Context,
): Promise<KindReading> {
  const gaps: Fault[] = []
  const objects: KubeObject[] = []
  const isSupport = !isInside(served, scope)
  for (const version of versionsOf(served, versions)) {
    const base = apiPath(served.group, version)
    for (const { path, namespace, name } of pathsOf(served, scope, base)) {
      try {
        const found = name
          ? await readOne(connection, path, context)
          : await listAll(connection, path, context)
        // one by one: as arguments of one call, all objects of a large cluster would not fit the stack
        for (const object of found) objects.push(object)
      } catch (error) {
        if (!(error instanceof KubeFault)) throw error
        const spaces = namespace === undefined && served.is_namespaced ? scope.namespaces : undefined
        if (error.status === 403 && spaces)
          gaps.push(...(await readSpaces(served, base, spaces, connection, context, objects)))
        else if (!isSupport) gaps.push({ kind: served.kind, namespace, fault: error })
      }
    }
  }
  return { served, objects: oneOfEach(objects, versions), gaps: wholeKind(gaps, scope) }
}

/** Whether the kind is looked at for its own sake. */
function isInside(served: ServedKind, scope: Scope): boolean {
  if (scope.kinds && !scope.kinds.has(served.kind)) return false
  return served.is_namespaced || scope.has_cluster || served.kind === 'core/Namespace'
}

function versionsOf(served: ServedKind, versions: DeclaredVersions): string[] {
  const prefix = served.group === '' ? '' : `${served.group}/`
  const written = versions.of_kinds.get(served.kind) ?? new Set()
  const declared = new Set([...written].map((version) => version.slice(prefix.length)))
  return served.versions.filter((version, index) => index === 0 || declared.has(version))
}

interface Path {
  readonly path: string
  readonly namespace: string | undefined
  /** a single object, not a list */
  readonly name: boolean
}

function pathsOf(served: ServedKind, scope: Scope, base: string): Path[] {
  const spaces = [...(scope.namespaces ?? [])]
  if (served.is_namespaced && scope.namespaces && spaces.length <= MAX_NAMESPACE_LISTS)
    return spaces.map((namespace) => ({ path: spacePath(base, namespace, served), namespace, name: false }))
  if (served.kind === 'core/Namespace' && !scope.has_cluster)
    return [...scope.declared_namespaces].map((name) => ({
      path: `${base}/namespaces/${encodeURIComponent(name)}`,
      namespace: undefined,
      name: true,
    }))
  return [{ path: `${base}/${served.plural}`, namespace: undefined, name: false }]
}

function spacePath(base: string, namespace: string, served: ServedKind): string {
  return `${base}/namespaces/${encodeURIComponent(namespace)}/${served.plural}`
}

/** Who may not list a kind everywhere may still do so in its own namespaces. */
async function readSpaces(
  served: ServedKind,
  base: string,
  spaces: ReadonlySet<string>,
  connection: Connection,
  context: Context,
  objects: KubeObject[],
): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const namespace of spaces) {
    try {
      const found = await listAll(connection, spacePath(base, namespace, served), context)
      for (const object of found) objects.push(object)
    } catch (error) {
      if (!(error instanceof KubeFault)) throw error
      faults.push({ kind: served.kind, namespace, fault: error })
    }
  }
  return faults
}

/** The same fault in every namespace that is looked at is one about the kind. */
function wholeKind(faults: readonly Fault[], scope: Scope): readonly Fault[] {
  const [first] = faults
  const spaces = new Set(faults.flatMap(({ namespace }) => namespace ?? []))
  const isAlike = faults.every(({ fault }) => fault.code === first?.fault.code)
  return first && isAlike && spaces.size > 0 && spaces.size === scope.namespaces?.size
    ? [{ ...first, namespace: undefined }]
    : faults
}

async function readOne(connection: Connection, path: string, context: Context): Promise<KubeObject[]> {
  const { status, body } = await askJson(connection, path, context, { seen: [404] })
  const object = status === 404 ? undefined : kubeObject(body)
  return object ? [object] : []
}

/** Faults by what they say, so that one fault of the cluster is one gap. */
type Faults = Map<string, { code: Code; message: string; kinds: Set<string>; namespace: string | undefined }>

/** A right is missing for each kind on its own; a connection is gone for all alike. */
function noteFault(faults: Faults, { kind, namespace, fault }: Fault): void {
  const isOwn = fault.code === 'KUBE_FORBIDDEN' || fault.code === 'KUBE_MALFORMED'
  const key = `${fault.code} ${namespace ?? ''} ${isOwn ? kind : ''}`
  const known = faults.get(key)
  if (known) known.kinds.add(kind)
  else faults.set(key, { code: fault.code, message: fault.message, kinds: new Set([kind]), namespace })
}

function* gapsOf(found: readonly Fault[]): Generator<Gap> {
  const faults: Faults = new Map()
  for (const fault of found) noteFault(faults, fault)
  for (const { code, message, kinds, namespace } of faults.values())
    yield { what: 'gap', code, message, kinds: [...kinds], ...(namespace === undefined ? {} : { namespace }) }
}
