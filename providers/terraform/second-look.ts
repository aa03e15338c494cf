import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

import { SecondOpinion } from './hcl/second-opinion.ts'
import type { Fault } from './module/config.ts'

/** What is added where HashiCorp's parser reads a file that ours refuses, or does not answer. */
const OUR_FAULT = 'evenkeel cannot read this file although it may be sound: please report it'

/**
 * Shows each file that our reader refuses to HashiCorp's own parser: where that one reads it, or gives no answer, the fault
 * is ours and says so. Files in .tf.json and what is past our limits are not shown.
 */
export async function secondLook(faults: readonly Fault[], folder: string): Promise<readonly Fault[]> {
  const doubtful = faults.filter(
    (fault) => fault.code === 'HCL_SYNTAX' && fault.range && !fault.range.file.endsWith('.json'),
  )
  if (doubtful.length === 0) return faults
  const opinion = new SecondOpinion()
  const ours = new Set<Fault>()
  for (const fault of doubtful) {
    const bytes = await readFile(resolve(folder, fault.range?.file ?? '')).catch(() => null)
    if (bytes !== null && (await opinion.ask(bytes)) !== 'refused') ours.add(fault)
  }
  await opinion.close()
  return faults.map((fault) =>
    ours.has(fault)
      ? { ...fault, code: 'HCL_UNREADABLE' as const, message: `${fault.message} (${OUR_FAULT})` }
      : fault,
  )
}
