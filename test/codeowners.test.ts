import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { parseCodeowners } from '../src/core/evidence/codeowners.ts'
import { readCodeowners } from '../src/read-codeowners.ts'

/** [pattern, files that it owns, files that it does not] as GitHub documents them */
const PATTERNS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*', ['a', 'a/b/c.tf'], []],
  ['*.tf', ['main.tf', 'infra/net/main.tf'], ['main.tf.json', 'tf']],
  ['/infra/net/', ['infra/net/main.tf', 'infra/net/x/y.tf'], ['x/infra/net/main.tf', 'infra/net']],
  ['docs/*', ['docs/a.md'], ['docs/b/a.md', 'x/docs/a.md']],
  ['apps/', ['apps/a', 'x/apps/b/c'], ['apps']],
  ['/apps/web', ['apps/web', 'apps/web/a'], ['apps/webby', 'x/apps/web']],
  ['infra/net', ['infra/net/main.tf'], ['x/infra/net/main.tf']],
  ['**/logs', ['logs/a', 'build/logs', 'a/b/logs/c'], ['logger']],
  ['infra/**/main.tf', ['infra/main.tf', 'infra/a/b/main.tf'], ['main.tf']],
  ['infra/**', ['infra/a', 'infra/a/b'], ['infra']],
  ['/*', ['README.md'], ['a/README.md']],
  ['main.t?', ['main.tf', 'x/main.tg'], ['main.t', 'main.tff']],
  ['a+(b).tf', ['a+(b).tf'], ['aab.tf']],
  ['with\\ space.tf', ['with space.tf'], ['with', 'space.tf']],
]

for (const [pattern, owned, others] of PATTERNS)
  test(`the CODEOWNERS pattern ${pattern}`, () => {
    const owner = parseCodeowners(`${pattern} @team\n`)
    for (const file of owned) assert.equal(owner(file), '@team', file)
    for (const file of others) assert.equal(owner(file), undefined, file)
  })

test('the last line that fits counts; one without owners takes them away; comments and strange patterns are passed over', () => {
  const owner = parseCodeowners(
    '# all\n* @all  # everything\r\n*.tf @infra ops@example.com\n/open/\n!*.tf @not\n[ab].tf @set\n\\#x @hash\n',
  )
  assert.equal(owner('a.md'), '@all')
  assert.equal(owner('a.tf'), '@infra ops@example.com')
  assert.equal(owner('open/a.tf'), undefined)
})

test("GitLab's sections stand beside each other, with owners of their own", () => {
  const owner = parseCodeowners('* @all\n[Infra][2] @infra\n*.tf\n/net/ @net\n^[Docs]\n*.md @writers @all\n')
  assert.equal(owner('a.tf'), '@all @infra')
  assert.equal(owner('net/a.tf'), '@all @net')
  assert.equal(owner('a.md'), '@all @writers')
})

describe('whose a declaring file is', () => {
  let root = ''
  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'evenkeel-owners-'))
  })
  after(() => rm(root, { recursive: true, force: true }))
  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), text)
  }

  test('the repository decides, whatever lies below it; outside of one the nearest folder', async () => {
    await write('CODEOWNERS', '* @outside\n')
    await write('repo/.git/HEAD', 'ref: refs/heads/main\n')
    await write('repo/docs/CODEOWNERS', '* @docs\n')
    await write('repo/.github/CODEOWNERS', '/infra/ @infra\n')
    await write('repo/infra/CODEOWNERS', '* @not\n')
    await write('bare/.git', 'gitdir: ../repo/.git\n')
    const files = [
      '../repo/infra/a.tf',
      '../repo/a.tf',
      '../bare/a.tf',
      '../other/x/a.tf',
      'a.yaml',
      '../absent/a.tf',
    ]
    const owner = await readCodeowners(files, path.join(root, 'config'), () => undefined)
    assert.deepEqual(
      files.map((file) => owner(file)),
      ['@infra', undefined, undefined, '@outside', '@outside', '@outside'],
    )
  })

  test('it is on the finding, unless a rule of owners says otherwise', async () => {
    const folder = path.join(root, 'case')
    await cp(path.join(import.meta.dirname, 'cases/kubernetes-hand-edits'), folder, { recursive: true })
    await write('case/CODEOWNERS', '/manifests/ @shop\n')
    const config = await loadConfig(path.join(folder, 'evenkeel.yaml'), PROVIDERS)
    const options = { signal: new AbortController().signal, now: new Date(), log: () => undefined, env: {} }
    const report = await runCheck(config, options)
    const declared = report.findings.filter(({ source }) => source !== null)
    assert.ok(declared.length > 0)
    for (const finding of declared) assert.equal(finding.owner, '@shop')
    for (const finding of report.findings.filter(({ source }) => source === null))
      assert.equal(finding.owner, null)
    const owners = [{ match: { kind: '*' }, owner: '@ruled' }]
    const ruled = await runCheck({ ...config, owners }, options)
    assert.deepEqual([...new Set(ruled.findings.map(({ owner }) => owner))], ['@ruled'])
  })
})
