import { nearest } from '../core/nearest.ts'
import { CODES } from '../core/error-codes.ts'
import { EvenkeelError } from '../core/errors.ts'
import type { Io } from './io.ts'

/** Prints what a code means, and what to do about it. */
export async function explainCommand(asked: string, io: Io): Promise<number> {
  const codes = new Map<string, { meaning: string; to_do: string }>(Object.entries(CODES))
  const code = asked.toUpperCase()
  const known = codes.get(code)
  if (known) {
    await io.out(`${code}: ${known.meaning}\nTo do: ${known.to_do}\n`)
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
