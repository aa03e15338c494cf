import { z } from 'zod'
import { nearest } from '../../src/core/nearest.ts'
import { KIND_BY_NAME } from './kinds.ts'

const text = z.string().min(1)

function unreadKind(name: string): string {
  const meant = nearest(name, [...KIND_BY_NAME.keys()])
  return `evenkeel reads no such kind from AWS${meant === undefined ? '' : `, did you mean "${meant}"?`}`
}

/** `aws:` under `live`. */
export const settings = z
  .strictObject({
    region: text
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a region is written like eu-west-1')
      .describe('region to read, e.g. eu-west-1'),
    account_id: z
      .string()
      .regex(/^\d{12}$/, 'an account has twelve digits; write it in quotes')
      .optional()
      .describe('the account that this must be; any other stops the source'),
    role_arn: text.optional().describe('role to assume'),
    external_id: text.optional().describe('external id of that role'),
    profile: text.optional().describe('profile of the shared AWS configuration'),
    endpoint: z.url().optional().describe('URL of the EC2 API, where it is not AWS’s own'),
    sts_endpoint: z.url().optional().describe('URL of the STS API, where it is not AWS’s own'),
    kinds: z
      .array(
        text.refine((name) => KIND_BY_NAME.has(name), { error: ({ input }) => unreadKind(String(input)) }),
      )
      .min(1)
      .optional()
      .describe('kinds to read; all when absent'),
    from: z
      .union([text, z.array(text).min(1)])
      .optional()
      .describe('folders of recorded answers, instead of asking'),
    cloudtrail: z
      .boolean()
      .optional()
      .describe('whether to ask CloudTrail who made the changes that were found'),
    cloudtrail_endpoint: z.url().optional().describe('URL of the CloudTrail API, where it is not AWS’s own'),
    timeout_ms: z.int().positive().optional().describe('for one request'),
  })
  .refine(({ from, cloudtrail }) => from === undefined || cloudtrail !== true, {
    message: 'a recording has no CloudTrail: leave out from, or cloudtrail',
    path: ['cloudtrail'],
  })

export type Settings = z.infer<typeof settings>
