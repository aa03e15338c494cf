import { stepsText } from './document.ts'
import type { ConfigDocument, Steps } from './document.ts'
import type { Mistake } from './mistake.ts'
import { entry, entryAt, itemsOf, keysOf } from './raw.ts'
import { nearest } from '../core/nearest.ts'

/** What `parity` says about environments: that they exist, are two, and are not compared twice. */
export function checkReferences(document: ConfigDocument): Mistake[] {
  const known = keysOf(entry(document.value, 'environments'))
  const seen = new Set<string>()
  return itemsOf(entry(document.value, 'parity')).flatMap((_, index) => {
    const steps = ['parity', index, 'environments']
    const names = itemsOf(entryAt(document.value, steps))
    const mistakes = names.flatMap((name, place) =>
      typeof name === 'string' && !known.includes(name)
        ? [invalid(document, [...steps, place], unknownEnvironment(name, known))]
        : [],
    )
    const pair = names.map(String).sort().join('\n')
    if (names.length === 2 && names[0] === names[1])
      mistakes.push(invalid(document, steps, 'an environment cannot be compared with itself'))
    else if (names.length === 2 && seen.has(pair))
      mistakes.push(invalid(document, steps, 'these two are compared already'))
    seen.add(pair)
    return mistakes
  })
}

function unknownEnvironment(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return `there is no environment ${JSON.stringify(name)}${meant ? `, did you mean "${meant}"?` : ''}`
}

function invalid(document: ConfigDocument, steps: Steps, message: string): Mistake {
  return { code: 'CONFIG_INVALID', position: document.valueAt(steps), path: stepsText(steps), message }
}
