import type { Resource } from '../../../src/core/model.ts'
import type { Scene } from './scene.ts'

/** Tags by which those who make things on behalf of somebody mark them, and how the maker is called. */
const MAKERS: readonly {
  readonly tag: RegExp
  readonly value?: RegExp
  readonly name: (tag: RegExpExecArray, value: string) => string
}[] = [
  { tag: /^aws:autoscaling:groupName$/, name: (_, value) => `the auto-scaling group ${value}` },
  { tag: /^karpenter\.sh\/(?:nodepool|provisioner-name|nodeclaim)$/, name: () => 'Karpenter' },
  { tag: /^karpenter\.k8s\.aws\//, name: () => 'Karpenter' },
  {
    tag: /^eks:(?:cluster-name|nodegroup-name|eks-cluster-name)$/,
    name: (_, value) => `the EKS cluster ${value}`,
  },
  { tag: /^aws:eks:cluster-name$/, name: (_, value) => `the EKS cluster ${value}` },
  { tag: /^elbv2\.k8s\.aws\/cluster$/, name: (_, value) => `the Kubernetes cluster ${value}` },
  {
    tag: /^kubernetes\.io\/cluster\/(.+)$/,
    value: /^owned$/,
    name: (tag) => `the Kubernetes cluster ${tag[1] ?? ''}`,
  },
  { tag: /^(?:ebs\.csi\.aws\.com\/cluster|CSIVolumeName)$/, name: () => 'the EBS CSI driver' },
  { tag: /^kubernetes\.io\/created-for\/pvc\/name$/, name: (_, value) => `the volume claim ${value}` },
  { tag: /^node\.k8s\.amazonaws\.com\/instance_id$/, name: () => 'the VPC CNI' },
  { tag: /^cluster\.k8s\.amazonaws\.com\/name$/, name: (_, value) => `the Kubernetes cluster ${value}` },
  { tag: /^aws:cloudformation:stack-name$/, name: (_, value) => `the CloudFormation stack ${value}` },
  { tag: /^aws:ec2:fleet-id$/, name: (_, value) => `the fleet ${value}` },
  { tag: /^aws:ec2spot:fleet-request-id$/, name: (_, value) => `the spot fleet ${value}` },
  { tag: /^aws:elasticmapreduce:job-flow-id$/, name: (_, value) => `the EMR cluster ${value}` },
  { tag: /^elasticbeanstalk:environment-name$/, name: (_, value) => `the Beanstalk environment ${value}` },
  { tag: /^aws:backup:source-resource$/, name: () => 'AWS Backup' },
  { tag: /^aws:dlm:lifecycle-policy-id$/, name: (_, value) => `the snapshot policy ${value}` },
  { tag: /^dlm:managed$/, name: () => 'a snapshot policy' },
  { tag: /^AmazonECSManaged$/, name: () => 'ECS' },
  { tag: /^GuardDutyManaged$/, name: () => 'GuardDuty' },
  { tag: /^aws:servicecatalog:/, name: () => 'Service Catalog' },
]

/** Names the maker of everything that its tags give away: nobody declares such things, and nobody need be alarmed. */
export function nameControllers(scene: Scene, kinds: Iterable<string>): void {
  for (const kind of kinds) {
    for (const live of scene.of(kind, 'live')) {
      const controller = makerOf(live)
      if (controller !== undefined) scene.change(live, { controller, undeclared: 'folded' })
    }
  }
}

function makerOf({ tags }: Resource): string | undefined {
  const names = Object.keys(tags)
  if (names.length === 0) return undefined
  for (const maker of MAKERS) {
    for (const name of names) {
      const match = maker.tag.exec(name)
      const value = tags[name] ?? ''
      if (match && (maker.value?.test(value) ?? true)) return maker.name(match, value)
    }
  }
  return undefined
}
