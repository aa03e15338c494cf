/** The thread in which HashiCorp's parser runs: it reads texts and answers what became of each. */
import { parentPort } from 'node:worker_threads'

import hcl2Parser from 'hcl2-parser'

/** What comes of one text. The parser may be unusable after a throw, so the thread is not to be asked again. */
export type WorkerAnswer = 'read' | 'refused' | 'threw'

function read(text: string): WorkerAnswer {
  try {
    // [value, null], or [null, error] without a word about the error, whatever its types say.
    const answer: unknown = hcl2Parser.parseToObject(text)
    if (!Array.isArray(answer)) return 'threw'
    return answer[0] === null ? 'refused' : 'read'
  } catch {
    return 'threw'
  }
}

parentPort?.on('message', (text: string) => {
  parentPort?.postMessage(read(text) satisfies WorkerAnswer)
})
