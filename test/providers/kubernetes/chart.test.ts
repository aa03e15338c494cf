import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { manifestSettings } from '../../../providers/kubernetes/settings.ts'
import { Unknown } from '../../../src/core/value.ts'
import { gapsOf, readSource, resourcesOf } from './reading.ts'

/** Stands in for helm: notes what it was asked, and answers with something else each time. */
const HELM = `#!/bin/sh
echo "$@" >> "$0.asked"
random=$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
cat <<END
---
# Source: shop/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: shop
stringData:
  password: $random
  user: shop
---
# Source: shop/charts/db/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata: { annotations: { checksum: "sum-$random" } }
    spec: { containers: [{ name: web, image: "web:1", args: [a, $random] }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: once-$random }
END
`

describe('a chart', () => {
  let folder: string
  const path = process.env['PATH']
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-chart-'))
    await mkdir(join(folder, 'charts/shop'), { recursive: true })
    await writeFile(join(folder, 'charts/shop/Chart.yaml'), 'name: shop\nversion: 1.0.0\n')
    await writeFile(join(folder, 'prod.yaml'), 'a: 1\n')
    await mkdir(join(folder, 'plain'))
    await writeFile(join(folder, 'plain/a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n')
    await program('helm', HELM)
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${path ?? ''}`
  })
  after(async () => {
    process.env['PATH'] = path
    await rm(folder, { recursive: true, force: true })
  })
  const program = async (name: string, text: string): Promise<void> => {
    await mkdir(join(folder, 'bin'), { recursive: true })
    await writeFile(join(folder, 'bin', name), text)
    await chmod(join(folder, 'bin', name), 0o755)
  }
  const read = (settings: object) => readSource('manifests', { path: 'charts/shop', ...settings }, { folder })

  it('is rendered twice: what comes out differently is open, all else is declared', async () => {
    const items = await read({ namespace: 'shop' })
    assert.deepEqual(gapsOf(items), [])
    const [secret, web] = resourcesOf(items)
    const data = Object(secret?.attributes['data'])
    assert.ok(data.password instanceof Unknown)
    assert.equal(JSON.stringify(data.user), '"(secret)"')
    const template = Object(web?.attributes['spec']).template
    assert.ok(template.metadata.annotations.checksum instanceof Unknown)
    const [container] = template.spec.containers
    assert.equal(container.image, 'web:1')
    assert.equal(container.args[0], 'a')
    assert.ok(container.args[1] instanceof Unknown)
  })

  it('says which of its files an object comes from', async () => {
    const items = await read({ namespace: 'shop' })
    assert.deepEqual(
      resourcesOf(items).map(({ id, origin }) => [id, origin.file]),
      [
        ['shop/shop', 'charts/shop/templates/secret.yaml'],
        ['shop/web', 'charts/shop/charts/db/templates/web.yaml'],
      ],
    )
  })

  it('with an object that is named anew each time leaves it out, and says so', async () => {
    const left = (await read({})).filter((item) => item.what === 'excluded')
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['batch/Job'],
    )
    assert.match(left[0]?.reason ?? '', /another name each time/)
  })

  it('gets its release, namespace, values and cluster as they are configured', async () => {
    await rm(join(folder, 'bin/helm.asked'), { force: true })
    await read({
      namespace: 'shop',
      release: 'eu',
      values: ['prod.yaml', 'charts/shop/Chart.yaml'],
      kube_version: '1.34',
      api_versions: ['x.io/v1'],
    })
    const [asked, again] = (await readFile(join(folder, 'bin/helm.asked'), 'utf8')).split('\n')
    assert.equal(
      asked?.replaceAll(folder, ''),
      'template eu /charts/shop --no-hooks --include-crds --namespace=shop --kube-version=1.34 --api-versions=x.io/v1 --values="/prod.yaml" --values="/charts/shop/Chart.yaml"',
    )
    assert.equal(again, asked)
  })

  it('whose values are not there is a gap, and so are values without a chart', async () => {
    const [missing] = gapsOf(await read({ values: ['no.yaml'] }))
    assert.deepEqual([missing?.code, missing?.file], ['FILE_NOT_FOUND', 'no.yaml'])
    const items = await readSource('manifests', { path: 'plain', values: ['prod.yaml'] }, { folder })
    assert.equal(gapsOf(items)[0]?.code, 'MANIFEST_BUILD')
    assert.deepEqual(resourcesOf(items), [])
  })

  it('that its program refuses, or never finishes, is one gap with the reason', async () => {
    await program(
      'helm',
      '#!/bin/sh\necho "Error: no such thing" >&2\necho "\nUse --debug flag" >&2\nexit 1\n',
    )
    const [refused, ...more] = gapsOf(await read({}))
    assert.deepEqual(more, [])
    assert.equal(refused?.code, 'MANIFEST_BUILD')
    assert.match(refused?.message ?? '', /^charts\/shop: helm template refused it: .*no such thing/)
    const quoting = `Error: template: x/a.yaml:1: executing "x/a.yaml" at <f>: parsing "hunter2" of 'hunter2': range can't iterate over hunter2`
    await program('helm', `#!/bin/sh\ncat >&2 <<'END'\n${quoting}\nEND\nexit 1\n`)
    assert.match(
      gapsOf(await read({}))[0]?.message ?? '',
      /executing "x\/a\.yaml" at <f>: parsing "…" of '…': range can't iterate over …$/,
    )
    await program('helm', '#!/bin/sh\nexec sleep 30\n')
    const [slow] = gapsOf(await read({}))
    assert.match(slow?.message ?? '', /did not end within \d+ ms/)
    await program('helm', HELM)
  })
})

describe('settings of a chart', () => {
  it('are refused where helm would take them for something else', () => {
    for (const settings of [
      { release: '--post-renderer=x' },
      { release: 'A' },
      { values: [] },
      { sets: ['a=1'] },
    ])
      assert.equal(manifestSettings.safeParse({ path: 'x', ...settings }).success, false)
  })
})
