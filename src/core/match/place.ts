/**
 * Where a thing is, where one environment spans several places: `account/region` of a cloud. A part that nobody knows is
 * empty; without any known part there is no place at all.
 */
export function placeText(account: string | undefined, region: string | undefined): string | undefined {
  return account || region ? `${account ?? ''}/${region ?? ''}` : undefined
}

/** Whether two places may be the same: what is not known fits anything. */
export function placesMeet(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true
  const others = b.split('/')
  return a.split('/').every((part, index) => {
    const other = others[index] ?? ''
    return part === '' || other === '' || part === other
  })
}

/** A place with what it does not say taken from others, the first that says it. */
export function joinPlaces(...places: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = places.filter((place) => place !== undefined)
  if (others.every((place) => place === first)) return first
  const known: string[] = []
  for (const place of places)
    for (const [index, part] of (place ?? '').split('/').entries()) known[index] = known[index] || part
  return placeText(known[0], known[1])
}
