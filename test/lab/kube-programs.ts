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
} satisfies Record<string, GoProgram>

/** The programs of a cluster without nodes. */
export type KubeProgram = keyof typeof PROGRAMS

/** All of them, in the order in which they are best built. */
export const kube_programs: readonly KubeProgram[] = [
  'etcd',
  'kube-apiserver',
  'kubectl',
  'kube-controller-manager',
]

/** The path of one of the cluster's programs, built on first use. */
export function kubeProgram(name: KubeProgram): Promise<string> {
  return goProgram(PROGRAMS[name])
}

function kubernetesProgram(name: string): GoProgram {
  return { name, package: `k8s.io/kubernetes/cmd/${name}`, ...KUBERNETES }
}
