import { z } from 'zod'

/** Ways to ask for a repository that git itself can and that run nothing else. */
const ADDRESS = /^(?:(?:https?|ssh|git|file):\/\/|[\w.-]+@[\w.-]+:(?!\/\/))/i

/** The keys of `git: {…}` beside the one source that it holds. */
export const revision_shape = {
  url: z
    .string()
    .regex(ADDRESS, 'not an address of a repository: https://…, ssh://…, git@host:path or file:///…')
    .optional()
    .meta({ description: 'a repository elsewhere; credentials as git has them' }),
  path: z.string().min(1).optional().meta({ description: 'a repository on this machine, in place of url' }),
  ref: z
    .string()
    .min(1)
    .refine((ref) => !ref.startsWith('-'), 'not a name of a branch, tag or commit')
    .meta({ description: 'a tag, a branch, or a commit by its hash' }),
}

/** Which of the keys of `git: {…}` are its own. */
export const REVISION_KEYS: ReadonlySet<string> = new Set(Object.keys(revision_shape))

/** Those keys of a `git: {…}` that fits the configuration's schema. */
export const revision_schema = z.union([
  z.object({ url: z.string(), ref: z.string() }),
  z.object({ path: z.string(), ref: z.string() }),
])
