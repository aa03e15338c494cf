import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundle } from '../build/bundle.ts'
import { timePairs } from './pairs.ts'
import { instances, manyFiles, services } from './terraform-root.ts'
import type { Files } from './terraform-root.ts'

/** where hashicorp/aws lies on a machine that has it: a folder that Terraform takes as a filesystem mirror */
const MIRROR = process.env['EVENKEEL_TERRAFORM_MIRROR'] ?? '/opt/tf-plugins'

/** no cache between runs: neither of results, which there is none of, nor of compiled code */
const WITHOUT_CACHE = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' }

type Line = (name: string, figure: string, aim: string) => void

/**
 * What `evaluate` of the built program takes, and how that compares with `terraform plan` where the machine has one; each
 * figure is told by `line`. `built` is the built command line.
 */
export async function benchTerraform(built: string, line: Line, runs: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'evenkeel-bench-'))
  try {
    const evaluate = (files: Files, name: string): readonly string[] => {
      const root = path.join(folder, name)
      write(root, files)
      return [built, 'evaluate', root, '--output', 'json']
    }
    againstTerraform(evaluate(services(), 'services'), path.join(folder, 'services'), line, runs)
    line(
      'evaluate 10,000 instances of a for_each',
      figure(peak(evaluate(instances(10), 'instances'))),
      '< 2 s',
    )
    const many = evaluate(manyFiles(700, 5_000_000), 'many')
    // the reader alone is no program: it is built for this, as the program is
    await bundle(path.resolve(import.meta.dirname, '..'), path.join(folder, 'reader'), {
      load: 'providers/terraform/module/load.ts',
      boundary: 'providers/terraform/files/boundary.ts',
    })
    const read = peak([
      '--input-type=module',
      '-e',
      READ,
      path.join(folder, 'reader'),
      path.join(folder, 'many'),
    ])
    line('read 5 MB of HCL in 700 files', `${(read.ms / 1000).toFixed(2)} s`, '< 1 s')
    line('evaluate 5 MB of HCL in 700 files', figure(peak(many)), '< 300 MiB')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function write(root: string, files: Files): void {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
}

function againstTerraform(evaluate: readonly string[], root: string, line: Line, runs: number): void {
  const name = 'terraform plan / evaluate, 300 resources'
  if (spawnSync('terraform', ['version']).status !== 0 || !existsSync(MIRROR)) {
    line(name, 'no terraform with a mirror here', '> 25 x')
    return
  }
  const rc = path.join(root, 'mirror.tfrc')
  writeFileSync(
    rc,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(MIRROR)}\n  }\n}\n`,
  )
  const env = { ...process.env, TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: '1' }
  const initialised = spawnSync('terraform', ['init', '-input=false'], { cwd: root, env })
  if (initialised.status !== 0) throw new Error(`terraform init: ${initialised.stderr.toString()}`)
  const args = ['plan', '-refresh=false', '-input=false', '-lock=false']
  const { a_ms, b_ms, ratio } = timePairs(
    { program: 'terraform', args, cwd: root, expects: [0], env },
    { program: process.execPath, args: evaluate, expects: [0], env: WITHOUT_CACHE },
    Math.max(3, Math.ceil(runs / 3)),
  )
  line(name, `${ratio.toFixed(1)} x  (${a_ms.toFixed(0)} / ${b_ms.toFixed(0)} ms)`, '> 25 x')
}

/** Reads a root as `evaluate` does, and nothing more. */
const READ = `
const [reader, root] = process.argv.slice(1)
const { loadTree } = await import(reader + '/src/load.js')
const { boundaryOf } = await import(reader + '/src/boundary.js')
const started = performance.now()
loadTree(root, boundaryOf(root, []))
process.stdout.write(String(performance.now() - started))
`

/** told by the process itself when it ends */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("PEAK "+process.resourceUsage().maxRSS*1024))'

interface Peak {
  readonly ms: number
  readonly peak_bytes: number
}

/** One run of node: its wall time, or the milliseconds that are all of its output, and the most memory it had. */
function peak(args: readonly string[]): Peak {
  const started = performance.now()
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30, env: WITHOUT_CACHE } as const
  const run = spawnSync(process.execPath, ['--import', TELL_PEAK, ...args], options)
  const took_ms = performance.now() - started
  if (run.status !== 0) throw new Error(`node ${args.join(' ')} ended with ${run.status}: ${run.stderr}`)
  const told = Number(run.stdout)
  const peak_bytes = Number(/PEAK (\d+)$/.exec(run.stderr)?.[1])
  return { ms: Number.isNaN(told) ? took_ms : told, peak_bytes }
}

function figure({ ms, peak_bytes }: Peak): string {
  return `${(ms / 1000).toFixed(2)} s, ${Math.round(peak_bytes / 2 ** 20)} MiB`
}
