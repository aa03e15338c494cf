/**
 * Compares our evaluator with the real Terraform, where the machine has one, over generated expressions: the same value,
 * type and unknown places, or a refusal by both.
 *
 *     node test/reference/terraform-differential.ts [count] [seed]
 *
 * Exits 1 on a difference, which it prints; 0 with a word where there is no Terraform.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { z } from 'zod'

import { evaluateRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import { evaluationJson } from '../../providers/terraform/evaluate/report.ts'
import { Random } from './random.ts'
import { ExpressionGenerator, PREAMBLE } from './terraform-expressions.ts'

const [count = '5000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const BATCH = 300
const SHOWN_MAX = 40

const figures = { accepted: 0, refused: 0, partly_unknown: 0, differences: 0, runs: 0 }

const diagnosticSchema = z.object({
  '@level': z.string(),
  diagnostic: z
    .object({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().optional(),
      range: z.object({ filename: z.string() }).optional(),
    })
    .optional(),
})
const changeSchema = z.object({ after: z.unknown().optional(), after_unknown: z.unknown().optional() })
const planSchema = z.object({
  planned_values: z.object({
    outputs: z.record(z.string(), z.object({ type: z.unknown().optional() })).default({}),
  }),
  output_changes: z.record(z.string(), changeSchema).default({}),
})
const oursSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      type: z.unknown().optional(),
      value: z.unknown().optional(),
      unknown: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
      error: z.object({ summary: z.string(), detail: z.string() }).optional(),
    }),
  ),
})

interface Theirs {
  /** by output: Terraform's words */
  readonly refused: ReadonlyMap<string, string>
  /** outputs that hold infinity: they were evaluated, but cannot be shown */
  readonly infinite: ReadonlySet<string>
  readonly plan: z.infer<typeof planSchema>
}

/** JSON in which numbers are their exact text in one spelling: a double would hide the last digits. */
function parseExact(text: string): unknown {
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' ? `#${exact(context?.source ?? String(value))}` : value
  return JSON.parse(text, reviver)
}

function exact(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  return `${sign}${trimmed}e${Number(exponent) - fraction.length + digits.length - trimmed.length}`
}

function terraform(
  folder: string,
  ...args: string[]
): { readonly status: number | null; readonly out: string; readonly err: string } {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' }
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: folder, env, maxBuffer: 2 ** 30 })
  return { status, out: String(stdout), err: String(stderr) }
}

/** Plans the folder again and again without what was refused: phases mask each other. */
function askTerraform(folder: string, names: ReadonlySet<string>, maybeInfinite: readonly string[]): Theirs {
  const refused = new Map<string, string>()
  const infinite = new Set<string>()
  for (;;) {
    figures.runs++
    const { status, out } = terraform(folder, 'plan', '-json', '-out=p', '-input=false', '-lock=false')
    if (status === 0) break
    const before = refused.size
    for (const line of out.split('\n')) {
      if (!line.startsWith('{')) continue
      const { diagnostic } = diagnosticSchema.parse(JSON.parse(line))
      // an infinite number cannot be stored: that is said of the plan as a whole
      const stored = /output value "(\w+)": cannot serialize/.exec(diagnostic?.detail ?? '')?.[1]
      const name = stored ?? diagnostic?.range?.filename.replace(/\.tf$/, '') ?? ''
      if (stored !== undefined) infinite.add(stored)
      if (diagnostic?.severity !== 'error' || !names.has(name) || refused.has(name)) continue
      refused.set(name, `${diagnostic.summary}: ${diagnostic.detail ?? ''}`)
      rmSync(join(folder, `${name}.tf`))
    }
    if (refused.size === before) throw new Error(`terraform refuses what is no output:\n${out}`)
  }
  const shown = terraform(folder, 'show', '-json', 'p')
  if (shown.status !== 0 && /cannot serialize infinity/.test(shown.err) && maybeInfinite.length > 0) {
    // beside unknown parts, infinity is noticed only here, and not where it stands
    for (const name of maybeInfinite) rmSync(join(folder, `${name}.tf`), { force: true })
    const others = new Set([...names].filter((name) => !maybeInfinite.includes(name)))
    const rest = askTerraform(folder, others, [])
    const all = new Map([...refused, ...rest.refused])
    return { ...rest, refused: all, infinite: new Set([...infinite, ...rest.infinite, ...maybeInfinite]) }
  }
  if (shown.status !== 0) throw new Error(`terraform cannot show its plan: ${shown.err}`)
  return { refused, infinite, plan: planSchema.parse(parseExact(shown.out)) }
}

async function askUs(folder: string): Promise<z.infer<typeof oursSchema>> {
  const root = await evaluateRoot({
    folder,
    workspace: 'default',
    read: [],
    inputs: [],
    environment: new Map(),
    expired: () => false,
  })
  return oursSchema.parse(revived(evaluationJson(root, { show_sensitive: true })))
}

/** Our numbers as exact texts, those of `unknown` paths as they are. */
function revived(text: string): unknown {
  const plain: unknown = JSON.parse(text)
  const all: unknown = parseExact(text)
  const outputs = z.object({ outputs: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const exactly = outputs.parse(all).outputs
  for (const [name, output] of Object.entries(outputs.parse(plain).outputs))
    if (exactly[name] && 'unknown' in output) exactly[name]['unknown'] = output['unknown']
  return { outputs: exactly }
}

function truePaths(
  marks: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (marks === true) return [path]
  if (Array.isArray(marks)) return marks.flatMap((part, i) => truePaths(part, [...path, i]))
  if (typeof marks !== 'object' || marks === null) return []
  return Object.entries(marks).flatMap(([key, part]) => truePaths(part, [...path, key]))
}

function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** A plan's file keeps a number that a double holds as one, which then shows fewer digits. */
function isSame(a: unknown, b: unknown): boolean {
  const rounded = (value: unknown): string =>
    text(value).replace(/"#(-?\d+e-?\d+|0)"/g, (_whole, number: string) => String(Number(number)))
  return text(a) === text(b) || rounded(a) === rounded(b)
}

/** A value without nulls: Terraform leaves unknown places out or null. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, known(part)]])),
  )
}

/** What differs, or null. */
function difference(
  name: string,
  theirs: Theirs,
  ours: z.infer<typeof oursSchema>['outputs'][string] | undefined,
): string | null {
  if (theirs.infinite.has(name)) return ours?.error ? `terraform gives infinity\nours ${text(ours)}` : null
  const refusal = theirs.refused.get(name)
  if (refusal !== undefined) {
    figures.refused++
    return !ours || ours.error ? null : `terraform refuses: ${refusal}\nours ${text(ours)}`
  }
  figures.accepted++
  const change = theirs.plan.output_changes[name]
  // an output that is null and not there before is no change
  const { after = null, after_unknown = false } = change ?? {}
  const type = theirs.plan.planned_values.outputs[name]?.type
  const said = text({ after, type, after_unknown })
  if (!ours || ours.error) return `terraform ${said}\nours refuses: ${text(ours?.error)}`
  const paths = truePaths(after_unknown).map((path) => text(path))
  const own = ours.unknown.map((path) => text(path))
  if (paths.sort().join() !== own.sort().join()) return `terraform ${said}\nours ${text(ours)}`
  if (paths.length > 0) {
    figures.partly_unknown++
    if (paths.includes('[]') || isSame(known(after), known(ours.value))) return null
    return `terraform ${said}\nours ${text(ours)}`
  }
  return isSame([after, type], [ours.value ?? null, ours.type])
    ? null
    : `terraform ${said}\nours ${text(ours)}`
}

async function compare(generator: ExpressionGenerator, random: Random, number: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-differential-'))
  try {
    writeFileSync(join(folder, 'preamble.tf'), PREAMBLE)
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
