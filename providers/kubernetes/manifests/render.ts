import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Context } from '../../../src/core/provider.ts'
import { FileFault } from './file-text.ts'
import type { ManifestPlace } from './manifest-files.ts'
import type { ManifestSettings } from '../settings.ts'

interface Outcome {
  readonly text: string
  readonly fault: 'missing' | 'failed' | undefined
  readonly reason: string
}

/** Programs that render a kustomization, in the order in which they are tried. */
const KUSTOMIZATION: readonly (readonly string[])[] = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
]

/** the name that `helm template` gives to a release without one */
const RELEASE = 'release-name'

/**
 * What a kustomization or chart comes to, by the program that it was written for.
 *
 * @throws FileFault where no such program is installed, or it refuses
 */
export async function renderedText(
  place: ManifestPlace,
  settings: ManifestSettings,
  context: Context,
): Promise<string> {
  const commands =
    place.form === 'chart'
      ? [['helm', 'template', ...(await chartArguments(place, settings, context))]]
      : KUSTOMIZATION.map((command) => [...command, place.path])
  for (const [program = '', ...args] of commands) {
    const outcome = await run(program, args, context)
    if (outcome.fault === undefined) return outcome.text
    if (outcome.fault === 'failed')
      throw new FileFault(
        'MANIFEST_BUILD',
        place.shown,
        `${program} ${args[0] ?? ''} refused it: ${outcome.reason}`,
      )
  }
  const names = commands.map(([program]) => program).join(' or ')
  throw new FileFault(
    'MANIFEST_PROGRAM',
    place.shown,
    `a ${place.form} needs ${names}, which is not installed`,
  )
}

/**
 * As `helm install` would be asked. Hooks run once and are no part of what a release keeps; definitions of custom
 * resources are.
 */
async function chartArguments(
  place: ManifestPlace,
  settings: ManifestSettings,
  context: Context,
): Promise<string[]> {
  const files = (settings.values ?? []).map((file) => ({ file, path: resolve(context.folder, file) }))
  for (const { file, path } of files)
    await access(path).catch(() => {
      throw new FileFault('FILE_NOT_FOUND', file, 'no such file of values')
    })
  return [
    settings.release ?? RELEASE,
    place.path,
    '--no-hooks',
    '--include-crds',
    ...(settings.namespace === undefined ? [] : [`--namespace=${settings.namespace}`]),
    ...(settings.kube_version === undefined ? [] : [`--kube-version=${settings.kube_version}`]),
    ...(settings.api_versions ?? []).map((version) => `--api-versions=${version}`),
    // one field of CSV: a bare comma would begin the next file
    ...files.map(({ path }) => `--values="${path.replaceAll('"', '""')}"`),
  ]
}

function run(program: string, args: readonly string[], context: Context): Promise<Outcome> {
  const options = {
    maxBuffer: context.limits.max_bytes,
    timeout: context.limits.request_timeout_ms,
    signal: context.signal,
    encoding: 'utf8',
  } as const
  return new Promise((done) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return done({ text: stdout, fault: undefined, reason: '' })
      const isMissing = 'code' in error && error.code === 'ENOENT'
      done({ text: '', fault: isMissing ? 'missing' : 'failed', reason: reasonOf(error, stderr, context) })
    })
  })
}

function reasonOf(error: Error, stderr: string, context: Context): string {
  if ('killed' in error && error.killed === true)
    return `it did not end within ${context.limits.request_timeout_ms} ms`
  if ('code' in error && error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return `its output is larger than ${context.limits.max_bytes} bytes; raise limits.max_bytes if that is right`
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('Use --debug flag'))
    .at(-1)
  return said === undefined ? 'no reason given' : withoutValues(said)
}

/** what kubectl's log puts around its words: time, process, line of code */
const LOGGED = /^[EWIF]\d{4} [\d:.]+ +\d+ \S+\] "command failed" err="(.*)"$/s
const QUOTED = /(?<!function )"(?:[^"\\]|\\.)*"|`[^`]*`|'[^'"\s]*'/g
/** files and paths may be told */
const PLACE = /^.(?:[\w./@-]+\.(?:ya?ml|tpl|json|txt|toml)|[./][\w./@-]*).$/
/** words after which a template's value stands as it is */
const VALUE_FOLLOWS = /(can't iterate over |error calling fail: |invalid value ).*$/s

/** A program's words without what it quotes: it reads values and secrets, and says which it cannot use. */
function withoutValues(text: string): string {
  return (LOGGED.exec(text)?.[1]?.replaceAll('\\"', '"') ?? text)
    .replace(VALUE_FOLLOWS, '$1…')
    .replace(QUOTED, (quoted) => (PLACE.test(quoted) ? quoted : `${quoted[0]}…${quoted[0]}`))
}
