import { execFile } from 'node:child_process'
import type { Context } from '../../src/core/provider.ts'
import { FileFault } from './file-text.ts'
import type { ManifestPlace } from './manifest-files.ts'

interface Outcome {
  readonly text: string
  readonly fault: 'missing' | 'failed' | undefined
  readonly reason: string
}

/** Programs that render a form, in the order in which they are tried. */
const PROGRAMS: Readonly<Record<'kustomization' | 'chart', readonly (readonly string[])[]>> = {
  kustomization: [
    ['kustomize', 'build'],
    ['kubectl', 'kustomize'],
  ],
  chart: [['helm', 'template', 'release']],
}

/**
 * What a kustomization or chart comes to, by the program that it was written for.
 *
 * @throws FileFault where no such program is installed, or it refuses
 */
export async function renderedText(place: ManifestPlace, context: Context): Promise<string> {
  const programs = place.form === 'file' ? [] : PROGRAMS[place.form]
  for (const [program = '', ...args] of programs) {
    const outcome = await run(program, [...args, place.path], context)
    if (outcome.fault === undefined) return outcome.text
    if (outcome.fault === 'failed')
      throw new FileFault(
        'MANIFEST_BUILD',
        place.shown,
        `${program} ${args[0] ?? ''} refused it: ${outcome.reason}`,
      )
  }
  const names = programs.map(([program]) => program).join(' or ')
  throw new FileFault(
    'MANIFEST_PROGRAM',
    place.shown,
    `a ${place.form} needs ${names}, which is not installed`,
  )
}

function run(program: string, args: readonly string[], context: Context): Promise<Outcome> {
  const options = {
    maxBuffer: context.limits.max_bytes,
    timeout: context.limits.request_timeout_ms,
    signal: context.signal,
    encoding: 'utf8',
  } as const
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return resolve({ text: stdout, fault: undefined, reason: '' })
      const isMissing = 'code' in error && error.code === 'ENOENT'
      const said = stderr.trim().split('\n').at(-1) ?? ''
      resolve({
        text: '',
        fault: isMissing ? 'missing' : 'failed',
        reason: said === '' ? 'no reason given' : said,
      })
    })
  })
}
