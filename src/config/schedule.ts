import type { ConfigDocument } from './document.ts'
import type { Mistake } from './mistake.ts'
import { entryAt } from './raw.ts'

/** Whether cron expression and time zone are ones, by the library that will run them. */
export async function checkSchedule(document: ConfigDocument): Promise<Mistake[]> {
  const mistakes: Mistake[] = []
  const cron = entryAt(document.value, ['schedule', 'cron'])
  if (typeof cron === 'string' && cron !== '') {
    const { validate } = await import('node-cron')
    if (!validate(cron))
      mistakes.push(invalid(document, 'cron', 'not a cron expression, such as "*/15 * * * *"'))
  }
  const timezone = entryAt(document.value, ['schedule', 'timezone'])
  if (typeof timezone === 'string' && timezone !== '' && !isTimezone(timezone))
    mistakes.push(invalid(document, 'timezone', 'not a time zone, such as UTC or Europe/Berlin'))
  return mistakes
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function invalid(document: ConfigDocument, key: string, message: string): Mistake {
  const position = document.valueAt(['schedule', key])
  return { code: 'CONFIG_INVALID', position, path: `schedule.${key}`, message }
}
