import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindFault } from '../../../providers/kubernetes/schema/kind-name.ts'

test('kinds are told by name: a slip gets what was meant, a custom kind passes', () => {
  for (const [written, meant] of [
    ['Deployment', 'apps/Deployment'],
    ['deployments', 'apps/Deployment'],
    ['deployments.apps', 'apps/Deployment'],
    ['apps/v1/Deployment', 'apps/Deployment'],
    ['apps/Deploymnet', 'apps/Deployment'],
    ['apps/deployment', 'apps/Deployment'],
    ['v1/ConfigMap', 'core/ConfigMap'],
    ['configmap', 'core/ConfigMap'],
    ['networking.k8s.io/Ingres', 'networking.k8s.io/Ingress'],
  ] as const)
    assert.match(kindFault(written) ?? '', new RegExp(`did you mean "${meant}"\\?$`), written)
  assert.match(kindFault('nonsense-thing') ?? '', /such as apps\/Deployment$/)
  for (const sound of ['apps/Deployment', 'core/Secret', 'example.com/Widget', 'argoproj.io/Rollout'])
    assert.equal(kindFault(sound), undefined)
})
