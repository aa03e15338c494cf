import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { Kube } from '../lab/kube.ts'

/** Stands between evenkeel and the API server: passes everything on, and does something before a page of a list. */
export interface Between {
  /** pages of ConfigMaps that were asked for, and answers 410, since this was last called */
  counted(): { pages: number; expired: number }
  /** @param page from 1, or every one @param what before it is passed on */
  before(page: number | 'every', what: () => Promise<void>): void
  stop(): Promise<void>
}

const file_of_lab = z.looseObject({
  clusters: z.tuple([
    z.object({ name: z.string(), cluster: z.object({ 'certificate-authority-data': z.string() }) }),
  ]),
})

/** @param kubeconfig is rewritten to lead here */
export async function standBetween(kube: Kube, kubeconfig: string): Promise<Between> {
  const config = file_of_lab.parse(JSON.parse(await readFile(kubeconfig, 'utf8')))
  const [{ name, cluster }] = config.clusters
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64')
  const counts = { pages: 0, expired: 0 }
  let due: { page: number | 'every'; what: () => Promise<void> } | undefined
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? '/', kube.url)
    const pass = (): void => {
      const headers = { ...asked.headers, host: url.host }
      const onward = request(url, { ca, headers }, (response) => {
        if (response.statusCode === 410) counts.expired += 1
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      })
      onward.on('error', () => answer.destroy())
      onward.end()
    }
    const isPage = url.pathname.endsWith('/configmaps') && url.searchParams.has('limit')
    if (isPage) counts.pages += 1
    if (isPage && due && (due.page === 'every' || due.page === counts.pages))
      due.what().then(pass, () => answer.destroy())
    else pass()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = addressOf(server.address())
  const here = { name, cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }
  await writeFile(kubeconfig, JSON.stringify({ ...config, clusters: [here] }))
  return {
    counted: () => {
      const now = { ...counts }
      counts.pages = 0
      counts.expired = 0
      return now
    },
    before: (page, what) => {
      due = { page, what }
      counts.pages = 0
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address
}
