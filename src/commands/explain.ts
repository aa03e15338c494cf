import { nearest } from '../config/suggest.ts'
import { CODES, EvenkeelError } from '../core/errors.ts'
import type { Io } from './io.ts'

/** Prints what a code means. */
export async function explainCommand(asked: string, io: Io): Promise<number> {
  const codes = new Map<string, string>(Object.entries(CODES))
  const code = asked.toUpperCase()
  const meaning = codes.get(code)
  if (meaning !== undefined) {
    await io.out(`${code}: ${meaning}\n`)
    return 0
  }
  if (/^[0-9a-f]{8,}$/.test(asked))
    throw new EvenkeelError('USAGE', 'explain: fingerprints are planned but not built yet; codes are')
  const meant = nearest(code, [...codes.keys()])
  throw new EvenkeelError(
    'USAGE',
    `explain: there is no code ${asked}${meant ? `, did you mean ${meant}?` : ''}`,
  )
}
