import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from './command.ts'

const BUILD_DEADLINE_S = 2400

function cacheFolder(): string {
  const base = process.env['EVENKEEL_CACHE'] ?? process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(base, 'evenkeel', 'lab')
}

/** A short name for everything that decides what a build gives: the same parts, the same cached folder. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of [...parts, process.platform, process.arch]) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 12)
}

/**
 * The cached folder `name`, built first when it is not there.
 * `script` is bash and finds the folder, empty, in `$FOLDER`; whoever comes meanwhile waits for the first to
 * finish, and a folder whose build did not finish is built anew. Throws with the end of the build's output.
 */
export async function builtOnce(name: string, script: string, args: readonly string[] = []): Promise<string> {
  const folder = join(cacheFolder(), name)
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return folder
  await mkdir(dirname(folder), { recursive: true })
  process.stderr.write(`lab: building ${name}, once\n`)
  const guarded = [
    '[ ! -e "$FOLDER/complete" ] || exit 0',
    'rm -rf "$FOLDER"',
    'mkdir -p "$FOLDER"',
    script,
    'touch "$FOLDER/complete"',
  ].join('\n')
  await run(
    'flock',
    [
      `--timeout=${BUILD_DEADLINE_S}`,
      `${folder}.lock`,
      'bash',
      '-euo',
      'pipefail',
      '-c',
      guarded,
      'build',
      ...args,
    ],
    { environment: { FOLDER: folder } },
  )
  return folder
}
