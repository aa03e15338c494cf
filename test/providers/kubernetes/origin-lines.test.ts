import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readSource, resourcesOf } from './reading.ts'

const TEXT = `# first
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  x: "1"
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: side
          image: b:1
        - image: a:1
          name: web
          ports:
            - containerPort: 80
          env: [{ name: A, value: "1" },
                { name: B, value: "2" }]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: { name: s }
    stringData:
      k: canary
  - apiVersion: v1
    kind: ServiceAccount
    metadata: { name: t }
`

describe('the line of a path', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-lines-'))
    await writeFile(join(folder, 'all.yaml'), TEXT)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('is found by keys, in lists and in any document of a file', async () => {
    const resources = resourcesOf(await readSource('manifests', { path: 'all.yaml' }, { folder }))
    const origin = (name: string) => resources.find((resource) => resource.name === name)?.origin
    assert.equal(origin('a')?.line, 2)
    assert.equal(origin('a')?.lines?.['data.x'], 6)
    const container = 'spec.template.spec.containers[name=web]'
    assert.equal(origin('web')?.line, 8)
    assert.equal(origin('web')?.lines?.[container], 17)
    assert.equal(origin('web')?.lines?.[`${container}.image`], 17)
    assert.equal(origin('web')?.lines?.[`${container}.ports[containerPort=80,protocol=TCP]`], 20)
    assert.equal(origin('web')?.lines?.[`${container}.env[name=B].value`], 22)
    assert.equal(origin('s')?.line, 27)
    assert.equal(origin('s')?.lines?.['data.k'], 31)
    assert.equal(origin('t')?.line, 32)
    assert.doesNotMatch(JSON.stringify(resources), /canary/)
  })

  it('of a long list is found by reading it once, not once an item', async () => {
    const items = Array.from({ length: 6000 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `c${index}`, namespace: 'n' },
      data: { a: '1', b: '2' },
    }))
    await writeFile(
      join(folder, 'list.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1),
    )
    const resources = resourcesOf(await readSource('manifests', { path: 'list.json' }, { folder }))
    const first = resources[0]?.origin.lines?.['data.a']
    const lines = resources.map(({ origin }) => origin.lines?.['data.a'] ?? 0)
    assert.deepEqual([lines.length, lines[0], new Set(lines).size], [6000, first, 6000])
  })
})
