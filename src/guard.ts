import { writeSync } from 'node:fs'
import { faultOf } from './fault.ts'

/** Whatever escapes ends the process with our own line and code: Node would exit 1, which means findings. */
export function installGuard(): void {
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

function end(error: unknown): void {
  const { text, exit_code } = faultOf(error)
  try {
    writeSync(process.stderr.fd, text)
  } catch {
    // nobody reads our stderr; the exit code still tells
  }
  process.exit(exit_code)
}
