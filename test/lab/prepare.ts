import { kube_programs, kubeProgram } from './kube-programs.ts'
import { motoEnvironment } from './moto.ts'

// Builds and installs all that the end-to-end tests start, so that they need not; what is there already costs nothing.
const began = performance.now()
for (const [name, prepare] of [
  ['moto', motoEnvironment],
  ...kube_programs.map((program) => [program, () => kubeProgram(program)] as const),
] as const) {
  const start = performance.now()
  const path = await prepare()
  process.stdout.write(`${seconds(start)}  ${name}  ${path}\n`)
}
process.stdout.write(`${seconds(began)}  in all\n`)

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8)
}
