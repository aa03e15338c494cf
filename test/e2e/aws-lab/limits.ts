/** Of a source that is read whole from the lab. */
export const LIMITS = {
  request_timeout_ms: 30_000,
  source_timeout_ms: 300_000,
  max_bytes: 50_000_000,
  max_pages: 100,
  max_resources: 100_000,
  concurrency: 8,
  retries: 0,
}
