import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { evaluateRoot } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import type { EvaluateOptions } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import type { Files, Printed } from './evaluate-text.ts'
import { printedText, withFiles } from './evaluate-text.ts'

/** What `evaluate` prints of a root whose folder is made ready first. */
async function printed(
  files: Files,
  prepare: (folder: string) => void,
  options: Partial<EvaluateOptions> = {},
): Promise<Printed> {
  return withFiles(files, async (folder) => {
    prepare(folder)
    const defaults = { workspace: 'default', read: [], inputs: [], environment: new Map<string, string>() }
    return JSON.parse(
      printedText(await evaluateRoot({ folder, ...defaults, expired: () => false, ...options })),
    )
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
