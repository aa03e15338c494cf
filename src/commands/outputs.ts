import { nearest } from '../core/nearest.ts'
import { EvenkeelError } from '../core/errors.ts'
import { FORMATS } from '../report/format.ts'

/** One `--output`: a format, and the file it goes to; undefined = stdout. */
export interface Output {
  readonly format: string
  readonly path: string | undefined
}

/** Designed, not built: asking for one is told apart from a slip of the keyboard. */
const PLANNED_FORMATS: readonly string[] = ['markdown', 'html', 'junit', 'sarif', 'gitlab']

/** `FORMAT[=PATH]` values as given. @throws EvenkeelError USAGE */
export function parseOutputs(values: readonly string[]): Output[] {
  const outputs = values.map(parseOutput)
  const places = outputs.map((output) => output.path)
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (places.length !== new Set(places).size)
    throw new EvenkeelError('USAGE', `--output: two reports would go to ${twice ?? 'standard output'}`)
  return outputs
}

function parseOutput(value: string): Output {
  const [, format = '', path] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? []
  const known = Object.keys(FORMATS)
  if (!known.includes(format)) throw new EvenkeelError('USAGE', unknownFormat(format, known))
  if (path === '') throw new EvenkeelError('USAGE', `--output ${value}: no file is named after "="`)
  return { format, path: path === '-' ? undefined : path }
}

function unknownFormat(format: string, known: readonly string[]): string {
  if (PLANNED_FORMATS.includes(format)) return `--output ${format}: this format is planned but not built yet`
  const meant = nearest(format, known)
  return `--output ${format}: there is no such format${meant ? `, did you mean "${meant}"?` : `; known: ${known.join(', ')}`}`
}
