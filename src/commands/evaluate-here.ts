import { evaluateRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import type { EvaluatedRoot, EvaluateOptions } from '../../providers/terraform/evaluate/evaluate-root.ts'
import { evaluationPieces } from '../../providers/terraform/evaluate/report.ts'
import { faultOf } from '../fault.ts'
import { printableJson } from '../report/printable.ts'
import type { TextOptions } from './evaluation-text.ts'
import type { EvaluateFlags } from './flags.ts'
import type { Io } from './io.ts'

/** What to evaluate, and how to tell it: plain data, which may go to another thread. */
export interface EvaluateRequest {
  readonly options: Omit<EvaluateOptions, 'expired' | 'fetcher'>
  /** as it was named on the command line */
  readonly root: string
  readonly output: EvaluateFlags['output']
  readonly explain: string | undefined
  readonly show_sensitive: boolean
}

/** The root's evaluation ends after this, whatever it is at. */
const DEADLINE_MS = 300_000

/**
 * Evaluates in this thread and prints what came of it; what ends it is told, too. It is a program of its own in the build,
 * which shares no code with the command line: with its errors neither. @returns 2 where something could not be evaluated
 */
export async function evaluateHere(request: EvaluateRequest, io: Io): Promise<number> {
  try {
    return await evaluateAndPrint(request, io)
  } catch (error) {
    const { text, exit_code } = faultOf(error)
    await io.err(text)
    return exit_code
  }
}

async function evaluateAndPrint(request: EvaluateRequest, io: Io): Promise<number> {
  const end = performance.now() + DEADLINE_MS
  const evaluated = await evaluateRoot({ ...request.options, expired: () => performance.now() > end })
  for (const piece of await shown(evaluated, request, io)) await io.out(piece)
  const refused = [...evaluated.outputs.values()].some((output) => output.refusals.length > 0)
  return evaluated.faults.length > 0 || refused ? 2 : 0
}

async function shown(evaluated: EvaluatedRoot, request: EvaluateRequest, io: Io): Promise<Iterable<string>> {
  if (request.output === 'json') return evaluationPieces(evaluated, request).map(printableJson)
  const { root, show_sensitive, explain: asked } = request
  const { folder, workspace } = request.options
  const options: TextOptions = { root, workspace, show_sensitive, colour: io.colour, width: io.width }
  if (asked === undefined) {
    const { evaluationText } = await import('./evaluation-text.ts')
    return evaluationText(evaluated, options)
  }
  const { explainedText } = await import('./explanation-text.ts')
  return [explainedText(evaluated, asked, folder, options)]
}
