import { isUtf8 } from 'node:buffer'
import { Worker } from 'node:worker_threads'

/** What HashiCorp's own parser says of a text: `no_answer` where it threw, took too long or was not asked. */
export type Opinion = 'refused' | 'read' | 'no_answer'

/** Milliseconds for one text; the first one's include loading the parser (0.3 s). */
const DEADLINE_MS = 10_000
/** Larger texts are not shown: the parser needs seconds and hundreds of MB for them. */
const MAX_BYTES = 1_000_000

/**
 * HashiCorp's parser (`hcl2-parser`: Go compiled to JavaScript) in a thread of its own, started when first asked. It is
 * slow, knows no positions, and a deep text overflows it; all that it is good for is to say who is wrong, the file or us.
 */
export class SecondOpinion {
  readonly #deadlineMs: number
  #worker: Worker | null = null
  #queue: Promise<unknown> = Promise.resolve()

  constructor(deadlineMs = DEADLINE_MS) {
    this.#deadlineMs = deadlineMs
  }

  /**
   * Asks about one file as it is on disk, or a text, after those asked before. Never throws. Bytes that are not UTF-8 are
   * refused without asking: as text it would be shown something else, and read that.
   */
  ask(input: Uint8Array | string): Promise<Opinion> {
    if (typeof input !== 'string' && !isUtf8(input)) return Promise.resolve('refused')
    const text = typeof input === 'string' ? input : Buffer.from(input).toString('utf8')
    const answer = this.#queue.then(() => this.#ask(text))
    this.#queue = answer
    return answer
  }

  /** Ends the thread, if there is one. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #ask(text: string): Promise<Opinion> {
    if (Buffer.byteLength(text) > MAX_BYTES) return 'no_answer'
    this.#worker ??= startWorker()
    const answer = await answerOf(this.#worker, text, this.#deadlineMs)
    if (answer === 'read' || answer === 'refused') return answer
    await this.close()
    return 'no_answer'
  }
}

function startWorker(): Worker {
  const source = new URL('./second-opinion-worker.ts', import.meta.url)
  const built = new URL('./second-opinion-worker.js', import.meta.url)
  const file = import.meta.url.endsWith('.ts') ? source : built
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 512 } })
  worker.unref()
  return worker
}

/** The thread's answer; null when it died, or gave none in time. The timer keeps the process alive meanwhile. */
function answerOf(worker: Worker, text: string, deadlineMs: number): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const fail = (): void => resolve(null)
  const timer = setTimeout(fail, deadlineMs)
  worker.once('message', resolve).once('error', fail).once('exit', fail)
  worker.postMessage(text)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', resolve).off('error', fail).off('exit', fail)
  })
}
