import { isUtf8 } from 'node:buffer'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Json } from '../../../src/core/value.ts'
import { toJson } from '../evaluate/types/json.ts'
import { FileFault, readRegularFile } from '../files/boundary.ts'
import type { Value } from '../evaluate/types/value.ts'
import type { Body, Expression } from '../hcl/ast.ts'
import { parseConfig } from '../hcl/parse.ts'
import { bodyOf, expressionOf } from '../json/expression.ts'
import { parseJson } from '../json/parse-json.ts'
import { ConstantError, constant } from '../module/constant.ts'
import { StateFault } from '../state/state-content.ts'
import type { BackendRoot } from './backend-place.ts'

/** The arguments of a backend. */
export type BackendValues = ReadonlyMap<string, Json>

/** The arguments of a body as plain values. @throws StateFault where one is no constant */
function valuesOf(body: Body, shown: string): BackendValues {
  const values = new Map<string, Json>()
  for (const [name, { expression }] of body.attributes) {
    const value = constantOrNone(expression)
    const place = `${shown}:${expression.range.start.line}`
    if (!value)
      throw new StateFault('STATE_BACKEND', `${place}: ${name} is no constant: give it by backend_config`)
    values.set(name, toJson(value))
  }
  return values
}

/** The value of an expression that names nothing; undefined where it does, or is refused. */
export function constantOrNone(expression: Expression): Value | undefined {
  try {
    return constant(expression)
  } catch (error) {
    if (error instanceof ConstantError) return undefined
    throw error
  }
}

/**
 * What a `-backend-config` file gives: arguments in HCL or JSON. A relative path starts in the root, as Terraform has it;
 * where nothing stands there, in the configuration's folder.
 * @throws StateFault
 */
export function valuesOfFile(path: string, root: BackendRoot): BackendValues {
  const inRoot = resolve(root.folder, path)
  const file = existsSync(inRoot) ? inRoot : resolve(root.configuration, path)
  if (root.at_revision && !root.boundary.allows(file))
    throw new StateFault('PATH_OUTSIDE', `backend_config: ${path} lies outside the repository`)
  const bytes = bytesOf(file, path)
  return valuesOf(path.endsWith('.json') ? jsonBody(bytes, path) : nativeBody(bytes, path), path)
}

function bytesOf(file: string, shown: string): Buffer {
  try {
    return readRegularFile(file)
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    throw new StateFault(error.code, `backend_config: ${error.message.replace(file, shown)}`)
  }
}

function nativeBody(bytes: Buffer, shown: string): Body {
  const { body, errors } = parseConfig(bytes, shown)
  if (body) return body
  const line = errors[0]?.range.start.line ?? 1
  throw new StateFault('HCL_SYNTAX', `${shown}:${line}: ${errors[0]?.summary ?? 'it is malformed'}`)
}

function jsonBody(bytes: Buffer, shown: string): Body {
  const node = isUtf8(bytes) ? parseJson(bytes.toString('utf8'), shown) : undefined
  const body = node && !('code' in node) ? bodyOf(expressionOf(node)) : undefined
  if (body) return body
  throw new StateFault('HCL_SYNTAX', `${shown} must hold one JSON object`)
}
