import { PROVIDERS } from '../../providers/index.ts'
import { loadConfig } from '../config/load.ts'
import { printable } from '../report/printable.ts'
import type { Io } from './io.ts'

/** Reads a configuration and says what it holds; its mistakes come as the error of `loadConfig`. */
export async function validateCommand(file: string, io: Io): Promise<number> {
  const config = await loadConfig(file, PROVIDERS)
  const lines = Object.entries(config.environments).map(([name, { declared, recorded, live }]) => {
    const sources = [...declared, ...recorded, ...live].map((source) => `${source.role} ${source.title}`)
    return `  ${name}: ${sources.join(', ')}`
  })
  const parity = config.parity.map(({ environments }) => `  parity: ${environments.join(' and ')}`)
  await io.out([`${file} is sound.`, ...lines, ...parity].map((line) => `${printable(line)}\n`).join(''))
  return 0
}
