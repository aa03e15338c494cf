import { isDeepStrictEqual } from 'node:util'

import { FetchError } from './fetch-error.ts'

/** Where a module is, by the source that a call names. `subfolder` is '' for the whole of it. */
export type ModuleAddress =
  | (RegistryAddress & { readonly type: 'registry' })
  | {
      readonly type: 'git'
      readonly url: string
      readonly ref: string | undefined
      readonly subfolder: string
    }
  | (ArchiveAddress & { readonly type: 'archive' })

export interface RegistryAddress {
  /** undefined = the registry of the program that the root is written for */
  readonly host: string | undefined
  readonly namespace: string
  readonly name: string
  readonly provider: string
  readonly subfolder: string
}

export interface ArchiveAddress {
  readonly url: string
  /** undefined = what the server says it is */
  readonly format: ArchiveFormat | undefined
  /** `sha256:…`, to hold against what is fetched */
  readonly checksum: string | undefined
  readonly subfolder: string
}

export type ArchiveFormat = 'tar' | 'tar.gz' | 'zip'

const NAME = '[0-9A-Za-z](?:[0-9A-Za-z_-]*[0-9A-Za-z])?'
const REGISTRY = new RegExp(
  `^(?:([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)+(?::\\d+)?|localhost(?::\\d+)?)/)?(${NAME})/(${NAME})/([0-9a-z]+)$`,
)
/** Hosts whose addresses mean a repository. */
const SHORT_FORMS: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org'])
const SCP = /^(?:([\w.-]+)@)?([\w.-]+\.[\w-]+|localhost):(?!\/\/)(.+)$/

/** Takes a call's source apart as Terraform does. @throws FetchError for what cannot be fetched */
export function moduleAddress(source: string): ModuleAddress {
  const [, forced = '', rest = ''] = /^(?:([a-z0-9]+)::)?(.*)$/is.exec(source) ?? []
  const { place, subfolder, query } = split(rest)
  if (forced === 'git') return gitAddress(place, query, subfolder)
  if (forced !== '' && forced !== 'http' && forced !== 'https')
    throw new FetchError(`${forced}:: cannot be fetched`)
  const short = shortForm(place)
  if (short)
    return gitAddress(short.url, query, [short.subfolder, subfolder].filter((one) => one !== '').join('/'))
  if (/^https?:\/\//i.test(place)) return archiveAddress(place, query, subfolder)
  if (SCP.test(place) && place.includes('@')) return gitAddress(place, query, subfolder)
  const found = query === '' ? REGISTRY.exec(place) : null
  if (!found) throw new FetchError('it is no address that can be fetched')
  const [, host, namespace = '', name = '', provider = ''] = found
  return { type: 'registry', host: host?.toLowerCase(), namespace, name, provider, subfolder }
}

/** `place//subfolder?query`; the two slashes of `https://` are no mark. */
function split(text: string): { place: string; subfolder: string; query: string } {
  const at = text.indexOf('?')
  const [plain, query] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(plain)?.[0].length ?? 0
  const mark = plain.indexOf('//', scheme)
  if (mark < 0) return { place: plain, subfolder: '', query }
  const subfolder = plain.slice(mark + 2).replace(/^\/+|\/+$/g, '')
  if (subfolder.split('/').includes('..')) throw new FetchError('its folder leads out of what is fetched')
  return { place: plain.slice(0, mark), subfolder, query }
}

function shortForm(place: string): { readonly url: string; readonly subfolder: string } | undefined {
  const [host = '', owner, repository, ...rest] = place.split('/')
  if (!SHORT_FORMS.has(host.toLowerCase())) return undefined
  if (!owner || !repository) throw new FetchError(`${host}/OWNER/REPOSITORY is the form of this address`)
  const name = repository.endsWith('.git') ? repository : `${repository}.git`
  return { url: `https://${host}/${owner}/${name}`, subfolder: rest.filter((one) => one !== '').join('/') }
}

function gitAddress(place: string, query: string, subfolder: string): ModuleAddress {
  const parameters = new URLSearchParams(query)
  if (parameters.has('sshkey'))
    throw new FetchError('a key in the address (sshkey) is not used: give it to ssh')
  const ref = parameters.get('ref') || undefined
  for (const name of ['ref', 'depth']) parameters.delete(name)
  const left = parameters.size > 0 ? `?${parameters.toString()}` : ''
  if (/^(?:https?|ssh|git|file):\/\//i.test(place)) return { type: 'git', url: place + left, ref, subfolder }
  if (place.startsWith('/')) return { type: 'git', url: `file://${place}`, ref, subfolder }
  const scp = SCP.exec(place)
  if (!scp) throw new FetchError('it is no address of a git repository')
  const [, user = 'git', host = '', path = ''] = scp
  return { type: 'git', url: `ssh://${user}@${host}/${path.replace(/^\/+/, '')}`, ref, subfolder }
}

const ENDINGS: readonly (readonly [RegExp, ArchiveFormat | 'other'])[] = [
  [/\.(?:tar\.gz|tgz)$/i, 'tar.gz'],
  [/\.zip$/i, 'zip'],
  [/\.tar$/i, 'tar'],
  [/\.(?:tar\.(?:bz2|xz|zst)|tbz2|txz|tzst|bz2|xz|gz)$/i, 'other'],
]

/** An archive on a web server: what it is its name says, or `?archive=`. */
function archiveAddress(place: string, query: string, subfolder: string): ModuleAddress {
  const parameters = new URLSearchParams(query)
  const given = parameters.get('archive')
  const checksum = parameters.get('checksum') ?? undefined
  for (const name of ['archive', 'checksum']) parameters.delete(name)
  const url = place + (parameters.size > 0 ? `?${parameters.toString()}` : '')
  const name = given === null ? (URL.parse(place)?.pathname ?? '') : `.${given}`
  const format = ENDINGS.find(([ending]) => ending.test(name))?.[1]
  if (format === 'other' || (given !== null && format === undefined))
    throw new FetchError('archives of this format cannot be read: tar.gz and zip can')
  return { type: 'archive', url, format, checksum, subfolder }
}

const DEFAULT_HOST = /^registry\.(?:terraform\.io|opentofu\.org)$/

/** Whether two sources, however they are written, are one place; undefined where one of them cannot be told. */
export function isSameSource(one: string, other: string): boolean | undefined {
  try {
    const [a, b] = [moduleAddress(one), moduleAddress(other)].map((address) =>
      address.type === 'registry' && DEFAULT_HOST.test(address.host ?? '')
        ? { ...address, host: undefined }
        : address,
    )
    return isDeepStrictEqual(a, b)
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    return undefined
  }
}
