import { credentialIn } from '../core/secrets/credentials.ts'
import { stepsText } from './document.ts'
import type { ConfigDocument, Steps } from './document.ts'
import type { Mistake } from './mistake.ts'

/** regular expressions over values are no values */
const NOT_VALUES: ReadonlySet<string> = new Set(['policy'])

/** Credentials that stand anywhere in the configuration: in an address, as a token, as a webhook. None is echoed. */
export function checkLiteralSecrets(document: ConfigDocument): Mistake[] {
  return [...textsOf(document.value, [])].flatMap(([steps, text]): Mistake[] => {
    const rule = credentialIn(text)
    if (rule === undefined || NOT_VALUES.has(String(steps[0]))) return []
    const message = `holds a secret (${rule}), and a secret is never written here: settings for secrets take {env: NAME} or {file: PATH}, and git, AWS and kubectl bring their own`
    return [{ code: 'CONFIG_INVALID', position: document.valueAt(steps), path: stepsText(steps), message }]
  })
}

function* textsOf(value: unknown, steps: Steps): Generator<readonly [Steps, string]> {
  if (typeof value === 'string') yield [steps, value]
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsOf(item, [...steps, index])
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* textsOf(item, [...steps, key])
}
