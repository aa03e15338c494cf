import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { evaluateRoot } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import type { EvaluateOptions } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import type { Files, Printed } from './evaluate-text.ts'
import { printedText, withFiles } from './evaluate-text.ts'

async function evaluated(folder: string, options: Partial<EvaluateOptions> = {}): Promise<Printed> {
  const defaults = { workspace: 'default', read: [], inputs: [], environment: new Map<string, string>() }
  return JSON.parse(
    printedText(await evaluateRoot({ folder, ...defaults, expired: () => false, ...options })),
  )
}

/** What `evaluate` prints of a root whose folder is made ready first. */
async function printed(
  files: Files,
  prepare: (folder: string) => void,
  options: Partial<EvaluateOptions> = {},
): Promise<Printed> {
  return withFiles(files, async (folder) => {
    prepare(folder)
    return evaluated(folder, options)
  })
}

test('a variables file that is not there, is a folder, or leads in a circle is told by its name', async () => {
  const files = { 'main.tf': 'variable "a" {\n  default = 1\n}\noutput "o" {\n  value = var.a\n}\n' }
  const prepare = (folder: string): void => {
    mkdirSync(join(folder, 'dir'))
    symlinkSync('loop.tfvars', join(folder, 'loop.tfvars'))
  }
  for (const [path, code, told] of [
    ['no.tfvars', 'FILE_NOT_FOUND', 'the variables file no.tfvars: no file exists at "no.tfvars"'],
    ['dir', 'FILE_UNREADABLE', 'the variables file dir: dir is not a regular file'],
    [
      'loop.tfvars',
      'FILE_UNREADABLE',
      'the variables file loop.tfvars: loop.tfvars cannot be read: its links lead in a circle',
    ],
  ] as const) {
    const { gaps, outputs } = await printed(files, prepare, { inputs: [{ kind: 'file', path }] })
    assert.deepEqual(
      gaps.map(({ code, message }) => [code, message]),
      [[code, told]],
    )
    assert.deepEqual(outputs['o']?.unknown, [[]])
  }
})

test('a configuration file that leads in a circle is a gap, and hides nothing of the others', async () => {
  const files = { 'main.tf': 'output "o" {\n  value = 1\n}\n' }
  const { gaps, outputs } = await printed(files, (folder) => symlinkSync('x.tf', join(folder, 'x.tf')))
  assert.deepEqual(
    gaps.map(({ code, message, file }) => [code, message, file]),
    [['FILE_UNREADABLE', 'x.tf cannot be read: its links lead in a circle', 'x.tf']],
  )
  assert.equal(outputs['o']?.value, 1)
})

test('a pattern that finds a link to nothing is refused, as by Terraform; only two stars pass over it', async () => {
  const call = (name: string, code: string): string => `output "${name}" {\n  value = ${code}\n}\n`
  const files = {
    'main.tf': [
      call('named', 'fileset(path.module, "d/*.txt")'),
      call('fixed', 'fileset(path.module, "d/dang.txt")'),
      call('below', 'fileset(path.module, "**/circle*")'),
      call('all', 'fileset(path.module, "d/**")'),
      call('none', 'fileset(path.module, "d/none.txt")'),
      call('exists', '[fileexists("d/dang.txt"), can(fileexists("d/circle"))]'),
      call('read', 'try(file("d/circle"), "refused")'),
    ].join(''),
    'd/a.txt': 'a',
  }
  const { outputs, gaps } = await printed(files, (folder) => {
    symlinkSync('nowhere', join(folder, 'd/dang.txt'))
    symlinkSync('circle', join(folder, 'd/circle'))
  })
  const detail = (name: string): unknown => outputs[name]?.error?.detail
  const failed = 'Call to function "fileset" failed: failed to stat'
  assert.equal(detail('named'), `${failed} "d/dang.txt": stat d/dang.txt: no such file or directory.`)
  assert.equal(detail('fixed'), detail('named'))
  assert.equal(detail('below'), `${failed} "d/circle": stat d/circle: too many levels of symbolic links.`)
  assert.deepEqual(
    ['all', 'none', 'exists', 'read'].map((name) => outputs[name]?.value),
    [['d/a.txt'], [], [false, false], 'refused'],
  )
  assert.deepEqual(gaps, [])
})

test('what we have no right to see is unknown: Terraform may have it, and nothing is guessed by try or can', async () => {
  const codes = [
    'try(file("dir/x"), "guess")',
    'fileexists("dir/x")',
    'fileset(path.module, "dir/*")',
    'fileset(path.module, "**/*.txt")',
    'can(file("secret"))',
  ]
  const files = {
    'main.tf': `${codes.map((code, i) => `output "o${i}" {\n  value = ${code}\n}\n`).join('')}resource "aws_eip" "e" {\n  for_each = fileset(path.module, "dir/*")\n}\n`,
    'dir/x': 'x',
    secret: 's',
  }
  // what is loaded on first use is loaded as who we are
  await printed(files, () => undefined)
  const { outputs, gaps, resources } = await withFiles(files, (folder) =>
    withoutRights(folder, ['dir', 'secret'], () => evaluated(folder)),
  )
  assert.deepEqual(
    codes.map((_, i) => outputs[`o${i}`]?.unknown),
    codes.map(() => [[]]),
  )
  assert.deepEqual(resources, [])
  assert.deepEqual([...new Set(gaps.map(({ code }) => code))].toSorted(), [
    'COUNT_UNKNOWN',
    'FILE_UNREADABLE',
  ])
  assert.deepEqual(
    gaps.filter(({ code }) => code === 'FILE_UNREADABLE').map(({ line }) => line),
    [2, 5, 8, 11, 14, 17],
  )
})

/** Does something while nobody may read some paths below a folder; who may read everything is somebody else meanwhile. */
async function withoutRights<T>(folder: string, paths: readonly string[], use: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0
  chmodSync(folder, 0o755)
  for (const name of paths) chmodSync(join(folder, name), 0)
  if (isRoot) process.seteuid?.(65_534)
  try {
    return await use()
  } finally {
    if (isRoot) process.seteuid?.(0)
    for (const name of paths) chmodSync(join(folder, name), 0o755)
  }
}
