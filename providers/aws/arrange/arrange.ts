import type { Sides } from '../../../src/core/provider.ts'
import { Registry } from '../../../src/core/registry.ts'
import { KINDS } from '../kinds.ts'
import { nameControllers } from './controllers.ts'
import { fillOwnDefaults, identifyDefaults, markDefaults, nameBornParts, settleDefaults } from './defaults.ts'
import { tellByReferrers } from './backwards.ts'
import { openDangling } from './dangling.ts'
import { arrangeGroupRules, RULE_KINDS } from './group-rules.ts'
import { arrangeMachines } from './machines.ts'
import { leaveAddressesToGateways, silenceOwned } from './owned.ts'
import { PARTS } from './part-table.ts'
import { fillUnrecorded } from './unrecorded.ts'
import { arrangeParts } from './parts.ts'
import { arrangeUserData } from './user-data.ts'
import { takeOutSingleTags } from './single-tags.ts'
import { completePlaces } from './places.ts'
import { Scene } from './scene.ts'
import { arrangeSwitches, SWITCHES } from './switches.ts'
import { tellApart } from './candidates.ts'

/** things that are found by what they belong to, after the owners are known */
const LATER = new Set([...PARTS.map(({ kind }) => kind), ...RULE_KINDS, ...SWITCHES])
const NAMES = KINDS.map(({ name }) => name)
/** each round settles what the one before made known; more than any chain of references needs */
const ROUNDS_MAX = 6

/** What only the environment as a whole tells about its resources. One file a subject. */
export function arrange(sides: Sides): Sides {
  const registry = new Registry([{ name: 'aws', sources: {}, kinds: KINDS }])
  const isOwner = (kind: string): boolean => kind !== '' && !LATER.has(kind)
  const scene = new Scene(sides, registry, isOwner)
  if (completePlaces(scene, NAMES)) scene.match(isOwner)
  markDefaults(scene)
  nameBornParts(scene)
  nameControllers(scene, NAMES)
  silenceOwned(scene)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const isNew = [identifyDefaults(scene), tellApart(scene)].includes(true)
    // the weaker evidence only where the stronger has no more to say
    if (!isNew && !tellByReferrers(scene, NAMES)) break
    scene.match(isOwner)
  }
  fillUnrecorded(scene, NAMES)
  settleDefaults(scene)
  fillOwnDefaults(scene)
  leaveAddressesToGateways(scene)
  arrangeMachines(scene)
  arrangeUserData(scene)
  arrangeParts(scene)
  arrangeSwitches(scene)
  arrangeGroupRules(scene)
  takeOutSingleTags(scene, NAMES)
  openDangling(scene, NAMES)
  return scene.build()
}
