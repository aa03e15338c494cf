/** A range of addresses: its bytes with the host's bits cut, 4 or 16, and how many bits are fixed. */
export interface Network {
  readonly bytes: readonly number[]
  readonly length: number
}

/** An address or CIDR of IPv4 or IPv6; undefined for anything else. A bare address is a range of one. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', prefix, ...rest] = text.trim().split('/')
  const bytes = address.includes(':') ? ipv6(address) : ipv4(address)
  if (!bytes || rest.length > 0) return undefined
  const length = prefix === undefined ? bytes.length * 8 : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  return length < 0 || length > bytes.length * 8 ? undefined : { bytes: cut(bytes, length), length }
}

/** Whether all of a range lies in another. */
export function isWithin(inner: Network, outer: Network): boolean {
  if (inner.bytes.length !== outer.bytes.length || inner.length < outer.length) return false
  return cut(inner.bytes, outer.length).every((byte, index) => byte === outer.bytes[index])
}

function cut(bytes: readonly number[], length: number): number[] {
  return bytes.map((byte, index) => byte & (0xff00 >> Math.max(0, Math.min(8, length - index * 8))) & 0xff)
}

function ipv4(text: string): number[] | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return parts.length === 4 && parts.every((part) => part < 256) ? parts : undefined
}

function ipv6(text: string): number[] | undefined {
  const halves = text.toLowerCase().split('::')
  if (halves.length > 2) return undefined
  const groups = (half: string): number[] =>
    half === ''
      ? []
      : half.split(':').map((group) => (/^[0-9a-f]{1,4}$/.test(group) ? Number.parseInt(group, 16) : -1))
  const head = groups(halves[0] ?? '')
  const tail = groups(halves[1] ?? '')
  const fill = 8 - head.length - tail.length
  if (halves.length === 2 ? fill < 1 : fill !== 0) return undefined
  const all = [...head, ...Array.from({ length: Math.max(0, fill) }, () => 0), ...tail]
  return all.every((group) => group >= 0) ? all.flatMap((group) => [group >> 8, group & 0xff]) : undefined
}
