import assert from 'node:assert/strict'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { PROVIDERS } from '../../../providers/index.ts'
import { findRoots } from '../../../providers/terraform/roots/find-roots.ts'
import { runCheck } from '../../../src/check.ts'
import { loadConfig } from '../../../src/config/load.ts'
import type { Report } from '../../../src/core/report.ts'
import type { Files } from './evaluate-text.ts'
import { withFiles } from './evaluate-text.ts'

const CODE = 'resource "aws_eip" "e" {}\n'

const TREE: Files = {
  'stacks/a/main.tf': CODE,
  'stacks/b/main.tofu': CODE,
  'stacks/c/main.tf.json': '{}',
  'stacks/docs/README.md': '',
  'stacks/a/inner/main.tf': CODE,
  'stacks/.hidden/main.tf': CODE,
  'stacks/a/.terraform/modules/m/main.tf': CODE,
  'top.tf': CODE,
}

test('a glob matches folders that hold code, named as it writes them', () =>
  withFiles(TREE, async (folder) => {
    const roots = (pattern: string): readonly string[] => findRoots(pattern, folder).roots
    assert.deepEqual(roots('stacks/*'), ['stacks/a', 'stacks/b', 'stacks/c'])
    assert.deepEqual(roots('./stacks/*/'), ['stacks/a', 'stacks/b', 'stacks/c'])
    assert.deepEqual(roots('stacks/{a,c}'), ['stacks/a', 'stacks/c'])
    assert.deepEqual(roots('stacks/[!ab]'), ['stacks/c'])
    assert.deepEqual(roots('stacks/?/inner'), ['stacks/a/inner'])
    assert.deepEqual(roots('stacks/**'), ['stacks/a', 'stacks/a/inner', 'stacks/b', 'stacks/c'])
    assert.deepEqual(roots('**/inner'), ['stacks/a/inner'])
    assert.deepEqual(roots('stacks/.h*'), ['stacks/.hidden'])
    assert.deepEqual(roots('stacks/b'), ['stacks/b'])
    assert.deepEqual(roots('*'), [])
    assert.deepEqual(roots('.'), ['.'])
    assert.deepEqual(roots(`${folder}/stacks/a*`), [`${folder}/stacks/a`])
    assert.deepEqual(findRoots('../*/main', join(folder, 'stacks/a')).roots, [])
    assert.deepEqual(findRoots('../b*', join(folder, 'stacks/a')).roots, ['../b'])
  }))

test('links in a circle end', () =>
  withFiles(TREE, async (folder) => {
    symlinkSync('.', join(folder, 'stacks/loop'))
    symlinkSync('self', join(folder, 'stacks/self'))
    const { roots } = findRoots('stacks/**', folder)
    assert.deepEqual(
      roots.filter((root) => !root.includes('loop')),
      ['stacks/a', 'stacks/a/inner', 'stacks/b', 'stacks/c'],
    )
  }))

async function check(folder: string, yaml: string): Promise<Report> {
  writeFileSync(join(folder, 'evenkeel.yaml'), yaml)
  const config = await loadConfig(join(folder, 'evenkeel.yaml'), PROVIDERS)
  return runCheck(config, {
    signal: new AbortController().signal,
    now: new Date(0),
    log: () => undefined,
    env: {},
  })
}

test('each root is a source of its own; one that is broken hides nothing of the others', () =>
  withFiles({ ...TREE, 'stacks/b/broken.tf': 'resource {' }, async (folder) => {
    const report = await check(
      folder,
      'environments: { p: { declared: [{ terraform: { roots: "stacks/*" } }] } }\n',
    )
    assert.deepEqual(
      report.gaps.map(({ source, code }) => [source, code]),
      [['stacks/b', 'HCL_SYNTAX']],
    )
    assert.deepEqual(
      report.not_compared.map(({ kind, count }) => [kind, count]),
      [['aws_eip', 2]],
    )
  }))

test('a glob that matches nothing is a gap', () =>
  withFiles(TREE, async (folder) => {
    const { gaps, outcome } = await check(
      folder,
      'environments: { p: { declared: [{ terraform: { roots: "stack/*" } }] } }\n',
    )
    assert.deepEqual([gaps[0]?.code, gaps[0]?.kinds, outcome], ['ROOTS_NOT_FOUND', ['*'], 'incomplete'])
  }))

test('equal names in one environment, root and roots at once, a name for many: refused', () =>
  withFiles(TREE, async (folder) => {
    const refused = (declared: string, words: RegExp): Promise<void> =>
      assert.rejects(check(folder, `environments:\n  p:\n    declared:\n${declared}`), (error: Error) => {
        assert.equal(Reflect.get(error, 'exit_code'), 64)
        assert.match(error.message, words)
        return true
      })
    const glob = '      - terraform: { roots: "stacks/*" }\n'
    await refused(
      `${glob}      - terraform: { root: stacks/b }\n`,
      /:5:\d+ environments\.p\.declared\[1\]\.terraform a source named "stacks\/b" stands at line 4 already/,
    )
    await refused(`${glob}      - terraform: { root: stacks/a/inner, name: stacks/c }\n`, /named "stacks\/c"/)
    await refused(`${glob}      - terraform_plan: { path: p.json, name: stacks/a }\n`, /named "stacks\/a"/)
    await refused('      - terraform: { root: stacks/a, roots: "stacks/*" }\n', /root .* or roots/)
    await refused('      - terraform: { vars: {} }\n', /root .* or roots/)
    await refused('      - terraform: { roots: "stacks/*", name: n }\n', /terraform\.name roots are named/)
  }))
