import { byText, isList, isMap, type Attributes, type Draft, type Value } from '../../../src/core/value.ts'
import { listAt, mapAt, textAt } from '../kube-object.ts'
import { asRead, changedAt, copyOf, mapOf, withKey } from './edit.ts'
import type { KindRules } from './field-rule.ts'

const CONTAINER_LISTS: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers']

/** What the server fills into the specification of every pod, in a template or not. */
export function completePodSpec(spec: Value | undefined): Value | undefined {
  if (!isMap(spec)) return spec
  // the old name of the field mirrors the new one, both ways
  const account = spec['serviceAccount']
  let out = account === undefined ? spec : withKey(spec, 'serviceAccount', undefined)
  if (account !== undefined && out['serviceAccountName'] === undefined)
    out = withKey(out, 'serviceAccountName', account)
  for (const list of CONTAINER_LISTS)
    out = changedAt(out, [list, '*'], (item) => (isMap(item) ? withFreeEnvironment(item) : item))
  return changedAt(out, ['volumes', '*'], (item) => item && withSource(item))
}

/** A volume without a source is an empty folder. */
function withSource(volume: Value): Value {
  return isMap(volume) && Object.keys(volume).every((key) => key === 'name')
    ? withKey(volume, 'emptyDir', mapOf())
    : volume
}

/**
 * The order of variables says something only where one refers to another that stands after it, so that it is not
 * resolved; all others are put into one order.
 */
function withFreeEnvironment(container: Attributes): Attributes {
  const env = container['env']
  if (!isList(env)) return container
  const names = env.map(variableName)
  // most lists refer to nothing, or stand in order already
  if (names.every((name, index) => index === 0 || byText(names[index - 1] ?? '', name) <= 0)) return container
  const refersAhead = env.some((item, index) =>
    referencesOf(item).some((name) => names.includes(name) && names.indexOf(name) >= index),
  )
  if (refersAhead) return container
  return withKey(
    container,
    'env',
    env.toSorted((a, b) => byText(variableName(a), variableName(b))),
  )
}

function variableName(variable: Value): string {
  return textAt(variable, 'name') ?? ''
}

/** Names in `$(NAME)`; `$$(NAME)` is a text. */
function referencesOf(variable: Value): string[] {
  const value = textAt(variable, 'value')
  if (value === undefined || !value.includes('$(')) return []
  const text = value.replaceAll('$$', '')
  return [...text.matchAll(/\$\(([^()]*)\)/g)].map(([, name]) => name ?? '')
}

/** Fields that only a pod itself gets, from its own defaults and from admission; a template does not. */
export const POD: KindRules = {
  name: 'core/Pod',
  fields: {
    'spec.enableServiceLinks': { default: true },
    'spec.serviceAccountName': { default: 'default', class: 'security' },
    'spec.nodeName': { computed: 'never' },
    'spec.priority': { computed: 'never' },
    'spec.preemptionPolicy': { computed: 'never' },
    'spec.overhead': { computed: 'never' },
    // of the whole pod, the server adds up what its containers request (defaultPodRequests)
    'spec.resources.requests.*': { computed: 'never', scalar: 'quantity', class: 'sizing' },
  },
  complete: (attributes) => {
    const annotations = mapAt(attributes, 'metadata', 'annotations')
    return changedAt(attributes, ['spec'], (spec) => {
      const complete = completePodSpec(spec)
      return isMap(complete) ? completePod(copyOf(complete), annotations) : complete
    })
  },
}

function completePod(spec: Draft, annotations: Attributes | undefined): Attributes {
  const token = tokenVolume(spec)
  for (const list of CONTAINER_LISTS) {
    const containers = spec[list]
    if (!isList(containers)) continue
    spec[list] = containers.map((item) => {
      if (!isMap(item)) return item
      const sized = withRequests(withoutMount(item, token))
      const ported = spec['hostNetwork'] === true ? withHostPorts(sized) : sized
      return withAppArmor(ported, annotations)
    })
  }
  if (token !== undefined) without(spec, 'volumes', (item) => textAt(item, 'name') === token)
  without(spec, 'tolerations', isDefaultToleration)
  return spec
}

function without(map: Draft, key: string, isGone: (item: Value) => boolean): void {
  const list = map[key]
  if (!isList(list)) return
  const rest = list.filter((item) => !isGone(item))
  if (rest.length === 0) delete map[key]
  else if (rest.length < list.length) map[key] = rest
}

/** The volume that admission adds for the service account's token. */
function tokenVolume(spec: Attributes): string | undefined {
  const volume = listAt(spec, 'volumes').find(
    (item) =>
      /^kube-api-access-[a-z0-9]{5}$/.test(textAt(item, 'name') ?? '') &&
      listAt(item, 'projected', 'sources').some(
        (source) => mapAt(source, 'serviceAccountToken') !== undefined,
      ),
  )
  return textAt(volume, 'name')
}

function withoutMount(container: Attributes, volume: string | undefined): Attributes {
  if (volume === undefined) return container
  const out = copyOf(container)
  without(out, 'volumeMounts', (item) => textAt(item, 'name') === volume)
  return out
}

/** A pod that limits a resource without requesting it requests the limit. */
function withRequests(container: Attributes): Attributes {
  const limits = mapAt(container, 'resources', 'limits')
  if (!limits) return container
  return changedAt(container, ['resources'], (resources) =>
    isMap(resources)
      ? withKey(resources, 'requests', mapOf(limits, mapAt(resources, 'requests')))
      : resources,
  )
}

function withHostPorts(container: Attributes): Attributes {
  return changedAt(container, ['ports', '*'], (port) => {
    const own = isMap(port) ? port['containerPort'] : undefined
    return isMap(port) && port['hostPort'] === undefined && own !== undefined
      ? withKey(port, 'hostPort', own)
      : port
  })
}

/** The annotation that was there before the field is copied into it. */
function withAppArmor(container: Attributes, annotations: Attributes | undefined): Attributes {
  const name = textAt(container, 'name') ?? ''
  const profile = textAt(annotations, `container.apparmor.security.beta.kubernetes.io/${name}`)
  const context = mapAt(container, 'securityContext')
  if (profile === undefined || context?.['appArmorProfile'] !== undefined) return container
  const value = appArmorProfile(profile)
  return value
    ? withKey(container, 'securityContext', mapOf(context, { appArmorProfile: asRead(value) }))
    : container
}

function appArmorProfile(profile: string): Attributes | undefined {
  if (profile === 'runtime/default') return { type: 'RuntimeDefault' }
  if (profile === 'unconfined') return { type: 'Unconfined' }
  if (!profile.startsWith('localhost/')) return undefined
  return { type: 'Localhost', localhostProfile: profile.slice('localhost/'.length) }
}

/** Admission lets every pod stay on a failing node for five minutes. */
function isDefaultToleration(item: Value): boolean {
  return (
    isMap(item) &&
    /^node\.kubernetes\.io\/(?:not-ready|unreachable)$/.test(textAt(item, 'key') ?? '') &&
    item['operator'] === 'Exists' &&
    item['effect'] === 'NoExecute' &&
    item['tolerationSeconds'] === 300
  )
}
