import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { mapAt } from '../kube-object.ts'
import { asRead, changedAt, filledAt, mapOf, withKey } from './edit.ts'
import { SET, SIZING, type KindRules, type TypeRules } from './field-rule.ts'

/** Autoscalers and disruption budgets (table rows 14 and 23 and the correction). */
export const SCALING_TYPES: TypeRules = {
  'autoscaling.HorizontalPodAutoscalerSpec': {
    minReplicas: { default: 1, class: 'sizing' },
    maxReplicas: SIZING,
    metrics: SET,
  },
  'autoscaling.HPAScalingRules': { policies: SET },
  'policy.PodDisruptionBudgetSpec': { minAvailable: SIZING, maxUnavailable: SIZING },
}

const CPU_AT_80: Value = asRead([cpuMetric(80)])
const SCALE_UP: Attributes = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const SCALE_DOWN: Attributes = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
}

function cpuMetric(percent: Value): Attributes {
  return {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
  }
}

/** Version 1 of the API knows one metric; the server keeps it in the form of version 2. */
function completeAutoscaler(attributes: Attributes): Attributes {
  return changedAt(attributes, ['spec'], (spec) => {
    if (!isMap(spec)) return spec
    const percent = spec['targetCPUUtilizationPercentage']
    const converted =
      percent === undefined
        ? spec
        : withKey(
            filledAt(spec, ['metrics'], asRead([cpuMetric(percent)])),
            'targetCPUUtilizationPercentage',
            undefined,
          )
    return changedAt(filledAt(converted, ['metrics'], CPU_AT_80), ['behavior'], (behavior) =>
      isMap(behavior)
        ? mapOf(behavior, {
            scaleUp: completeRules(behavior['scaleUp'], SCALE_UP),
            scaleDown: completeRules(behavior['scaleDown'], SCALE_DOWN),
          })
        : behavior,
    )
  })
}

function completeRules(rules: Value | undefined, defaults: Attributes): Value {
  return mapOf(mapAt(asRead(defaults)), isMap(rules) ? rules : undefined)
}

export const SCALING: readonly KindRules[] = [
  { name: 'autoscaling/HorizontalPodAutoscaler', complete: completeAutoscaler },
]
