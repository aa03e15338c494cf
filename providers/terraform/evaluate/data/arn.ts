import { string } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** `aws_arn`: the parts of an ARN. */
export function arn(configured: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const text = configured.get('arn')?.payload
  const match = typeof text === 'string' ? /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text) : null
  if (!match) return new Map()
  const [whole, partition = '', service = '', region = '', account = '', resource = ''] = match
  return new Map(
    Object.entries({ id: whole, partition, service, region, account, resource }).map(([name, part]) => [
      name,
      string(part),
    ]),
  )
}
