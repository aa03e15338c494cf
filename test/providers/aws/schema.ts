import * as sdk from '@aws-sdk/client-ec2'
import { ACTIONS } from '../../../providers/aws/actions.ts'
import type { Api } from '../../../providers/aws/kind.ts'

/** The SDK's own description of a structure or list: `[type, namespace, name, traits, …]`. */
type Shape = readonly unknown[]

const STRUCTURE = 3
const LIST = 1

function resolved(ref: unknown): Shape | undefined {
  const shape: unknown = typeof ref === 'function' ? ref() : ref
  return Array.isArray(shape) ? shape : undefined
}

/** A member may stand with traits of its own: `[shape, traits]`. */
function bare(ref: unknown): unknown {
  return Array.isArray(ref) && ref.length === 2 && typeof ref[0] !== 'string' && !Array.isArray(ref[1])
    ? ref[0]
    : ref
}

/** Names of a structure's members. */
export function membersOfShape(shape: Shape | undefined): string[] {
  const names = shape?.[0] === STRUCTURE ? shape[4] : undefined
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

function member(shape: Shape | undefined, name: string): Shape | undefined {
  const index = membersOfShape(shape).indexOf(name)
  const refs = shape?.[5]
  return index < 0 || !Array.isArray(refs) ? undefined : resolved(bare(refs[index]))
}

function element(shape: Shape | undefined): Shape | undefined {
  return shape?.[0] === LIST ? resolved(bare(shape[4])) : shape
}

/** The shape of the things that a kind is read from, as the SDK describes them; undefined where it cannot be followed. */
export function itemShape(api: Api): Shape | undefined {
  const action = ACTIONS[api.action]
  const result: unknown =
    Reflect.get(sdk, `${api.action}Result$`) ?? Reflect.get(sdk, `${api.action}Response$`)
  let shape = resolved(result)
  if (action?.list !== undefined) shape = element(member(shape, action.list))
  if (action?.within !== undefined) shape = element(member(shape, action.within))
  if (api.inner !== undefined) shape = element(member(shape, api.inner))
  return shape
}

/** Whether the SDK has a command for an action. */
export function hasCommand(action: string): boolean {
  return typeof Reflect.get(sdk, `${action}Command`) === 'function'
}
