import { isList, isMap, Unknown, type Value } from '../../src/core/value.ts'
import { ACTIONS } from './actions.ts'
import { Fault, type Answerer, type Question } from './answer.ts'
import type { Api, Detail } from './kind.ts'
import type { Item } from './mapping.ts'

/** The answers of one run: nothing is asked twice, and nothing kept longer than somebody needs it. */
export class Answers {
  readonly #answerer: Answerer
  readonly #limit: <T>(task: () => Promise<T>) => Promise<T>
  readonly #open = new Map<string, Promise<Item | Fault | undefined>>()
  readonly #uses = new Map<string, number>()
  readonly #indexes = new Map<string, Promise<ReadonlyMap<Value, Item> | Fault>>()

  /** @param limit bounds how many questions are under way */
  constructor(answerer: Answerer, limit: <T>(task: () => Promise<T>) => Promise<T>) {
    this.#answerer = answerer
    this.#limit = limit
  }

  /** Announces a use of an action's answer, which is kept until its last user is done. */
  expect(api: Api): void {
    for (const action of actionsOf(api)) this.#uses.set(action, (this.#uses.get(action) ?? 0) + 1)
  }

  done(api: Api): void {
    for (const action of actionsOf(api)) {
      const left = (this.#uses.get(action) ?? 1) - 1
      this.#uses.set(action, left)
      if (left > 0) continue
      for (const key of this.#open.keys()) if (key.startsWith(`["${action}"`)) this.#open.delete(key)
      for (const key of this.#indexes.keys()) if (key.startsWith(`${action} `)) this.#indexes.delete(key)
    }
  }

  /** One answer. */
  answer(question: Question): Promise<Item | Fault | undefined> {
    const { action, args, attribute, parent } = question
    const key = JSON.stringify([action, args, attribute, parent])
    let answer = this.#open.get(key)
    if (!answer) this.#open.set(key, (answer = this.#limit(() => this.#answerer.answer(question))))
    return answer
  }

  /** The things that an action lists. */
  async list(action: string, args?: Api['args']): Promise<readonly Item[] | Fault> {
    const answer = await this.answer(args === undefined ? { action } : { action, args })
    if (answer instanceof Fault) return answer
    const { list, within } = ACTIONS[action] ?? {}
    if (!answer) return []
    if (list === undefined) return [answer]
    const items = itemsOf(answer[list])
    return within === undefined ? items : items.flatMap((item) => inside(item, within))
  }

  /** Things of another answer by a member's value; Unknown where that answer could not be had. */
  async beside(action: string, member: string): Promise<(value: Value | undefined) => Value | undefined> {
    const key = `${action} ${member}`
    let index = this.#indexes.get(key)
    if (!index) this.#indexes.set(key, (index = this.#index(action, member)))
    const found = await index
    if (found instanceof Fault) return () => new Unknown(found.message)
    return (value) => (value === undefined ? undefined : found.get(value))
  }

  async #index(action: string, member: string): Promise<ReadonlyMap<Value, Item> | Fault> {
    const items = await this.list(action)
    if (items instanceof Fault) return items
    return new Map(items.map((item): [Value, Item] => [item[member] ?? null, item]))
  }

  /** An answer about one thing. */
  detail(detail: Detail, id: string): Promise<Item | Fault | undefined> {
    const { action, attribute, args, by } = detail
    return this.answer({
      action,
      ...(args === undefined ? {} : { args }),
      ...(attribute === undefined ? {} : { attribute }),
      parent: { parameter: by, id },
    })
  }
}

function actionsOf(api: Api): string[] {
  const beside = (api.beside ?? []).map(([action]) => action)
  return [api.action, ...beside, ...(api.details ?? []).map(({ action }) => action)]
}

function itemsOf(value: Value | undefined): readonly Item[] {
  return isList(value) ? value.filter(isMap) : []
}

/** The items of a member, each knowing the item that it stands in. */
export function inside(outer: Item, member: string): Item[] {
  return itemsOf(outer[member]).map((item) => ({ ...item, '^': outer }))
}
