import { spawn } from 'node:child_process'

/** What may be said about a command beside its arguments. */
export interface CommandOptions {
  /** Written to its standard input, which is closed afterwards. */
  input?: string
  /** Added to this process's own environment. */
  environment?: Record<string, string>
  /** Its working folder. */
  folder?: string
}

/** How a command ended. `code` is null when a signal ended it. */
export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command to its end, whatever its exit code; throws only when it cannot be started. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.folder,
      env: { ...process.env, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    // a command that ends before it has read its input is judged by its exit code
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    child.on('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`)))
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    )
  })
}

/** Runs a command and gives its standard output; throws with what it wrote when it does not exit with 0. */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await runToEnd(command, args, options)
  if (result.code !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-30).join('\n')
    throw new Error(
      `${command} ${args.slice(0, 6).join(' ')} ended with ${result.code ?? 'a signal'}:\n${said}`,
    )
  }
  return result.stdout
}
