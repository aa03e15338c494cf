import * as sdk from '@aws-sdk/client-ec2'
import pLimit from 'p-limit'
import { ACTIONS } from '../providers/aws/actions.ts'
import { KINDS } from '../providers/aws/kinds.ts'

type Thing = Readonly<Record<string, unknown>>

/**
 * The least that asks the same: every list of the table, page by page, then what is asked of single things, so many at a
 * time; nothing is done with the answers. @returns the number of requests
 */
export async function readBare(
  endpoint: string,
  region: string,
  account: string,
  concurrency: number,
): Promise<number> {
  const client = new sdk.EC2Client({ endpoint, region, maxAttempts: 1 })
  const limit = pLimit(concurrency)
  let calls = 0
  const send = async (action: string, input: object): Promise<Thing> => {
    const Command: unknown = Reflect.get(sdk, `${action}Command`)
    if (typeof Command !== 'function') throw new TypeError(`the SDK has no ${action}`)
    calls += 1
    const answer: unknown = await client.send(Reflect.construct(Command, [input])).catch(() => ({}))
    return typeof answer === 'object' && answer !== null ? { ...answer } : {}
  }
  const list = async (action: string, args: object): Promise<Thing[]> => {
    const { list: name, within, page } = ACTIONS[action] ?? {}
    const things: Thing[] = []
    for (let token: unknown; ;) {
      const more = typeof token === 'string' ? { NextToken: token } : {}
      const answer = await send(action, {
        ...args,
        ...(page === undefined ? {} : { MaxResults: page }),
        ...more,
      })
      const found = name === undefined ? [answer] : thingsOf(answer[name])
      things.push(...(within === undefined ? found : found.flatMap((outer) => thingsOf(outer[within]))))
      token = answer['NextToken']
      if (typeof token !== 'string' || token === '') return things
    }
  }
  const lists = new Map<string, Promise<Thing[]>>()
  const once = (action: string, args: object): Promise<Thing[]> => {
    const key = JSON.stringify([action, args])
    const known = lists.get(key) ?? limit(() => list(action, args))
    lists.set(key, known)
    return known
  }
  const asked = new Set<string>()
  const reading = KINDS.map(async ({ api }) => {
    if (!api || api.rare) return
    const things = await once(api.action, api.args ?? {})
    const own = things.filter(({ OwnerId }) => OwnerId === undefined || OwnerId === account)
    if (own.length > 0) for (const [action] of api.beside ?? []) await once(action, {})
    const questions = (api.details ?? []).flatMap((detail) =>
      own.map((thing) => ({ detail, id: thing[detail.by] })),
    )
    await Promise.all(
      questions.map(({ detail: { action, args, attribute, by }, id }) => {
        const input = { ...args, ...(attribute === undefined ? {} : { Attribute: attribute }), [by]: id }
        const key = JSON.stringify([action, input])
        if (asked.has(key)) return undefined
        asked.add(key)
        return limit(() => send(action, input))
      }),
    )
  })
  await Promise.all(reading)
  client.destroy()
  return calls
}

function thingsOf(value: unknown): Thing[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
}
