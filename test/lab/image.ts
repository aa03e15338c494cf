import { cp, mkdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { run } from './command.ts'

/** A stage of a Dockerfile after its lines have been run: its root file system is an ordinary folder. */
export interface Stage {
  /** The image that it starts from. */
  base: string
  /** The folder that stands for `/`. */
  root: string
  /** The working folder, as the Dockerfile has it. */
  workdir: string
  environment: Record<string, string>
  user: string
  entrypoint: readonly string[]
}

interface Instruction {
  word: string
  rest: string
  line: number
}

/**
 * Runs a Dockerfile without Docker: COPY copies and RUN runs, on this machine, with every absolute path below the
 * stage's own folder in `target`. Only what the .dockerignore lets through is copied, and an instruction that is
 * not known here throws: nothing in the file goes untested. The base image itself is not there: its Node must be
 * the first on `path`. Gives all stages, the image itself last.
 */
export async function runDockerfile(source: string, target: string, path: string): Promise<Stage[]> {
  const allowed = await allowedNames(source)
  const stages: Stage[] = []
  const byName = new Map<string, Stage>()
  for (const instruction of instructions(await readFile(join(source, 'Dockerfile'), 'utf8'))) {
    if (instruction.word === 'FROM') {
      const [base = '', , name] = instruction.rest.split(/\s+/)
      const root = join(target, `${stages.length}`)
      const stage = { base, root, workdir: '/', environment: {}, user: 'root', entrypoint: [] }
      await mkdir(root)
      stages.push(stage)
      if (name !== undefined) byName.set(name, stage)
      continue
    }
    const stage = stages.at(-1)
    if (stage === undefined) throw new Error(`line ${instruction.line}: no FROM before it`)
    if (instruction.word === 'COPY') await copy(instruction, stage, byName, { source, allowed })
    else await apply(instruction, stage, path)
  }
  return stages
}

function instructions(text: string): Instruction[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    if (line.endsWith('\\')) throw new Error(`line ${index + 1}: continued lines are not read here`)
    const [word = '', ...rest] = line.trim().split(' ')
    return [{ word, rest: rest.join(' ').trim(), line: index + 1 }]
  })
}

async function apply(instruction: Instruction, stage: Stage, path: string): Promise<void> {
  const { word, rest } = instruction
  switch (word) {
    case 'WORKDIR':
      stage.workdir = resolve(stage.workdir, rest)
      await mkdir(join(stage.root, stage.workdir), { recursive: true })
      break
    case 'ENV': {
      const equals = rest.indexOf('=')
      stage.environment[rest.slice(0, equals)] = rest.slice(equals + 1)
      break
    }
    case 'RUN':
      await mkdir(join(stage.root, 'usr/local/bin'), { recursive: true })
      await run('sh', ['-ec', rest.replaceAll(/(^|\s)\//g, `$1${stage.root}/`)], {
        folder: join(stage.root, stage.workdir),
        environment: { ...stage.environment, PATH: path },
      })
      break
    case 'USER':
      stage.user = rest
      break
    case 'ENTRYPOINT':
      stage.entrypoint = words(rest)
      break
    case 'CMD':
      words(rest)
      break
    default:
      throw new Error(`line ${instruction.line}: ${word} is not known here`)
  }
}

async function copy(
  instruction: Instruction,
  stage: Stage,
  stages: ReadonlyMap<string, Stage>,
  context: { source: string; allowed: ReadonlySet<string> },
): Promise<void> {
  const parts = instruction.rest.split(/\s+/)
  const from = parts[0]?.startsWith('--from=')
    ? stages.get(parts.shift()?.slice('--from='.length) ?? '')
    : null
  if (from === undefined) throw new Error(`line ${instruction.line}: no such stage`)
  const to = parts.pop() ?? '.'
  const folder = resolve(stage.workdir, to)
  for (const part of parts) {
    if (from === null && !context.allowed.has(part)) {
      throw new Error(`line ${instruction.line}: .dockerignore keeps ${part} from the builder`)
    }
    const original = join(from === null ? context.source : from.root, part)
    // as Docker does: a folder's content, or a file by its name where the target is a folder
    const isFile = (await stat(original)).isFile()
    const inside = isFile && /(^|\/)\.?\/?$/.test(to) ? join(folder, basename(part)) : folder
    await cp(original, join(stage.root, inside), { recursive: true, verbatimSymlinks: true })
  }
}

async function allowedNames(source: string): Promise<Set<string>> {
  const lines = (await readFile(join(source, '.dockerignore'), 'utf8')).split('\n')
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'))
  if (rules[0] !== '*') throw new Error('.dockerignore does not begin with * (nothing)')
  return new Set(rules.slice(1).map((rule) => rule.replace(/^!/, '')))
}

function words(json: string): string[] {
  const value: unknown = JSON.parse(json)
  if (!Array.isArray(value)) throw new Error(`${json}: only the form ["word", …] needs no shell in the image`)
  return value.map(String)
}
