import { isUtf8 } from 'node:buffer'

import type { Position } from './ast.ts'

/**
 * A text with the byte offset of every place in it. `text` is what the scanner walks; a byte that is not UTF-8 stands
 * in it as a lone surrogate (U+DC00 + byte), which no decoded text can hold, because hcl allows such bytes in comments.
 */
export class Source {
  readonly file: string
  readonly text: string
  readonly start: Position
  /** Whether some byte is not UTF-8. */
  readonly broken: boolean
  /** Byte offset by UTF-16 unit; null where every character is one byte. */
  readonly #bytes: Int32Array | null
  /** Where each line begins, made when the first place is asked for. */
  #lines: Int32Array | undefined

  constructor(input: Uint8Array | string, file: string, start: Position) {
    this.file = file
    this.start = start
    this.text = typeof input === 'string' ? input.toWellFormed() : decode(input)
    this.broken = !this.text.isWellFormed()
    this.#bytes = isAscii(input, this.text) ? null : byteOffsets(this.text)
  }

  /** Whether every character is one byte, so that `place` tells lines and columns. */
  get isAscii(): boolean {
    return this.#bytes === null
  }

  /** The place of an offset into an ASCII text: its columns are its characters. */
  place(index: number): Position {
    const { start } = this
    this.#lines ??= lineStarts(this.text)
    const line = lineOf(this.#lines, index)
    const column = index - (this.#lines[line] ?? 0) + (line === 0 ? start.column : 1)
    return { byte: start.byte + index, line: start.line + line, column }
  }

  /** The byte offset, `start` included, of a UTF-16 offset into `text`. */
  byte(index: number): number {
    return this.start.byte + (this.#bytes === null ? index : (this.#bytes[index] ?? 0))
  }
}

/** Whether a code point (not half of a surrogate pair) stands for a byte that is not UTF-8. */
export function isBadByte(codePoint: number): boolean {
  return codePoint >= 0xdc80 && codePoint <= 0xdcff
}

/** The length in UTF-8 bytes of a well-formed text. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // Half of a surrogate pair: four bytes, two units, two for each.
    if (unit >= 0xd800 && unit <= 0xdfff) length += 1
    else if (unit >= 0x800) length += 2
    else if (unit >= 0x80) length += 1
  }
  return length
}

function lineStarts(text: string): Int32Array {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return Int32Array.from(starts)
}

/** The last line, from 0, that begins at an offset or before it. */
function lineOf(starts: Int32Array, index: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}

function isAscii(input: Uint8Array | string, text: string): boolean {
  if (typeof input !== 'string') return input.length === text.length
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false
  return true
}

function decode(input: Uint8Array): string {
  const buffer = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  return isUtf8(buffer) ? buffer.toString('utf8') : decodeBroken(buffer)
}

/** Decodes what is UTF-8 and keeps each other byte as a lone surrogate. */
function decodeBroken(buffer: Buffer): string {
  const parts: string[] = []
  let good = 0
  let at = 0
  while (at < buffer.length) {
    const width = sequenceWidth(buffer, at)
    if (width === 0) {
      parts.push(buffer.toString('utf8', good, at), String.fromCharCode(0xdc00 + (buffer[at] ?? 0)))
      good = at + 1
    }
    at += Math.max(width, 1)
  }
  parts.push(buffer.toString('utf8', good))
  return parts.join('')
}

/** Bytes of the UTF-8 sequence at a place, 0 where there is none. */
function sequenceWidth(buffer: Buffer, at: number): number {
  const lead = buffer[at] ?? 0
  if (lead < 0x80) return 1
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  return isUtf8(buffer.subarray(at, at + width)) && at + width <= buffer.length ? width : 0
}

function byteOffsets(text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1)
  let byte = 0
  for (let index = 0; index < text.length; index++) {
    offsets[index] = byte
    const unit = text.charCodeAt(index)
    if (unit < 0x80) byte += 1
    else if (unit < 0x800) byte += 2
    else if (unit >= 0xd800 && unit <= 0xdbff) {
      offsets[++index] = byte
      byte += 4
    } else byte += isBadByte(unit) ? 1 : 3
  }
  offsets[text.length] = byte
  return offsets
}
