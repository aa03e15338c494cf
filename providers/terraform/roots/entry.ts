import type { Gap, Item } from '../../../src/core/model.ts'
import type { Context, Part } from '../../../src/core/provider.ts'
import { collectRoot } from '../declared.ts'
import type { TerraformSettings } from '../settings.ts'
import { findRoots } from './find-roots.ts'

/** The sources that one entry stands for; [] where it is a single one, or where its glob matches nothing. */
export function partsOf(settings: TerraformSettings, folder: string): readonly Part[] {
  const { roots: pattern, ...rest } = settings
  if (pattern === undefined) return []
  const found = findRoots(pattern, folder)
  const roots = found.roots.map((root): Part => ({
    role: 'declared',
    title: root,
    collect: (context) => collectRoot({ ...rest, root }, context),
  }))
  const hidden = found.unreadable.map((path): Part => ({
    role: 'declared',
    title: path,
    collect: () => only(gap('FILE_UNREADABLE', `${path} cannot be listed: it may hold roots of ${pattern}`)),
  }))
  return [...roots, ...hidden]
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
