import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Secret } from '../../../src/core/value.ts'
import { gapsOf, readSource, resourcesOf, secret } from './reading.ts'

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`

describe('manifests', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-manifests-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const write = async (name: string, text: string | Uint8Array): Promise<void> => {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const read = (path: string) => readSource('manifests', { path, namespace: 'shop' }, { folder })

  it('are read from folders, in every form, with file and line', async () => {
    await write('all/a.yaml', `# a comment\n${configMap('one')}---\n${configMap('two')}`)
    await write('all/deeper/b.yml', configMap('three'))
    await write(
      'all/c.json',
      '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"four"}}]}',
    )
    await write('all/.hidden/d.yaml', configMap('five'))
    await write('all/notes.txt', 'not a manifest')
    const items = await read('all')
    assert.deepEqual(gapsOf(items), [])
    assert.deepEqual(
      resourcesOf(items).map(({ id, origin }) => [id, origin.file, origin.line]),
      [
        ['shop/one', 'all/a.yaml', 2],
        ['shop/two', 'all/a.yaml', 6],
        ['shop/four', 'all/c.json', 1],
        ['shop/three', 'all/deeper/b.yml', 1],
      ],
    )
  })

  it('that are broken are a gap each, with their place; the others go on', async () => {
    await write('bad/a.yaml', 'a: [1\n')
    await write('bad/b.yaml', `${configMap('sound')}---\nkind: Nothing\n`)
    await write('bad/c.json', '{"apiVersion": "v1", "kind"')
    await write('bad/d.yaml', Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0xfe]))
    await write('bad/e.yaml', `# ${'x'.repeat(1_100_000)}\n`)
    await write('bad/f.yaml', 'a: {{ .Values.a }}\n')
    await write('bad/g.yaml', 'a: 1\na: 2\n')
    await symlink('nowhere', join(folder, 'bad/h.yaml'))
    await write('bad/i.yaml', `apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: run- }\n`)
    const items = await read('bad')
    assert.deepEqual(
      resourcesOf(items).map(({ id }) => id),
      ['shop/sound'],
    )
    assert.deepEqual(
      gapsOf(items).map(({ code, file, line }) => [code, file, line]),
      [
        ['MANIFEST_SYNTAX', 'bad/a.yaml', 2],
        ['MANIFEST_INVALID', 'bad/b.yaml', 5],
        ['JSON_SYNTAX', 'bad/c.json', undefined],
        ['FILE_NOT_UTF8', 'bad/d.yaml', undefined],
        ['FILE_TOO_LARGE', 'bad/e.yaml', undefined],
        ['MANIFEST_SYNTAX', 'bad/f.yaml', 1],
        ['MANIFEST_SYNTAX', 'bad/g.yaml', 2],
        ['FILE_NOT_FOUND', 'bad/h.yaml', undefined],
      ],
    )
    for (const gap of gapsOf(items)) assert.doesNotMatch(gap.message, /\n/)
    assert.equal(items.filter((item) => item.what === 'excluded').length, 1)
  })

  it('in JSON may follow each other, and name no key twice', async () => {
    const json = (name: string, more = ''): string =>
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"}${more}}`
    await write('json/a.json', `${json('one')}\n${json('two', ',"data":{"a":"} {\\""}')} ${json('three')}`)
    await write('json/b.yaml', `${json('four')}\n---\n${json('five')}\n`)
    await write('json/c.json', `${json('six')}\n${json('seven', ',\n"data":{"a":"1",\n"a":"2"}')}`)
    await write('json/d.json', `${json('eight')} and more`)
    const items = await read('json')
    assert.deepEqual(
      resourcesOf(items).map(({ name, origin }) => [name, origin.line]),
      [
        ['one', 1],
        ['two', 2],
        ['three', 2],
        ['four', 1],
        ['five', 3],
        ['six', 1],
      ],
    )
    assert.deepEqual(
      gapsOf(items).map(({ code, file, line }) => [code, file, line]),
      [
        ['MANIFEST_SYNTAX', 'json/c.json', 4],
        ['JSON_SYNTAX', 'json/d.json', undefined],
      ],
    )
  })

  it('that are not there, or a folder without any, are a gap', async () => {
    await mkdir(join(folder, 'empty'))
    assert.equal(gapsOf(await read('empty'))[0]?.code, 'FILE_EMPTY')
    await write('commented/a.yaml', '# kind: ConfigMap\n---\n')
    assert.deepEqual(
      gapsOf(await read('commented')).map(({ code, message }) => [code, message]),
      [['FILE_EMPTY', 'commented: declares no Kubernetes object']],
    )
    assert.equal(gapsOf(await read('no/such'))[0]?.code, 'FILE_NOT_FOUND')
  })

  it('that declare one object twice say so, and the later one counts', async () => {
    await write('twice/a.yaml', `${configMap('x')}data: { a: "1" }\n`)
    await write('twice/b.yaml', `${configMap('x')}data: { a: "2" }\n`)
    const items = await read('twice')
    assert.deepEqual(
      gapsOf(items).map(({ code, file, line, kinds }) => [code, file, line, kinds]),
      [['MANIFEST_DUPLICATE', 'twice/b.yaml', 1, ['core/ConfigMap']]],
    )
    assert.match(gapsOf(items)[0]?.message ?? '', /twice\/a\.yaml:1/)
    assert.deepEqual(resourcesOf(items)[0]?.attributes['data'], { a: '2' })
  })

  it('give a namespace to what has one, and to nothing else', async () => {
    const crd = (name: string, scope: string): string =>
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: ${name.toLowerCase()}s.x.io }\nspec: { group: x.io, scope: ${scope}, names: { kind: ${name}, plural: ${name.toLowerCase()}s } }\n`
    const object = (version: string, kind: string): string =>
      `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: a }\n`
    await write(
      'scope/a.yaml',
      [
        crd('Wide', 'Cluster'),
        crd('Near', 'Namespaced'),
        object('x.io/v1', 'Wide'),
        object('x.io/v1', 'Near'),
        object('y.io/v1', 'Open'),
        `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a, namespace: ignored }\n`,
        configMap('own').replace('}', ', namespace: other }'),
      ].join('---\n'),
    )
    const ids = new Map(resourcesOf(await read('scope')).map(({ kind, id }) => [kind, id]))
    assert.equal(ids.get('x.io/Wide'), 'a')
    assert.equal(ids.get('x.io/Near'), 'shop/a')
    assert.equal(ids.get('y.io/Open'), 'a')
    assert.equal(ids.get('rbac.authorization.k8s.io/ClusterRole'), 'a')
    assert.equal(ids.get('core/ConfigMap'), 'other/own')
  })

  it('never let a secret value out', async () => {
    await write(
      'secret.yaml',
      `apiVersion: v1\nkind: Secret\nmetadata: { name: s, annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"Y2FuYXJ5LTE="}}' } }\ndata: { a: Y2FuYXJ5LTE=, gone: null }\nstringData: { b: canary-2, a: canary-3 }\n`,
    )
    const [resource] = resourcesOf(await read('secret.yaml'))
    assert.doesNotMatch(JSON.stringify(resource), /canary|Y2FuYXJ5/)
    const data = Object(resource?.attributes['data'])
    assert.deepEqual(Object.keys(data).sort(), ['a', 'b'])
    assert.ok(data.a instanceof Secret)
    assert.equal(data.a.digest, secret(Buffer.from('canary-3').toString('base64')).digest)
  })

  it('that need a program say which', async () => {
    await write('chart/Chart.yaml', 'name: x\nversion: 1.0.0\n')
    const [gap] = gapsOf(await read('chart'))
    assert.match(gap?.code ?? '', /^MANIFEST_(?:PROGRAM|BUILD)$/)
    assert.match(gap?.message ?? '', /helm/)
  })
})
