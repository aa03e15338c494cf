import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { PROGRAMS, bundle } from '../build/bundle.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

describe('the build', () => {
  /** a package of its own, inside the tree so that places of sources are relative to it as in a build */
  let package_folder = ''
  let built = ''

  before(async () => {
    package_folder = mkdtempSync(path.join(ROOT, '.evenkeel-build-'))
    built = path.join(package_folder, 'dist/src')
    const broken = 'test/build/broken-program.ts'
    await bundle(ROOT, path.join(package_folder, 'dist'), { ...PROGRAMS, broken })
    for (const name of ['package.json', 'config', 'examples'])
      cpSync(path.join(ROOT, name), path.join(package_folder, name), { recursive: true })
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(package_folder, 'node_modules'))
  })
  after(() => rmSync(package_folder, { recursive: true, force: true }))

  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(process.execPath, [path.join(built, program), ...args], { encoding: 'utf8' })

  it('evaluates, checks and tells its version as the sources do', () => {
    const root = path.join(package_folder, 'root')
    cpSync(path.join(ROOT, 'examples/shop/infra'), root, { recursive: true })
    const evaluate = [
      'evaluate',
      root,
      '--var-file',
      path.join(root, 'env/production.tfvars'),
      '--output',
      'json',
    ]
    const fromSource = (args: readonly string[]): string => {
      const cli = path.join(ROOT, 'src/cli.ts')
      return execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
    }
    assert.equal(run('cli.js', '--version'), fromSource(['--version']))
    assert.equal(run('cli.js', ...evaluate), fromSource(evaluate))
    assert.match(run('cli.js', 'demo'), /production drift/i)
  })

  it('starts the worker of the second opinion by its file', () => {
    const root = mkdtempSync(path.join(package_folder, 'doubtful-'))
    writeFileSync(path.join(root, 'main.tf'), 'locals {\n  a = \n}\n')
    assert.throws(
      () => run('cli.js', 'evaluate', root, '--output', 'json'),
      (error: { status?: number; stdout?: string }) => {
        assert.equal(error.status, 2)
        assert.match(String(error.stdout), /HCL_SYNTAX/)
        return true
      },
    )
  })

  it('tells of a bug by the places in the sources', () => {
    assert.match(
      run('broken.js'),
      /^TypeError at breakDown \(\S*test\/build\/broken-program\.ts:5:9\) < \S*test\/build\/broken-program\.ts:9:3/,
    )
  })

  it('loads for `evaluate` no package and none of what checks need', () => {
    const text = (name: string): string => readFileSync(path.join(built, name), 'utf8')
    const sources: string[] = []
    const seen = new Set(['evaluate-here.js'])
    for (const name of seen) {
      for (const [, imported = ''] of text(name).matchAll(/(?:^|;)import(?:[^"';(]*from)?"([^"]+)"/gm)) {
        assert.match(imported, /^\.\//, `${name} imports ${imported}`)
        seen.add(path.basename(imported))
      }
      sources.push(...JSON.parse(text(`${name}.map`)).sources)
    }
    assert.ok(seen.size > 3)
    const packages = sources.filter((source) => /node_modules/.test(source))
    assert.ok(sources.length > 100)
    assert.deepEqual(packages, [])
  })
})
