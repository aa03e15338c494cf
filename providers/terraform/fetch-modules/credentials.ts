import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

import type { Context } from '../../../src/core/provider.ts'
import { FileFault, readRegularFile } from '../files/boundary.ts'
import { parseConfig } from '../hcl/parse.ts'
import { ConstantError, constantText } from '../module/constant.ts'

const file = z.looseObject({ credentials: z.record(z.string(), z.looseObject({ token: z.string() })) })

/**
 * The token for a registry's host as Terraform finds one: TF_TOKEN_…, then the `credentials` blocks of its own
 * configuration, then what `terraform login` kept. @param host with its port, where it has one
 */
export function registryToken(host: string, context: Pick<Context, 'env'>): string | undefined {
  for (const name of variableNames(host)) {
    const token = context.env(name)
    if (token) return token
  }
  const home = context.env('HOME') || homedir()
  const configuration = context.env('TF_CLI_CONFIG_FILE') || context.env('TERRAFORM_CONFIG')
  for (const path of [configuration, join(home, '.terraformrc'), join(home, '.tofurc')]) {
    const token = path && fromConfiguration(path, host)
    if (token) return token
  }
  for (const folder of ['.terraform.d', '.config/opentofu']) {
    const token = fromLogin(join(home, folder, 'credentials.tfrc.json'), host)
    if (token) return token
  }
  return undefined
}

/** Dots are underscores; a hyphen stands as it is, or as two of them. */
function variableNames(host: string): readonly string[] {
  const plain = host.replaceAll('.', '_')
  return [...new Set([`TF_TOKEN_${plain.replaceAll('-', '__')}`, `TF_TOKEN_${plain}`])]
}

/** `credentials "host" { token = "…" }` */
function fromConfiguration(path: string, host: string): string | undefined {
  const bytes = read(path)
  const body = bytes && parseConfig(bytes, path).body
  for (const block of body?.blocks ?? []) {
    if (block.block_type !== 'credentials' || block.labels[0]?.toLowerCase() !== host) continue
    try {
      return constantText(block.body.attributes.get('token')?.expression) ?? undefined
    } catch (error) {
      if (!(error instanceof ConstantError)) throw error
    }
  }
  return undefined
}

function fromLogin(path: string, host: string): string | undefined {
  const bytes = read(path)
  if (!bytes) return undefined
  try {
    return file.parse(JSON.parse(bytes.toString('utf8'))).credentials[host]?.token
  } catch {
    return undefined
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readRegularFile(path)
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    return undefined
  }
}
