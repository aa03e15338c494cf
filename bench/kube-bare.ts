import { readdirSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import path from 'node:path'
import { loadAll } from 'js-yaml'

/**
 * The least that a comparison of manifests with a cluster has to do: list every kind, page by page on one connection, parse
 * the answers and the manifests, and keep both. Prints its peak memory.
 */
const [kubeconfig = '', folder = '', ...paths] = process.argv.slice(2)
const config = JSON.parse(readFileSync(kubeconfig, 'utf8'))
const { server, 'certificate-authority-data': authority } = config.clusters[0].cluster
const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: Buffer.from(authority, 'base64') })
const headers = { authorization: `Bearer ${config.users[0].user.token}`, accept: 'application/json' }

function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(new URL(url, server), { agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    }).on('error', reject)
  })
}

async function list(url: string): Promise<unknown[]> {
  const items: unknown[] = []
  for (let token = ''; ;) {
    const page = JSON.parse(await ask(`${url}?limit=500${token}`))
    items.push(...page.items)
    if (!page.metadata.continue) return items
    token = `&continue=${encodeURIComponent(page.metadata.continue)}`
  }
}

const declared = readdirSync(folder).flatMap((name) => loadAll(readFileSync(path.join(folder, name), 'utf8')))
const live = (await Promise.all(paths.map(list))).flat()
agent.destroy()
const peak_rss_bytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ declared: declared.length, live: live.length, peak_rss_bytes }))
