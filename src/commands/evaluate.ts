import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { EvenkeelError } from '../core/errors.ts'
import type { InputSource } from '../../providers/terraform/evaluate/module/inputs.ts'
import type { EvaluateRequest } from './evaluate-here.ts'
import type { EvaluateFlags } from './flags.ts'
import type { Io } from './io.ts'

/** A root with more code than this in its own folder is evaluated in a thread of its own. */
const LARGE_BYTES = 1_000_000

/**
 * Prints what a Terraform root declares: like Terraform it takes TF_VAR_* and TF_WORKSPACE from the environment. @returns 2
 * where something could not be evaluated
 */
export async function evaluateCommand(root: string, flags: EvaluateFlags, io: Io): Promise<number> {
  if (flags.explain !== undefined && flags.output === 'json')
    throw new EvenkeelError('USAGE', '--explain is told as text only')
  const folder = resolve(root)
  const request: EvaluateRequest = {
    options: {
      folder,
      workspace: flags.workspace ?? nonEmpty(io.env['TF_WORKSPACE']) ?? 'default',
      read: [],
      inputs: inputsOf(flags),
      environment: environmentVariables(io.env),
    },
    root,
    output: flags.output,
    explain: flags.explain,
    show_sensitive: flags.showSensitive === true,
  }
  if (codeBytes(folder) > LARGE_BYTES) {
    const { evaluateApart } = await import('./evaluate-apart.ts')
    return evaluateApart(request, io)
  }
  const { evaluateHere } = await import('./evaluate-here.ts')
  return evaluateHere(request, io)
}

/** What the code of a folder measures, without the modules that it calls; 0 where nobody may look. */
function codeBytes(folder: string): number {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name))
      .reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0)
  } catch {
    return 0
  }
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
