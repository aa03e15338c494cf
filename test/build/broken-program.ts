import { bugText } from '../../src/fault.ts'

/** A program of the build's test: it tells of a bug of its own. */
function breakDown(): never {
  throw new TypeError('not to be shown')
}

try {
  breakDown()
} catch (error) {
  process.stdout.write(bugText(error))
}
