import type { RootDraft } from './root-draft.ts'

/** What keeps the AWS provider from asking anybody. */
const OFFLINE = `  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
`

/** A provider block that plans without a network; `lines` say the rest. */
export function awsProvider(draft: RootDraft, lines: string): void {
  draft.uses_aws = true
  draft.add(`provider "aws" {\n${OFFLINE}${lines}}\n`, 'providers.tf')
}
