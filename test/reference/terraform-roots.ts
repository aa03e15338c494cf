/**
 * Compares our evaluator with the real Terraform, where the machine has one, over generated root modules: the same outputs
 * and resources, or a refusal by both, at one place at least. Some roots need the AWS provider: where its mirror is not
 * there, others take their place.
 *
 *     node test/reference/terraform-roots.ts [count] [seed] [subject]
 *
 * `subject` is the name of a function of `roots/`: all roots are then about it. Exits 1 on a difference, which it prints; 0
 * with a word where there is no Terraform.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { InputSource } from '../../providers/terraform/evaluate/module/inputs.ts'
import { generateRoot } from './roots/generate-root.ts'
import { resourceDifferences } from './roots/resource-difference.ts'
import type { RootCase } from './roots/root-draft.ts'
import { HAS_AWS, planRoot, writeRoot } from './roots/terraform-plan.ts'
import { diagnosticsOf, evaluationTexts, outputDifference, parsePlan, readOurs } from './terraform-compare.ts'
import type { Diagnostic, Ours } from './terraform-compare.ts'

const [count = '200', seed = String(Date.now() % 1_000_000), only = ''] = process.argv.slice(2)
const figures = { accepted: 0, refused: 0, with_aws: 0, at_another_place: 0, differences: 0 }

/** Where ours refuses: `file:line`. */
function refusedBy(ours: Ours): readonly string[] {
  const outputs = Object.values(ours.outputs).flatMap(({ error }) => error ?? [])
  return [...ours.gaps, ...outputs].map(({ file, line }) => `${file}:${line}`)
}

/** What differs where Terraform refuses. */
function refusalDifferences(said: readonly Diagnostic[], ours: Ours): readonly string[] {
  figures.refused++
  const own = refusedBy(ours)
  const errors = said.filter(({ severity }) => severity === 'error')
  const told = errors.map(({ summary, range }) => `${summary} ${range?.filename}:${range?.start.line}`)
  if (own.length === 0) return [`terraform refuses ${told.join('; ')}; ours does not`]
  if (!errors.some(({ range }) => own.includes(`${range?.filename}:${range?.start.line}`)))
    figures.at_another_place++
  return []
}

/** What was given from outside, as the command line reads it. */
function optionsOf(folder: string, root: RootCase): Parameters<typeof evaluationTexts>[0] {
  const given = Object.entries(root.environment).map(
    ([name, text]) => [name.replace('TF_VAR_', ''), text] as const,
  )
  const inputs = root.inputs.map((input): InputSource => input)
  return { folder, workspace: root.workspace, inputs, environment: new Map(given) }
}

function planDifferences(
  plan: string,
  texts: Awaited<ReturnType<typeof evaluationTexts>>,
): readonly string[] {
  const ours = readOurs(texts.shown)
  const parsed = parsePlan(plan)
  const outputs = Object.entries(ours.outputs).flatMap(([name, output]) => {
    const difference = outputDifference(parsed, name, output)
    return difference === null ? [] : [`${name}: ${difference}`]
  })
  const gaps = ours.gaps.map(({ message, file, line }) => `ours has a gap: ${message} (${file}:${line})`)
  return [...gaps, ...outputs, ...resourceDifferences(plan, texts)]
}

async function compare(number: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-roots-'))
  const folder = join(scratch, 'root')
  mkdirSync(folder)
  try {
    const root = generateRoot(number, { aws: HAS_AWS, only })
    if (root.uses_aws) figures.with_aws++
    writeRoot(folder, root)
    const texts = await evaluationTexts(optionsOf(folder, root))
    const { said, shown } = planRoot(folder, scratch, root)
    const differences: string[] = []
    if (shown === null) differences.push(...refusalDifferences(diagnosticsOf(said), readOurs(texts.shown)))
    else {
      figures.accepted++
      differences.push(...planDifferences(shown, texts))
    }
    if (differences.length > 0) process.stdout.write(`seed ${number}\n${differences.join('\n')}\n\n`)
    figures.differences += differences.length
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (spawnSync('terraform', ['version']).status === 0) {
  for (let i = 0; i < Number(count); i++) await compare(Number(seed) + i)
  process.stdout.write(`${count} roots, seed ${seed}: ${JSON.stringify(figures)}\n`)
  process.exitCode = figures.differences === 0 ? 0 : 1
} else process.stdout.write('there is no terraform on this machine: nothing was compared\n')
