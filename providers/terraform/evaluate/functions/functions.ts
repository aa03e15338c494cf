import { CIDR } from './cidr.ts'
import { CONVERSIONS } from './conversions.ts'
import { CSVDECODE } from './csv.ts'
import { DATETIME } from './datetime.ts'
import { ENCODING } from './encoding.ts'
import { FILES } from './files.ts'
import { FORMATTING } from './formatting.ts'
import type { FunctionSpec } from './function-spec.ts'
import { BASE64GZIP } from './gzip.ts'
import { HASHING } from './hashing.ts'
import { MAPS } from './maps.ts'
import { NUMERIC } from './numeric.ts'
import { REGEXES } from './regexes.ts'
import { SEARCHING } from './searching.ts'
import { SEQUENCES } from './sequences.ts'
import { SETS } from './set-functions.ts'
import { STRINGS } from './strings.ts'
import { TEMPLATES } from './templates.ts'
import { TEXT_LISTS } from './text-lists.ts'
import { TFVARS } from './tfvars.ts'
import { UNPREDICTABLE } from './unpredictable.ts'
import { YAML } from './yaml.ts'

/**
 * Terraform 1.11.4's functions by name. `core::` before any of these means the same; `try` and `can` are the evaluator's,
 * for their arguments may fail.
 */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  [
    CIDR,
    CONVERSIONS,
    [BASE64GZIP, CSVDECODE],
    DATETIME,
    ENCODING,
    FILES,
    FORMATTING,
    HASHING,
    MAPS,
    NUMERIC,
    REGEXES,
    SEARCHING,
    SEQUENCES,
    SETS,
    STRINGS,
    TEMPLATES,
    TEXT_LISTS,
    TFVARS,
    UNPREDICTABLE,
    YAML,
  ]
    .flat()
    .map((spec) => [spec.name, spec]),
)
