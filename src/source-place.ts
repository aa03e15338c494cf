import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'

/** A place in a file of the build, as a stack trace has it. */
const BUILT_PLACE = /(\/[^\s()]+\.js):(\d+):(\d+)/

/**
 * A frame of a stack trace with the place in our sources, relative to `root`, where a map lies beside the built file; as it
 * was otherwise. Maps are read here alone: a run without a bug never does.
 */
export function withSourcePlace(frame: string, root: string): string {
  return frame.replace(BUILT_PLACE, (built, file: string, line: string, column: string) => {
    try {
      const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1)
      if (!('originalSource' in entry)) return built
      const source = path.resolve(path.dirname(file), entry.originalSource)
      return `${path.relative(root, source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    } catch {
      return built
    }
  })
}
