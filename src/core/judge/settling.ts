import type { Entity } from '../match/entity.ts'

/** What a reader of a finding should know of a thing that is in the middle of a change. @param environment where two are compared */
export function settlingNotes(entity: Entity | undefined, environment?: string): string[] {
  const settling = entity?.live?.settling
  if (settling === undefined) return []
  return [`settling${environment === undefined ? '' : ` in ${environment}`}: ${settling}`]
}
