import path from 'node:path'
import { ConfigRefusal } from './config/mistake.ts'
import { EvenkeelError } from './core/errors.ts'
import { printable } from './report/printable.ts'
import { withSourcePlace } from './source-place.ts'

/** How a run that could not end with a report ends instead. `text`: one line, or one a mistake of the configuration. */
export interface Fault {
  readonly text: string
  readonly exit_code: 64 | 70
}

const FRAMES_SHOWN = 4
const SOURCE_ROOT = path.dirname(import.meta.dirname)
/** the folder of the package, for a build's places are shown as those of the sources */
const PACKAGE_ROOT = path.basename(SOURCE_ROOT) === 'dist' ? path.dirname(SOURCE_ROOT) : SOURCE_ROOT

/** What to tell the user of an error that ended the run: no stack trace, and no message that we have not written. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ConfigRefusal)
    return { text: `${error.message.split('\n').map(printable).join('\n')}\n`, exit_code: 64 }
  if (error instanceof EvenkeelError)
    return { text: `evenkeel: ${printable(error.message)} (${error.code})\n`, exit_code: error.exit_code }
  return { text: `evenkeel: a bug of ours, please report it: ${bugText(error)} (INTERNAL)\n`, exit_code: 70 }
}

/**
 * An unforeseen error by its class and places in the code. Its message stays out: foreign ones quote what they choked
 * on, which may be a secret (law 6).
 */
export function bugText(error: unknown): string {
  if (!(error instanceof Error)) return `something that is no error was thrown (${typeof error})`
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const stack = error.stack ?? ''
  // the message may span lines, and one of them may look like a frame
  const header = stack.indexOf(error.message)
  const frames = (header < 0 ? stack : stack.slice(header + error.message.length))
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().slice('at '.length).replace('file://', ''))
  const own = frames.filter((frame) => !frame.includes('node:'))
  const places = (own.length > 0 ? own : frames)
    .slice(0, FRAMES_SHOWN)
    .map((frame) => withSourcePlace(frame, PACKAGE_ROOT).replace(`${SOURCE_ROOT}/`, ''))
    .join(' < ')
  return printable(`${error.name}${code}${places === '' ? '' : ` at ${places}`}`)
}
