import type { Expression } from '../hcl/ast.ts'
import type { Refusal } from '../evaluate/expression/evaluation.ts'
import { convert } from '../evaluate/types/conversion.ts'
import { ConversionError, UncomputedError } from '../evaluate/types/evaluation-error.ts'
import { withoutOptional } from '../evaluate/types/types.ts'
import { unknown } from '../evaluate/types/value.ts'
import type { Value } from '../evaluate/types/value.ts'
import { ConstantError, constant } from './constant.ts'
import { applyDefaults } from './defaults.ts'
import type { TypeConstraint } from './type-constraint.ts'

/** A variable's default, converted to its type; null = there is none, a refusal where Terraform refuses it, whatever is given. */
export type VariableDefault =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | null

/** Decodes a variable's `default`, which Terraform does as it reads the file (configs/named_values.go). */
export function variableDefault(
  expression: Expression | undefined,
  constraint: TypeConstraint,
  nullable: boolean,
): VariableDefault {
  if (!expression) return null
  const { range } = expression
  const refused = (summary: string, detail: string, at = range): VariableDefault => ({
    kind: 'refused',
    refusal: { summary, detail, range: at },
  })
  try {
    const value = convertedTo(constraint, constant(expression))
    if (value.isNull && !nullable)
      return refused(INVALID, 'A null default value is not valid when nullable=false.')
    return { kind: 'value', value }
  } catch (error) {
    if (error instanceof UncomputedError)
      return { kind: 'value', value: unknown(withoutOptional(constraint.type), { reason: error.message }) }
    if (error instanceof ConstantError) return refused(error.summary, error.message, error.range)
    if (!(error instanceof ConversionError)) throw error
    return refused(
      INVALID,
      `This default value is not compatible with the variable's type constraint: ${error.reason}.`,
    )
  }
}

const INVALID = 'Invalid default value for variable'

/** A value as a variable of this type takes it: optional attributes filled in, then converted. @throws ConversionError */
export function convertedTo({ type, defaults }: TypeConstraint, value: Value): Value {
  if (type.kind === 'dynamic') return value
  return convert(defaults && !value.isNull ? applyDefaults(defaults, value) : value, type)
}
