import type { ProviderEntry } from '../src/core/provider.ts'

/** The built-in providers. Each is loaded on first use: an SDK that a configuration does not need costs nothing. */
export const PROVIDERS: readonly ProviderEntry[] = [
  {
    name: 'terraform',
    sources: ['terraform', 'terraform_state', 'terraform_plan'],
    load: async () => (await import('./terraform/provider.ts')).provider,
  },
  {
    name: 'kubernetes',
    sources: ['manifests', 'kubernetes'],
    load: async () => (await import('./kubernetes/provider.ts')).provider,
  },
  { name: 'aws', sources: ['aws'], load: async () => (await import('./aws/provider.ts')).provider },
]
