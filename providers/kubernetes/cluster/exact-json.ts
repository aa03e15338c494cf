import type { Value } from '../../../src/core/value.ts'

/** an integer that a double may not hold exactly */
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/
/** what every such integer holds, and hardly any other answer: found in half the time */
const LONG = /\d{16}/

/**
 * JSON in which an integer beyond 2^53 becomes the text of its digits, so that no two of them look alike.
 *
 * @returns a SyntaxError where the text is not JSON
 */
export function exactJson(text: string): Value | SyntaxError {
  try {
    const value: Value =
      LONG.test(text) && LONG_NUMBER.test(text) ? JSON.parse(text, exact) : JSON.parse(text)
    return value
  } catch (error) {
    return new SyntaxError(error instanceof SyntaxError ? withoutText(error.message) : 'it cannot be read')
  }
}

/** The engine's words without the piece of the text that some of them quote: `Unexpected token 'x', ..."…" is not …`. */
function withoutText(message: string): string {
  return message.replace(/, (?:\.\.\.)?"[^]*(?= is not valid JSON$)/, '')
}

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isInexact && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value
}
