import type { Context } from '../../../src/core/provider.ts'
import { isMap, type Attributes } from '../../../src/core/value.ts'
import { askJson } from './ask-json.ts'
import type { Connection } from '../client.ts'
import { KubeFault } from './kube-fault.ts'
import { kubeObject, listAt, textAt, type KubeObject } from '../kube-object.ts'

const PAGE = 500
const MAX_RESTARTS = 3

/**
 * All objects of one list, page by page. Where a continuation has expired (410 Gone) the server's own way on is taken,
 * else the list begins again.
 *
 * @param path `/apis/apps/v1/namespaces/shop/deployments`
 * @throws KubeFault
 */
export async function listAll(connection: Connection, path: string, context: Context): Promise<KubeObject[]> {
  let objects: KubeObject[] = []
  let token: string | undefined
  let restarts = 0
  for (let page = 1; ; page += 1) {
    if (page > context.limits.max_pages)
      throw new KubeFault(
        'SOURCE_TOO_MANY',
        `${path} has more than ${context.limits.max_pages} pages; raise limits.max_pages to read them all`,
      )
    const more: string = token === undefined ? '' : `&continue=${encodeURIComponent(token)}`
    const { status, body } = await askJson(connection, `${path}?limit=${PAGE}${more}`, context, {
      seen: [410],
    })
    if (status === 410) {
      restarts += 1
      if (restarts > MAX_RESTARTS)
        throw new KubeFault('KUBE_EXPIRED', `${path}: its continuation expired ${restarts} times`, status)
      token = textAt(body, 'metadata', 'continue')
      if (token === undefined) objects = []
      continue
    }
    // one by one: as arguments of one call, a page without a limit would not fit the stack
    for (const object of objectsOf(body, path)) objects.push(object)
    token = textAt(body, 'metadata', 'continue') || undefined
    if (token === undefined) return objects
  }
}

/** Built-in kinds' lists leave version and kind out of their items. */
function objectsOf(body: Attributes, path: string): KubeObject[] {
  const kind = textAt(body, 'kind')
  const apiVersion = textAt(body, 'apiVersion')
  if (kind === undefined || apiVersion === undefined || !kind.endsWith('List'))
    throw new KubeFault('KUBE_MALFORMED', `${path} answered something that is no list`)
  const own = { apiVersion, kind: kind.slice(0, -'List'.length) }
  return listAt(body, 'items').map((item) => {
    const object = kubeObject(isMap(item) ? { ...own, ...item } : item)
    if (!object) throw new KubeFault('KUBE_MALFORMED', `${path} answered an item that is no object`)
    return object
  })
}
