import { NUMBER, STRING } from '../types/types.ts'
import { string, unknown } from '../types/value.ts'
import { NOT_NULL, refuse, textArgument } from './arguments.ts'
import { fromBase64, fromUtf8 } from './encoding.ts'
import type { FunctionSpec, Signature } from './function-spec.ts'

/** A function whose result is another at each plan: always unknown. */
function unpredictable(name: string, signature: Partial<Signature> = {}): FunctionSpec {
  return {
    name,
    params: [],
    returns: STRING,
    ...signature,
    call: () => unknown(STRING, { reason: `${name}() gives another result at each plan` }),
  }
}

function decrypted(ciphertext: Buffer, key: string): Buffer {
  // loaded on first use: it takes milliseconds
  const { createPrivateKey, privateDecrypt, constants } = process.getBuiltinModule('node:crypto')
  try {
    return privateDecrypt({ key: createPrivateKey(key), padding: constants.RSA_PKCS1_PADDING }, ciphertext)
  } catch {
    return refuse('failed to decrypt: the private key or the ciphertext is not valid')
  }
}

const rsadecrypt: FunctionSpec = {
  name: 'rsadecrypt',
  params: [
    { name: 'ciphertext', type: STRING },
    { name: 'privatekey', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const ciphertext = fromBase64(textArgument(args, 0))
    if (!ciphertext) return refuse('failed to decode input: cipher text must be base64-encoded', 0)
    const plain = fromUtf8(decrypted(ciphertext, textArgument(args, 1)))
    return string(plain ?? refuse('the decrypted data is not valid UTF-8'))
  },
}

/** Functions of chance, of time, and of keys. */
export const UNPREDICTABLE: readonly FunctionSpec[] = [
  unpredictable('uuid', { refine: NOT_NULL }),
  unpredictable('timestamp', { refine: NOT_NULL }),
  unpredictable('plantimestamp'),
  unpredictable('bcrypt', {
    params: [{ name: 'str', type: STRING }],
    variadic: { name: 'cost', type: NUMBER },
    refine: NOT_NULL,
  }),
  rsadecrypt,
]
