import { gunzipSync } from 'node:zlib'
import { BOOL, STRING } from '../types/types.ts'
import { bool, string } from '../types/value.ts'
import { beyond, NOT_NULL, refuse, textArgument } from './arguments.ts'
import { fromBase64, fromUtf8 } from './encoding.ts'
import type { FunctionSpec } from './function-spec.ts'
import { maskOf, parseCidr } from './ip-address.ts'
import type { Network } from './ip-address.ts'

/** What base64gunzip unpacks at most. */
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024

const base64gunzip: FunctionSpec = {
  name: 'base64gunzip',
  params: [{ name: 'str', type: STRING }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const bytes = fromBase64(textArgument(args, 0)) ?? refuse('failed to decode base64 data')
    return string(fromUtf8(unpacked(bytes)) ?? refuse('the result of unpacking is not valid UTF-8'))
  },
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX })
  } catch (error) {
    if (error instanceof RangeError)
      return beyond('the result of base64gunzip is larger than evenkeel computes')
    return refuse('failed to decompress bytestream')
  }
}

const cidrcontains: FunctionSpec = {
  name: 'cidrcontains',
  params: [
    { name: 'containing_prefix', type: STRING },
    { name: 'contained_ip_or_prefix', type: STRING },
  ],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => {
    const [outer, inner] = [textArgument(args, 0), textArgument(args, 1)]
    const around = parseCidr(outer) ?? refuse(`invalid CIDR expression: invalid CIDR address: ${outer}`, 0)
    const within = addressOrNetwork(inner) ?? refuse(`invalid IP address or prefix: ${inner}`, 1)
    if (around.bits !== within.bits) refuse(`address family mismatch: ${outer} vs. ${inner}`)
    const start = within.address & maskOf(around.prefix, around.bits)
    return bool(within.prefix >= around.prefix && start === around.address)
  },
}

/** A single address is a network of one. */
function addressOrNetwork(text: string): Network | undefined {
  return text.includes('/') ? parseCidr(text) : parseCidr(`${text}/${text.includes(':') ? 128 : 32}`)
}

const urldecode: FunctionSpec = {
  name: 'urldecode',
  params: [{ name: 'str', type: STRING }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const text = textArgument(args, 0)
    try {
      return string(decodeURIComponent(text.replaceAll('+', ' ')))
    } catch {
      return refuse(`failed to decode URL '${text}'`)
    }
  },
}

/** The functions of OpenTofu 1.10 that Terraform does not have. */
export const OPENTOFU: ReadonlyMap<string, FunctionSpec> = new Map(
  [base64gunzip, cidrcontains, urldecode].map((spec) => [spec.name, spec]),
)
