import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Gap, Item } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import { isMap, type Value } from '../../src/core/value.ts'
import { definedScopes, type ScopeOfKind } from './schema/cluster-scoped.ts'
import { FileFault, readText } from './manifests/file-text.ts'
import { exactJson } from './cluster/exact-json.ts'
import { kubeObject, listAt, textAt, type KubeObject } from './kube-object.ts'
import { liveResources, SECRET_KIND, secretsExcluded } from './cluster/live-resources.ts'
import { coverageOf, scopeOf, settled, type ScopeSettings } from './cluster/scope.ts'
import { VersionsSeen } from './version-facts.ts'
import { declaredVersions, oneOfEach } from './cluster/versions.ts'

/** Recorded answers in place of a cluster: lists as `kubectl get -o json` prints them. */
export async function* collectRecording(
  paths: readonly string[],
  settings: ScopeSettings,
  context: Context,
): AsyncGenerator<Item> {
  const objects: { object: KubeObject; file: string }[] = []
  for (const path of paths) {
    for await (const found of readPath(path, context)) {
      if ('what' in found) yield found
      else objects.push(found)
    }
  }
  const files = new Map(objects.map(({ object, file }) => [object, file]))
  const all = [...files.keys()]
  const { declared, unserved } = settled(context.declared, recordedScopes(all))
  const chosen = oneOfEach(all, declaredVersions(declared))
  const scope = scopeOf(settings, declared)
  for (const coverage of [...coverageOf(scope), ...unserved]) yield { ...coverage, recording: true }
  if (!chosen.some((object) => object.kind === SECRET_KIND))
    yield secretsExcluded('the recording holds no Secrets')
  const running = new VersionsSeen()
  const origin = (object: KubeObject) => ({ request: `recording ${files.get(object) ?? ''}` })
  yield* liveResources(chosen, scope, origin, context, running)
  yield* running.facts()
}

/** Definitions tell a kind's scope, and so does any object of it. */
function recordedScopes(objects: readonly KubeObject[]): Map<string, ScopeOfKind> {
  const seen = objects.map(({ kind, namespace }): [string, ScopeOfKind] => [
    kind,
    namespace === undefined ? 'cluster' : 'namespaced',
  ])
  return new Map([...seen, ...definedScopes(objects)])
}

async function* readPath(
  path: string,
  context: Context,
): AsyncGenerator<{ object: KubeObject; file: string } | Gap> {
  try {
    for (const file of await filesOf(resolve(context.folder, path), path)) {
      const text = await readText(resolve(context.folder, file), file, context.limits.max_bytes)
      for (const object of objectsOf(parsed(text, file), file)) yield { object, file }
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    yield error.gap
  }
}

async function filesOf(absolute: string, shown: string): Promise<string[]> {
  const found = await stat(absolute).catch(() => undefined)
  if (!found) throw new FileFault('FILE_NOT_FOUND', shown, 'no such file or folder')
  if (!found.isDirectory()) return [shown]
  const names = await readdir(absolute)
  const files = names.filter((name) => name.endsWith('.json')).sort()
  if (files.length === 0) throw new FileFault('FILE_EMPTY', shown, 'the folder holds no .json file')
  return files.map((name) => join(shown, name))
}

function parsed(text: string, file: string): Value {
  const value = exactJson(text)
  if (value instanceof SyntaxError)
    throw new FileFault('RECORDING_MALFORMED', file, `not whole JSON: ${value.message}`)
  return value
}

/** The objects of a list, or the one that stands alone. What built-in kinds' raw lists leave out of their items is put back. */
function objectsOf(value: Value, file: string): KubeObject[] {
  const malformed = (reason: string): FileFault => new FileFault('RECORDING_MALFORMED', file, reason)
  if (!isMap(value)) throw malformed('not a list of Kubernetes objects')
  if (value['items'] === undefined) {
    const object = kubeObject(value)
    if (!object) throw malformed('neither a list nor a Kubernetes object')
    return [object]
  }
  const listKind = textAt(value, 'kind')?.replace(/List$/, '') ?? ''
  return listAt(value, 'items').map((item, index) => {
    const known = isMap(item) && item['kind'] === undefined && listKind !== ''
    const object = kubeObject(
      known ? { apiVersion: value['apiVersion'] ?? 'v1', kind: listKind, ...item } : item,
    )
    if (!object) throw malformed(`item ${index} is not a Kubernetes object`)
    return object
  })
}
