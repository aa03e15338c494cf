import { maskAttributes, type Digest } from './secrets/credentials.ts'
import type { Resource } from './model.ts'
import type { Registry } from './registry.ts'

/**
 * A resource as it may leave its reader: in the kind's own form and without any credential. Normalising twice equals
 * normalising once.
 */
export function normaliseResource(resource: Resource, registry: Registry, digest: Digest): Resource {
  const { kind } = registry.describe(resource.kind)
  const formed = kind.normalise ? kind.normalise(resource.attributes) : resource.attributes
  const credentials: Record<string, string> = {}
  const attributes = maskAttributes(formed, digest, (found, rule) => (credentials[found] = rule))
  if (attributes === resource.attributes) return resource
  const hasCredentials = Object.keys(credentials).length > 0
  return { ...resource, attributes, ...(hasCredentials && { credentials }) }
}
