import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { CHANGES, type Raw } from './farm-changes.ts'
import { drift } from './reading.ts'

/** Manifests of our own, and what an API server 1.34.2 with its controllers made of them (test/lab). */
const FARM = join(import.meta.dirname, 'fixtures', 'farm')
const LIVE = join(import.meta.dirname, 'fixtures', 'farm-live.json')

describe('our own farm', () => {
  let folder: string
  let text: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-farm-'))
    text = await readFile(LIVE, 'utf8')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const check = async (items: readonly Raw[]) => {
    await writeFile(join(folder, 'live.json'), JSON.stringify({ items }))
    return drift(folder, FARM, 'live.json')
  }
  const read = (): Raw[] => JSON.parse(text).items

  it('is clean, in any order', async () => {
    const verdicts = await check(read().reverse())
    assert.deepEqual(
      verdicts.filter(({ is_folded }) => !is_folded),
      [],
    )
  })

  it('is clean when it is declared as it was exported', async () => {
    await writeFile(
      join(folder, 'export.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: read() }),
    )
    await writeFile(join(folder, 'live.json'), text)
    assert.deepEqual(await drift(folder, 'export.json', 'live.json'), [])
  })

  for (const [id, what, change, paths] of CHANGES) {
    it(`${id}: ${what}: ${paths.length === 0 ? 'nothing' : paths.join(', ')}`, async () => {
      const items = read()
      const object = items.find(({ kind, metadata }) => `${kind}/${metadata.name}` === id)
      assert.ok(object)
      change(object)
      const found = (await check(items)).filter(({ is_folded }) => !is_folded)
      assert.deepEqual(
        found.map(({ path }) => path),
        paths,
      )
      for (const { cause } of found) assert.match(cause ?? '', /^(?:out_of_band|differs)$/)
    })
  }

  it('says of a declared field that no server has that the declaration is invalid, and no more', async () => {
    await cp(FARM, join(folder, 'typos'), { recursive: true })
    const file = join(folder, 'typos/workloads.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(
      file,
      text
        .replace('serviceName: silo', 'serviceName: silo\n  replica: 3')
        .replace('image: mill\n', 'image: mill\n          imagePullPolice: { a: 1, b: 2 }\n'),
    )
    const rest = join(folder, 'typos/rest.yaml')
    await writeFile(rest, (await readFile(rest, 'utf8')).replace('spec: { rows:', 'spec: { row: [1], rows:'))
    await writeFile(join(folder, 'live.json'), JSON.stringify({ items: read() }))
    const found = await drift(folder, 'typos', 'live.json')
    const loud = found.filter(({ is_folded }) => !is_folded)
    assert.deepEqual(loud, [])
    assert.deepEqual(
      found
        .filter(({ finding }) => finding === 'changed')
        .map(({ path }) => path)
        .toSorted(),
      ['spec.replica', 'spec.row', `spec.template.spec.containers[name=mill].imagePullPolice`],
    )
    for (const { finding, notes } of found)
      if (finding === 'changed') assert.match(notes[0] ?? '', /^invalid declaration: \S+ has no such field/)
  })

  it('misses what was deleted, and reports what nobody declared', async () => {
    const items = read().filter(
      ({ kind, metadata }) => !(kind === 'PodDisruptionBudget' && metadata.name === 'mill'),
    )
    const stray = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stray', namespace: 'farm' } }
    const all: Raw[] = JSON.parse(JSON.stringify([...items, stray]))
    const found = (await check(all)).filter(({ is_folded }) => !is_folded)
    assert.deepEqual(found.map(({ finding, resource }) => [finding, resource.name]).sort(), [
      ['missing', 'mill'],
      ['unmanaged', 'stray'],
    ])
  })
})
