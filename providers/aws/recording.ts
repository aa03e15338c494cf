import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isList, isMap, type Value } from '../../src/core/value.ts'
import { ACTIONS, commandName } from './actions.ts'
import { Fault, type Answerer, type Question } from './answer.ts'
import { toValue, type Item } from './mapping.ts'

/** Answers from files as the AWS CLI prints them, one a command. Later folders have the first word. */
export class Recording implements Answerer {
  readonly #folders: readonly string[]
  readonly #max_bytes: number
  readonly #files = new Map<string, Promise<Item | Fault | undefined>>()

  /** @param from folders, relative to `base` @param max_bytes of one file */
  constructor(from: string | readonly string[], base: string, max_bytes: number) {
    this.#folders = (typeof from === 'string' ? [from] : from).map((folder) => resolve(base, folder))
    this.#max_bytes = max_bytes
  }

  /** A fault where a folder of the recording is not there. */
  async missingFolder(): Promise<Fault | undefined> {
    for (const folder of this.#folders) {
      const found = await stat(folder).catch(() => undefined)
      if (!found?.isDirectory())
        return new Fault('FILE_NOT_FOUND', `no folder of recorded answers at ${folder}`)
    }
    return undefined
  }

  async account(): Promise<string | Fault | undefined> {
    const file = await this.#read('sts-get-caller-identity')
    if (!file || file instanceof Fault) return file
    const account = file['Account']
    return typeof account === 'string'
      ? account
      : new Fault('RECORDING_MALFORMED', 'sts-get-caller-identity.json does not name an Account')
  }

  async answer(question: Question): Promise<Item | Fault | undefined> {
    const { action, attribute, parent } = question
    const name = attribute === undefined ? commandName(action) : `${commandName(action)}.${attribute}`
    const file = await this.#read(name)
    if (file instanceof Fault) return file
    if (!file)
      return new Fault(
        'RECORDING_MISSING',
        parent
          ? `the recording has no ${name}.json; it holds the answers of aws ec2 ${commandName(action)}, by the ids of what was asked about`
          : `the recording has no ${name}.json; aws ec2 ${commandName(action)} --output json > ${name}.json makes it`,
      )
    if (parent) return this.#of(file, parent.id, name, action)
    return checked(file, action, `${name}.json`)
  }

  /** An answer that was asked once for each parent: an object keyed by the parents' ids. */
  #of(file: Item, id: string, name: string, action: string): Item | Fault | undefined {
    const answer = file[id]
    if (answer === undefined) return undefined
    if (!isMap(answer)) return new Fault('RECORDING_MALFORMED', `${name}.json holds no answer at "${id}"`)
    return checked(answer, action, `${name}.json`)
  }

  #read(name: string): Promise<Item | Fault | undefined> {
    let file = this.#files.get(name)
    if (!file) this.#files.set(name, (file = this.#find(name)))
    return file
  }

  async #find(name: string): Promise<Item | Fault | undefined> {
    for (const folder of this.#folders.toReversed()) {
      const path = join(folder, `${name}.json`)
      const text = await readText(path, this.#max_bytes)
      if (text === undefined) continue
      return text instanceof Fault ? text : parse(text, path)
    }
    return undefined
  }
}

async function readText(path: string, max_bytes: number): Promise<string | Fault | undefined> {
  // O_NONBLOCK: a named pipe without a writer would otherwise hold the open for ever
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT'
        ? undefined
        : new Fault('FILE_UNREADABLE', `${path}: ${error.code ?? 'cannot be read'}`),
  )
  if (!file || file instanceof Fault) return file
  try {
    const stat = await file.stat()
    if (!stat.isFile()) return new Fault('FILE_UNREADABLE', `${path} is not a regular file`)
    const { size } = stat
    if (size > max_bytes)
      return new Fault('FILE_TOO_LARGE', `${path} has ${size} bytes; the limit is ${max_bytes}`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile())
  } catch (error) {
    return error instanceof TypeError
      ? new Fault('FILE_NOT_UTF8', `${path} is not UTF-8 text`)
      : new Fault('FILE_UNREADABLE', `${path} cannot be read`)
  } finally {
    await file.close()
  }
}

function parse(text: string, path: string): Item | Fault {
  if (text.trim() === '') return new Fault('FILE_EMPTY', `${path} is empty`)
  let value: Value
  try {
    value = toValue(JSON.parse(text))
  } catch {
    return new Fault('JSON_SYNTAX', `${path} is cut short or not JSON; record it again`)
  }
  return isMap(value) ? value : new Fault('RECORDING_MALFORMED', `${path} is not what the AWS CLI prints`)
}

/** An answer that has what its command prints, whole. */
function checked(answer: Item, action: string, file: string): Item | Fault {
  const list = ACTIONS[action]?.list
  if (list !== undefined && !isList(answer[list]))
    return new Fault('RECORDING_MALFORMED', `${file} has no list "${list}", which the command prints`)
  if (typeof answer['NextToken'] === 'string' && answer['NextToken'] !== '')
    return new Fault('RECORDING_MALFORMED', `${file} holds the first page only (it has a NextToken)`)
  return answer
}
