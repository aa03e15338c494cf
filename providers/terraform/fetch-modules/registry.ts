import { z } from 'zod'

import type { Context } from '../../../src/core/provider.ts'
import type { Answer } from '../remote/get.ts'
import { get, shownUrl } from '../remote/get.ts'
import { registryToken } from './credentials.ts'
import { FetchError } from './fetch-error.ts'
import type { RegistryAddress } from './source-address.ts'
import { newest, parseConstraint } from './version-constraint.ts'

const services = z.looseObject({ 'modules.v1': z.string() })
const listed = z.looseObject({
  modules: z
    .array(z.looseObject({ versions: z.array(z.looseObject({ version: z.string() })).nullish() }))
    .min(1),
})
const located = z.looseObject({ location: z.string().min(1) })

/** Hosts that may be asked without TLS, for tests on one machine: a list with commas. */
const PLAIN_HTTP = 'EVENKEEL_PLAIN_HTTP_REGISTRIES'

/** One registry, spoken to by its protocol: discovery, versions, download. */
export class Registry {
  readonly #host: string
  readonly #context: Context
  #base: Promise<string> | undefined

  /** @param host with its port, where it has one */
  constructor(host: string, context: Context) {
    this.#host = host
    this.#context = context
  }

  /** Whether it is asked without TLS. */
  get is_plain(): boolean {
    return this.#scheme() === 'http'
  }

  /** The newest version that fits. @throws FetchError, GetFault */
  async version(address: RegistryAddress, constraint: string | null): Promise<string> {
    const terms = constraint === null ? [] : parseConstraint(constraint)
    if (!terms) throw new FetchError(`${JSON.stringify(constraint)} is no version constraint`)
    const answer = await this.#ask(`${pathOf(address)}/versions`)
    const versions = parsed(listed, answer).modules.flatMap((one) => one.versions ?? [])
    const found = newest(
      versions.map(({ version }) => version),
      terms,
    )
    if (found === undefined)
      throw new FetchError(`${this.#host} has no version that fits ${constraint ?? 'anything'}`)
    return found
  }

  /** The source that the registry names for a version: what a call could have named itself. @throws FetchError, GetFault */
  async source(address: RegistryAddress, version: string): Promise<string> {
    const answer = await this.#ask(`${pathOf(address)}/${encodeURIComponent(version)}/download`)
    const header = answer.headers.get('x-terraform-get')
    const source = header || parsed(located, answer).location
    const isRelative = /^(?:\.{0,2}\/)/.test(source)
    return isRelative ? new URL(source, answer.url).href : source
  }

  async #ask(path: string): Promise<Answer> {
    const base = await (this.#base ??= this.#discover())
    const answer = await this.#get(new URL(path, base).href)
    if (answer.status === 200 || answer.status === 204) return answer
    if (answer.status === 404) throw new FetchError(`${this.#host} has no such module`)
    throw this.#refusal(answer)
  }

  async #discover(): Promise<string> {
    const answer = await this.#get(`${this.#scheme()}://${this.#host}/.well-known/terraform.json`)
    if (answer.status !== 200) throw this.#refusal(answer)
    const base = URL.parse(parsed(services, answer)['modules.v1'], answer.url)?.href
    if (base === undefined) throw rubbish(answer)
    return base.endsWith('/') ? base : `${base}/`
  }

  #get(url: string): Promise<Answer> {
    const token = registryToken(this.#host, this.#context)
    const headers = {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    return get(url, this.#context, { headers, allow_http: this.is_plain })
  }

  #scheme(): 'http' | 'https' {
    const plain = this.#context.env(PLAIN_HTTP)?.split(',') ?? []
    const isLoopback = /^(?:127\.[\d.]+|localhost)(?::\d+)?$/.test(this.#host)
    return isLoopback && plain.includes(this.#host) ? 'http' : 'https'
  }

  #refusal({ status }: Answer): FetchError {
    const hint = status === 401 || status === 403 ? ': give a token as Terraform has it (TF_TOKEN_…)' : ''
    return new FetchError(`${this.#host} answered HTTP ${status}${hint}`)
  }
}

function pathOf({ namespace, name, provider }: RegistryAddress): string {
  return `${namespace}/${name}/${provider}`
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer): T {
  try {
    return schema.parse(JSON.parse(answer.bytes.toString('utf8')))
  } catch {
    throw rubbish(answer)
  }
}

function rubbish({ url }: Answer): FetchError {
  return new FetchError(`${shownUrl(url)} answers what no module registry does`)
}
