/** The thread in which a large root is evaluated: its texts are written by the main one. */
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'

import type { ApartMessage, ApartRequest } from './evaluate-apart.ts'

const request: ApartRequest = workerData

function say(message: ApartMessage): void {
  parentPort?.postMessage(message)
}

async function write(stream: 'out' | 'err', text: string): Promise<void> {
  say({ stream, text })
  if (parentPort) await once(parentPort, 'message')
}

const { evaluateHere } = await import('./evaluate-here.ts')
const exit_code = await evaluateHere(request, {
  out: (text) => write('out', text),
  err: (text) => write('err', text),
  env: process.env,
  ...request.terminal,
})
say({ exit_code })
