import type { Gap, Item } from '../../../src/core/model.ts'
import type { Context, Part, Standpoint } from '../../../src/core/provider.ts'
import { collectRoot } from '../declared.ts'
import type { RootSettings, TerraformSettings } from '../settings.ts'
import { collectState } from '../state/collect-state.ts'
import { StateFault } from '../state/state-content.ts'
import { rootBackend } from '../state-places/root-backend.ts'
import { findRoots } from './find-roots.ts'

/** The sources that one entry stands for: each root of its glob, and its state where that is asked for; [] = only itself. */
export function partsOf(settings: TerraformSettings, from: Standpoint): readonly Part[] {
  const { root, roots: pattern } = settings
  if (pattern === undefined)
    return root === undefined || settings.state === undefined ? [] : partsOfRoot({ ...settings, root }, from)
  const found = findRoots(pattern, from.folder)
  const hidden = found.unreadable.map((path): Part => ({
    role: 'declared',
    title: path,
    collect: () => only(gap('FILE_UNREADABLE', `${path} cannot be listed: it may hold roots of ${pattern}`)),
  }))
  return [...found.roots.flatMap((path) => partsOfRoot({ ...settings, root: path }, from)), ...hidden]
}

function partsOfRoot(settings: RootSettings, { at_revision }: Standpoint): readonly Part[] {
  const root = settings.name ?? settings.root
  const declared: Part = {
    role: 'declared',
    title: root,
    collect: (context) => collectRoot(settings, context),
  }
  if (settings.state === undefined) return [declared]
  const shown = `the state of ${root}`
  const recorded: Part = {
    role: 'recorded',
    title: shown,
    belongs_to: root,
    collect: (context) =>
      collectState(
        () => rootBackend(settings, context, at_revision),
        { shown, root, stale_after_days: settings.stale_after_days },
        context,
      ),
    async permissions(from) {
      try {
        return (await rootBackend(settings, from, at_revision)).permissions
      } catch (error) {
        if (error instanceof StateFault) return { language: 'unknown', why: error.message }
        throw error
      }
    },
  }
  return [declared, recorded]
}

/** What a single entry says. */
export async function* collectEntry(settings: TerraformSettings, context: Context): AsyncGenerator<Item> {
  const { root, roots } = settings
  if (root !== undefined) yield* collectRoot({ ...settings, root }, context)
  else yield gap('ROOTS_NOT_FOUND', `no folder with .tf, .tofu or .tf.json files matches ${String(roots)}`)
}

async function* only(item: Item): AsyncGenerator<Item> {
  yield item
}

function gap(code: Gap['code'], message: string): Gap {
  return { what: 'gap', code, message, kinds: ['*'] }
}
