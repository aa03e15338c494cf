import type { Context } from '../../src/core/provider.ts'
import { isList, isMap, type Json, type Value } from '../../src/core/value.ts'
import { ACTIONS } from './actions.ts'
import { Fault, type Answerer, type Question } from './answer.ts'
import { faultOf } from './fault.ts'
import { toValue, type Item } from './mapping.ts'
import type { Settings } from './settings.ts'

/** attempts for one request, the first included; throttling is waited out by the SDK's adaptive rate limiter */
const ATTEMPTS_MAX = 6

interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** The EC2 and STS APIs. This is the only place that touches the SDK; it is loaded on first use. */
export class Client implements Answerer {
  readonly #settings: Settings
  readonly #context: Context
  readonly #timeout_ms: number
  #ec2: Promise<(action: string, input: object) => Promise<object>> | undefined

  constructor(settings: Settings, context: Context) {
    this.#settings = settings
    this.#context = context
    this.#timeout_ms = settings.timeout_ms ?? context.limits.request_timeout_ms
  }

  async account(): Promise<string | Fault | undefined> {
    const { account_id, role_arn } = this.#settings
    if (account_id === undefined && role_arn === undefined) return undefined
    try {
      const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
      const client = new STSClient({
        ...this.#common(),
        ...this.#stsEndpoint(),
        ...(await this.#credentials()),
      })
      this.#context.called()
      const asked = client.send(new GetCallerIdentityCommand({}), this.#bounds())
      // the larger SDK is loaded while that is under way; what goes wrong there is told by who asks it
      this.#ec2 ??= this.#connect()
      this.#ec2.catch(() => undefined)
      const answer = await asked
      return answer.Account
    } catch (error) {
      return faultOf(error, 'GetCallerIdentity', this.#context.signal)
    }
  }

  /** What CloudTrail logged about a thing, the newest first: one page, which is 50 events. */
  async events(resource: string): Promise<Item | Fault> {
    try {
      const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
      const client = new CloudTrailClient({
        ...this.#common(),
        ...this.#besideEndpoint(this.#settings.cloudtrail_endpoint),
        ...(await this.#credentials()),
      })
      this.#context.called()
      const command = new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: resource }],
        MaxResults: 50,
      })
      const answer = toValue(await client.send(command, this.#bounds()))
      return isMap(answer) ? answer : {}
    } catch (error) {
      return faultOf(error, 'LookupEvents', this.#context.signal)
    }
  }

  async answer(question: Question): Promise<Item | Fault | undefined> {
    try {
      return await this.#all(question)
    } catch (error) {
      return faultOf(error, question.action, this.#context.signal)
    }
  }

  /** All pages of one answer, in one. */
  async #all({ action, args, attribute, parent }: Question): Promise<Item | Fault> {
    const known = ACTIONS[action]
    if (!known) throw new TypeError(`${action} is not an action of the table`)
    const input: Record<string, Json> = { ...args }
    if (attribute !== undefined) input['Attribute'] = attribute
    if (parent) input[parent.parameter] = parent.id
    if (known.page !== undefined) input['MaxResults'] = known.page
    const first = await this.#send(action, input)
    if (known.list === undefined) return first
    const list = [...itemsOf(first[known.list])]
    let token = first['NextToken']
    for (let page = 1; typeof token === 'string' && token !== ''; page += 1) {
      if (page >= this.#context.limits.max_pages)
        return new Fault('SOURCE_TOO_MANY', `${action} has more than ${page} pages, the limit`)
      const next = await this.#send(action, { ...input, NextToken: token })
      list.push(...itemsOf(next[known.list]))
      if (next['NextToken'] === token)
        return new Fault('AWS_MALFORMED', `${action} answered the same page token twice`)
      token = next['NextToken']
    }
    return { ...first, [known.list]: list }
  }

  async #send(action: string, input: Readonly<Record<string, Json>>): Promise<Item> {
    this.#ec2 ??= this.#connect()
    const send = await this.#ec2
    this.#context.called()
    const answer = toValue(await send(action, input))
    return isMap(answer) ? answer : {}
  }

  async #connect(): Promise<(action: string, input: object) => Promise<object>> {
    const sdk = await import('@aws-sdk/client-ec2')
    const { endpoint } = this.#settings
    const client = new sdk.EC2Client({
      ...this.#common(),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(await this.#credentials()),
    })
    return async (action, input) => {
      const Command: unknown = Reflect.get(sdk, `${action}Command`)
      if (typeof Command !== 'function') throw new TypeError(`the SDK has no ${action}`)
      return client.send(Reflect.construct(Command, [input]), this.#bounds())
    }
  }

  #common(): {
    region: string
    retryMode: string
    maxAttempts: number
    requestHandler: { requestTimeout: number; connectionTimeout: number; throwOnRequestTimeout: boolean }
  } {
    return {
      region: this.#settings.region,
      retryMode: 'adaptive',
      maxAttempts: Math.min(ATTEMPTS_MAX, this.#context.limits.retries + 1),
      requestHandler: {
        requestTimeout: this.#timeout_ms,
        connectionTimeout: Math.min(this.#timeout_ms, 10_000),
        throwOnRequestTimeout: true,
      },
    }
  }

  #bounds(): { abortSignal: AbortSignal } {
    return { abortSignal: this.#context.signal }
  }

  #stsEndpoint(): { endpoint?: string } {
    return this.#besideEndpoint(this.#settings.sts_endpoint)
  }

  /** A local stand-in answers all APIs at one address. @param own the address that is configured for this one */
  #besideEndpoint(own: string | undefined): { endpoint?: string } {
    const { endpoint } = this.#settings
    if (own !== undefined) return { endpoint: own }
    const isLocal = endpoint !== undefined && /^(localhost|127\.|\[::1\])/.test(new URL(endpoint).host)
    return isLocal ? { endpoint } : {}
  }

  /** As the SDK finds them (environment, profile, web identity, container, instance), or by the configured role. */
  async #credentials(): Promise<{ profile?: string; credentials?: () => Promise<Identity> }> {
    const { profile, role_arn, external_id } = this.#settings
    const own = profile === undefined ? {} : { profile }
    if (role_arn === undefined) return own
    const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts')
    const client = new STSClient({ ...this.#common(), ...this.#stsEndpoint(), ...own })
    return {
      credentials: async () => {
        this.#context.called()
        const command = new AssumeRoleCommand({
          RoleArn: role_arn,
          RoleSessionName: 'evenkeel',
          ...(external_id === undefined ? {} : { ExternalId: external_id }),
        })
        const { Credentials: given } = await client.send(command, this.#bounds())
        if (!given?.AccessKeyId || !given.SecretAccessKey)
          throw new Error('AssumeRole answered no credentials')
        return {
          accessKeyId: given.AccessKeyId,
          secretAccessKey: given.SecretAccessKey,
          ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
          ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
        }
      },
    }
  }
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : []
}
