import { printable } from '../report/printable.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * A text from outside as Slack shows it literally, in at most `limit` characters of what is sent: `<!channel>` in a
 * name pings nobody. Cut between characters, never inside an escape.
 */
export function slackText(text: string, limit: number): string {
  let escaped = ''
  for (const character of printable(text)) {
    const next = ESCAPES[character] ?? character
    if (escaped.length + next.length > limit) return shortened(escaped, limit)
    escaped += next
  }
  return escaped
}

/** The same as inline code: formatting and `:emoji:` in it stay as they are. A backtick would end it. */
export function slackCode(text: string, limit: number): string {
  const inner = slackText(text.replaceAll('`', '´'), limit - 2)
  return inner.trim() === '' ? '–' : `\`${inner}\``
}

/** Makes room for the ellipsis without leaving half an escape or half a surrogate pair. */
function shortened(escaped: string, limit: number): string {
  const room = escaped.length < limit ? escaped : escaped.replace(/(?:&(?:amp|lt|gt);|.)$/su, '')
  return `${room}…`.slice(0, limit)
}
