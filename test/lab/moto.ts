import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtOnce, cacheKey } from './cache.ts'
import { run } from './command.ts'
import { freePorts } from './free-port.ts'
import { startServer, temporaryFolder, untilReady } from './server-process.ts'

const READY_DEADLINE_MS = 60_000

/** A server that answers as AWS does (EC2, STS, S3, …), from memory, on 127.0.0.1. */
export interface Moto {
  /** The endpoint of every service. Any credentials will do. */
  url: string
  /** Stops it; all that it holds is gone. Safe to call again. */
  stop(): Promise<void>
}

/** The folder of a Python environment that holds moto's server, made on first use. Throws without Python 3. */
export async function motoEnvironment(): Promise<string> {
  const requirements = join(import.meta.dirname, 'moto-requirements.txt')
  // an environment links to the interpreter that made it
  const python = await run('python3', ['-c', 'import sys; print(sys.version, sys.base_prefix)'])
  return builtOnce(
    `moto-${cacheKey(await readFile(requirements, 'utf8'), python)}`,
    `python3 -m venv "$FOLDER"
     "$FOLDER/bin/pip" install --quiet --requirement "$1"`,
    [requirements],
  )
}

/** Starts moto for one account. Each region begins with a default VPC, as a new account does. */
export async function startMoto(options: { account_id: string }): Promise<Moto> {
  const program = join(await motoEnvironment(), 'bin', 'moto_server')
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const folder = await temporaryFolder('moto')
  const server = startServer('moto', [program, '-H', '127.0.0.1', '-p', `${port}`], {
    folder: folder.path,
    environment: { MOTO_ACCOUNT_ID: options.account_id },
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    folder.remove()
  }
  try {
    await untilReady(server, async () => (await fetch(`${url}/moto-api/data.json`)).ok, READY_DEADLINE_MS)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
