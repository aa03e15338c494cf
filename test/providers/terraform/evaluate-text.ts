import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { EvaluateOptions, EvaluatedRoot } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import { evaluateRoot } from '../../../providers/terraform/evaluate/evaluate-root.ts'
import { evaluationJson } from '../../../providers/terraform/evaluate/report.ts'

/** Files by path below a root's folder. */
export type Files = Readonly<Record<string, string>>

/** What `evaluate --show-sensitive` prints. */
export interface Printed {
  readonly resources: readonly {
    readonly address: string
    readonly mode: string
    readonly values: Readonly<Record<string, unknown>>
    readonly unknown: readonly (readonly (string | number)[])[]
    readonly import_id: string | null
    readonly file: string
    readonly line: number
  }[]
  readonly outputs: Readonly<Record<string, PrintedOutput>>
  readonly gaps: readonly {
    readonly code: string
    readonly message: string
    readonly file?: string
    readonly line?: number
    readonly column?: number
  }[]
}

export interface PrintedOutput {
  readonly type?: unknown
  readonly value?: unknown
  readonly sensitive?: boolean
  readonly unknown?: readonly (readonly (string | number)[])[]
  readonly error?: { readonly summary: string; readonly detail: string }
}

/** Writes files to a folder of their own, and takes it away again afterwards. */
export async function withFiles<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-root-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Evaluates files as a root module. */
export function evaluateFiles(files: Files, options: Partial<EvaluateOptions> = {}): Promise<EvaluatedRoot> {
  return withFiles(files, (folder) =>
    evaluateRoot({
      folder,
      workspace: 'default',
      read: [],
      inputs: [],
      environment: new Map(),
      expired: () => false,
      ...options,
    }),
  )
}

/** The same, as `evaluate` prints it. */
export async function printFiles(files: Files, options: Partial<EvaluateOptions> = {}): Promise<Printed> {
  return JSON.parse(printedText(await evaluateFiles(files, options)))
}

export function printedText(root: EvaluatedRoot, show_sensitive = true): string {
  return evaluationJson(root, { show_sensitive })
}

/** What is refused of files: `file:line summary` of every gap, then the summary of each broken output. */
export async function refusedAt(files: Files): Promise<readonly string[]> {
  const { gaps, outputs } = await printFiles(files)
  const told = gaps.map(({ message, file, line }) => `${file}:${line} ${message.split(': ')[0]}`)
  return [...told, ...Object.values(outputs).flatMap(({ error }) => (error ? [error.summary] : []))]
}

/** What references to resources see: values recorded from plans of the real provider, `undefined` = unknown. */
export async function seenBy(code: string, references: readonly string[]): Promise<readonly unknown[]> {
  const outputs = references.map((one, i) => `output "o${i}" {\n  value = ${one}\n}\n`)
  const printed = await printFiles({ 'main.tf': code + outputs.join('') })
  assert.deepEqual(printed.gaps, [])
  return references.map((_one, i) => {
    const { unknown, value } = printed.outputs[`o${i}`] ?? {}
    return unknown?.length ? undefined : value
  })
}
