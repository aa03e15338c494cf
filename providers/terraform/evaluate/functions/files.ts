import { posix } from 'node:path'
import { set } from '../types/sets.ts'
import { BOOL, setOf, STRING } from '../types/types.ts'
import { FALSE, string, TRUE, withAllMarks, withMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import { fromUtf8 } from './encoding.ts'
import type { CallContext, FileAccess, FunctionSpec, Parameter } from './function-spec.ts'
import { glob } from './glob.ts'

const PATH: Parameter = { name: 'path', type: STRING, allow_marked: true, allow_unknown: true }

/** A path with `~` for the home; other users' homes are refused. */
function expandHome(files: FileAccess, path: string): string {
  if (!path.startsWith('~')) return path
  if (path.length > 1 && path[1] !== '/' && path[1] !== '\\') refuse('cannot expand user-specific home dir')
  return posix.join(files.home, path.slice(1))
}

/** Go's filepath.Clean: no `.` or `..` inside, no slash at the end, `.` for nothing. */
function clean(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal
}

/** The bytes of the file that a path argument means; undefined where there is none. */
export function readFile(files: FileAccess, path: string): Uint8Array | undefined {
  return files.read(clean(expandHome(files, path)))
}

function shownPath(value: Value, path: string): string {
  return value.marks.has('sensitive') ? '(sensitive value)' : JSON.stringify(path)
}

/** The bytes of the file that the first argument names. Refuses when there is none. */
function fileBytes(args: readonly Value[], files: FileAccess): Uint8Array {
  const path = textArgument(args, 0)
  return (
    readFile(files, path) ??
    refuse(
      `no file exists at ${shownPath(argument(args, 0), path)}; this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource`,
      0,
    )
  )
}

/** The text of the file that the first argument names. Refuses what is not UTF-8. */
export function fileText(args: readonly Value[], files: FileAccess): string {
  const path = textArgument(args, 0)
  return (
    fromUtf8(fileBytes(args, files)) ??
    refuse(
      `contents of ${shownPath(argument(args, 0), path)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
    )
  )
}

function reading(name: string, read: (args: readonly Value[], files: FileAccess) => string): FunctionSpec {
  return {
    name,
    params: [PATH],
    returns: STRING,
    refine: NOT_NULL,
    call: (args, _, { files }) => {
      const path = argument(args, 0)
      return withMarks(path.isKnown ? string(read(args, files)) : openResult(STRING, args), path.marks)
    },
  }
}

const fileexists: FunctionSpec = {
  name: 'fileexists',
  params: [PATH],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args, _, { files }) => {
    const given = argument(args, 0)
    if (!given.isKnown) return withMarks(openResult(BOOL, args), given.marks)
    const path = clean(expandHome(files, textArgument(args, 0)))
    const kind = files.kind(path)
    if (kind === 'folder') refuse(`${shownPath(given, path)} is a directory, not a file`)
    if (kind === 'other') refuse(`${shownPath(given, path)} is not a regular file`)
    if (kind === 'circle') refuse(`failed to stat ${shownPath(given, path)}`)
    return withMarks(kind === 'file' ? TRUE : FALSE, given.marks)
  },
}

function filesBelow(files: FileAccess, folder: string, pattern: string): readonly Value[] {
  const base = clean(folder)
  return glob(files, posix.join(base, pattern))
    .filter((path) => isFile(files, path))
    .map((path) => string(posix.relative(absolute(files, base), absolute(files, path)) || '.'))
}

function isFile(files: FileAccess, path: string): boolean {
  const kind = files.kind(path)
  if (kind === 'dangling')
    refuse(`failed to stat ${JSON.stringify(path)}: stat ${path}: no such file or directory`)
  if (kind === 'circle')
    refuse(`failed to stat ${JSON.stringify(path)}: stat ${path}: too many levels of symbolic links`)
  return kind === 'file'
}

function absolute(files: FileAccess, path: string): string {
  return clean(posix.isAbsolute(path) ? path : posix.join(files.working_directory, path))
}

const fileset: FunctionSpec = {
  name: 'fileset',
  params: [PATH, { ...PATH, name: 'pattern' }],
  returns: setOf(STRING),
  refine: NOT_NULL,
  call: (args, type, { files }) => {
    const marks = args.map((value) => value.marks)
    if (!args.every((value) => value.isKnown)) return withAllMarks(openResult(type, args), marks)
    const found = filesBelow(files, textArgument(args, 0), textArgument(args, 1))
    return withAllMarks(set(found, STRING), marks)
  },
}

/** A function of a path's text. */
function onPath(name: string, change: (path: string, context: CallContext) => string): FunctionSpec {
  return {
    name,
    params: [{ name: 'path', type: STRING }],
    returns: STRING,
    refine: NOT_NULL,
    call: (args, _, context) => string(change(textArgument(args, 0), context)),
  }
}

function basename(path: string): string {
  if (path === '') return '.'
  const bare = path.replace(/\/+$/, '')
  return bare === '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1)
}

/** Functions that read files, and of paths. */
export const FILES: readonly FunctionSpec[] = [
  reading('file', fileText),
  reading('filebase64', (args, files) => Buffer.from(fileBytes(args, files)).toString('base64')),
  fileexists,
  fileset,
  onPath('basename', basename),
  onPath('dirname', (path) => clean(path.slice(0, path.lastIndexOf('/') + 1))),
  onPath('abspath', (path, { files }) => absolute(files, path)),
  onPath('pathexpand', (path, { files }) => expandHome(files, path)),
]
