import type { Refinement, Value } from '../types/value.ts'
import type { Type } from '../types/types.ts'

/** One parameter; without a permission the call protocol deals with such an argument itself (see call.ts). */
export interface Parameter {
  readonly name: string
  readonly type: Type
  /** null is passed on; otherwise it is an error */
  readonly allow_null?: true
  /** an unknown is passed on; otherwise the result is unknown */
  readonly allow_unknown?: true
  /** marks are passed on; otherwise they are taken off and put on the result */
  readonly allow_marked?: true
  /** a value whose very type is unknown is passed on; otherwise the result is wholly unknown */
  readonly allow_dynamic?: true
}

/** What the call protocol needs to know of a function or operator. */
export interface Signature {
  readonly params: readonly Parameter[]
  /** any number of further arguments */
  readonly variadic?: Parameter
  /** the result's type, or how it follows from the arguments (which may be unknown); throws a FunctionError */
  readonly returns: Type | ((args: readonly Value[]) => Type)
  /** what is certain of each result, known or not */
  readonly refine?: Refinement
}

/** A function as data. `call` sees arguments that were converted and checked; it throws a FunctionError to refuse. */
export interface FunctionSpec extends Signature {
  readonly name: string
  readonly call: (args: readonly Value[], type: Type, context: CallContext) => Value
}

/**
 * The file system as the evaluator lets functions see it: paths are absolute, or relative to the working directory. It
 * checks the boundaries and throws an EvaluationError for what lies outside.
 */
export interface FileAccess {
  /**
   * The bytes of a regular file; undefined where there is nothing. Throws an EvaluationError for what is no file. Here as below,
   * what we have no right to see is an UncomputedError: Terraform may well have it.
   */
  read(path: string): Uint8Array | undefined
  /** What stands at the path, symlinks followed: one may lead nowhere, or in a circle. */
  kind(path: string): 'file' | 'folder' | 'other' | 'none' | 'dangling' | 'circle'
  /** The names in what is a folder (dot files too), in a fixed order. */
  entries(folder: string): readonly string[]
  /** the home that `~` means, absolute */
  readonly home: string
  /** the working directory, absolute */
  readonly working_directory: string
}

/** What functions need from their surroundings. */
export interface CallContext {
  readonly files: FileAccess
  /**
   * Renders template source text with variables: for `templatefile` and `templatestring`. `name` is the file's path (or a
   * made-up name) for messages. The result's type is the template's. Throws an EvaluationError.
   */
  renderTemplate(source: string, name: string, variables: ReadonlyMap<string, Value>): Value
  /** The variables that a tfvars text sets; its expressions see neither names nor functions. Throws an EvaluationError or FunctionError. */
  decodeVariables(source: string): ReadonlyMap<string, Value>
}
