import { posix } from 'node:path'
import type { Excluded } from '../../../src/core/model.ts'
import type { YamlDocument } from './yaml-documents.ts'
import { kubeObject, type KubeObject } from '../kube-object.ts'
import { commonValue } from './unstable.ts'
import { identity, objectId } from '../cluster/versions.ts'

/** `# Source: shop/charts/db/templates/set.yaml`, above each document that helm renders. */
const SOURCE = /^# Source: [^/\n]+\/(\S+)[ \t]*$/m

/** The file of a chart that a rendered document came from; the chart's own folder where it does not say. */
export function templateOf(chart: string, document: Pick<YamlDocument, 'text'>): string {
  const file = SOURCE.exec(document.text)?.[1]
  return file === undefined ? chart : posix.join(chart, file)
}

/**
 * Objects as two renderings of one chart agree on them. What differs (a password that is made anew, the checksum of a
 * file that holds one) is open; an object whose name differs cannot be found again.
 */
export function* stableObjects<D extends { readonly object: KubeObject }>(
  first: readonly D[],
  second: readonly D[],
  chart: string,
): Generator<D | Excluded> {
  const again = new Map<string, KubeObject[]>()
  for (const { object } of second) {
    const key = keyOf(object)
    const list = again.get(key)
    if (list) list.push(object)
    else again.set(key, [object])
  }
  for (const declared of first) {
    const { object } = declared
    const other = again.get(keyOf(object))?.shift()
    const common = other && kubeObject(commonValue(object.content, other.content))
    if (common) yield { ...declared, object: common }
    else
      yield {
        what: 'excluded',
        kind: object.kind,
        reason: `${chart}: one of them has another name each time the chart is rendered`,
      }
  }
}

function keyOf(object: KubeObject): string {
  return identity(object.kind, objectId(object))
}
