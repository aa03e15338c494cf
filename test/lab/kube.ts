import { generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { run } from './command.ts'
import { compactStore } from './compaction.ts'
import { freePorts } from './free-port.ts'
import { kubeProgram } from './kube-programs.ts'
import { auditPolicy, readRequests, type KubeRequest } from './kube-requests.ts'
import { grantReader, kube_users, kubeconfigText, newTokens, tokenFile, type KubeUser } from './kube-users.ts'
import { startServer, temporaryFolder, untilReady, type ServerProcess } from './server-process.ts'

const READY_DEADLINE_MS = 90_000

/** A real, empty Kubernetes API server on 127.0.0.1. */
export interface Kube {
  url: string
  /** The path of a kubeconfig for that user; its context is `lab`. */
  kubeconfig(user: KubeUser): string
  /** The same for a ServiceAccount that is there. */
  serviceAccountKubeconfig(namespace: string, name: string): Promise<string>
  /** Runs kubectl as `admin`, with `input` on its standard input; throws with its output when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>
  /** Runs helm as `admin`; throws with its output when it fails. */
  helm(args: readonly string[]): Promise<string>
  /** Takes get and list of these resources (`configmaps`, `deployments.apps`) from the reader; `[]` gives all back. */
  denyReader(resources: readonly string[]): Promise<void>
  /** Has the store forget everything but the present, as it does on its own every five minutes. */
  compact(): Promise<void>
  /** What this user (also `system:serviceaccount:…`) has asked since the start, in the API server's own words. */
  requests(user: string): Promise<KubeRequest[]>
  /** Stops it and removes what it stored. Safe to call again. */
  stop(): Promise<void>
}

/** What a cluster has beside its API server. */
export interface KubeOptions {
  /**
   * With the controllers: ReplicaSets, pods (never run: there is no node), ServiceAccounts, endpoints,
   * namespaces that can be deleted. Without: only what is written.
   */
  controllers?: boolean
  /** Without its cache of what was written: pages then come from the store, which forgets. */
  uncached?: boolean
}

/** Builds what is not built yet, and starts it. Throws when it cannot be built, or is not ready in time. */
export async function startKube(options: KubeOptions = {}): Promise<Kube> {
  const folder = await temporaryFolder('kube')
  const servers: ServerProcess[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    folder.remove()
  }
  try {
    return await startIn(folder.path, options, servers, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startIn(
  folder: string,
  options: KubeOptions,
  servers: ServerProcess[],
  stop: () => Promise<void>,
): Promise<Kube> {
  const [etcdPort = 0, peerPort = 0, apiPort = 0, controllerPort = 0] = await freePorts(4)
  const tokens = newTokens()
  const url = `https://127.0.0.1:${apiPort}`
  await writeApiServerFiles(folder, tokenFile(tokens))
  servers.push(startServer('etcd', await etcdCommand(folder, etcdPort, peerPort), { folder }))
  const apiServer = startServer(
    'kube-apiserver',
    await apiServerCommand(folder, etcdPort, apiPort, options),
    {
      folder,
    },
  )
  servers.push(apiServer)
  await untilReady(apiServer, () => answers(folder, `${url}/readyz`, tokens.admin), READY_DEADLINE_MS)
  const authority = await readFile(join(folder, 'certificates', 'apiserver.crt'), 'utf8')
  const kubeconfig = (user: KubeUser): string => join(folder, `${user}.kubeconfig`)
  const writeKubeconfig = async (user: string, token: string): Promise<string> => {
    const file = join(folder, `${user}.kubeconfig`)
    await writeFile(file, kubeconfigText(url, authority, user, token), { mode: 0o600 })
    return file
  }
  for (const user of kube_users) await writeKubeconfig(user, tokens[user])
  const program = await kubeProgram('kubectl')
  const kubectl: Kube['kubectl'] = (args, input) =>
    run(program, args, {
      folder,
      // kubectl caches what it discovers below HOME, by host and port: one of another cluster may have had the port
      environment: { KUBECONFIG: kubeconfig('admin'), HOME: folder },
      ...(input === undefined ? {} : { input }),
    })
  if (options.controllers === true) {
    const command = await controllersCommand(
      folder,
      controllerPort,
      await writeKubeconfig('controllers', tokens.controllers),
    )
    const controllers = startServer('kube-controller-manager', command, { folder })
    servers.push(controllers)
    await untilReady(
      controllers,
      () => kubectl(['get', 'serviceaccount', 'default', '--namespace=default']).then(() => true),
      READY_DEADLINE_MS,
    )
  }
  await grantReader(kubectl, [])
  return {
    url,
    kubeconfig,
    serviceAccountKubeconfig: async (namespace, name) => {
      const token = await kubectl(['create', 'token', name, `--namespace=${namespace}`])
      return writeKubeconfig(`${namespace}-${name}`, token.trim())
    },
    kubectl,
    helm: async (args) =>
      run(await kubeProgram('helm'), args, {
        folder,
        environment: { KUBECONFIG: kubeconfig('admin'), HOME: folder },
      }),
    denyReader: (resources) => grantReader(kubectl, resources),
    compact: () => compactStore(`http://127.0.0.1:${etcdPort}`),
    requests: async (user) =>
      (await readRequests(auditLog(folder))).filter((request) => request.user === user),
    stop,
  }
}

const auditLog = (folder: string): string => join(folder, 'audit.log')

async function writeApiServerFiles(folder: string, tokens: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' })
  await Promise.all([
    writeFile(join(folder, 'tokens.csv'), tokens, { mode: 0o600 }),
    writeFile(join(folder, 'service-accounts.key'), key, { mode: 0o600 }),
    writeFile(join(folder, 'audit-policy.json'), auditPolicy()),
  ])
}

async function etcdCommand(folder: string, port: number, peerPort: number): Promise<string[]> {
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`]
  return [
    await kubeProgram('etcd'),
    '--name=lab',
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=lab=${peer}`,
  ]
}

async function apiServerCommand(
  folder: string,
  etcdPort: number,
  port: number,
  options: KubeOptions,
): Promise<string[]> {
  const key = join(folder, 'service-accounts.key')
  return [
    await kubeProgram('kube-apiserver'),
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    // the Service `kubernetes` would otherwise point at a loopback address, which the API refuses
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    `--audit-policy-file=${join(folder, 'audit-policy.json')}`,
    `--audit-log-path=${auditLog(folder)}`,
    ...(options.uncached === true ? ['--watch-cache=false'] : []),
    // nobody makes a namespace's default ServiceAccount then, and pods would be refused for the want of it
    ...(options.controllers === true ? [] : ['--disable-admission-plugins=ServiceAccount']),
  ]
}

async function controllersCommand(folder: string, port: number, kubeconfig: string): Promise<string[]> {
  return [
    await kubeProgram('kube-controller-manager'),
    `--kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'controller-certificates')}`,
    '--leader-elect=false',
    '--controllers=*,-nodeipam,-nodelifecycle',
    `--service-account-private-key-file=${join(folder, 'service-accounts.key')}`,
    `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
  ]
}

/** Whether the API server answers 200, its certificate (which it makes itself while starting) checked. */
async function answers(folder: string, url: string, token: string): Promise<boolean> {
  const authority = await readFile(join(folder, 'certificates', 'apiserver.crt'))
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    get(url, { ca: authority, headers, timeout: 5000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
      .on('timeout', () => reject(new Error(`${url} does not answer`)))
      .on('error', reject)
  })
}
