import type { Item } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import type { ClusterSettings } from './settings.ts'

export async function* collectCluster(_settings: ClusterSettings, _context: Context): AsyncGenerator<Item> {
  yield { what: 'gap', code: 'KUBE_UNREACHABLE', message: 'not yet', kinds: ['*'] }
}
