import { Worker } from 'node:worker_threads'

import type { EvaluateRequest } from './evaluate-here.ts'
import type { Io } from './io.ts'

/**
 * MB of the thread's young generation. Of what is read and computed nearly all lives to the end; V8 answers with a nursery
 * that grows to 128 MB and more, and saves no time by it.
 */
const YOUNG_GENERATION_MB = 12

/** What the thread is started with. */
export interface ApartRequest extends EvaluateRequest {
  readonly terminal: { readonly colour: boolean; readonly width: number }
}

/** What it says: each text is answered when it is written, so that what is not read does not pile up. */
export type ApartMessage =
  | { readonly stream: 'out' | 'err'; readonly text: string }
  | { readonly exit_code: number }

/** As `evaluateHere`, in a thread that keeps its memory small. @throws what ended it before its time: a bug, or no memory */
export async function evaluateApart(request: EvaluateRequest, io: Io): Promise<number> {
  const { colour, width } = io
  const workerData: ApartRequest = { ...request, terminal: { colour, width } }
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
  const worker = new Worker(programUrl(), { workerData, env: io.env, resourceLimits })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  worker.on('message', (message: ApartMessage) => {
    if ('exit_code' in message) resolve(message.exit_code)
    else io[message.stream](message.text).then(() => worker.postMessage(null), reject)
  })
  worker.on('error', reject)
  worker.on('exit', (code) => reject(new Error(`the thread of the evaluation ended with ${code}`)))
  return promise.finally(() => worker.terminate())
}

function programUrl(): URL {
  const source = new URL('./evaluate-worker.ts', import.meta.url)
  const built = new URL('./evaluate-worker.js', import.meta.url)
  return import.meta.url.endsWith('.ts') ? source : built
}
