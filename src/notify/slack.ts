import { setTimeout as sleep } from 'node:timers/promises'
import type { FetchFunction } from '@slack/webhook'
import type { Exit } from '../core/exit.ts'
import type { Report } from '../core/report.ts'
import type { Log } from '../log.ts'
import { slackDigest } from './slack-digest.ts'
import type { SlackMessage } from './slack-digest.ts'

/** How long Slack may take. */
export interface SlackPatience {
  readonly request_timeout_ms: number
  readonly attempts: number
  /** what Retry-After may ask for at most */
  readonly longest_wait_ms: number
}

const PATIENCE: SlackPatience = { request_timeout_ms: 10_000, attempts: 3, longest_wait_ms: 30_000 }
const ANSWER_BYTES = 4096

export interface SlackTarget {
  /** the webhook's address: itself a secret */
  readonly url: string
  readonly log: Log
  readonly signal?: AbortSignal | undefined
}

interface Answer {
  readonly status: number
  readonly retry_after_ms: number
  readonly body: string
}

/** Tells Slack what a run found. One of these in a process of many runs says the same thing once. */
export class SlackNotifier {
  readonly #patience: SlackPatience
  #said: string | undefined

  constructor(patience: SlackPatience = PATIENCE) {
    this.#patience = patience
  }

  /**
   * Posts the digest of a run that has something to say: findings beyond info, or gaps; or that all is well again after
   * such a one. Never throws for Slack's faults: they are logged, without the address.
   */
  async notify(report: Report, exit: Exit, target: SlackTarget): Promise<void> {
    const news = newsOf(report)
    if (news === (this.#said ?? '')) return
    if (await this.#post(slackDigest(report, exit), target)) this.#said = news
  }

  async #post(message: SlackMessage, target: SlackTarget): Promise<boolean> {
    const { log } = target
    if (!URL.canParse(target.url)) {
      log.error('slack: the webhook address is no address')
      return false
    }
    let body: { text: string; blocks?: SlackMessage['blocks'] } = message
    for (let attempt = 1; attempt <= this.#patience.attempts; attempt += 1) {
      const answer = await send(body, target, this.#patience)
      if (answer === undefined) return false
      if (answer.status < 300) return true
      const facts = { status: answer.status, attempt }
      if (answer.status === 400 && answer.body.includes('block') && 'blocks' in body) {
        log.warn('slack: refused the blocks, sending plain text', facts)
        body = { text: message.text }
      } else if (answer.status === 429 || answer.status >= 500) {
        log.warn('slack: asked to wait', { ...facts, wait_ms: answer.retry_after_ms })
        if (attempt === this.#patience.attempts || answer.retry_after_ms > this.#patience.longest_wait_ms)
          break
        await sleep(answer.retry_after_ms, undefined, { signal: target.signal }).catch(() => undefined)
      } else {
        log.error('slack: the digest was refused', facts)
        return false
      }
      if (target.signal?.aborted) break
    }
    log.error('slack: the digest was not delivered')
    return false
  }
}

/** What a run has to tell, as one text: the same findings and gaps give the same one; '' = nothing. */
function newsOf(report: Report): string {
  const findings = report.findings.filter((finding) => finding.severity !== 'info' && !finding.accepted)
  const gaps = report.gaps.filter((gap) => !gap.accepted)
  const keys = [
    ...findings.map((finding) => `${finding.fingerprint} ${finding.severity}`),
    ...gaps.map((gap) => JSON.stringify([gap.environment, gap.source, gap.code, gap.kinds])),
  ]
  return keys.sort().join('\n')
}

/** One request; undefined when there was no answer (logged). */
async function send(
  message: { readonly text: string; readonly blocks?: SlackMessage['blocks'] },
  target: SlackTarget,
  patience: SlackPatience,
): Promise<Answer | undefined> {
  const { IncomingWebhook } = await import('@slack/webhook')
  let answer: Answer | undefined
  const fetchAnswer: FetchFunction = async (url, init) => {
    const signals = [init?.signal, target.signal].filter((signal) => signal !== undefined)
    const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) })
    const body = await firstBytes(response)
    answer = { status: response.status, retry_after_ms: retryAfter(response.headers), body }
    return new Response(body, { status: response.status, statusText: response.statusText })
  }
  const webhook = new IncomingWebhook(target.url, {
    timeout: patience.request_timeout_ms,
    fetch: fetchAnswer,
  })
  try {
    await webhook.send({ text: message.text, ...(message.blocks ? { blocks: [...message.blocks] } : {}) })
  } catch (error) {
    if (answer === undefined) target.log.error('slack: no answer', { reason: reasonOf(error) })
  }
  return answer
}

async function firstBytes(response: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length >= ANSWER_BYTES) break
  }
  return text.slice(0, ANSWER_BYTES)
}

/** Seconds, as Slack gives them; a second where it says nothing. */
function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1000
}

/** The innermost error's own code: messages may hold the address. */
function reasonOf(error: unknown): string {
  let reason = 'unknown'
  for (let current = error; current instanceof Error; current = innerOf(current)) {
    if (current.name === 'TimeoutError' || current.name === 'AbortError') return current.name
    if ('code' in current && typeof current.code === 'string') reason = current.code
  }
  return reason
}

function innerOf(error: Error): unknown {
  return 'original' in error ? error.original : error.cause
}
