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

/** The file system as the evaluator lets functions see it. It checks the boundaries and throws an EvaluationError there. */
export interface FileAccess {
  /** The absolute, cleaned path that a function's argument means: relative ones lie in the working directory, `~` is the home. */
  resolve(path: string): string
  /** The bytes of a regular file; undefined when there is nothing at that path. Throws an EvaluationError for a folder or an unreadable file. */
  read(path: string): Uint8Array | undefined
  /** What stands at the path, symlinks followed. */
  kind(path: string): 'file' | 'folder' | 'other' | 'none'
  /** The paths of all regular files below a folder, relative to it, with `/`, symlinks followed to files; empty where there is no folder. */
  list(folder: string): readonly string[]
  /** The home of the user, for `pathexpand`. */
  readonly home: string
  /** The working directory, for `abspath`. */
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
}
