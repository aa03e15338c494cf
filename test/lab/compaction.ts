import { z } from 'zod'

const range_answer = z.object({ header: z.object({ revision: z.string() }) })

/** Has an etcd forget all revisions but the present one. @param url where it listens for clients */
export async function compactStore(url: string): Promise<void> {
  const { header } = range_answer.parse(await ask(url, '/v3/kv/range', { key: 'AA==', limit: '1' }))
  await ask(url, '/v3/kv/compaction', { revision: header.revision, physical: true })
}

async function ask(url: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`etcd answered ${path} with ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
