import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import type { Plugin } from 'esbuild'

/** `import A, { b, c as d } from 'node:e'` at the start of a line, over as many lines as it takes. */
const IMPORT =
  /^import\s+(?!type\b)(?:(?:\*\s+as\s+)?(?<whole>\w+)\s*,?\s*)?(?<names>\{[^}]*\})?\s*from\s*(?<module>['"]node:[\w/]+['"]);?/gm

/**
 * Node's own modules, asked for by `process.getBuiltinModule`. A static import would read all that such a module exports,
 * and some of these (`fs.promises`, `process.stdin`, `crypto.webcrypto`) load a good part of Node: milliseconds at every
 * start, for names that nobody uses.
 */
export const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup(build) {
    build.onLoad({ filter: /\.[jt]s$/ }, ({ path: file }) => ({
      contents: withoutImports(readFileSync(file, 'utf8')),
      loader: path.extname(file) === '.ts' ? 'ts' : 'js',
    }))
    // what a package requires
    build.onResolve({ filter: /./ }, ({ path: name, kind }) =>
      kind === 'require-call' && isBuiltin(name) ? { path: name, namespace: 'builtin' } : undefined,
    )
    build.onLoad({ filter: /./, namespace: 'builtin' }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(name)})`,
    }))
  },
}

/** What takes long to load, and which packages import whole without needing it in most runs. */
const LATE = /child_process/

/** A module that is loaded when something of it is first used. */
function late(value: string): string {
  return `new Proxy({}, { get: (_, name) => ${value}[name] })`
}

/** Lines stay where they are. */
function withoutImports(text: string): string {
  return text.replace(IMPORT, (statement, ...match) => {
    const { whole, names, module }: Record<string, string | undefined> = match.at(-1)
    const value = `globalThis.process.getBuiltinModule(${module})`
    const isWholeLate = whole !== undefined && LATE.test(module ?? '')
    const parts = names?.replaceAll(/\btype\s+\w+\s*,?/g, '').replaceAll(/\s+as\s+/g, ': ')
    const constants = [
      ...(whole === undefined ? [] : [`${whole} = ${isWholeLate ? late(value) : value}`]),
      ...(parts === undefined ? [] : [`${parts} = ${value}`]),
    ]
    return constants.length === 0 ? statement : `const ${constants.join(', ')};`
  })
}
