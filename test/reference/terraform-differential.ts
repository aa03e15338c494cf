/**
 * Compares our evaluator with the real Terraform, where the machine has one, over generated expressions: the same value,
 * type and unknown places, or a refusal by both.
 *
 *     node test/reference/terraform-differential.ts [count] [seed]
 *
 * Exits 1 on a difference, which it prints; 0 with a word where there is no Terraform.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { Random } from './random.ts'
import { askUs, diagnosticsOf, outputDifference, parsePlan, terraform, text } from './terraform-compare.ts'
import type { OurOutput, Plan } from './terraform-compare.ts'
import { ExpressionGenerator } from './terraform-expressions.ts'
import { FILES, PREAMBLE } from './terraform-preamble.ts'

const [count = '5000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const BATCH = 300
const SHOWN_MAX = 40

const figures = { accepted: 0, refused: 0, partly_unknown: 0, differences: 0, runs: 0 }

interface Theirs {
  /** by output: Terraform's words */
  readonly refused: ReadonlyMap<string, string>
  /** outputs that hold infinity: they were evaluated, but cannot be shown */
  readonly infinite: ReadonlySet<string>
  readonly plan: Plan
}

/** Plans the folder again and again without what was refused: phases mask each other. */
function askTerraform(folder: string, names: ReadonlySet<string>, maybeInfinite: readonly string[]): Theirs {
  const refused = new Map<string, string>()
  const infinite = new Set<string>()
  for (;;) {
    figures.runs++
    const { status, out } = terraform(folder, ['plan', '-json', '-out=p', '-input=false', '-lock=false'])
    if (status === 0) break
    const before = refused.size
    for (const diagnostic of diagnosticsOf(out)) {
      // an infinite number cannot be stored: that is said of the plan as a whole
      const stored = /output value "(\w+)": cannot serialize/.exec(diagnostic.detail ?? '')?.[1]
      const name = stored ?? diagnostic.range?.filename.replace(/\.tf$/, '') ?? ''
      if (stored !== undefined) infinite.add(stored)
      if (diagnostic.severity !== 'error' || !names.has(name) || refused.has(name)) continue
      refused.set(name, `${diagnostic.summary}: ${diagnostic.detail ?? ''}`)
      rmSync(join(folder, `${name}.tf`))
    }
    if (refused.size === before) throw new Error(`terraform refuses what is no output:\n${out}`)
  }
  const shown = terraform(folder, ['show', '-json', 'p'])
  if (shown.status !== 0 && /cannot serialize infinity/.test(shown.err) && maybeInfinite.length > 0) {
    // beside unknown parts, infinity is noticed only here, and not where it stands
    for (const name of maybeInfinite) rmSync(join(folder, `${name}.tf`), { force: true })
    const others = new Set([...names].filter((name) => !maybeInfinite.includes(name)))
    const rest = askTerraform(folder, others, [])
    const all = new Map([...refused, ...rest.refused])
    return { ...rest, refused: all, infinite: new Set([...infinite, ...rest.infinite, ...maybeInfinite]) }
  }
  if (shown.status !== 0) throw new Error(`terraform cannot show its plan: ${shown.err}`)
  return { refused, infinite, plan: parsePlan(shown.out) }
}

/** What differs, or null. */
function difference(name: string, theirs: Theirs, ours: OurOutput | undefined): string | null {
  if (theirs.infinite.has(name)) return ours?.error ? `terraform gives infinity\nours ${text(ours)}` : null
  const refusal = theirs.refused.get(name)
  if (refusal !== undefined) {
    figures.refused++
    return !ours || ours.error ? null : `terraform refuses: ${refusal}\nours ${text(ours)}`
  }
  figures.accepted++
  if (ours && ours.unknown.length > 0) figures.partly_unknown++
  return outputDifference(theirs.plan, name, ours)
}

async function compare(generator: ExpressionGenerator, random: Random, number: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-differential-'))
  try {
    writeFileSync(join(folder, 'preamble.tf'), PREAMBLE)
    for (const [name, content] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    const expressions = new Map<string, string>()
    for (let i = 0; i < number; i++) {
      const name = `c${i}`
      const expression = generator.expression()
      expressions.set(name, expression)
      const sensitive = random.chance(85) ? '  sensitive = true\n' : ''
      writeFileSync(
        join(folder, `${name}.tf`),
        `output "${name}" {\n  value = ${expression}\n${sensitive}}\n`,
      )
    }
    const ours = await askUs(folder)
    const infinite = Object.entries(ours.outputs).filter(([, { value }]) => /"[+-]?Inf"/.test(text(value)))
    const names = infinite.map(([name]) => name)
    const theirs = askTerraform(folder, new Set(expressions.keys()), names)
    for (const [name, expression] of expressions) {
      const told = difference(name, theirs, ours.outputs[name])
      if (told === null) continue
      figures.differences++
      if (figures.differences <= SHOWN_MAX) process.stdout.write(`${expression}\n${told}\n\n`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (spawnSync('terraform', ['version']).status === 0) {
  const random = new Random(Number(seed))
  const generator = new ExpressionGenerator(random)
  for (let from = 0; from < Number(count); from += BATCH)
    await compare(generator, random, Math.min(BATCH, Number(count) - from))
  process.stdout.write(`${count} expressions, seed ${seed}: ${JSON.stringify(figures)}\n`)
  process.exitCode = figures.differences === 0 ? 0 : 1
} else process.stdout.write('there is no terraform on this machine: nothing was compared\n')
