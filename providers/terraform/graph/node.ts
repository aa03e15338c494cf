import type { Range } from '../hcl/ast.ts'

/** A computation that names the nodes it needs before it reads them: it yields each, and is resumed when they are done. */
export type Steps<T> = Generator<Task, T, void>

/** What the driver needs of a node, whatever its value. */
export interface Task {
  readonly label: string
  /** where it is declared; null for what has no place of its own */
  readonly range: Range | null
  readonly isDone: boolean
  start(): Steps<void>
  fail(error: unknown): void
}

/** Nodes that need each other; `labels` in the order of need, from the bytewise first. */
export class CycleError extends Error {
  readonly labels: readonly string[]
  /** where the first of them that has a place is declared */
  readonly range: Range | null

  constructor(labels: readonly string[], range: Range | null) {
    super(`Cycle: ${labels.join(', ')}`)
    this.name = 'CycleError'
    this.labels = labels
    this.range = range
  }
}

type State<T> = { readonly at: 'new' | 'running' } | { readonly at: 'done'; readonly value: T } | Failed

const NEW = { at: 'new' } as const

interface Failed {
  readonly at: 'failed'
  readonly error: unknown
}

/**
 * A value of the configuration's graph, computed on first need and once. Chains of any length cost no call stack: the
 * driver (`settle`) walks them with a stack of its own.
 */
export class GraphNode<T> implements Task {
  /** the address in Terraform's words, for a cycle's message: `local.a`, `module.m.var.x` */
  readonly label: string
  readonly range: Range | null
  /** null once it is settled: what it computed from is not kept */
  #compute: (() => Steps<T>) | null
  #state: State<T> = NEW

  constructor(label: string, range: Range | null, compute: () => Steps<T>) {
    this.label = label
    this.range = range
    this.#compute = compute
  }

  get isDone(): boolean {
    return this.#state.at === 'done' || this.#state.at === 'failed'
  }

  *start(): Steps<void> {
    if (!this.#compute) throw new TypeError(`${this.label} is computed twice`)
    const value = yield* this.#compute()
    this.#compute = null
    this.#state = { at: 'done', value }
  }

  fail(error: unknown): void {
    this.#state = { at: 'failed', error }
  }

  /** The value of a settled node; undefined when it failed. */
  outcome(): T | undefined {
    return this.#state.at === 'failed' ? undefined : this.read()
  }

  /** What made a settled node fail; undefined when it did not. */
  get failure(): unknown {
    return this.#state.at === 'failed' ? this.#state.error : undefined
  }

  /** The value of a settled node. @throws what its computation threw, or the CycleError it is part of */
  read(): T {
    if (this.#state.at === 'failed') throw this.#state.error
    if (this.#state.at !== 'done') throw new TypeError(`${this.label} is read before it is settled`)
    return this.#state.value
  }
}

interface Frame {
  readonly task: Task
  readonly steps: Steps<void>
}

/** Told of a failure, and of the node that failed. */
type Failure = (error: unknown, task: Task) => void

/** Computes a node and all that it needs. Never throws: a failure is kept in the node that failed, and told once. */
export function settle(first: Task, failed: Failure): void {
  if (first.isDone) return
  const frame = { task: first, steps: first.start() }
  let needed = advance(frame, failed)
  // all that most nodes need is there
  while (needed?.isDone) needed = advance(frame, failed)
  if (needed) descend(frame, needed, failed)
}

/** Goes on with a node that waits for another. */
function descend(waiting: Frame, next: Task, failed: Failure): void {
  const frames = [waiting]
  const depth = new Map<Task, number>([[waiting.task, 0]])
  let needed: Task | undefined = next
  for (;;) {
    if (needed && !needed.isDone) {
      const at = depth.get(needed)
      if (at === undefined) {
        depth.set(needed, frames.length)
        frames.push({ task: needed, steps: needed.start() })
      } else failed(breakCycle(frames.splice(at), depth), needed)
    }
    const frame = frames.at(-1)
    if (!frame) return
    needed = advance(frame, failed)
    if (needed) continue
    frames.pop()
    depth.delete(frame.task)
  }
}

/** Runs a frame to the next node it needs; undefined when it has ended. */
function advance(frame: Frame, failed: Failure): Task | undefined {
  try {
    const step = frame.steps.next()
    return step.done ? undefined : step.value
  } catch (error) {
    frame.task.fail(error)
    failed(error, frame.task)
    return undefined
  }
}

function breakCycle(ring: readonly Frame[], depth: Map<Task, number>): CycleError {
  // several nodes of one thing (its instances, its whole) are one name
  const labels = [...new Set(ring.map((frame) => frame.task.label))]
  const first = labels.reduce((best, label, i) => (label < (labels[best] ?? '') ? i : best), 0)
  const named = [...labels.slice(first), ...labels.slice(0, first)]
  const places = named.flatMap((label) => ring.find(({ task }) => task.label === label && task.range) ?? [])
  const error = new CycleError(named, places[0]?.task.range ?? null)
  for (const { task } of ring) {
    task.fail(error)
    depth.delete(task)
  }
  return error
}
