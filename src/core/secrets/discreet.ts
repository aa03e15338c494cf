import { isReference, isSecretValue } from './credential-names.ts'
import { maskText, withoutDigests } from './credentials.ts'
import type { Finding, NotCompared } from '../report.ts'
import { Secret, SECRET_TEXT, type Json } from '../value.ts'

/** a report shows that there is a credential, never which: one digest stands for all */
const HIDDEN = new Secret('0'.repeat(64))

/** A text without the credentials that can be told in it: `(secret)` stands in their place. */
export function discreetText(text: string): string {
  return withoutDigests(maskText(text, () => HIDDEN) ?? text)
}

/** A text under a name, which alone may say that it is one. */
export function discreetNamed(name: string, text: string): string {
  return text !== '' && isSecretValue(name, text) && !isReference(text) ? SECRET_TEXT : discreetText(text)
}

/**
 * A finding without the credentials that names, ids, keys, paths, and what is said about them may hold: values are masked
 * where they are read, but what people call things goes everywhere (law 6). Its fingerprint is of what it was before.
 */
export function discreetFinding(finding: Finding): Finding {
  const { resource, path, by, source, values } = finding
  return {
    ...finding,
    resource: resource && {
      ...resource,
      name: discreetText(resource.name),
      namespace: discreetOptional(resource.namespace),
      address: discreetOptional(resource.address),
      id: discreetOptional(resource.id),
    },
    path: discreetOptional(path),
    values: discreetMap(values),
    by: by && { ...by, writer: discreetText(by.writer) },
    source: source && { ...source, file: discreetText(source.file) },
    notes: finding.notes.map(discreetText),
    remedy: finding.remedy.map(({ text }) => ({ text: discreetText(text) })),
  }
}

/** What was not compared, in the same way. */
export function discreetNotCompared(entry: NotCompared): NotCompared {
  return { ...entry, reason: discreetText(entry.reason) }
}

function discreetOptional(text: string | null): string | null {
  return text === null ? null : discreetText(text)
}

function discreetMap(map: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [discreetText(key), discreetJson(value)]),
  )
}

function discreetJson(value: Json): Json {
  if (typeof value === 'string') return discreetText(value)
  if (value === null || typeof value !== 'object') return value
  return isList(value) ? value.map(discreetJson) : discreetMap(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
