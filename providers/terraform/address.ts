/** A string key in an address, quoted as Terraform prints it: HCL's escapes, template marks doubled. */
export function quoteKey(key: string): string {
  let text = ''
  for (const [character] of key.matchAll(/[$%]\{|./gsu)) {
    if (character === '${' || character === '%{') text += character.charAt(0) + character
    else text += ESCAPES[character] ?? (PRINTABLE.test(character) ? character : numericEscape(character))
  }
  return `"${text}"`
}

/** The address of an instance of a repeated thing: with its number, its quoted key, or nothing behind it. */
export function withKey(address: string, key: string | number | null): string {
  if (key === null) return address
  return typeof key === 'number' ? `${address}[${key}]` : `${address}[${quoteKey(key)}]`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the plain blank. */
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

function numericEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`
}
