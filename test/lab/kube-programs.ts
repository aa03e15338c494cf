import { goProgram, type GoProgram } from './go-program.ts'

const KUBERNETES = {
  module: 'kubernetes',
  versioned_by: 'k8s.io/kubernetes',
  // without these the API server calls itself v0.0.0-master and refuses to start
  link_values: (version: string): Record<string, string> => {
    const [major = '', minor = ''] = version.split('.')
    const at = 'k8s.io/component-base/version'
    return { [`${at}.gitVersion`]: `v${version}`, [`${at}.gitMajor`]: major, [`${at}.gitMinor`]: minor }
  },
}

const PROGRAMS = {
  etcd: {
    name: 'etcd',
    module: 'etcd',
    package: 'go.etcd.io/etcd/server/v3',
    versioned_by: 'go.etcd.io/etcd/server/v3',
  },
  'kube-apiserver': kubernetesProgram('kube-apiserver'),
  'kube-controller-manager': kubernetesProgram('kube-controller-manager'),
  kubectl: kubernetesProgram('kubectl'),
  helm: {
    name: 'helm',
    module: 'helm',
    package: 'helm.sh/helm/v3/cmd/helm',
    versioned_by: 'helm.sh/helm/v3',
    // without these it calls itself v3.19 and takes every cluster for an old one
    link_values: (version: string): Record<string, string> => ({
      'helm.sh/helm/v3/internal/version.version': `v${version}`,
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '34',
    }),
  },
} satisfies Record<string, GoProgram>

/** The programs of a cluster without nodes, and what installs things in it. */
export type KubeProgram = keyof typeof PROGRAMS

/** All of them, in the order in which they are best built. */
export const kube_programs: readonly KubeProgram[] = [
  'etcd',
  'kube-apiserver',
  'kubectl',
  'kube-controller-manager',
  'helm',
]

/** The path of one of the cluster's programs, built on first use. */
export function kubeProgram(name: KubeProgram): Promise<string> {
  return goProgram(PROGRAMS[name])
}

function kubernetesProgram(name: string): GoProgram {
  return { name, package: `k8s.io/kubernetes/cmd/${name}`, ...KUBERNETES }
}
