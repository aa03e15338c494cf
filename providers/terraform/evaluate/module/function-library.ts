import type { Expression } from '../../hcl/ast.ts'
import { parseConfig, parseTemplate } from '../../hcl/parse.ts'
import { callFunction } from '../functions/call.ts'
import type { CallContext, FileAccess, FunctionSpec } from '../functions/function-spec.ts'
import { FUNCTIONS } from '../functions/functions.ts'
import { OPENTOFU } from '../functions/opentofu.ts'
import { evaluate } from '../expression/evaluate.ts'
import type { Budget, FunctionLibrary, Refusal, Scope } from '../expression/evaluation.ts'
import { referencesOf } from '../expression/references.ts'
import { EvaluationError, FunctionError } from '../types/evaluation-error.ts'
import { DYNAMIC_UNKNOWN, sizeOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** `try` and `can` take their arguments unevaluated: they are the evaluator's own. */
const LAZY = new Set(['try', 'can'])
const OF_TEMPLATES = new Set(['templatefile', 'templatestring'])
const OF_FILES = new Set([
  'file',
  'fileexists',
  'fileset',
  'filebase64',
  'filebase64sha256',
  'filebase64sha512',
  'filemd5',
  'filesha1',
  'filesha256',
  'filesha512',
  'templatefile',
])

/**
 * Terraform's functions over one root's files; templates that they render see the same functions. @param isTofu the root is
 * written for OpenTofu, which has some more
 */
export function functionLibrary(files: FileAccess, budget: Budget, isTofu: boolean): FunctionLibrary {
  const specOf = (name: string): FunctionSpec | undefined =>
    FUNCTIONS.get(name) ?? (isTofu ? OPENTOFU.get(name) : undefined)
  const parsed = new Map<string, Expression>()
  const context: CallContext = {
    files,
    renderTemplate: (source, name, variables) => {
      const fromText = name.startsWith('<')
      const key = JSON.stringify([name, source])
      let expression = parsed.get(key)
      if (!expression) parsed.set(key, (expression = templateOf(source, name)))
      return render(expression, variables, templateScope(library, budget, variables, fromText))
    },
    decodeVariables: (source) => variablesOf(source, budget),
  }
  const library: FunctionLibrary = {
    has: (name) => LAZY.has(name) || specOf(name) !== undefined,
    call(name, args) {
      const spec = specOf(name)
      if (!spec) throw new TypeError(`there is no function ${name}`)
      budget.spend()
      const result = callFunction(spec, args, context)
      budget.hold(sizeOf(result))
      if (typeof result.payload === 'string') budget.holdText(result.payload.length)
      return result
    },
  }
  return library
}

/** The values of a tfvars text; its expressions have neither names nor functions. */
function variablesOf(source: string, budget: Budget): ReadonlyMap<string, Value> {
  const { body, errors } = parseConfig(source, '<decode_tfvars argument>')
  const [broken] = errors
  if (!body)
    throw new FunctionError(`invalid tfvars syntax: ${broken?.summary ?? ''}; ${broken?.detail ?? ''}`)
  if (body.blocks.length > 0) throw new FunctionError('invalid tfvars content: blocks are not allowed here')
  const values = new Map<string, Value>()
  for (const [name, { expression }] of body.attributes) {
    const refusals: Refusal[] = []
    const value = evaluate(expression, { scope: emptyScope(budget), bindings: null, refusals })
    const [first] = refusals
    if (first)
      throw new FunctionError(`invalid expression for variable ${JSON.stringify(name)}: ${first.detail}`)
    values.set(name, value)
  }
  return values
}

function emptyScope(budget: Budget): Scope {
  const none = (): never => {
    throw new FunctionError('variables and functions may not be used here')
  }
  return { budget, noteUncomputed: none, functions: { has: none, call: none }, lookup: none }
}

function templateOf(source: string, name: string): Expression {
  const parsed = parseTemplate(source, name)
  const [first] = parsed.errors
  if (parsed.value) return parsed.value
  const place = first ? `${name}:${first.range.start.line},${first.range.start.column}` : name
  throw new FunctionError(`${place}: ${first?.summary ?? 'invalid template'}; ${first?.detail ?? ''}`)
}

function render(expression: Expression, variables: ReadonlyMap<string, Value>, scope: Scope): Value {
  for (const { root, root_range: range } of referencesOf(expression))
    if (!variables.has(root)) {
      const place = `${range.file}:${range.start.line},${range.start.column}`
      throw new FunctionError(
        `vars map does not contain key ${JSON.stringify(root)}, referenced at ${place}`,
        1,
      )
    }
  const refusals: Refusal[] = []
  const value = evaluate(expression, { scope, bindings: null, refusals })
  const [first] = refusals
  if (first) {
    const { start, file } = first.range
    throw new FunctionError(`${file}:${start.line},${start.column}: ${first.summary}; ${first.detail}`)
  }
  if (value.isNull) throw new FunctionError('Template result is null')
  return value
}

function templateScope(
  library: FunctionLibrary,
  budget: Budget,
  variables: ReadonlyMap<string, Value>,
  fromText: boolean,
): Scope {
  return {
    budget,
    // what is not computed in a template fails the call that renders it
    noteUncomputed(error) {
      throw error
    },
    functions: {
      has: (name) => library.has(name),
      call(name, args, at) {
        if (OF_TEMPLATES.has(name))
          throw failed(name, `cannot recursively call ${name} from inside another template function`)
        if (fromText && OF_FILES.has(name))
          throw failed(
            name,
            `cannot use filesystem access functions like ${name} in templatestring templates; consider passing the function result as a template variable instead`,
          )
        return library.call(name, args, at)
      },
    },
    lookup: (traversal) => ({ value: variables.get(traversal.root) ?? DYNAMIC_UNKNOWN, used: 0 }),
  }
}

function failed(name: string, why: string): EvaluationError {
  return new EvaluationError('Error in function call', `Call to function "${name}" failed: ${why}.`)
}
