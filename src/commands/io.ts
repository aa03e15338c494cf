/** What a command may touch of the process: results go to `out`, everything else to `err`. */
export interface Io {
  /** resolves when the text is handed over; a reader that went away is no error */
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  readonly env: NodeJS.ProcessEnv
  /** of `out` */
  readonly colour: boolean
  /** columns of `out` */
  readonly width: number
}

const WIDTH_WITHOUT_TERMINAL = 120

/** The real one. */
export function processIo(): Io {
  const { stdout, stderr, env } = process
  // each write tells of its own error; without a listener the stream would throw it, too
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  return {
    out: (text) => write(stdout, text),
    err: (text) => write(stderr, text),
    env,
    colour: stdout.isTTY ? stdout.hasColors(env) : isForced(env['FORCE_COLOR']),
    width: stdout.isTTY ? stdout.columns : WIDTH_WITHOUT_TERMINAL,
  }
}

/** Build servers show colours although they are no terminals; they ask for them by this variable. */
function isForced(force_color: string | undefined): boolean {
  return force_color !== undefined && force_color !== '0' && force_color !== 'false'
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && !isClosedPipe(error)) reject(error)
      else resolve()
    })
  })
}

/** `evenkeel check | head -1`: whoever read us has seen enough. */
function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE'
}
