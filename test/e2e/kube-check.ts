import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { kubeProgram } from '../lab/kube-programs.ts'
import type { Kube } from '../lab/kube.ts'
import { runCli } from '../run-cli.ts'

/** What these tests look at of a finding. */
export interface Finding {
  readonly finding: string
  readonly severity: string
  readonly cause: string | null
  readonly path: string | null
  readonly resource: { readonly kind: string; readonly name: string; readonly namespace: string | null }
  readonly values: Readonly<Record<string, unknown>>
  readonly by: { readonly writer: string } | null
  readonly source: { readonly file: string; readonly line?: number } | null
}

export interface Checked {
  readonly exit: number | null
  readonly gaps: readonly { readonly code: string; readonly kinds: readonly string[] }[]
  /** those above `info` */
  readonly findings: readonly Finding[]
  readonly compared: number
  readonly not_comparable: number
  readonly peak_rss_bytes: number
  /** all that the process wrote */
  readonly output: string
}

/** Checks one environment, read by the lab's reader, in a process of its own. */
export interface Checker {
  readonly folder: string
  check(declared: readonly object[], live?: object): Promise<Checked>
  remove(): Promise<void>
}

export async function checkerOf(kube: Kube): Promise<Checker> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-kube-'))
  await copyFile(kube.kubeconfig('reader'), join(folder, 'reader.kubeconfig'))
  const programs = await Promise.all([kubeProgram('kubectl'), kubeProgram('helm')])
  const path = [...programs.map((program) => dirname(program)), process.env['PATH'] ?? ''].join(delimiter)
  return {
    folder,
    check: async (declared, live = {}) => {
      const config = {
        environments: {
          production: {
            declared,
            live: [{ kubernetes: { kubeconfig: 'reader.kubeconfig', ...live } }],
          },
        },
        secrets: { digest_key: { env: 'DIGEST_KEY' } },
      }
      await writeFile(join(folder, 'evenkeel.yaml'), JSON.stringify(config))
      const run = await runCli(['check', '--config', join(folder, 'evenkeel.yaml'), '--output', 'json'], {
        env: { DIGEST_KEY: 'lab', PATH: path, HOME: folder },
        timeout_ms: 120_000,
      })
      if (!run.stdout.startsWith('{')) throw new Error(run.stdout + run.stderr)
      const report = JSON.parse(run.stdout)
      const all: Finding[] = report.findings
      return {
        exit: run.code,
        gaps: report.gaps,
        findings: all.filter(({ severity }) => severity !== 'info'),
        compared: report.checks[0]?.compared ?? 0,
        not_comparable: report.checks[0]?.not_comparable ?? 0,
        peak_rss_bytes: report.stats.peak_rss_bytes,
        output: run.stdout + run.stderr,
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A finding in one line: `changed apps/Deployment web spec.replicas`. */
export function lineOf({ finding, resource, path }: Finding): string {
  return [finding, resource.kind, resource.name, ...(path === null ? [] : [path])].join(' ')
}
