import type { Hash } from 'node:crypto'
import { STRING } from '../types/types.ts'
import { string } from '../types/value.ts'
import { NOT_NULL, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'
import { readFile } from './files.ts'

type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512'
type Notation = 'hex' | 'base64'

/** Node's own, which takes milliseconds to load: on first use. */
function createHash(algorithm: Algorithm): Hash {
  return process.getBuiltinModule('node:crypto').createHash(algorithm)
}

function digest(algorithm: Algorithm, data: string | Uint8Array, notation: Notation): string {
  return createHash(algorithm).update(data).digest(notation)
}

function textHash(name: string, algorithm: Algorithm, notation: Notation = 'hex'): FunctionSpec {
  return {
    name,
    params: [{ name: 'str', type: STRING }],
    returns: STRING,
    refine: NOT_NULL,
    call: (args) => string(digest(algorithm, textArgument(args, 0), notation)),
  }
}

function fileHash(name: string, algorithm: Algorithm, notation: Notation = 'hex'): FunctionSpec {
  return {
    name,
    params: [{ name: 'path', type: STRING }],
    returns: STRING,
    refine: NOT_NULL,
    call: (args, _, { files }) => {
      const path = textArgument(args, 0)
      const bytes = readFile(files, path)
      if (!bytes) return refuse(`open ${path}: no such file or directory`)
      return string(digest(algorithm, bytes, notation))
    },
  }
}

/** The namespaces of RFC 4122 by their short names. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b8109dad11d180b400c04fd430c8',
  url: '6ba7b8119dad11d180b400c04fd430c8',
  oid: '6ba7b8129dad11d180b400c04fd430c8',
  x500: '6ba7b8149dad11d180b400c04fd430c8',
}

const UUID = /^(?:urn:uuid:|\{)?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i

/** The 32 hex digits of a namespace: a short name, or a UUID in one of the forms that google/uuid reads. */
function namespaceDigits(text: string): string {
  const short = Object.hasOwn(NAMESPACES, text) ? NAMESPACES[text] : undefined
  if (short !== undefined) return short
  if (/^[0-9a-f]{32}$/i.test(text)) return text
  const match = [36, 38, 45].includes(text.length) ? UUID.exec(text) : undefined
  if (!match) return refuse(`uuidv5() doesn't support namespace ${text} (invalid UUID)`)
  return match.slice(1).join('')
}

const uuidv5: FunctionSpec = {
  name: 'uuidv5',
  params: [
    { name: 'namespace', type: STRING },
    { name: 'name', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const space = Buffer.from(namespaceDigits(textArgument(args, 0)), 'hex')
    const hash = createHash('sha1').update(space).update(textArgument(args, 1)).digest()
    hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
    hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
    const hex = hash.toString('hex', 0, 16)
    return string(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
  },
}

/** Digests of texts and files. */
export const HASHING: readonly FunctionSpec[] = [
  textHash('md5', 'md5'),
  textHash('sha1', 'sha1'),
  textHash('sha256', 'sha256'),
  textHash('sha512', 'sha512'),
  textHash('base64sha256', 'sha256', 'base64'),
  textHash('base64sha512', 'sha512', 'base64'),
  fileHash('filemd5', 'md5'),
  fileHash('filesha1', 'sha1'),
  fileHash('filesha256', 'sha256'),
  fileHash('filesha512', 'sha512'),
  fileHash('filebase64sha256', 'sha256', 'base64'),
  fileHash('filebase64sha512', 'sha512', 'base64'),
  uuidv5,
]
