/** From the gravest down. In a file of its own: the command line needs them without the report's schema. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const

export type Severity = (typeof SEVERITIES)[number]
