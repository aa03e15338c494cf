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
  const { env } = process
  const stdout = open('stdout')
  return {
    out: (text) => write(stdout, text),
    // most runs have nothing to say on it, and opening a stream takes a moment
    err: (text) => write(open('stderr'), text),
    env,
    colour: stdout.isTTY ? stdout.hasColors(env) : isForced(env['FORCE_COLOR']),
    width: stdout.isTTY ? stdout.columns : WIDTH_WITHOUT_TERMINAL,
  }
}

/** Each write tells of its own error; without a listener the stream would throw it, too. */
function open(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const stream = process[name]
  if (stream.listenerCount('error') === 0) stream.on('error', () => undefined)
  return stream
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
