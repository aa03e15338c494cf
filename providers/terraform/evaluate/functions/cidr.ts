import { FunctionError } from '../types/evaluation-error.ts'
import { magnitude } from '../types/number.ts'
import { listOf, NUMBER, STRING } from '../types/types.ts'
import { list, numberOf, string } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, refuse, textArgument, wholeNumber } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { addressText, cidrText, isIpv4, maskOf, parseCidr } from './ip-address.ts'
import type { Network } from './ip-address.ts'

const PREFIX: Parameter = { name: 'prefix', type: STRING }

function network(args: readonly Value[], index?: number): Network {
  const text = textArgument(args, 0)
  const parsed = parseCidr(text)
  if (!parsed) throw new FunctionError(`invalid CIDR expression: invalid CIDR address: ${text}`, index)
  return parsed
}

/** A whole number of any size. */
function bigNumber(value: Value): bigint {
  const exact = numberOf(value)
  const whole = exact.isInteger ? exact.truncate() : undefined
  return whole ?? refuse('value must be a whole number')
}

/** The number put into the address behind `length` bits, as go-cidr does: nothing is masked. */
function insert(base: Network, number: bigint, length: number): bigint {
  const joined = magnitude(base.address | (number << BigInt(base.bits - length)))
  if (joined >> BigInt(base.bits) !== 0n) refuse('the number does not fit into the address')
  return joined
}

const cidrhost: FunctionSpec = {
  name: 'cidrhost',
  params: [PREFIX, { name: 'hostnum', type: NUMBER }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const given = bigNumber(argument(args, 1))
    const base = network(args)
    const most = (1n << BigInt(base.bits - base.prefix)) - 1n
    // from the end for negative numbers; go-cidr checks 64 bits only
    const distance = given < 0n ? -given - 1n : BigInt.asIntN(64, given)
    const host = given < 0n ? most - distance : given
    if (distance > most) refuse(`prefix of ${base.prefix} does not accommodate a host numbered ${host}`)
    const length = isIpv4(base.address, base.bits) ? 32 : 128
    return string(addressText(insert(base, host, length), base.bits))
  },
}

const cidrnetmask: FunctionSpec = {
  name: 'cidrnetmask',
  params: [PREFIX],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const base = network(args)
    if (!isIpv4(base.address, base.bits))
      refuse(`IPv6 addresses cannot have a netmask: ${textArgument(args, 0)}`)
    return string(addressText(maskOf(base.prefix, base.bits), base.bits))
  },
}

const cidrsubnet: FunctionSpec = {
  name: 'cidrsubnet',
  params: [PREFIX, { name: 'newbits', type: NUMBER }, { name: 'netnum', type: NUMBER }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const more = wholeNumber(argument(args, 1))
    const number = bigNumber(argument(args, 2))
    const base = network(args)
    const prefix = base.prefix + more
    if (prefix > base.bits) refuse(`insufficient address space to extend prefix of ${base.prefix} by ${more}`)
    // go-cidr makes a network without a mask of it, which Go writes so
    if (prefix < 0)
      return number === 0n ? string('<nil>') : refuse('the prefix would be shorter than no bits')
    const most = more < 0 || more >= 64 ? 2n ** 64n - 1n : (1n << BigInt(more)) - 1n
    if (BigInt.asUintN(64, magnitude(number)) > most)
      refuse(`prefix extension of ${more} does not accommodate a subnet numbered ${number}`)
    return string(cidrText({ ...base, address: insert(base, number, prefix), prefix }))
  },
}

/** The last address of the network. */
function lastOf({ address, bits, prefix }: Network): bigint {
  return address | ((1n << BigInt(bits - prefix)) - 1n)
}

/** The network of that prefix behind the given one, undefined where the addresses end. */
function following(current: Network, prefix: number): Network | undefined {
  const mask = maskOf(prefix, current.bits)
  const aligned = { ...current, address: lastOf(current) & mask, prefix }
  const next = BigInt.asUintN(current.bits, lastOf(aligned) + 1n)
  return next === 0n ? undefined : { ...current, address: next & mask, prefix }
}

function contains(outer: Network, address: bigint): boolean {
  return (address & maskOf(outer.prefix, outer.bits)) === outer.address
}

function checkedLength(value: Value, base: Network, index: number): number {
  const more = wholeNumber(value, '', index)
  if (more < 1) refuse('must extend prefix by at least one bit', index)
  if (more > 32) refuse('may not extend prefix by more than 32 bits', index)
  const length = base.prefix + more
  if (length > base.bits) {
    const protocol = base.bits === 32 ? 'IPv4' : 'IPv6'
    refuse(`would extend prefix to ${length} bits, which is too long for an ${protocol} address`, index)
  }
  return length
}

const cidrsubnets: FunctionSpec = {
  name: 'cidrsubnets',
  params: [PREFIX],
  variadic: { name: 'newbits', type: NUMBER },
  returns: listOf(STRING),
  refine: NOT_NULL,
  call: (args) => {
    const base = network(args, 0)
    // an IPv4 address in IPv6 form confuses go-cidr
    if (args.length > 1 && base.bits === 128 && isIpv4(base.address, 128))
      refuse('an IPv4-mapped network cannot be divided')
    let current: Network | undefined
    const subnets = args.slice(1).map((value, i) => {
      const length = checkedLength(value, base, i + 1)
      const before = current ?? preceding(base, length)
      const next = following(before, length)
      if (!next || !contains(base, next.address))
        return refuse(
          `not enough remaining address space for a subnet with a prefix of ${length} bits after ${cidrText(before)}`,
          i + 1,
        )
      current = next
      return string(cidrText(next))
    })
    return list(subnets, STRING)
  },
}

/** The network of that prefix in front of the given one; in front of zero it is the last of all. */
function preceding(base: Network, prefix: number): Network {
  const before = BigInt.asUintN(base.bits, base.address - 1n)
  return { ...base, address: before & maskOf(prefix, base.bits), prefix }
}

/** Functions of IP networks. */
export const CIDR: readonly FunctionSpec[] = [cidrhost, cidrnetmask, cidrsubnet, cidrsubnets]
