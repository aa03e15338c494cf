import { existsSync } from 'node:fs'
import type { Agent as HttpAgent, IncomingHttpHeaders } from 'node:http'
import { request as requestHttps, Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { join, resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Context } from '../../src/core/provider.ts'
import { KubeFault } from './cluster/kube-fault.ts'
import { plainAccess, podAccess, type Access } from './cluster/plain-access.ts'

/** An answer of the API server as it came. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** One cluster behind one pool of connections. Nothing but GET exists here. */
export interface Connection {
  /** @throws KubeFault where there is no answer */
  get(path: string, accept: string): Promise<Answer>
  /** asks the kubeconfig for its credentials again */
  renew(): Promise<void>
  close(): void
}

export interface ConnectSettings {
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly timeout_ms?: number | undefined
}

// its exports are got one by one where it is imported, and with them a whole client for the web: 20 ms and 13 MB
const http = process.getBuiltinModule('node:http')

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Opens nothing yet: reads the kubeconfig and gets the credentials. @throws KubeFault KUBECONFIG_INVALID, KUBE_TIMEOUT */
export async function connect(settings: ConnectSettings, context: Context): Promise<Connection> {
  const timeout_ms = settings.timeout_ms ?? context.limits.request_timeout_ms
  const entrance = await entranceOf(settings, context, timeout_ms)
  const { base, agent } = entrance
  let { options } = entrance
  return {
    get: (path, accept) => {
      context.called()
      return ask(new URL(base.pathname.replace(/\/$/, '') + path, base), {
        options: { ...options, agent },
        accept,
        timeout_ms,
        max_bytes: context.limits.max_bytes,
        signal: context.signal,
      })
    },
    renew: async () => {
      options = await entrance.again()
    },
    close: () => agent.destroy(),
  }
}

/** The way into a cluster. */
interface Entrance {
  readonly base: URL
  readonly options: RequestOptions
  readonly agent: HttpAgent
  /** asks for the credentials once more */
  again(): Promise<RequestOptions>
}

async function entranceOf(
  settings: ConnectSettings,
  context: Context,
  timeout_ms: number,
): Promise<Entrance> {
  const { concurrency } = context.limits
  const access = accessWithoutSdk(settings, context)
  if (access) {
    const base = new URL(access.server)
    const again = async () => (accessWithoutSdk(settings, context) ?? access).options
    return { base, options: access.options, agent: agentFor(base, access.options, concurrency), again }
  }
  const config = await loadConfig(settings, context)
  const server = config.getCurrentCluster()?.server
  const base = server === undefined ? undefined : URL.parse(server)
  if (!base) throw invalid(`the context ${config.getCurrentContext()} names no cluster with a server`)
  const options = await credentials(config, timeout_ms)
  const proxied = config.getCurrentCluster()?.proxyUrl
  // client-node's own agent knows proxies; without one it would open a connection for every request
  const own = proxied !== undefined && options.agent instanceof http.Agent ? options.agent : undefined
  const agent = own ?? agentFor(base, options, concurrency)
  return { base, options, agent, again: () => credentials(config, timeout_ms) }
}

function accessWithoutSdk(settings: ConnectSettings, context: Context): Access | undefined {
  const [file, ...more] = kubeconfigFiles(settings, context)
  if (file === undefined) return podAccess(ACCOUNT, (name) => context.env(name))
  return more.length > 0 ? undefined : plainAccess(file, settings.context)
}

function invalid(message: string): KubeFault {
  return new KubeFault('KUBECONFIG_INVALID', message)
}

async function loadConfig(settings: ConnectSettings, context: Context): Promise<KubeConfig> {
  const client = await import('@kubernetes/client-node')
  const config = new client.KubeConfig()
  const files = kubeconfigFiles(settings, context)
  if (files.length === 0 && existsSync(`${ACCOUNT}/token`)) config.loadFromCluster()
  else {
    if (files.length === 0) throw invalid('there is no kubeconfig: name one with `kubeconfig`')
    for (const [index, file] of files.entries()) {
      const one = new client.KubeConfig()
      try {
        one.loadFromFile(file)
      } catch (error) {
        // the parser's own words may quote the file, and with it a token
        const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
        throw invalid(`${file} cannot be read as a kubeconfig${code}`)
      }
      if (index === 0) config.loadFromOptions(one)
      else config.mergeConfig(one, true)
    }
  }
  if (settings.context !== undefined) config.setCurrentContext(settings.context)
  if (!config.getContextObject(config.getCurrentContext())) {
    const names = config.getContexts().map(({ name }) => name)
    throw invalid(
      `there is no context ${JSON.stringify(config.getCurrentContext())} in ${files.join(', ')}; it has ${names.join(', ') || 'none'}`,
    )
  }
  return config
}

/** As kubectl looks for them: what is named, $KUBECONFIG, the home folder. */
function kubeconfigFiles(settings: ConnectSettings, context: Context): string[] {
  if (settings.kubeconfig !== undefined) return [resolve(context.folder, settings.kubeconfig)]
  const named = context.env('KUBECONFIG')
  if (named !== undefined && named !== '')
    return named.split(':').filter((file) => file !== '' && existsSync(file))
  const home = context.env('HOME')
  const file = home === undefined ? undefined : join(home, '.kube', 'config')
  return file !== undefined && existsSync(file) ? [file] : []
}

/** What a request needs to be let in; a program that the kubeconfig names may have to be asked for it. */
async function credentials(config: KubeConfig, timeout_ms: number): Promise<RequestOptions> {
  const options: RequestOptions = {}
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    const late = `the kubeconfig’s program gave no credentials within ${timeout_ms} ms`
    timer = setTimeout(() => reject(new KubeFault('KUBE_TIMEOUT', late)), timeout_ms)
  })
  try {
    await Promise.race([config.applyToHTTPSOptions(options), deadline])
    return options
  } catch (error) {
    if (error instanceof KubeFault) throw error
    const cluster = config.getCurrentCluster()
    if (cluster?.server.startsWith('http:') && !cluster.skipTLSVerify)
      throw invalid(
        `${cluster.server} is not https: say insecure-skip-tls-verify in the kubeconfig, if that is meant`,
      )
    const exec = config.getCurrentUser()?.exec
    throw exec
      ? invalid('the kubeconfig’s program gave no credentials: it failed, or printed something else')
      : unusable(error)
  } finally {
    clearTimeout(timer)
  }
}

function unusable(error: unknown): KubeFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'they are malformed'
  return invalid(`the kubeconfig’s credentials cannot be used (${code})`)
}

function agentFor(base: URL, options: RequestOptions, maxSockets: number): HttpAgent {
  const { ca, cert, key, rejectUnauthorized, servername } = options
  const tls = Object.fromEntries(
    Object.entries({ ca, cert, key, rejectUnauthorized, servername }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  return base.protocol === 'http:'
    ? new http.Agent({ keepAlive: true, maxSockets })
    : new HttpsAgent({ keepAlive: true, maxSockets, ...tls })
}

interface Asking {
  readonly options: RequestOptions
  readonly accept: string
  readonly timeout_ms: number
  readonly max_bytes: number
  readonly signal: AbortSignal
}

function ask(url: URL, asking: Asking): Promise<Answer> {
  const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(asking.timeout_ms)])
  // compressing costs both ends more than the way between them on one machine
  const isNear = /^(?:127\.|localhost$|\[?::1)/.test(url.hostname)
  const headers = {
    ...asking.options.headers,
    accept: asking.accept,
    'user-agent': 'evenkeel',
    ...(isNear ? {} : { 'accept-encoding': 'gzip' }),
  }
  return new Promise<Answer>((done, fail) => {
    const send = url.protocol === 'http:' ? http.request : requestHttps
    const request = send(url, { ...asking.options, method: 'GET', headers, signal }, (response) => {
      const body = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response
      const chunks: Buffer[] = []
      let size = 0
      response.on('error', (error) => body.destroy(error))
      body.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > asking.max_bytes) request.destroy(new TooLarge())
        else chunks.push(chunk)
      })
      body.on('error', (error) => fail(faultOf(error, asking)))
      body.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    request.on('error', (error) => fail(faultOf(error, asking)))
    request.end()
  }).catch((error: unknown) => {
    // certificates are read where the first connection is made
    throw error instanceof KubeFault ? error : unusable(error)
  })
}

class TooLarge extends Error {}

function faultOf(error: Error, asking: Asking): KubeFault {
  if (error instanceof TooLarge)
    return new KubeFault(
      'KUBE_MALFORMED',
      `an answer is larger than ${asking.max_bytes} bytes; raise limits.max_bytes if that is right`,
    )
  if (
    error.name === 'TimeoutError' ||
    error.name === 'AbortError' ||
    ('code' in error && error.code === 'ABORT_ERR')
  )
    return new KubeFault('KUBE_TIMEOUT', `no answer within ${asking.timeout_ms} ms`)
  const code = 'code' in error ? String(error.code) : error.name
  return new KubeFault('KUBE_UNREACHABLE', `the API server cannot be reached (${code})`)
}
