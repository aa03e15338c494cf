import { constants, copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { builtinModules } from './builtin-modules.ts'

/**
 * What is built on its own, and found by its file's name: the command line, threads, and what takes long to load. The more
 * of the code is shared, the more files esbuild cuts it into, of which each takes its time.
 */
export const PROGRAMS = {
  cli: 'src/cli.ts',
  'evaluate-here': 'src/commands/evaluate-here.ts',
  'evaluate-worker': 'src/commands/evaluate-worker.ts',
  'second-opinion-worker': 'providers/terraform/hcl/second-opinion-worker.ts',
}

/** Small packages that are bundled: loading their many files takes longer than running them. All others stay packages. */
const BUNDLED = ['commander', 'deep-diff', 'js-yaml', 'p-limit', 'yaml', 'yocto-queue', 'zod']

/** A file that the program reads beside its own code, as the sources name it. */
const DATA_FILE = /new URL\(['"]\.\/([\w-]+\.json)['"], import\.meta\.url\)/g

/**
 * Bundles programs, each by its name to `<folder>/src/<name>.js`: one file for what starts together, one for each lazy
 * import, all in one folder. Names stay readable and maps lie beside the files, for a bug is reported by its places.
 */
export async function bundle(
  root: string,
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  const read = new Set<string>()
  for (const [name, source] of Object.entries(programs)) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: { [name]: source },
      outdir: path.join(folder, 'src'),
      bundle: true,
      splitting: true,
      // less to read at every start; names stay, for a bug is told by them
      minifyWhitespace: true,
      minifySyntax: true,
      format: 'esm',
      platform: 'node',
      target: 'node22.19',
      // the same wherever it is built, with a tsconfig.json beside the sources or without
      tsconfigRaw: { compilerOptions: { target: 'es2024', verbatimModuleSyntax: true } },
      chunkNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      loader: { '.json': 'copy' },
      // beside the files, and read by who tells of a bug
      sourcemap: 'external',
      sourcesContent: false,
      metafile: true,
      logLevel: 'warning',
      plugins: [builtinModules, packages, otherPrograms(root, programs)],
    })
    for (const file of Object.keys(metafile.inputs)) read.add(file)
  }
  for (const file of read) copyData(root, file, path.join(folder, 'src'))
}

/** A program that another imports when it needs it is found in its own file. */
function otherPrograms(root: string, programs: Readonly<Record<string, string>>): Plugin {
  const names = new Map(Object.entries(programs).map(([name, source]) => [path.join(root, source), name]))
  return {
    name: 'other-programs',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path: imported, resolveDir, kind }) => {
        const name = kind === 'dynamic-import' ? names.get(path.join(resolveDir, imported)) : undefined
        return name === undefined ? undefined : { path: `./${name}.js`, external: true }
      })
    },
  }
}

/** A package is bundled or stays outside; files are resolved as always. */
const packages: Plugin = {
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      if (kind === 'entry-point' || name.startsWith('node:')) return undefined
      return BUNDLED.includes(name.split('/')[0] ?? '') ? undefined : { path: name, external: true }
    })
  },
}

function copyData(root: string, file: string, folder: string): void {
  if (!file.endsWith('.ts')) return
  for (const [, name = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(DATA_FILE))
    copyFileSync(path.join(root, path.dirname(file), name), path.join(folder, name), constants.COPYFILE_EXCL)
}
