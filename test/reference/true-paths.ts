/** The paths of all that is `true` in Terraform's JSON of what is unknown or sensitive. */
export function truePaths(
  marks: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (marks === true) return [path]
  if (Array.isArray(marks)) return marks.flatMap((part, i) => truePaths(part, [...path, i]))
  if (typeof marks !== 'object' || marks === null) return []
  return Object.entries(marks).flatMap(([key, part]) => truePaths(part, [...path, key]))
}
