import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import * as sdk from '@aws-sdk/client-ec2'
import { ACTIONS, commandName } from '../../providers/aws/actions.ts'
import { KINDS } from '../../providers/aws/kinds.ts'
import { provider } from '../../providers/aws/provider.ts'
import type { Item, Resource } from '../../src/core/model.ts'
import { bareContext } from '../contract/provider-contract.ts'
import { startMoto, type Moto } from '../lab/moto.ts'
import { startFaultProxy } from './aws-lab/fault-proxy.ts'
import { LIMITS } from './aws-lab/limits.ts'
import { ACCOUNT, makeShop, REGION } from './aws-lab/shop.ts'

const FLEET = 1200
const BATCH = 20

describe('reading a real EC2 API', () => {
  let moto: Moto
  let ec2: sdk.EC2Client
  let folder: string

  before(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'test'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test'
    moto = await startMoto({ account_id: ACCOUNT })
    ec2 = new sdk.EC2Client({ region: REGION, endpoint: moto.url })
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-reading-'))
    await makeShop(ec2)
  })
  after(async () => {
    ec2?.destroy()
    await moto?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Everything that the source yields, with the number of its requests. */
  async function read(
    settings: Readonly<Record<string, unknown>>,
  ): Promise<{ items: Item[]; calls: number }> {
    const source = provider.sources['aws']
    assert.ok(source)
    let calls = 0
    const items: Item[] = []
    const context = bareContext({
      folder,
      limits: LIMITS,
      signal: AbortSignal.timeout(LIMITS.source_timeout_ms),
      called: () => (calls += 1),
    })
    const all = { region: REGION, account_id: ACCOUNT, ...settings }
    for await (const item of source.collect(all, context)) items.push(item)
    return { items, calls }
  }

  const isResource = (item: Item): item is Resource => item.what === 'resource'

  it('recorded answers and live ones give the same snapshot, byte for byte', async () => {
    await recordAll()
    const live = await read({ endpoint: moto.url })
    const recorded = await read({ from: folder })
    assert.equal(recorded.calls, 0)
    const text = (items: readonly Item[]): string =>
      items
        .filter(isResource)
        .map((item) => JSON.stringify(item))
        .join('\n')
    assert.ok(live.items.filter(isResource).length > 20)
    assert.equal(text(recorded.items), text(live.items))
  })

  /** Writes what the AWS CLI would print for every action that moto knows. */
  async function recordAll(): Promise<void> {
    const answers = new Map<string, Record<string, unknown>>()
    const ask = async (action: string, input: object): Promise<Record<string, unknown> | undefined> => {
      const Command: unknown = Reflect.get(sdk, `${action}Command`)
      assert.ok(typeof Command === 'function', action)
      const answer: unknown = await ec2.send(Reflect.construct(Command, [input])).catch(() => undefined)
      if (typeof answer !== 'object' || answer === null) return undefined
      return Object.fromEntries(Object.entries(answer).filter(([key]) => key !== '$metadata'))
    }
    for (const kind of KINDS) {
      const { api } = kind
      if (!api) continue
      for (const [action, args] of [
        [api.action, api.args ?? {}] as const,
        ...(api.beside ?? []).map(([name]) => [name, {}] as const),
      ]) {
        const answer = answers.get(action) ?? (await ask(action, args))
        if (answer) answers.set(action, answer)
      }
      for (const detail of api.details ?? []) {
        const { list, within } = ACTIONS[api.action] ?? {}
        const outer = items(answers.get(api.action)?.[list ?? ''])
        const things = within === undefined ? outer : outer.flatMap((each) => items(each[within]))
        const byParent: Record<string, unknown> = {}
        for (const thing of things) {
          if (thing['OwnerId'] !== undefined && thing['OwnerId'] !== ACCOUNT) continue
          const id = String(thing[detail.by])
          const input = {
            ...detail.args,
            ...(detail.attribute === undefined ? {} : { Attribute: detail.attribute }),
            [detail.by]: id,
          }
          byParent[id] = await ask(detail.action, input)
        }
        const name =
          commandName(detail.action) + (detail.attribute === undefined ? '' : `.${detail.attribute}`)
        await writeFile(join(folder, `${name}.json`), JSON.stringify(byParent))
      }
    }
    for (const [action, answer] of answers)
      await writeFile(join(folder, `${commandName(action)}.json`), JSON.stringify(answer))
  }

  function items(value: unknown): Record<string, unknown>[] {
    return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
  }

  it(`reads ${FLEET} machines in pages, none lost and none twice`, async () => {
    const { Subnets } = await ec2.send(new sdk.DescribeSubnetsCommand({}))
    const SubnetId = Subnets?.find((subnet) => subnet.DefaultForAz)?.SubnetId
    const launch = (): Promise<unknown> =>
      ec2.send(
        new sdk.RunInstancesCommand({
          ImageId: 'ami-12c6146b',
          InstanceType: 't3.nano',
          MinCount: BATCH,
          MaxCount: BATCH,
          ...(SubnetId === undefined ? {} : { SubnetId }),
        }),
      )
    for (let made = 0; made < FLEET; made += BATCH) await launch()
    // a page counts reservations, and there are too few for a full one
    const pages = await startFaultProxy(moto.url, (body) => body.replace(/MaxResults=\d+/, 'MaxResults=25'))
    const { items: found, calls } = await read({ endpoint: pages.url, kinds: ['aws_instance'] })
    await pages.stop()
    const ids = found.filter(isResource).map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.equal(ids.length, FLEET + 1)
    assert.ok(calls >= 4, `${calls} calls`)
    assert.equal(pages.asked.filter((action) => action === 'DescribeInstances').length, 3)
  })
})
