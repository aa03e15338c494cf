import { isIPv4, isIPv6 } from 'node:net'

/** An address range as AWS writes it: host bits cut, IPv6 in its shortest form; what is no range stays as it is. */
export function cidrText(text: string): string {
  const [address = '', prefix] = text.trim().split('/')
  const length = prefix === undefined ? undefined : Number(prefix)
  if (length !== undefined && !(Number.isInteger(length) && length >= 0)) return text
  if (isIPv4(address)) {
    const cut = length === undefined || length > 32 ? address : cutIPv4(address, length)
    return prefix === undefined ? cut : `${cut}/${length}`
  }
  if (!isIPv6(address) || address.includes('.')) return text
  const groups = cutIPv6(groupsOf(address.toLowerCase()), length ?? 128)
  return prefix === undefined ? shortest(groups) : `${shortest(groups)}/${length}`
}

function cutIPv4(address: string, length: number): string {
  return address
    .split('.')
    .map((part, index) => Number(part) & (0xff00 >> Math.max(0, Math.min(8, length - index * 8))) & 0xff)
    .join('.')
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const parse = (half: string): number[] =>
    half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16))
  if (tail === undefined) return parse(head)
  const [left, right] = [parse(head), parse(tail)]
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
}

function cutIPv6(groups: readonly number[], length: number): number[] {
  return groups.map(
    (group, index) => group & (0xffff0000 >> Math.max(0, Math.min(16, length - index * 16))) & 0xffff,
  )
}

/** RFC 5952: the longest run of zero groups, of two or more, becomes `::`. */
function shortest(groups: readonly number[]): string {
  let [start, size] = [-1, 1]
  for (let from = 0; from < groups.length; from += 1) {
    let to = from
    while (groups[to] === 0) to += 1
    if (to - from > size) [start, size] = [from, to - from]
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return start < 0 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + size))}`
}
