import { StateFault } from '../state/state-content.ts'

/** The text of what was read; a state that holds nothing is one that was never written. @throws StateFault */
export function stateText(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) throw new StateFault('STATE_NOT_FOUND', 'what stands there is empty')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new StateFault('FILE_NOT_UTF8', 'it is not UTF-8 text')
  }
}
