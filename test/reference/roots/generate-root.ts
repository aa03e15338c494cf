import { Random } from '../random.ts'
import { RootGenerator } from '../terraform-root-generator.ts'
import { conditions } from './conditions.ts'
import { dynamicBlocks } from './dynamic-blocks.ts'
import { ephemeralValues } from './ephemeral-values.ts'
import { jsonFiles } from './json-files.ts'
import { lifecycles } from './lifecycles.ts'
import { moves } from './moves.ts'
import { nestedModules } from './nested-modules.ts'
import { openTests } from './open-tests.ts'
import { outsideValues } from './outside-values.ts'
import { overrideFiles } from './override-files.ts'
import { policyDocuments } from './policy-documents.ts'
import { providerAliases } from './provider-aliases.ts'
import { repetition } from './repetition.ts'
import { RootDraft } from './root-draft.ts'
import type { RootCase } from './root-draft.ts'
import { textTemplates } from './text-templates.ts'
import { workspaces } from './workspaces.ts'

type Subject = (draft: RootDraft) => void

/** Each adds one subject of the language to a root, with outputs that show it. */
const SUBJECTS: readonly [Subject, ...Subject[]] = [
  conditions,
  ephemeralValues,
  jsonFiles,
  lifecycles,
  moves,
  nestedModules,
  openTests,
  outsideValues,
  overrideFiles,
  repetition,
  textTemplates,
  workspaces,
]

/** Those that need the AWS provider, which takes Terraform some seconds a root. */
const AWS_SUBJECTS: readonly [Subject, ...Subject[]] = [dynamicBlocks, policyDocuments, providerAliases]

/** How many of a hundred roots are about modules and variables of every type; how many of the others need the AWS provider. */
const TYPES_PERCENT = 40
const AWS_PERCENT = 20

/** What a seed asks for; without `aws` no root needs that provider. */
export function generateRoot(
  seed: number,
  { aws, only }: { readonly aws: boolean; readonly only: string },
): RootCase {
  const random = new Random(seed ^ 0x5eed)
  if (only !== '')
    return rootOf(
      seed,
      [...SUBJECTS, ...AWS_SUBJECTS].filter(({ name }) => name === only),
    )
  if (random.chance(TYPES_PERCENT)) return { ...rootOf(seed, []), files: new RootGenerator(seed).root() }
  if (aws && random.chance(AWS_PERCENT)) return rootOf(seed, [random.pick(AWS_SUBJECTS)])
  return rootOf(
    seed,
    random.many(1, 2, () => random.pick(SUBJECTS)),
  )
}

function rootOf(seed: number, subjects: readonly Subject[]): RootCase {
  const draft = new RootDraft(seed)
  for (const subject of subjects) subject(draft)
  return draft.done()
}
