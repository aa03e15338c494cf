/**
 * Compares our HCL reader with hashicorp/hcl v2.23.0 itself (the Go program beside this file), over every `.tf` at hand
 * and generated ones: the same tree with the same ranges, or a refusal by both with the first error on the same line.
 *
 *     node test/reference/hcl-reference.ts [count] [seed] [folder…]
 *
 * Exits 1 on a difference, which it prints. `count` is how many texts are generated (20,000), half of them broken.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import type { HclError } from '../../providers/terraform/hcl/ast.ts'
import { parseConfig, parseExpression, parseTemplate } from '../../providers/terraform/hcl/parse.ts'
import { builtOnce, cacheKey } from '../lab/cache.ts'
import { Generator } from './hcl-generator.ts'
import { mutate } from './hcl-mutate.ts'
import { place, printBody, printExpression } from './hcl-tree.ts'
import type { PrintedNode } from './hcl-tree.ts'
import { Random } from './random.ts'

interface Case {
  readonly name: string
  readonly mode: 'config' | 'expression' | 'template'
  readonly source: Buffer
}

const answerSchema = z.object({
  nodes: z.array(z.array(z.unknown())),
  errors: z.array(z.object({ summary: z.string(), detail: z.string(), range: z.array(z.number()) })),
})
type Answer = z.infer<typeof answerSchema>

const root = join(import.meta.dirname, '../..')
const [count = '20000', seed = String(Date.now() % 1_000_000), ...folders] = process.argv.slice(2)
const BATCH = 500

/** The path of the Go program, built into the cache whenever its sources are not those of the last time. */
async function build(): Promise<string> {
  const folder = join(root, 'test/reference/hcl')
  const sources = ['go.mod', 'go.sum', 'main.go', 'tree.go'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  )
  const script = 'cd "$1"; go build -mod=readonly -buildvcs=false -o "$FOLDER/hcl-reference" .'
  const built = await builtOnce(`hcl-reference-${cacheKey(...sources)}`, script, [folder])
  return join(built, 'hcl-reference')
}

function filesAtHand(): Case[] {
  const oracle = process.env['EVENKEEL_ORACLE'] ?? join(root, '../shared/oracle')
  const places = ['examples', 'test', ...folders].map((folder) => join(root, folder))
  const paths = [...places, oracle, ...folders]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => globSync(`${folder}/**/*.{tf,tfvars,tofu,tftest.hcl}`))
  return [...new Set(paths)]
    .sort()
    .map((path) => ({ name: path, mode: 'config', source: readFileSync(path) }))
}

function generated(random: Random, number: number, real: readonly Case[]): Case {
  const generator = new Generator(random)
  const name = `generated ${number}`
  const broken = number % 2 === 1
  const kind = random.below(10)
  if (kind < 2) {
    const text = kind === 0 ? generator.loneExpression() : generator.template()
    const source = broken ? mutate(random, text) : Buffer.from(text)
    return { name, mode: kind === 0 ? 'expression' : 'template', source }
  }
  const file = real[random.below(Math.max(real.length, 1))]
  const text = broken && random.chance(30) && file !== undefined ? file.source.toString() : generator.file()
  return { name, mode: 'config', source: broken ? mutate(random, text) : Buffer.from(text) }
}

function ask(program: string, cases: readonly Case[]): Answer[] {
  const input = cases
    .map(({ mode, source }) => `${JSON.stringify({ mode, source: source.toString('base64') })}\n`)
    .join('')
  const { status, stdout, stderr } = spawnSync(program, { input, maxBuffer: 2 ** 31 - 1 })
  if (status !== 0) throw new Error(`the reference program failed: ${stderr.toString()}`)
  const lines = stdout.toString().trimEnd().split('\n')
  return lines.map((line) => answerSchema.parse(JSON.parse(line)))
}

function ours({ mode, source }: Case): { nodes: PrintedNode[]; errors: readonly HclError[] } {
  if (mode === 'config') {
    const { body, errors } = parseConfig(source, 'x')
    return { nodes: body === null ? [] : printBody(body), errors }
  }
  const { value, errors } = mode === 'template' ? parseTemplate(source, 'x') : parseExpression(source, 'x')
  return { nodes: value === null ? [] : printExpression(value), errors }
}

const figures = { read: 0, nodes: 0, refused: 0, not_utf8: 0, same_words: 0, differences: 0 }

/** What differs, or null. */
function difference(one: Case, theirs: Answer): string | null {
  const { nodes, errors } = ours(one)
  // hcl's scanner takes some bytes that are not UTF-8 for letters; ours refuses them all outside comments.
  if (errors.some((error) => error.summary === 'Invalid character encoding')) {
    figures.not_utf8++
    return null
  }
  // Terraform prints errors in the order of their places.
  const [first] = theirs.errors.toSorted((a, b) => (a.range[0] ?? 0) - (b.range[0] ?? 0))
  const [error] = errors
  if (first !== undefined || error !== undefined) {
    figures.refused++
    if (first !== undefined && error !== undefined) {
      const same = first.summary === error.summary && first.detail === error.detail
      if (same && JSON.stringify(place(error.range)) === JSON.stringify(first.range)) figures.same_words++
      if (first.range[1] === error.range.start.line) return null
    }
    const own = error === undefined ? null : { ...error, range: place(error.range) }
    return `hcl  ${JSON.stringify(first ?? null)}\nours ${JSON.stringify(own)}`
  }
  figures.read++
  figures.nodes += nodes.length
  for (let index = 0; index < Math.max(nodes.length, theirs.nodes.length); index++) {
    const [theirNode, ourNode] = [JSON.stringify(theirs.nodes[index]), JSON.stringify(nodes[index])]
    if (theirNode !== ourNode) return `node ${index}\nhcl  ${theirNode}\nours ${ourNode}`
  }
  return null
}

function compare(program: string, cases: readonly Case[]): void {
  for (const [index, theirs] of ask(program, cases).entries()) {
    const one = cases[index]
    const text = one === undefined ? null : difference(one, theirs)
    if (one === undefined || text === null) continue
    figures.differences++
    if (figures.differences > 10) continue
    process.stdout.write(`${one.name} (${one.mode}) ${JSON.stringify(one.source.toString())}\n${text}\n\n`)
  }
}

const program = await build()
const real = filesAtHand()
for (let from = 0; from < real.length; from += BATCH) compare(program, real.slice(from, from + BATCH))
process.stdout.write(`files at hand: ${real.length}, ${JSON.stringify(figures)}\n`)
const random = new Random(Number(seed))
for (let from = 0; from < Number(count); from += BATCH) {
  const length = Math.min(BATCH, Number(count) - from)
  compare(
    program,
    Array.from({ length }, (_, index) => generated(random, from + index, real)),
  )
}
process.stdout.write(`with ${count} generated, seed ${seed}: ${JSON.stringify(figures)}\n`)
process.exitCode = figures.differences === 0 ? 0 : 1
