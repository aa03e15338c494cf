import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createAll } from '../lab/kube-bulk.ts'
import { startKube, type Kube } from '../lab/kube.ts'
import { standBetween, type Between } from './kube-between.ts'
import { checkerOf, lineOf, type Checker } from './kube-check.ts'

const COUNT = 5000
const PAGE = 500

const configMap = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `item-${index}`, namespace: 'many' },
  data: { index: String(index), text: `some text of number ${index}` },
})

describe('5,000 objects over many pages, on a real API server', () => {
  let kube: Kube
  let checker: Checker
  let between: Between
  before(async () => {
    // from its cache the API server answers all pages of a list from one moment, whatever the store forgets
    kube = await startKube({ uncached: true })
    checker = await checkerOf(kube)
    between = await standBetween(kube, join(checker.folder, 'reader.kubeconfig'))
    await kube.kubectl(['create', 'namespace', 'many'])
    const items = Array.from({ length: COUNT }, (_, index) => configMap(index))
    const list = { apiVersion: 'v1', kind: 'List', items }
    await writeFile(join(checker.folder, 'many.json'), JSON.stringify(list))
    const path = '/api/v1/namespaces/many/configmaps'
    await createAll(
      kube.kubeconfig('admin'),
      items.map((object) => ({ path, object })),
    )
  })
  after(async () => {
    await between.stop()
    await kube.stop()
    await checker.remove()
  })

  const check = async () => {
    const live = { kinds: ['core/ConfigMap'], namespaces: ['many'] }
    const { findings, ...more } = await checker.check([{ manifests: { path: 'many.json' } }], live)
    return { ...more, lines: findings.map(lineOf), ...between.counted() }
  }
  let writes = 0
  /** What the store has not moved on from, it does not forget either. */
  const forget = async (): Promise<void> => {
    writes += 1
    await kube.kubectl(['label', 'namespace/default', `writes=${writes}`, '--overwrite'])
    await kube.compact()
  }

  it('are read whole, page by page', async () => {
    const { lines, gaps, compared, pages, expired } = await check()
    assert.deepEqual([lines, gaps, compared], [[], [], COUNT])
    assert.deepEqual([pages, expired], [COUNT / PAGE, 0])
  })

  it('are read whole when the store forgets the list between two pages', async () => {
    await kube.kubectl(['patch', 'configmap/item-4321', '--namespace=many', '--patch={"data":{"index":"0"}}'])
    between.before(4, forget)
    const { lines, gaps, compared, pages, expired } = await check()
    assert.deepEqual([lines, gaps], [['changed core/ConfigMap item-4321 data.index'], []])
    assert.deepEqual([compared, pages, expired], [COUNT, COUNT / PAGE + 1, 1])
  })

  it('are a gap, and nothing is missing, when that happens before every page', async () => {
    between.before('every', forget)
    const { lines, gaps, exit, expired } = await check()
    assert.ok(expired > 1)
    assert.deepEqual(
      [lines, gaps.map(({ code, kinds }) => [code, kinds]), exit],
      [[], [['KUBE_EXPIRED', ['core/ConfigMap']]], 2],
    )
  })
})
