import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { EvenkeelError } from '../core/errors.ts'
import type { SecretSetting } from './model.ts'

/** Where a secret is. The names are checked tightly, so that the secret itself in their place is most likely refused. */
export const secret_schema = z
  .union(
    [
      z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'not the name of a variable') }),
      z.strictObject({ file: z.string().min(1) }),
    ],
    { error: 'a secret is never written here: name where it is, as {env: NAME} or {file: PATH}' },
  )
  .meta({ description: 'Where the secret is: {env: NAME} or {file: PATH}. Never the secret itself.' })

/**
 * The secret that a setting names, without the line end that editors leave in a file.
 * @param setting.name where it stands in the configuration, for the error
 * @throws EvenkeelError CONFIG_SECRET where there is none, or an empty one
 */
export async function readSecret(
  secret: SecretSetting,
  setting: { readonly name: string; readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  if ('env' in secret) {
    const value = setting.env[secret.env]
    if (value) return value
    throw new EvenkeelError('CONFIG_SECRET', `${setting.name}: the variable ${secret.env} is not set`)
  }
  const file = path.resolve(setting.folder, secret.file)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new EvenkeelError('CONFIG_SECRET', `${setting.name}: ${secret.file} cannot be read (${reason})`)
  }
  const value = text.replace(/\r?\n$/, '')
  if (value !== '') return value
  throw new EvenkeelError('CONFIG_SECRET', `${setting.name}: ${secret.file} is empty`)
}
