import type { Random } from './random.ts'

/** What is put into a text to break it, or nearly. */
const INSERTS = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  '\\',
  '${',
  '%{',
  '~}',
  '$',
  '%',
  '\n',
  '\r',
  '\r\n',
  ',',
  '=',
  ':',
  '::',
  '.',
  '...',
  '=>',
  '?',
  '&',
  '&&',
  '|',
  '^',
  '~',
  ';',
  '`',
  "'",
  '“',
  '@',
  '\0',
  '<<EOT\n',
  '<<-',
  '#',
  '/*',
  '*/',
  '//',
  '*',
  '.*',
  '[*]',
  ' ',
  '\t',
  'if',
  'for',
  'in',
  '%{endif}',
  '%{else}',
  '%{endfor}',
  '%{if',
  '"a"',
  'a = 1',
  'a {',
  '1.2.3',
  '.0.1',
  '\\u12',
  '\\q',
  '\u0301',
  '\ufeff',
  'é',
  '😀',
  '-',
  '!',
  '+',
] as const

/** A text changed in one to three places: pieces taken out, doubled, moved, or something put in. */
export function mutate(random: Random, text: string): Buffer {
  let result = text
  for (let times = 1 + random.below(3); times > 0; times--) result = mutateOnce(random, result)
  const bytes = Buffer.from(result.toWellFormed())
  if (!random.chance(4)) return bytes
  const at = random.below(bytes.length + 1)
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from([random.pick([0xff, 0xc3, 0x80, 0xe4])]),
    bytes.subarray(at),
  ])
}

function mutateOnce(random: Random, text: string): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + 1 + random.below(random.chance(70) ? 3 : 40))
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(end)
    case 1:
      return text.slice(0, end) + text.slice(at)
    case 2:
      return text.slice(0, at)
    case 3: {
      const to = random.below(text.length + 1)
      const rest = text.slice(0, at) + text.slice(end)
      return rest.slice(0, to) + text.slice(at, end) + rest.slice(to)
    }
    default:
      return text.slice(0, at) + random.pick(INSERTS) + text.slice(at)
  }
}
