#!/usr/bin/env node
import module from 'node:module'
import { installGuard } from './guard.ts'
import { version } from './version.ts'

installGuard()

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`)
} else {
  // what is imported from here on is kept compiled between runs; for the few lines above it costs more than it saves
  module.enableCompileCache()
  const { main } = await import('./commands/index.ts')
  // an SDK's idle connections must not hold the process
  process.exit(await main(args))
}
