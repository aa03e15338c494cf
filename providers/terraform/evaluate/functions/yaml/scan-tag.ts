import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, YamlError } from './source.ts'
import type { YamlSource } from './source.ts'
import type { Token } from './tokens.ts'

const NAME = /[0-9A-Za-z_-]*/y
const URI = /(?:[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]]|%[0-9A-Fa-f]{2})*/y

/** `%YAML 1.1` or `%TAG !e! prefix`, with its line's end. */
export function scanDirective(source: YamlSource): Token {
  source.skip()
  const name = source.match(NAME)
  if (name === '' || !isBlankOrEnd(source.peek()))
    throw new YamlError('could not find expected directive name')
  source.skipBlanks()
  const token = name === 'YAML' ? scanVersion(source) : name === 'TAG' ? scanTagDirective(source) : undefined
  if (!token) throw new YamlError('found unknown directive name')
  source.skipBlanks()
  source.skipComment()
  if (!isBreakOrEnd(source.peek())) throw new YamlError('did not find expected comment or line break')
  if (isBreak(source.peek())) source.takeBreak()
  return token
}

function scanVersion(source: YamlSource): Token {
  const version = source.match(/\d{1,2}\.\d{1,2}(?!\d)/y)
  if (version === '') throw new YamlError('did not find expected version number')
  return { type: 'version', version }
}

function scanTagDirective(source: YamlSource): Token {
  const handle = scanHandle(source)
  if (handle !== '!' && !handle.endsWith('!')) throw new YamlError("did not find expected '!'")
  if (!isBlank(source.peek())) throw new YamlError('did not find expected whitespace')
  source.skipBlanks()
  const prefix = scanUri(source)
  if (prefix === '') throw new YamlError('did not find expected tag URI')
  if (!isBlankOrEnd(source.peek())) throw new YamlError('did not find expected whitespace or line break')
  return { type: 'tag_directive', handle, prefix }
}

function scanHandle(source: YamlSource): string {
  if (source.peek() !== '!') throw new YamlError("did not find expected '!'")
  source.skip()
  return `!${source.match(NAME)}${source.match(/!?/y)}`
}

function scanUri(source: YamlSource): string {
  const uri = source.match(URI)
  if (source.peek() === '%') throw new YamlError('did not find URI escaped octet')
  try {
    return decodeURIComponent(uri)
  } catch {
    throw new YamlError('found an incorrect UTF-8 octet')
  }
}

/** `&name` or `*name`. */
export function scanAnchor(source: YamlSource, type: 'alias' | 'anchor'): Token {
  source.skip()
  const name = source.match(NAME)
  if (name === '' || !(isBlankOrEnd(source.peek()) || '?:,]}%@`'.includes(source.peek())))
    throw new YamlError('did not find expected alphabetic or numeric character')
  return { type, name }
}

/** `!local`, `!!str`, `!e!name` or `!<uri>`. */
export function scanTag(source: YamlSource): Token {
  const token = source.peek(1) === '<' ? scanVerbatim(source) : scanShorthand(source)
  if (!isBlankOrEnd(source.peek())) throw new YamlError('did not find expected whitespace or line break')
  return token
}

function scanVerbatim(source: YamlSource): Token {
  source.skip(2)
  const suffix = scanUri(source)
  if (suffix === '') throw new YamlError('did not find expected tag URI')
  if (source.peek() !== '>') throw new YamlError("did not find the expected '>'")
  source.skip()
  return { type: 'tag', handle: '', suffix }
}

function scanShorthand(source: YamlSource): Token {
  const handle = scanHandle(source)
  if (handle.length > 1 && handle.endsWith('!')) {
    const suffix = scanUri(source)
    if (suffix === '') throw new YamlError('did not find expected tag URI')
    return { type: 'tag', handle, suffix }
  }
  const suffix = handle.slice(1) + scanUri(source)
  // a lone exclamation mark is a tag of its own
  return suffix === '' ? { type: 'tag', handle: '', suffix: '!' } : { type: 'tag', handle: '!', suffix }
}
