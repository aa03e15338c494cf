import { withBody, withContent } from '../hcl/blocks.ts'
import { isUtf8 } from 'node:buffer'

import type { Boundary } from '../files/boundary.ts'
import { FileFault } from '../files/boundary.ts'
import type { Block, Body, HclError } from '../hcl/ast.ts'
import { parseConfig } from '../hcl/parse.ts'
import { bodyOf, expressionOf, withBlocks } from '../json/expression.ts'
import { parseJson } from '../json/parse-json.ts'
import type { Fault } from './config.ts'
import { possibleBlocks } from './headers.ts'

/** What one configuration file holds; of one that could not be read, the blocks it may declare (null: nobody knows). */
export type FileContent =
  | { readonly read: true; readonly body: Body; readonly faults: readonly Fault[] }
  | { readonly read: false; readonly blocks: readonly string[] | null; readonly faults: readonly Fault[] }

/** Nested blocks that Terraform itself reads, with the number of their labels, by the block they stand in. */
const INSIDE: Readonly<Record<string, ReadonlyMap<string, number>>> = {
  resource: new Map([
    ['lifecycle', 0],
    ['connection', 0],
    ['provisioner', 1],
    ['_', 0],
  ]),
  lifecycle: new Map([
    ['precondition', 0],
    ['postcondition', 0],
  ]),
  variable: new Map([['validation', 0]]),
  output: new Map([['precondition', 0]]),
  check: new Map([
    ['data', 2],
    ['assert', 0],
  ]),
  removed: new Map([
    ['lifecycle', 0],
    ['connection', 0],
    ['provisioner', 1],
  ]),
  provider: new Map([['default_tags', 0]]),
  terraform: new Map([
    ['required_providers', 0],
    ['backend', 1],
    ['cloud', 0],
  ]),
}
const SAME_INSIDE: Readonly<Record<string, string>> = { data: 'resource', ephemeral: 'resource' }

const TOP_LEVEL = new Map([
  ['variable', 1],
  ['output', 1],
  ['locals', 0],
  ['resource', 2],
  ['data', 2],
  ['ephemeral', 2],
  ['module', 1],
  ['provider', 1],
  ['terraform', 0],
  ['moved', 0],
  ['import', 0],
  ['removed', 0],
  ['check', 1],
])

/** Reads a configuration file; `name` is what its positions carry. Never throws: what is wrong is a fault. */
export function readConfigFile(
  path: string,
  name: string,
  syntax: 'native' | 'json',
  boundary: Boundary,
): FileContent {
  let bytes: Buffer
  try {
    bytes = boundary.read(path)
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    const message = error.message.replace(path, name)
    return {
      read: false,
      blocks: null,
      faults: [{ code: error.code, message, range: fileStart(name), kinds: ['*'] }],
    }
  }
  return syntax === 'json' ? readJson(bytes, name) : readNative(bytes, name)
}

function readNative(bytes: Buffer, name: string): FileContent {
  if (bytes.includes(0)) return unreadable('FILE_NOT_UTF8', `${name} is not text`, name)
  const parsed = parseConfig(bytes, name)
  if (parsed.body) return { read: true, body: parsed.body, faults: [] }
  const seen = parsed.headers.map((header) => [header.block_type, ...header.labels].join('.'))
  const blocks = [...new Set([...seen, ...possibleBlocks(bytes.toString('utf8'))])]
  return { read: false, blocks, faults: [syntaxFault(parsed.errors[0])] }
}

function readJson(bytes: Buffer, name: string): FileContent {
  if (!isUtf8(bytes)) return unreadable('FILE_NOT_UTF8', `${name} is not UTF-8 text`, name)
  const node = parseJson(bytes.toString('utf8'), name)
  if ('code' in node) return { read: false, blocks: null, faults: [syntaxFault(node)] }
  const body = bodyOf(expressionOf(node))
  if (body) return { read: true, body: withNested(withBlocks(body, TOP_LEVEL)), faults: [] }
  const message = 'The root of a .tf.json file must be an object.'
  return {
    read: false,
    blocks: null,
    faults: [{ code: 'HCL_SYNTAX', message, range: node.range, kinds: ['*'] }],
  }
}

/** Makes blocks of what Terraform itself reads as such, at every depth where it does. */
function withNested(body: Body): Body {
  const blocks = body.blocks.map((block): Block => {
    const inside = INSIDE[SAME_INSIDE[block.block_type] ?? block.block_type]
    return inside ? withBody(block, withNested(withBlocks(block.body, inside))) : block
  })
  return withContent(body, body.attributes, blocks)
}

function unreadable(code: Fault['code'], message: string, name: string): FileContent {
  return { read: false, blocks: null, faults: [{ code, message, range: fileStart(name), kinds: ['*'] }] }
}

/** A fault in Terraform's words. */
export function syntaxFault(error: HclError): Fault {
  return { code: error.code, message: `${error.summary}: ${error.detail}`, range: error.range, kinds: ['*'] }
}

function fileStart(name: string): Fault['range'] {
  const start = { byte: 0, line: 1, column: 1 }
  return { file: name, start, end: start }
}
