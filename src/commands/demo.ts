import { PROVIDERS } from '../../providers/index.ts'
import { runCheck } from '../check.ts'
import { loadConfig } from '../config/load.ts'
import { exitOf } from '../core/exit.ts'
import { renderText } from '../report/text.ts'
import { packageFile } from '../version.ts'
import type { Io } from './io.ts'

const INTRODUCTION = `This is a real check of the example in examples/shop: a small shop in production and in staging, declared in one
Terraform root and two folders of Kubernetes manifests. What runs there was recorded from real servers; somebody has
changed things by hand since, and one answer was left out on purpose.

`

const CLOSING = `
A check of your own: copy config/evenkeel.yaml beside your code, name your environments, run \`evenkeel check\`.
`

/** Checks the example that ships with the program. The demo itself always ends with 0; it says what `check` would give. */
export async function demoCommand(io: Io): Promise<number> {
  const config = await loadConfig(packageFile('examples/shop/evenkeel.yaml'), PROVIDERS)
  const report = await runCheck(config, {
    signal: new AbortController().signal,
    now: new Date(),
    log: () => undefined,
    env: io.env,
  })
  const exit = exitOf(report, { fail_on: 'low', no_fail: false })
  const text = renderText(report, { exit, fail_on: 'low', colour: io.colour, width: io.width })
  await io.out(`${INTRODUCTION}${text}${CLOSING}`)
  return 0
}
