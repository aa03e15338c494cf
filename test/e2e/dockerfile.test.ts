import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, readdir, readFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { z } from 'zod'
import { runToEnd, type CommandResult } from '../lab/command.ts'
import { runDockerfile, type Stage } from '../lab/image.ts'
import { temporaryFolder } from '../lab/server-process.ts'

const project = join(import.meta.dirname, '..', '..')
const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
const package_json = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const flag = z.boolean().default(false)
const package_lock = z.object({ packages: z.record(z.string(), z.object({ dev: flag, optional: flag })) })

describe('the image that the Dockerfile describes', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let stages: Stage[]
  let image: Stage
  let manifest: z.infer<typeof package_json>

  before(async () => {
    manifest = package_json.parse(JSON.parse(await readFile(join(project, 'package.json'), 'utf8')))
    folder = await temporaryFolder('image')
    // the image's user is not the one that builds it
    await chmod(folder.path, 0o755)
    stages = await runDockerfile(project, folder.path, path)
    const last = stages.at(-1)
    assert.ok(last)
    image = last
  })
  after(() => folder.remove())

  /** Starts the image as a container would: its own user (where this one may choose), only its own environment. */
  const start = (...args: readonly string[]): Promise<CommandResult> => {
    const [program = ''] = image.entrypoint
    const [uid = '', gid = ''] = image.user.split(':')
    const drop =
      process.getuid?.() === 0 ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] : []
    const environment = Object.entries({
      ...image.environment,
      PATH: [join(image.root, 'usr/local/bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(
        delimiter,
      ),
    }).map(([name, value]) => `${name}=${value}`)
    const [command = '', ...rest] = [...drop, 'env', '-i', ...environment, program, ...args]
    return runToEnd(command, rest, { folder: join(image.root, image.workdir) })
  }

  it('stands on the official Node of the version that the tests run on', () => {
    const version = manifest.devDependencies['node'] ?? ''
    assert.match(version, /^\d+\.\d+\.\d+$/)
    assert.equal(process.version, `v${version}`)
    for (const { base } of stages)
      assert.match(base, new RegExp(`^node:${version.replaceAll('.', '\\.')}-[a-z-]+$`))
  })

  it('starts as evenkeel, and not as root', async () => {
    assert.deepEqual(image.entrypoint, ['evenkeel'])
    assert.match(image.user, /^[1-9]\d*:[1-9]\d*$/)
    const result = await start('--version')
    assert.deepEqual(result, { code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  it('loads everything that a check needs, and writes nothing into itself', async () => {
    const before = await readdir(image.root, { recursive: true })
    const result = await start('demo')
    assert.equal(result.code, 0, result.stderr)
    assert.match(result.stdout, /production drift/i)
    assert.deepEqual(await readdir(image.root, { recursive: true }), before)
  })

  it('has every production dependency and no other', async () => {
    const { packages } = package_lock.parse(
      JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')),
    )
    const wrong = Object.entries(packages).filter(([at, { dev, optional }]) => {
      if (at === '' || (optional && !dev)) return false
      return existsSync(join(image.root, 'app', at)) === dev
    })
    assert.deepEqual(wrong, [])
    for (const name of Object.keys(manifest.dependencies)) {
      assert.ok(existsSync(join(image.root, 'app/node_modules', name)), name)
    }
    assert.equal(packages['node_modules/node']?.dev, true)
    assert.equal(existsSync(join(image.root, 'app/node_modules/.bin/node')), false)
  })

  it('has no source, no test and no history', async () => {
    assert.deepEqual((await readdir(join(image.root, 'app'))).toSorted(), [
      'LICENSE',
      'config',
      'dist',
      'examples',
      'node_modules',
      'package.json',
    ])
    const sources = (await readdir(join(image.root, 'app/dist'), { recursive: true })).filter((name) =>
      name.endsWith('.ts'),
    )
    assert.deepEqual(sources, [])
  })
})
