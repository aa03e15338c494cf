/**
 * kustomize appends a hash of their content to the names of generated ConfigMaps and Secrets: ten characters out of
 * these, which spell no word.
 */
const HASHED = /^(.+)-[2456789bcdfghkmt]{10}$/
const HASHED_ITEM = /^(\[name=[^,\]]+)-[2456789bcdfghkmt]{10}(?=[,\]])/

/** A generated name without what follows the content; undefined for any other name. */
export function baseName(name: string): string | undefined {
  return HASHED.exec(name)?.[1]
}

/** fields that hold the name of another object */
const REFERENCE_KEYS: ReadonlySet<string> = new Set(['name', 'secretName'])

/** A reference to a generated object, or the segment of a list's item that is one, with a mark in place of the hash. */
export function withoutHash(text: string, key: string | undefined, mark: string): string {
  if (key === undefined) return text.startsWith('[name=') ? text.replace(HASHED_ITEM, `$1${mark}`) : text
  const base = REFERENCE_KEYS.has(key) ? baseName(text) : undefined
  return base === undefined ? text : `${base}${mark}`
}
