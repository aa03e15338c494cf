import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { CODES } from '../src/core/error-codes.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const FILE_LINES = 300
const FUNCTION_LINES = 70
const FORBIDDEN_NAMES = /(?:^|[-_])(?:utils?|helpers?|manager|common|misc)(?:[-_.]|$)/

function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('node_modules'))
      .map((name) => path.join(folder, name)),
  )
}

function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

const SHIPPED = sources('src', 'providers')

/** Module names that a file imports, static and dynamic, types included. */
function importsOf(file: string): string[] {
  const found = textOf(file).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)['"]([^'"]+)['"]/gm)
  return [...found].map(([, name]) => name ?? '')
}

/** An import as a path from the root; a package's name stays. */
function target(file: string, name: string): string {
  return name.startsWith('.') ? path.join(path.dirname(file), name) : name
}

function offenders(isWrong: (file: string, name: string) => boolean): string[] {
  return SHIPPED.flatMap((file) =>
    importsOf(file)
      .map((name) => target(file, name))
      .filter((name) => isWrong(file, name))
      .map((name) => `${file} imports ${name}`),
  )
}

test('a file has one subject: at most 300 lines, and a name that says which', () => {
  const long = SHIPPED.filter((file) => textOf(file).split('\n').length - 1 > FILE_LINES)
  assert.deepEqual(long, [])
  assert.deepEqual(
    SHIPPED.filter((file) => FORBIDDEN_NAMES.test(path.basename(file))),
    [],
  )
})

test('a function has at most 70 lines', () => {
  const opens =
    /^(\s*)(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\b|(?:#?[\w$]+|constructor)\s*\([^;=]*\)[^;=]*\{\s*$|static\s|get\s|set\s)/
  const long = SHIPPED.flatMap((file) => {
    const lines = textOf(file).split('\n')
    return lines.flatMap((line, start) => {
      const match = opens.exec(line)
      if (!match || /^\s*(?:if|for|while|switch|return|catch)\b/.test(line)) return []
      const end = lines.findIndex((other, index) => index > start && other.startsWith(`${match[1] ?? ''}}`))
      return end - start + 1 > FUNCTION_LINES ? [`${file}:${start + 1} ${end - start + 1} lines`] : []
    })
  })
  assert.deepEqual(long, [])
})

test('src/core imports nothing but itself and small pure libraries', () => {
  const pure = new Set(['zod', 'deep-diff', 'node:crypto'])
  assert.deepEqual(
    offenders(
      (file, name) => file.startsWith('src/core/') && !name.startsWith('src/core/') && !pure.has(name),
    ),
    [],
  )
})

test('a provider imports src/core, its own folder and packages; never another provider', () => {
  assert.deepEqual(
    offenders((file, name) => {
      const own = /^providers\/[^/]+\//.exec(file)?.[0]
      if (own === undefined) return false
      return (
        (name.startsWith('src/') && !name.startsWith('src/core/')) ||
        (name.startsWith('providers/') && !name.startsWith(own))
      )
    }),
    [],
  )
})

test('src/report imports only src/core', () => {
  assert.deepEqual(
    offenders(
      (file, name) =>
        file.startsWith('src/report/') && name.startsWith('src/') && !/^src\/(?:core|report)\//.test(name),
    ),
    [],
  )
})

test('an SDK is imported by a client.ts alone', () => {
  const sdk = /^@(?:aws-sdk|smithy|kubernetes)\//
  assert.deepEqual(
    offenders((file, name) => sdk.test(name) && path.basename(file) !== 'client.ts'),
    [],
  )
})

test('no provider knows a verb that writes', () => {
  const writes =
    /\b(?:Create|Delete|Modify|Put|Update|Attach|Detach|Authorize|Revoke|Run|Terminate|Start|Stop|Associate|Disassociate)[A-Z]\w*Command\b|method:\s*['"](?:POST|PUT|PATCH|DELETE)['"]/
  assert.deepEqual(
    SHIPPED.filter((file) => file.startsWith('providers/') && writes.test(textOf(file))),
    [],
  )
})

test('docs/errors.md has the registry of error codes, word for word', () => {
  const documented = textOf('docs/errors.md').match(/^\| `[A-Z0-9_]+` \|.*$/gm) ?? []
  const registered = Object.entries(CODES).map(
    ([code, { meaning, to_do }]) => `| \`${code}\` | ${meaning} | ${to_do} |`,
  )
  assert.deepEqual(documented.toSorted(), registered.toSorted())
})

test('no escape from the types, and nothing left for later', () => {
  const escape =
    /\bas any\b|: any(?=[,;)\]>|&=]|\s*$)|<any>|as unknown as|@ts-(?:ignore|nocheck|expect-error)|oxlint-disable|\b(?:TODO|FIXME|XXX)\b/
  const left = [...SHIPPED, ...sources('test', 'bench')].filter(
    (file) => file !== path.join('test', 'tidy.test.ts') && escape.test(textOf(file)),
  )
  assert.deepEqual(left, [])
})

test('every dependency has its reason', () => {
  const manifest: unknown = JSON.parse(textOf('package.json'))
  const names: string[] = []
  for (const group of ['dependencies', 'devDependencies']) {
    const list: unknown =
      typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, group) : {}
    names.push(...Object.keys(typeof list === 'object' && list !== null ? list : {}))
  }
  const reasons = [...textOf('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, name]) => name ?? '',
  )
  assert.deepEqual(reasons.toSorted(), names.toSorted())
})
