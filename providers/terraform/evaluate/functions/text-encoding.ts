import { readFileSync } from 'node:fs'

/** Turns text into bytes of a character set and back; undefined where a character or byte has no counterpart. */
export interface TextEncoding {
  readonly name: string
  encode(text: string): Uint8Array | undefined
  decode(bytes: Uint8Array): string | undefined
}

/** Character sets whose bytes the platform reads; what it cannot write is found by reading every pair of bytes. */
const PLATFORM: Readonly<Record<string, string>> = {
  Big5: 'big5',
  'EUC-KR': 'euc-kr',
  Extended_UNIX_Code_Packed_Format_for_Japanese: 'euc-jp',
  GBK: 'gbk',
  Shift_JIS: 'shift_jis',
}

/** A character set as `text-encodings.json` has it. */
interface EncodingRecord {
  readonly name: string
  readonly aliases: readonly string[]
  readonly table?: string
}

let encodings: readonly EncodingRecord[] | undefined

function allEncodings(): readonly EncodingRecord[] {
  encodings ??= JSON.parse(readFileSync(new URL('./text-encodings.json', import.meta.url), 'utf8'))
  return encodings ?? []
}

/** A character set by its IANA name or alias; undefined for an unknown name, `unsupported` for one that we cannot compute. */
export function textEncoding(name: string): TextEncoding | 'unsupported' | undefined {
  const wanted = name.trim().toLowerCase()
  const found = allEncodings().find(({ aliases }) => aliases.includes(wanted))
  if (!found) return undefined
  if (found.name.startsWith('UTF')) return unicode(found.name)
  if (found.name === 'US-ASCII')
    return table(
      found.name,
      Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)),
    )
  if (found.table !== undefined) return table(found.name, bytesToText(found.table))
  const label = PLATFORM[found.name]
  return label === undefined ? 'unsupported' : platform(found.name, label)
}

/** What each byte means; the stored table begins at byte 128 where the first half is ASCII. */
function bytesToText(stored: string): readonly string[] {
  const upper = Array.from(stored)
  if (upper.length === 256) return upper
  return [...Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)), ...upper]
}

const NO_CHARACTER = '\ufffd'

function table(name: string, characters: readonly string[]): TextEncoding {
  const codes = new Map<string, number>()
  for (const [code, character] of characters.entries())
    if (character !== NO_CHARACTER && !codes.has(character)) codes.set(character, code)
  return {
    name,
    encode: (text) => {
      const bytes = Array.from(text, (character) => codes.get(character))
      return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes, (byte) => byte ?? 0)
    },
    decode: (bytes) => {
      const text = Array.from(bytes, (byte) => characters[byte] ?? NO_CHARACTER)
      return text.includes(NO_CHARACTER) ? undefined : text.join('')
    },
  }
}

function unicode(name: string): TextEncoding {
  return { name, encode: (text) => encodeUnicode(name, text), decode: (bytes) => decodeUnicode(name, bytes) }
}

function encodeUnicode(name: string, text: string): Uint8Array {
  if (name === 'UTF-8') return Buffer.from(text)
  const little = Buffer.from(name === 'UTF-16' ? `\ufeff${text}` : text, 'utf16le')
  return name === 'UTF-16LE' ? little : little.swap16()
}

function decodeUnicode(name: string, bytes: Uint8Array): string | undefined {
  const marked = name === 'UTF-16' && bytes[0] === 0xff && bytes[1] === 0xfe
  const label = name === 'UTF-8' ? 'utf-8' : name === 'UTF-16LE' || marked ? 'utf-16le' : 'utf-16be'
  return decoded(new TextDecoder(label, { fatal: true, ignoreBOM: name !== 'UTF-16' }), bytes)
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    const text = decoder.decode(bytes)
    return text.includes(NO_CHARACTER) ? undefined : text
  } catch {
    return undefined
  }
}

const reversed = new Map<string, ReadonlyMap<string, readonly number[]>>()

/** Every character that one or two bytes mean, with the first such bytes. */
function reverse(label: string): ReadonlyMap<string, readonly number[]> {
  const known = reversed.get(label)
  if (known) return known
  const codes = new Map<string, readonly number[]>()
  const decoder = new TextDecoder(label, { fatal: true })
  const note = (bytes: readonly number[]): void => {
    const text = decoded(decoder, Uint8Array.from(bytes))
    if (text !== undefined && Array.from(text).length === 1 && !codes.has(text)) codes.set(text, bytes)
  }
  for (let first = 0; first < 256; first++) note([first])
  for (let first = 0x80; first < 256; first++)
    for (let second = 0x40; second < 256; second++) note([first, second])
  reversed.set(label, codes)
  return codes
}

function platform(name: string, label: string): TextEncoding {
  return {
    name,
    encode: (text) => {
      const codes = reverse(label)
      const bytes = Array.from(text, (character) => codes.get(character))
      return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes.flatMap((code) => code ?? []))
    },
    decode: (bytes) => decoded(new TextDecoder(label, { fatal: true }), bytes),
  }
}
