import { chmodSync, rmSync } from 'node:fs'
import path from 'node:path'
import { PROGRAMS, bundle } from './bundle.ts'

/** `npm run build`: the program as it is shipped, in `dist`. */
const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
await bundle(root, dist, PROGRAMS)
chmodSync(path.join(dist, 'src/cli.js'), 0o755)
