#!/usr/bin/env node
import module from 'node:module'
import { installGuard } from './guard.ts'

// Node's own options for compiled code: what is imported from here on is kept between runs
module.enableCompileCache()
installGuard()

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  const { version } = await import('./version.ts')
  process.stdout.write(`${version}\n`)
} else {
  const { main } = await import('./commands/index.ts')
  // an SDK's idle connections must not hold the process
  process.exit(await main(args))
}
