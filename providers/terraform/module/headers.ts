/** Words that open a block of a module. */
const OPENERS =
  /^[ \t]*(variable|output|locals|resource|data|ephemeral|module|provider|terraform|moved|import|removed|check)\b[ \t]*((?:"[^"\n]*"|[\w-]+)?[ \t]*(?:"[^"\n]*"|[\w-]+)?)[ \t]*(?:\{|$)/gm

/**
 * The blocks that a text which could not be parsed may declare, as keys: `variable.x`, `resource.aws_vpc.v`, `locals`. Every
 * line that looks like a header counts, also inside of what may be a string: a name too many only leaves more unknown.
 */
export function possibleBlocks(text: string): readonly string[] {
  const keys: string[] = []
  for (const [, type = '', labels = ''] of text.matchAll(OPENERS)) {
    const names = [...labels.matchAll(/"([^"]*)"|([\w-]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    keys.push([type, ...names].join('.'))
  }
  return keys
}
