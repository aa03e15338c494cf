import type { BlockSchema } from '../../schema/table.ts'
import { containsMarked } from '../types/deep-marks.ts'
import { set } from '../types/sets.ts'
import { STRING } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { elementsOf, isWhollyKnown, object, string, textOf, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** What a type's own code in the provider works out of its arguments. */
export function plannedByCode(
  type: string,
  configured: ReadonlyMap<string, Value>,
  schema: BlockSchema,
): ReadonlyMap<string, Value> | undefined {
  const options = schema.attributes.get('domain_validation_options')
  return type === 'aws_acm_certificate' && options ? plannedCertificate(configured, options.type) : undefined
}

/**
 * What the provider works out of the code of an `aws_acm_certificate` (its CustomizeDiff): all names of the certificate,
 * and what each of them has to prove when that goes by DNS. Records of DNS are made `for_each` of those names, which have
 * to be known before anything is there. Nothing where a name is unknown or a secret.
 */
function plannedCertificate(
  configured: ReadonlyMap<string, Value>,
  options: Type,
): ReadonlyMap<string, Value> {
  const planned = new Map<string, Value>()
  const domain = configured.get('domain_name')
  const others = configured.get('subject_alternative_names')
  const given = [domain, others].filter((value) => value !== undefined)
  if (!domain || domain.isNull || !given.every(isWhollyKnown) || given.some(containsMarked)) return planned
  const own = textOf(domain)
  const names = [...new Set([own, ...(others && !others.isNull ? elementsOf(others).map(textOf) : [])])]
  planned.set('subject_alternative_names', set(names.map(string), STRING))
  const element = options.kind === 'set' ? options.element : options
  if (configured.get('validation_method')?.payload === 'DNS')
    planned.set(
      'domain_validation_options',
      set(
        names.map((name) => proof(name, element)),
        element,
      ),
    )
  return planned
}

/** The record that proves a name: the authority chooses it. */
function proof(name: string, type: Type): Value {
  const attributes = type.kind === 'object' ? [...type.attributes] : []
  return object(
    new Map(
      attributes.map(([key, of]) => [
        key,
        key === 'domain_name' ? string(name) : unknown(of, { reason: 'known after apply' }),
      ]),
    ),
  )
}
