import { constants, copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { builtinModules } from './builtin-modules.ts'

/** What is started by its file's name: the command line, and a worker. */
export const PROGRAMS = {
  cli: 'src/cli.ts',
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
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...programs },
    outdir: path.join(folder, 'src'),
    bundle: true,
    splitting: true,
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
    plugins: [builtinModules, packages],
  })
  for (const file of Object.keys(metafile.inputs)) copyData(root, file, path.join(folder, 'src'))
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
