import { z } from 'zod'
import { kindFault } from './schema/kind-name.ts'

const text = z.string().min(1)

/** `kubernetes: {…}` under `live`. */
export const clusterSettings = z
  .strictObject({
    context: text.optional().meta({ description: 'a context of the kubeconfig; default: its current one' }),
    kubeconfig: text
      .optional()
      .meta({ description: 'default: $KUBECONFIG, ~/.kube/config, else the pod’s own account' }),
    namespaces: z
      .array(text)
      .min(1)
      .optional()
      .meta({ description: 'default: those of the declared objects' }),
    cluster_scope: z
      .union([z.literal('auto'), z.boolean()])
      .default('auto')
      .meta({ description: 'whether to look at what has no namespace' }),
    kinds: z
      .array(
        text.superRefine((name, issues) => {
          const fault = kindFault(name)
          if (fault !== undefined) issues.addIssue({ code: 'custom', message: fault })
        }),
      )
      .min(1)
      .optional()
      .meta({ description: 'group/Kind; default: every kind the server has' }),
    from: z
      .union([text, z.array(text).min(1)])
      .optional()
      .meta({ description: 'recorded `kubectl get -o json` lists to read instead of asking' }),
    timeout_ms: z.int().positive().optional().meta({ description: 'for one request' }),
  })
  .refine(
    (settings) => settings.from === undefined || (settings.context ?? settings.kubeconfig) === undefined,
    {
      message: 'a recording is read without a cluster: leave out context and kubeconfig, or from',
      path: ['from'],
    },
  )

export type ClusterSettings = z.infer<typeof clusterSettings>

/** `manifests: {…}` under `declared`. */
export const manifestSettings = z.strictObject({
  path: text.meta({ description: 'a file or folder of manifests, a kustomization, or a Helm chart' }),
  namespace: text
    .optional()
    .meta({ description: 'for documents without one; the namespace of a chart’s release' }),
  values: z
    .array(text)
    .min(1)
    .optional()
    .meta({ description: 'files of values for a chart, later ones win' }),
  release: text
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'a release is named in lower case: a-z, 0-9, - and .')
    .max(53)
    .optional()
    .meta({ description: 'name of a chart’s release' }),
  kube_version: text.optional().meta({ description: 'of the cluster that a chart is rendered for' }),
  api_versions: z
    .array(text)
    .min(1)
    .optional()
    .meta({ description: 'what the cluster has besides, for charts that ask: monitoring.coreos.com/v1' }),
})

export type ManifestSettings = z.infer<typeof manifestSettings>
