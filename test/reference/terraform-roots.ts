/**
 * Compares our evaluator with the real Terraform, where the machine has one, over generated root modules: the same outputs,
 * or a refusal by both, at one place at least.
 *
 *     node test/reference/terraform-roots.ts [count] [seed]
 *
 * Exits 1 on a difference, which it prints; 0 with a word where there is no Terraform.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { askUs, diagnosticsOf, outputDifference, parsePlan, terraform } from './terraform-compare.ts'
import type { Diagnostic } from './terraform-compare.ts'
import { RootGenerator } from './terraform-root-generator.ts'

const [count = '200', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const figures = { accepted: 0, refused: 0, at_another_place: 0, differences: 0 }

type Ours = Awaited<ReturnType<typeof askUs>>

/** Where ours refuses: `file:line`. */
function refusedBy(ours: Ours): readonly string[] {
  const outputs = Object.values(ours.outputs).flatMap(({ error }) => error ?? [])
  return [...ours.gaps, ...outputs].map(({ file, line }) => `${file}:${line}`)
}

/** What differs where Terraform refuses, or null. */
function refusalDifference(said: readonly Diagnostic[], ours: Ours): string | null {
  figures.refused++
  const own = refusedBy(ours)
  const errors = said.filter(({ severity }) => severity === 'error')
  const told = errors.map(({ summary, range }) => `${summary} ${range?.filename}:${range?.start.line}`)
  if (own.length === 0) return `terraform refuses ${told.join('; ')}; ours does not`
  if (!errors.some(({ range }) => own.includes(`${range?.filename}:${range?.start.line}`)))
    figures.at_another_place++
  return null
}

async function compare(number: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-roots-'))
  try {
    for (const [name, content] of Object.entries(new RootGenerator(number).root())) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    const ours = await askUs(folder)
    const got = terraform(folder, 'init', '-json', '-backend=false')
    const planned = got.status === 0 ? terraform(folder, 'plan', '-json', '-out=p', '-lock=false') : got
    const told: (string | null)[] = []
    if (planned.status !== 0) told.push(refusalDifference(diagnosticsOf(planned.out), ours))
    else {
      figures.accepted++
      const plan = parsePlan(terraform(folder, 'show', '-json', 'p').out)
      for (const { message } of ours.gaps) told.push(`ours has a gap: ${message}`)
      for (const [name, output] of Object.entries(ours.outputs)) {
        const difference = outputDifference(plan, name, output)
        told.push(difference && `${name}: ${difference}`)
      }
    }
    const differences = told.filter((one) => one !== null)
    if (differences.length > 0) process.stdout.write(`seed ${number}\n${differences.join('\n')}\n\n`)
    figures.differences += differences.length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (spawnSync('terraform', ['version']).status === 0) {
  for (let i = 0; i < Number(count); i++) await compare(Number(seed) + i)
  process.stdout.write(`${count} roots, seed ${seed}: ${JSON.stringify(figures)}\n`)
  process.exitCode = figures.differences === 0 ? 0 : 1
} else process.stdout.write('there is no terraform on this machine: nothing was compared\n')
