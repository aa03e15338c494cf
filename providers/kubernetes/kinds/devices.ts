import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { changedAt, withKey } from './edit.ts'
import { byDefault, ECHO, type KindRules, type TypeRules } from './field-rule.ts'

/** Claims of devices (pkg/apis/resource/v1/defaults.go; a toleration's operator by the type's own marker). */
export const DEVICE_TYPES: TypeRules = {
  'resource.ExactDeviceRequest': { allocationMode: byDefault('ExactCount') },
  'resource.DeviceSubRequest': { allocationMode: byDefault('ExactCount') },
  'resource.DeviceToleration': { operator: byDefault('Equal') },
  'resource.DeviceTaint': { timeAdded: ECHO },
}

/** Who wants an exact count and says none wants one. */
function counted(request: Value | undefined): Value | undefined {
  if (!isMap(request) || request['count'] !== undefined) return request
  return (request['allocationMode'] ?? 'ExactCount') === 'ExactCount' ? withKey(request, 'count', 1) : request
}

function completeRequests(attributes: Attributes, spec: readonly string[]): Attributes {
  const requests = [...spec, 'devices', 'requests', '*']
  const exact = changedAt(attributes, [...requests, 'exactly'], counted)
  return changedAt(exact, [...requests, 'firstAvailable', '*'], counted)
}

export const DEVICES: readonly KindRules[] = [
  { name: 'resource.k8s.io/ResourceClaim', complete: (claim) => completeRequests(claim, ['spec']) },
  {
    name: 'resource.k8s.io/ResourceClaimTemplate',
    complete: (claim) => completeRequests(claim, ['spec', 'spec']),
  },
]
