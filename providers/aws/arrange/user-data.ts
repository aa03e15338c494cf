import { Secret, Unknown } from '../../../src/core/value.ts'
import { USER_DATA_TEXT } from '../kinds/user-data.ts'
import type { Scene } from './scene.ts'

/**
 * What code marks as sensitive is known by the digest of its text, but reality by that of its SHA-1: nobody can compare
 * the two. And what nobody declares needs no text to be read: the list of such things stays short.
 */
export function arrangeUserData(scene: Scene): void {
  for (const declared of scene.of('aws_instance', 'declared'))
    if (scene.attributes(declared)['user_data'] instanceof Secret)
      scene.set(declared, { user_data: new Unknown('it is sensitive, and known by another spelling') })
  for (const kind of ['aws_instance', 'aws_launch_template']) {
    if (scene.of(kind, 'declared').length + scene.of(kind, 'recorded').length === 0) continue
    for (const live of scene.of(kind, 'live')) {
      const { declared, recorded } = scene.roles(live)
      if (!declared && !recorded && scene.attributes(live)[USER_DATA_TEXT] !== undefined)
        scene.set(live, { [USER_DATA_TEXT]: undefined })
    }
  }
}
