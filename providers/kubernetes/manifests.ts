import type { Gap, Item, Resource } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import { isMap, type Value } from '../../src/core/value.ts'
import { stableObjects, templateOf } from './manifests/chart.ts'
import { builtInScope, definedScopes, type ScopeOfKind } from './schema/cluster-scoped.ts'
import { exactJson } from './cluster/exact-json.ts'
import { FileFault, fileGap, FilesAhead } from './manifests/file-text.ts'
import { hasDuplicateKeys, splitJson, type JsonText } from './manifests/json-documents.ts'
import { isText, kubeObject, listAt, mapAt, textAt, type KubeObject } from './kube-object.ts'
import { originOf, type Written } from './manifests/origin-lines.ts'
import { manifestPlaces, type ManifestPlace } from './manifests/manifest-files.ts'
import { renderedText } from './manifests/render.ts'
import { resourceOf } from './resource.ts'
import type { ManifestSettings } from './settings.ts'
import { identity, objectId } from './cluster/versions.ts'
import { yamlDocuments, type YamlDocument } from './manifests/yaml-documents.ts'

/** An object as a manifest declares it. */
interface Declared {
  readonly object: KubeObject
  readonly file: string
  readonly line: number
  /** undefined where a program wrote the text: its lines are nobody's */
  readonly written: Written | undefined
}

/** What the manifests of a file or folder declare. A file or document that cannot be read is a gap; the others go on. */
export async function* collectManifests(settings: ManifestSettings, context: Context): AsyncGenerator<Item> {
  const found: Declared[] = []
  let isTold = false
  for await (const item of readPlaces(settings, context)) {
    if ('what' in item) {
      isTold = true
      yield item
    } else found.push(item)
  }
  // kubectl refuses it as well; what is meant lies elsewhere, or is commented out
  if (found.length === 0 && !isTold && !context.signal.aborted) yield nothingDeclared(settings.path)
  const scopes = definedScopes(found.map(({ object }) => object))
  const seen = new Map<string, Declared>()
  for (const declared of found) {
    const object = placed(declared.object, scopes, settings.namespace)
    const key = identity(object.kind, objectId(object))
    const earlier = seen.get(key)
    if (earlier) yield duplicateGap(object, earlier, declared)
    // as with kubectl, the later document wins
    seen.set(key, { ...declared, object })
  }
  const reading = { role: 'declared', secret: context.secret } as const
  for (const { object, file, line, written } of seen.values())
    yield marked(
      resourceOf(object, written ? originOf(file, line, written, object.kind) : { file }, reading),
      scopes,
      settings,
    )
}

async function* readPlaces(settings: ManifestSettings, context: Context): AsyncGenerator<Declared | Item> {
  try {
    const places = await manifestPlaces(context.folder, settings.path)
    if (settings.values && !places.some(({ form }) => form === 'chart'))
      throw new FileFault('MANIFEST_BUILD', settings.path, 'values are for a chart, and there is none here')
    const files = new FilesAhead(places, context.limits.max_bytes)
    for (const place of places) {
      if (context.signal.aborted) return
      yield* readPlace(place, files, settings, context)
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    yield error.gap
  }
}

async function* readPlace(
  place: ManifestPlace,
  files: FilesAhead,
  settings: ManifestSettings,
  context: Context,
): AsyncGenerator<Declared | Item> {
  try {
    switch (place.form) {
      case 'file':
        return yield* fileObjects(place, await files.text(place))
      case 'kustomization':
        return yield* yamlObjects(await renderedText(place, settings, context), () => place.shown, false)
      case 'chart':
        return yield* chartObjects(place, settings, context)
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    yield error.gap
  }
}

/** Rendered twice, to know what comes out differently each time. */
async function* chartObjects(
  place: ManifestPlace,
  settings: ManifestSettings,
  context: Context,
): AsyncGenerator<Declared | Item> {
  const texts = await Promise.all([1, 2].map(() => renderedText(place, settings, context)))
  const [first = [], second = []] = texts.map((text) => [
    ...yamlObjects(text, (document) => templateOf(place.shown, document), false),
  ])
  const others = first.filter((item) => 'what' in item)
  yield* others
  // what only the second could not read is told as well
  if (others.length === 0) yield* second.filter((item) => 'what' in item)
  yield* stableObjects(first.filter(isDeclared), second.filter(isDeclared), place.shown)
}

function isDeclared(item: Declared | Item): item is Declared {
  return !('what' in item)
}

function fileObjects({ shown }: ManifestPlace, text: string): Generator<Declared | Item> {
  // kubectl goes by the content: several JSON documents in a row are no YAML
  const isJson = /\.json$/i.test(shown) || (/^\s*\{/.test(text) && (splitJson(text)?.length ?? 0) > 1)
  return isJson ? jsonObjects(text, shown) : yamlObjects(text, () => shown, true)
}

function* jsonObjects(text: string, file: string): Generator<Declared | Item> {
  const parts = splitJson(text) ?? [{ text, start: 1 }]
  for (const part of parts) {
    const value = exactJson(part.text)
    if (value instanceof SyntaxError) yield fileGap('JSON_SYNTAX', file, value.message)
    else if (hasDuplicateKeys(part.text, value)) yield* duplicateKey(part, file)
    else yield* objectsOf(value, file, part.start, { ...part, item: undefined })
  }
}

/** The other parser says where. */
function* duplicateKey({ text, start }: JsonText, file: string): Generator<Item> {
  const [fault] = yamlDocuments(text).faults
  const place = { line: start - 1 + (fault?.line ?? 1), column: fault?.column ?? 1 }
  yield fileGap('MANIFEST_SYNTAX', file, fault?.reason ?? 'a key stands twice in one map', place)
}

/** @param fileOf where a document stands */
function* yamlObjects(
  text: string,
  fileOf: (document: Pick<YamlDocument, 'text'>) => string,
  isWritten: boolean,
): Generator<Declared | Item> {
  const { documents, faults } = yamlDocuments(text)
  for (const document of documents) {
    const { value, line, start } = document
    const written = isWritten ? { text: document.text, start, item: undefined } : undefined
    yield* objectsOf(value, fileOf(document), line, written)
  }
  for (const { reason, line, column } of faults)
    yield fileGap('MANIFEST_SYNTAX', fileOf({ text: '' }), reason, { line, column })
}

function* objectsOf(
  value: Value,
  file: string,
  line: number,
  written: Written | undefined,
): Generator<Declared | Item> {
  const kind = isMap(value) ? value['kind'] : undefined
  if (isMap(value) && isText(kind) && kind.endsWith('List') && Array.isArray(value['items'])) {
    const item =
      kind === 'List' ? {} : { apiVersion: value['apiVersion'] ?? 'v1', kind: kind.slice(0, -'List'.length) }
    for (const [index, content] of listAt(value, 'items').entries()) {
      const own = written && { ...written, item: index, whole: written }
      yield* objectsOf(isMap(content) ? { ...item, ...content } : content, file, line, own)
    }
    return
  }
  const object = kubeObject(value)
  if (object) yield { object, file, line, written }
  else yield notAnObject(value, file, line)
}

function notAnObject(value: Value, file: string, line: number): Item {
  const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')]
  if (kind !== undefined && textAt(value, 'metadata', 'generateName') !== undefined)
    return {
      what: 'excluded',
      kind: `${kind} with generateName`,
      reason: `${file}:${line}: the server gives each of these a new name, so that none can be found again`,
    }
  const lacks = kind === undefined || apiVersion === undefined ? 'apiVersion and kind' : 'metadata.name'
  return fileGap('MANIFEST_INVALID', file, `not a Kubernetes object: it has no ${lacks}`, { line, column: 1 })
}

function nothingDeclared(path: string): Gap {
  return fileGap('FILE_EMPTY', path, 'declares no Kubernetes object')
}

function duplicateGap(object: KubeObject, earlier: Declared, later: Declared): Gap {
  const first = `${earlier.file}:${earlier.line}`
  const what = `${object.kind} ${objectId(object)} is declared here and at ${first}; the later one counts`
  return fileGap('MANIFEST_DUPLICATE', later.file, what, { line: later.line, column: 1 }, [object.kind])
}

function scopeOfKind(kind: string, scopes: ReadonlyMap<string, ScopeOfKind>): ScopeOfKind {
  return builtInScope(kind) ?? scopes.get(kind)
}

/** An object where the server puts it: without a namespace where its kind has none, else in its own or the default one. */
function placed(
  object: KubeObject,
  scopes: ReadonlyMap<string, ScopeOfKind>,
  namespace: string | undefined,
): KubeObject {
  const scope = scopeOfKind(object.kind, scopes)
  if (scope === 'cluster') return { ...object, namespace: undefined }
  if (object.namespace !== undefined || scope === undefined) return object
  return { ...object, namespace: namespace ?? 'default' }
}

/** A custom resource whose definition is not at hand may belong to a namespace or to none: the cluster tells. */
function marked(
  resource: Resource,
  scopes: ReadonlyMap<string, ScopeOfKind>,
  settings: ManifestSettings,
): Resource {
  const isOpen = resource.namespace === undefined && scopeOfKind(resource.kind, scopes) === undefined
  return isOpen ? { ...resource, written: { namespace_if_any: settings.namespace ?? 'default' } } : resource
}

/** The namespace of a declaration whose kind's scope was not known when it was read; undefined where it was. */
export function namespaceIfAny(resource: Resource): string | undefined {
  return textAt(mapAt(resource.written), 'namespace_if_any')
}
