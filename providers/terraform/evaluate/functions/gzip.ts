import { STRING } from '../types/types.ts'
import { string } from '../types/value.ts'
import { NOT_NULL, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'
import { deflate } from './gzip/deflate.ts'

/** RFC 1952: no name, no time, an unknown system, as Go writes it. */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]

function gzip(text: string): Buffer {
  const { crc32 } = process.getBuiltinModule('node:zlib')
  const input = Buffer.from(text)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(input), 0)
  trailer.writeUInt32LE(input.length % 2 ** 32, 4)
  return Buffer.concat([Buffer.from(HEADER), deflate(input), trailer])
}

/** `base64gzip`: the very bytes that Terraform gives, for they are compared. */
export const BASE64GZIP: FunctionSpec = {
  name: 'base64gzip',
  params: [{ name: 'str', type: STRING }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => string(gzip(textArgument(args, 0)).toString('base64')),
}
