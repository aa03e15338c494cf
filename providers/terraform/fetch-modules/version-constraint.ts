/** A version in parts; `build` counts for nothing. */
interface Version {
  readonly numbers: readonly [number, number, number]
  readonly prerelease: string
}

interface Term {
  readonly operator: string
  readonly version: Version
  /** how many numbers were written: `~> 1.2` and `~> 1.2.0` differ */
  readonly written: number
}

const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/
const TERM = /^(=|!=|>=|<=|>|<|~>)?\s*(\S+)$/

/** A version as registries list them; undefined for what is none. */
function parseVersion(text: string): Version | undefined {
  const found = VERSION.exec(text.trim())
  if (!found) return undefined
  const [, major = '0', minor = '0', patch = '0', prerelease = ''] = found
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease }
}

/** Orders versions, prereleases before their release. */
function compareVersions(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0
    if (number !== other) return number < other ? -1 : 1
  }
  if (a.prerelease === b.prerelease) return 0
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? 1 : -1
  return comparePrereleases(a.prerelease.split('.'), b.prerelease.split('.'))
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [one, other] = [a[i], b[i]]
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1
    if (one === other) continue
    const [isNumber, isOther] = [/^\d+$/.test(one), /^\d+$/.test(other)]
    if (isNumber && isOther) return Number(one) < Number(other) ? -1 : 1
    if (isNumber !== isOther) return isNumber ? -1 : 1
    return one < other ? -1 : 1
  }
  return 0
}

/** A constraint in Terraform's notation (`~> 5.1, != 5.1.3`); undefined where it is malformed. */
export function parseConstraint(text: string): readonly Term[] | undefined {
  const terms: Term[] = []
  for (const part of text.split(',')) {
    const [, operator = '=', written = ''] = TERM.exec(part.trim()) ?? []
    const version = parseVersion(written)
    if (!version) return undefined
    terms.push({ operator, version, written: written.split(/[-+]/)[0]?.split('.').length ?? 1 })
  }
  return terms
}

/** Whether a version fits. A prerelease fits only where it is named itself. */
function meets(version: Version, terms: readonly Term[]): boolean {
  const isNamed = terms.some(
    ({ operator, version: wanted }) => operator === '=' && compareVersions(version, wanted) === 0,
  )
  if (version.prerelease !== '' && !isNamed) return false
  return terms.every((term) => meetsTerm(version, term))
}

function meetsTerm(version: Version, { operator, version: wanted, written }: Term): boolean {
  const order = compareVersions(version, wanted)
  switch (operator) {
    case '!=':
      return order !== 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '~>': {
      // the last number that is written may grow; with one alone, the second may
      const fixed = Math.max(1, written - 1)
      return order >= 0 && version.numbers.slice(0, fixed).every((number, i) => number === wanted.numbers[i])
    }
    default:
      return order === 0
  }
}

/** The newest of these versions that fits, as it was written. */
export function newest(versions: readonly string[], terms: readonly Term[]): string | undefined {
  let best: { readonly text: string; readonly version: Version } | undefined
  for (const text of versions) {
    const version = parseVersion(text)
    if (!version || !meets(version, terms)) continue
    if (!best || compareVersions(version, best.version) > 0) best = { text, version }
  }
  return best?.text
}

/** Whether an installed version is one that a call may have; what is malformed on either side does not tell. */
export function fits(version: string, constraint: string): boolean {
  const [installed, terms] = [parseVersion(version), parseConstraint(constraint)]
  return !installed || !terms || meets(installed, terms)
}
