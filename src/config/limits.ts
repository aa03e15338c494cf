import { z } from 'zod'

// timers overflow above 2^31-1 ms and would fire at once
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function amount(most: number, usual: number, description: string) {
  return z.number().int().min(1).max(most).default(usual).meta({ description })
}

/** What a run may cost (law 9), with what counts when the configuration says nothing. */
export const limits_schema = z
  .strictObject({
    request_timeout_ms: amount(HOUR_MS, 30_000, 'one request'),
    source_timeout_ms: amount(DAY_MS, 300_000, 'a whole source'),
    max_bytes: amount(2 ** 31 - 1, 32 * 1024 * 1024, 'a single file or answer'),
    max_repository_bytes: amount(2 ** 50, 1024 ** 3, 'a git repository at one revision, on the disk'),
    max_pages: amount(1_000_000, 2_000, 'pages of one list'),
    max_resources: amount(10_000_000, 200_000, 'resources of one source'),
    concurrency: amount(64, 8, 'requests of one source at the same time'),
    retries: z.number().int().min(0).max(20).default(5).meta({ description: 'of one request' }),
  })
  .meta({ description: 'What a run may cost. Whatever is over a limit is a gap, never silently left out.' })
