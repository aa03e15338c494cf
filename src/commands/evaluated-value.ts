import { stripVTControlCharacters } from 'node:util'

import { discreetNamed, discreetText } from '../core/secrets/discreet.ts'
import { SECRET_TEXT } from '../core/value.ts'
import { numberText } from '../../providers/terraform/evaluate/types/number-text.ts'
import { elementsOf, entriesOf, numberOf, originOf } from '../../providers/terraform/evaluate/types/value.ts'
import type { Origin, Value } from '../../providers/terraform/evaluate/types/value.ts'
import { printable } from '../report/printable.ts'

/** How values are shown to people. */
export interface Showing {
  /** columns that there are */
  readonly width: number
  /** shows what is sensitive, and what looks like a credential */
  readonly show_sensitive: boolean
  /** marks what is unknown or hidden */
  readonly dim: (text: string) => string
}

const INDENT = '  '
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u

/**
 * A value as code would write it, on one line where it fits behind `used` columns. What is unknown stands as what it is,
 * what is sensitive is withheld. `name` says whether it is a credential. The first line goes behind the name, the others
 * stand under it.
 */
export function valueLines(value: Value, showing: Showing, used: number, name = ''): readonly string[] {
  const line = oneLine(value, showing, name)
  if (line !== undefined && used + stripVTControlCharacters(line).length <= showing.width) return [line]
  if (isHidden(value, showing) || !isComposite(value)) return textLines(value, showing, line ?? '')
  const isMap = value.payload instanceof Map
  const items: readonly (readonly [string, Value])[] = isMap
    ? [...entriesOf(value)]
    : elementsOf(value).map((part) => ['', part] as const)
  const lines = items.flatMap(([key, part]) => {
    const label = isMap ? `${keyText(key)} = ` : ''
    const inner = valueLines(part, showing, used + INDENT.length + label.length, key || name)
    return inner.map((text, index) => {
      const end = !isMap && index === inner.length - 1 ? ',' : ''
      return `${INDENT}${index === 0 ? label : ''}${text}${end}`
    })
  })
  return [isMap ? '{' : '[', ...lines, isMap ? '}' : ']']
}

/** Why a value is unknown: the attribute that it will be, or the reason. */
function unknownText(origin: Origin | undefined): string {
  const { refers_to: what, reason } = origin ?? {}
  if (what) return printable(`(${what.address}.${what.attribute}, ${reason ?? 'unknown'})`)
  return printable(`(unknown: ${reason ?? 'known after apply'})`)
}

function isHidden(value: Value, showing: Showing): boolean {
  return value.isNull || !value.isKnown || (value.marks.size > 0 && !showing.show_sensitive)
}

function isComposite(value: Value): boolean {
  return value.payload instanceof Map || Array.isArray(value.payload)
}

/** undefined where it would not be one line. */
function oneLine(value: Value, showing: Showing, name: string): string | undefined {
  if (!value.isKnown) return showing.dim(unknownText(originOf(value)))
  if (value.marks.size > 0 && !showing.show_sensitive) return showing.dim('(sensitive)')
  if (value.isNull) return 'null'
  switch (value.type.kind) {
    case 'string':
      return stringText(String(value.payload), showing, name)
    case 'bool':
      return String(value.payload)
    case 'number':
      return numberText(numberOf(value))
    case 'map':
    case 'object':
      return gathered(
        [...entriesOf(value)].map(([key, part]) => {
          const text = oneLine(part, showing, key)
          return text === undefined ? undefined : `${keyText(key)} = ${text}`
        }),
        ['{ ', ' }', '{}'],
        showing.width,
      )
    default:
      return gathered(
        elementsOf(value).map((part) => oneLine(part, showing, name)),
        ['[', ']', '[]'],
        showing.width,
      )
  }
}

function gathered(
  parts: readonly (string | undefined)[],
  [open, close, none]: readonly [string, string, string],
  width: number,
): string | undefined {
  if (parts.length === 0) return none
  // longer than a line even without any brackets
  if (parts.length * 2 > width || parts.includes(undefined)) return undefined
  return open + parts.join(', ') + close
}

function stringText(text: string, showing: Showing, name: string): string | undefined {
  const shown = showing.show_sensitive ? text : discreetNamed(name, text)
  if (shown === SECRET_TEXT) return showing.dim(SECRET_TEXT)
  return shown.includes('\n') ? undefined : quoted(shown)
}

function quoted(text: string): string {
  return printable(JSON.stringify(text))
}

/** A text of several lines as a heredoc, so that a person can read it; anything else that is too long as it is. */
function textLines(value: Value, showing: Showing, line: string): readonly string[] {
  const isText = value.type.kind === 'string' && typeof value.payload === 'string' && line === ''
  if (!isText) return [line]
  const text = showing.show_sensitive ? String(value.payload) : discreetText(String(value.payload))
  const lines = text.split('\n')
  const isClosed = lines.at(-1) === ''
  const shown = (isClosed ? lines.slice(0, -1) : lines).map((one) => (INDENT + printable(one)).trimEnd())
  return ['<<-EOT', ...shown, isClosed ? 'EOT' : 'EOT (no line break)']
}

function keyText(key: string): string {
  return NAME.test(key) ? key : quoted(key)
}
