import { spawnSync } from 'node:child_process'

import { z } from 'zod'

import { evaluateRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import type { EvaluateOptions } from '../../providers/terraform/evaluate/evaluate-root.ts'
import { evaluationJson } from '../../providers/terraform/evaluate/report.ts'
import { truePaths } from './true-paths.ts'

const diagnosticSchema = z.object({
  '@level': z.string(),
  diagnostic: z
    .object({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().optional(),
      range: z.object({ filename: z.string(), start: z.object({ line: z.number() }) }).optional(),
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
      error: z
        .object({ summary: z.string(), detail: z.string(), file: z.string(), line: z.number() })
        .optional(),
    }),
  ),
  gaps: z
    .array(z.object({ message: z.string(), file: z.string().optional(), line: z.number().optional() }))
    .default([]),
})

/** A plan as `terraform show -json` has it, its numbers as exact texts. */
export type Plan = z.infer<typeof planSchema>
/** What `evaluate` says, as far as it is compared. */
export type Ours = z.infer<typeof oursSchema>
/** What `evaluate` prints of one output. */
export type OurOutput = Ours['outputs'][string]
/** What Terraform says while it plans. */
export type Diagnostic = NonNullable<z.infer<typeof diagnosticSchema>['diagnostic']>

/** The diagnostics of `terraform plan -json`. */
export function diagnosticsOf(out: string): readonly Diagnostic[] {
  const lines = out.split('\n').filter((line) => line.startsWith('{'))
  return lines.flatMap((line) => diagnosticSchema.parse(JSON.parse(line)).diagnostic ?? [])
}

/** Reads a plan. */
export function parsePlan(shown: string): Plan {
  return planSchema.parse(parseExact(shown))
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

/** Runs Terraform in a folder. */
export function terraform(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly out: string; readonly err: string } {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment }
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: folder, env, maxBuffer: 2 ** 30 })
  return { status, out: String(stdout), err: String(stderr) }
}

/** What `evaluate` says of a folder. */
export async function askUs(folder: string): Promise<Ours> {
  return readOurs((await evaluationTexts({ ...UNASKED, folder })).shown)
}

const UNASKED: EvaluateOptions = {
  folder: '',
  workspace: 'default',
  read: [],
  inputs: [],
  environment: new Map(),
  expired: () => false,
}

/** What `evaluate` prints of a root: all of it, and all but what is sensitive. */
export async function evaluationTexts(
  options: Partial<EvaluateOptions>,
): Promise<{ readonly shown: string; readonly withheld: string }> {
  const root = await evaluateRoot({ ...UNASKED, ...options })
  return {
    shown: evaluationJson(root, { show_sensitive: true }),
    withheld: evaluationJson(root, { show_sensitive: false }),
  }
}

/** Reads what `evaluate` printed. */
export function readOurs(text: string): Ours {
  return oursSchema.parse(revived(text))
}

/** Our numbers as exact texts, those of paths and places as they are. */
function revived(text: string): unknown {
  const plain: unknown = JSON.parse(text)
  const all: unknown = parseExact(text)
  const outputs = z.object({ outputs: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const exactly = outputs.parse(all).outputs
  for (const [name, output] of Object.entries(outputs.parse(plain).outputs))
    for (const field of ['unknown', 'error'])
      if (exactly[name] && field in output) exactly[name][field] = output[field]
  return { ...z.looseObject({}).parse(plain), outputs: exactly }
}

/** A value as text that is the same for the same value. */
export function text(value: unknown): string {
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

/** What differs between an output of a plan and ours, or null. */
export function outputDifference(plan: Plan, name: string, ours: OurOutput | undefined): string | null {
  const change = plan.output_changes[name]
  // an output that is null and not there before is no change
  const { after = null, after_unknown = false } = change ?? {}
  const type = plan.planned_values.outputs[name]?.type
  const said = text({ after, type, after_unknown })
  if (!ours || ours.error) return `terraform ${said}\nours refuses: ${text(ours?.error)}`
  const paths = truePaths(after_unknown).map((path) => text(path))
  const own = ours.unknown.map((path) => text(path))
  if (paths.sort().join() !== own.sort().join()) return `terraform ${said}\nours ${text(ours)}`
  if (paths.length > 0) {
    if (paths.includes('[]') || isSame(known(after), known(ours.value))) return null
    return `terraform ${said}\nours ${text(ours)}`
  }
  return isSame([after, type], [ours.value ?? null, ours.type])
    ? null
    : `terraform ${said}\nours ${text(ours)}`
}
