import { EvenkeelError } from '../core/errors.ts'
import type { Code } from '../core/errors.ts'
import type { Position } from './model.ts'

/** One thing that is wrong with the configuration. `path` is '' for the whole document. Neither part echoes a value. */
export interface Mistake {
  readonly code: Extract<Code, 'CONFIG_SYNTAX' | 'CONFIG_INVALID' | 'CONFIG_NOT_BUILT'>
  readonly position: Position
  readonly path: string
  readonly message: string
}

/** The configuration was read and refused: each line of the message is one mistake, with its own place and code. */
export class ConfigRefusal extends EvenkeelError {}

/**
 * All mistakes as one error, in the order of the file, one a line: `file:line:column path message (CODE)`.
 * Its code is CONFIG_NOT_BUILT only where nothing else is wrong.
 */
export function refusal(mistakes: readonly Mistake[]): ConfigRefusal {
  const lines = [...mistakes].sort(byPosition).map(mistakeLine)
  const code = mistakes.find((mistake) => mistake.code !== 'CONFIG_NOT_BUILT')?.code ?? 'CONFIG_NOT_BUILT'
  return new ConfigRefusal(code, [...new Set(lines)].join('\n'))
}

function mistakeLine(mistake: Mistake): string {
  const { file, line, column } = mistake.position
  const path = mistake.path === '' ? '' : `${mistake.path} `
  return `${file}:${line}:${column} ${path}${mistake.message} (${mistake.code})`
}

function byPosition(a: Mistake, b: Mistake): number {
  return a.position.line - b.position.line || a.position.column - b.position.column
}
