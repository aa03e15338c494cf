import { sourceType, type Kind, type Provider } from '../../src/core/provider.ts'
import { arrange } from './arrange/arrange.ts'
import { builtInKinds } from './schema/built-in.ts'
import { definedKinds, genericKind } from './schema/custom.ts'
import { collectCluster } from './live.ts'
import { collectManifests } from './manifests.ts'
import { collectRecording } from './recording.ts'
import { permissions } from './permissions.ts'
import { clusterSettings, manifestSettings, type ClusterSettings, type ManifestSettings } from './settings.ts'

/** Kubernetes: objects that run in a cluster, or that a recording of one holds, and manifests that declare them. */
export const provider: Provider = {
  name: 'kubernetes',
  sources: {
    kubernetes: sourceType<ClusterSettings>({
      roles: ['recorded', 'live'],
      settings: clusterSettings,
      permissions: (settings, { has_digest_key }) => permissions(settings, has_digest_key),
      title: (settings) => {
        const from = settings.from === undefined ? [] : [settings.from].flat()
        return `kubernetes ${from[0] ?? settings.context ?? settings.kubeconfig ?? 'current context'}`
      },
      collect: (settings, context) =>
        settings.from === undefined
          ? collectCluster(settings, context)
          : collectRecording([settings.from].flat(), settings, context),
    }),
    manifests: sourceType<ManifestSettings>({
      roles: ['declared'],
      settings: manifestSettings,
      title: (settings) => settings.path,
      paths: (settings) => [settings.path, ...(settings.values ?? [])],
      collect: collectManifests,
    }),
  },
  kinds: builtInKinds,
  derive: definedKinds,
  generic: (kind): Kind | undefined => (kind.includes('/') ? genericKind(kind) : undefined),
  arrange,
}
