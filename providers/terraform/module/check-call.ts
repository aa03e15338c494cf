import type { CallConfig, Fault, ModuleConfig } from './config.ts'

/**
 * Arguments of a call that its module has no variable for, and those that it needs and does not get; Terraform refuses both
 * as it reads the code, whatever the number of instances. Nothing is said of what a broken file may declare or give.
 */
export function callFaults(call: CallConfig, caller: ModuleConfig, called: ModuleConfig): readonly Fault[] {
  const { overridden } = caller.uncertain
  if (overridden.has('*') || overridden.has(`module.${call.name}`) || called.uncertain.any) return []
  const faults: Fault[] = []
  const given = call.body.attributes
  for (const { name, name_range: range } of given.values()) {
    if (called.variables.has(name) || called.uncertain.declared.has(`variable.${name}`)) continue
    const message = `Unsupported argument: An argument named ${JSON.stringify(name)} is not expected here.`
    faults.push({ code: 'TERRAFORM_INVALID', message, range, kinds: [] })
  }
  for (const { name, fallback } of called.variables.values()) {
    if (fallback || given.has(name) || isUncertain(called, name)) continue
    const message = `Missing required argument: The argument ${JSON.stringify(name)} is required, but no definition was found.`
    faults.push({ code: 'TERRAFORM_INVALID', message, range: call.range, kinds: ['*'] })
  }
  return faults
}

/** Whether a broken override may give a variable a default. */
function isUncertain({ uncertain: { overridden } }: ModuleConfig, name: string): boolean {
  return overridden.has('*') || overridden.has(`variable.${name}`)
}
