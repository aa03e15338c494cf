/** An address or the start of a network as a number, with the number of bits it is written in. */
export interface Network {
  readonly address: bigint
  readonly bits: 32 | 128
  readonly prefix: number
}

/** Go's limit of a number in an address or mask. */
const LARGEST = 0xffffff

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) <= 0xff))
    return undefined
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

/** The 16-bit groups of one side of `::`, an IPv4 tail as two of them. */
function groups(text: string): readonly bigint[] | undefined {
  if (text === '') return []
  const result: bigint[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (part.includes('.') && i === parts.length - 1) {
      const tail = ipv4(part)
      if (tail === undefined) return undefined
      result.push(tail >> 16n, tail & 0xffffn)
    } else if (/^[0-9a-fA-F]+$/.test(part) && Number.parseInt(part, 16) <= 0xffff)
      result.push(BigInt(Number.parseInt(part, 16)))
    else return undefined
  }
  return result
}

function ipv6(text: string): bigint | undefined {
  const sides = text.split('::')
  if (sides.length > 2) return undefined
  const [head, tail] = sides.map(groups)
  if (!head || (sides.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])]
  return all.reduce((sum, group) => (sum << 16n) | group, 0n)
}

/** The bits of a number of that many bits that a prefix covers. */
export function maskOf(prefix: number, bits: number): bigint {
  return ((1n << BigInt(prefix)) - 1n) << BigInt(bits - prefix)
}

/** `10.0.0.0/8` as Terraform reads it (leading zeros are decimal, host bits are dropped); undefined for what is none. */
export function parseCidr(text: string): Network | undefined {
  const slash = text.indexOf('/')
  const length = text.slice(slash + 1)
  if (slash < 0 || !/^\d+$/.test(length) || Number(length) >= LARGEST) return undefined
  const four = ipv4(text.slice(0, slash))
  const address = four ?? ipv6(text.slice(0, slash))
  const bits = four === undefined ? 128 : 32
  const prefix = Number(length)
  if (address === undefined || prefix > bits) return undefined
  return { address: address & maskOf(prefix, bits), bits, prefix }
}

const MAPPED = 0xffffn << 32n

/** Whether an IPv6 address stands for an IPv4 one (`::ffff:1.2.3.4`): Go then writes it as that. */
export function isIpv4(address: bigint, bits: number): boolean {
  return bits === 32 || address >> 32n === MAPPED >> 32n
}

/** An address as Go writes it: dotted, or the shortest IPv6 form (RFC 5952). */
export function addressText(address: bigint, bits: number): string {
  if (isIpv4(address, bits)) {
    const low = Number(address & 0xffffffffn)
    return [24, 16, 8, 0].map((shift) => (low >>> shift) & 0xff).join('.')
  }
  const parts = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - 16 * i)) & 0xffffn))
  const hole = longestZeros(parts)
  const hex = parts.map((part) => part.toString(16))
  if (hole.length < 2) return hex.join(':')
  return `${hex.slice(0, hole.start).join(':')}::${hex.slice(hole.start + hole.length).join(':')}`
}

function longestZeros(parts: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < parts.length; start++) {
    let length = 0
    while (parts[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}

/** A network as Go writes it. */
export function cidrText({ address, bits, prefix }: Network): string {
  const shown = bits === 128 && isIpv4(address, bits) ? Math.max(0, prefix - 96) : prefix
  return `${addressText(address, bits)}/${shown}`
}
