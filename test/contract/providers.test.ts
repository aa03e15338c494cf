import { PROVIDERS } from '../../providers/index.ts'
import { testProvider, type SourceTrial } from './provider-contract.ts'

const NOWHERE = 'no/such/place'

/** What leads nowhere, by source type; a new source is tried here. */
const TRIALS: Readonly<Record<string, readonly unknown[]>> = {
  terraform: [{ root: NOWHERE }],
  terraform_state: [{ path: `${NOWHERE}.tfstate` }],
  terraform_plan: [{ path: `${NOWHERE}.json` }],
  manifests: [{ path: NOWHERE }],
  kubernetes: [{ from: `${NOWHERE}.json` }, { kubeconfig: NOWHERE, context: 'none' }],
  aws: [
    { region: 'eu-west-1', from: NOWHERE },
    { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9', account_id: '111111111111' },
  ],
}

const loaded = await Promise.all(PROVIDERS.map((entry) => entry.load()))
const kinds = new Set(
  loaded.flatMap((provider) => provider.kinds.flatMap((kind) => [kind.name, ...(kind.also ?? [])])),
)
for (const provider of loaded) {
  const trials: SourceTrial[] = Object.keys(provider.sources).map((type) => ({
    type,
    leads_nowhere: TRIALS[type] ?? [],
  }))
  testProvider(provider, trials, kinds)
}
