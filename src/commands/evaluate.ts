import { resolve } from 'node:path'

import { EvenkeelError } from '../core/errors.ts'
import { evaluateRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import type { EvaluatedRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import type { InputSource } from '../../providers/terraform/evaluate/module/inputs.ts'
import { evaluationPieces } from '../../providers/terraform/evaluate/report.ts'
import { printableJson } from '../report/printable.ts'
import type { TextOptions } from './evaluation-text.ts'
import type { EvaluateFlags } from './flags.ts'
import type { Io } from './io.ts'

/** The root's evaluation ends after this, whatever it is at. */
const DEADLINE_MS = 300_000

/**
 * Prints what a Terraform root declares: like Terraform it takes TF_VAR_* and TF_WORKSPACE from the environment. @returns 2
 * where something could not be evaluated
 */
export async function evaluateCommand(root: string, flags: EvaluateFlags, io: Io): Promise<number> {
  if (flags.explain !== undefined && flags.output === 'json')
    throw new EvenkeelError('USAGE', '--explain is told as text only')
  const end = performance.now() + DEADLINE_MS
  const workspace = flags.workspace ?? nonEmpty(io.env['TF_WORKSPACE']) ?? 'default'
  const evaluated = await evaluateRoot({
    folder: resolve(root),
    workspace,
    read: [],
    inputs: inputsOf(flags),
    environment: environmentVariables(io.env),
    expired: () => performance.now() > end,
  })
  if (flags.output === 'json') {
    const pieces = evaluationPieces(evaluated, { show_sensitive: flags.showSensitive === true })
    for (const piece of pieces) await io.out(printableJson(piece))
  } else await io.out(await shown(evaluated, { ...flags, root, workspace }, io))
  const refused = [...evaluated.outputs.values()].some((output) => output.refusals.length > 0)
  return evaluated.faults.length > 0 || refused ? 2 : 0
}

async function shown(
  evaluated: EvaluatedRoot,
  flags: EvaluateFlags & { readonly root: string; readonly workspace: string },
  io: Io,
): Promise<string> {
  const show_sensitive = flags.showSensitive === true
  const { root, workspace, explain: asked } = flags
  const options: TextOptions = { root, workspace, show_sensitive, colour: io.colour, width: io.width }
  if (asked === undefined) {
    const { evaluationText } = await import('./evaluation-text.ts')
    return evaluationText(evaluated, options)
  }
  const { explainedText } = await import('./explanation-text.ts')
  return explainedText(evaluated, asked, resolve(root), options)
}

function inputsOf(flags: EvaluateFlags): readonly InputSource[] {
  return flags.inputs.map(({ flag, value }): InputSource => {
    if (flag === 'var-file') return { kind: 'file', path: resolve(value) }
    const at = value.indexOf('=')
    // not repeated: it may be the value alone
    if (at < 1) throw new EvenkeelError('USAGE', '--var: it has the form name=value')
    return { kind: 'text', name: value.slice(0, at).trim(), text: value.slice(at + 1) }
  })
}

function environmentVariables(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const [name, text] of Object.entries(env))
    if (name.startsWith('TF_VAR_') && text !== undefined) variables.set(name.slice('TF_VAR_'.length), text)
  return variables
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
