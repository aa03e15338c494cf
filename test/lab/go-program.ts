import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtOnce, cacheKey } from './cache.ts'

/** A program that is built from a Go module of `test/lab/go`. */
export interface GoProgram {
  /** The program's file name. */
  name: string
  /** The folder in `test/lab/go` whose go.mod and go.sum pin every version. */
  module: string
  /** The import path of its `main` package. */
  package: string
  /** The module whose version is the program's. */
  versioned_by: string
  /** What the linker writes into the program, given that version without its `v`. */
  link_values?: (version: string) => Record<string, string>
}

/** The path of a Go program, built into the cache on first use. Throws when there is no Go, or the build fails. */
export async function goProgram(program: GoProgram): Promise<string> {
  const module = join(import.meta.dirname, 'go', program.module)
  const [requirements, sums] = await Promise.all(
    ['go.mod', 'go.sum'].map((file) => readFile(join(module, file), 'utf8')),
  )
  if (requirements === undefined || sums === undefined) throw new Error(`${module} is not a Go module`)
  const version = versionOf(requirements, program.versioned_by)
  const values = Object.entries(program.link_values?.(version) ?? {})
  const flags = ['-s', '-w', ...values.map(([name, value]) => `-X ${name}=${value}`)].join(' ')
  const folder = await builtOnce(
    `${program.name}-${version}-${cacheKey(requirements, sums, flags)}`,
    `command -v go >/dev/null || { echo 'there is no go on the PATH'; exit 1; }
     cd "$1"
     CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -ldflags "$2" -o "$FOLDER/$3" "$4"`,
    [module, flags, program.name, program.package],
  )
  return join(folder, program.name)
}

function versionOf(requirements: string, module: string): string {
  for (const line of requirements.split('\n')) {
    const words = line.trim().split(/\s+/)
    const at = words.indexOf(module)
    const version = words[at + 1]
    if (at !== -1 && version?.startsWith('v')) return version.slice(1)
  }
  throw new Error(`go.mod requires no ${module}`)
}
