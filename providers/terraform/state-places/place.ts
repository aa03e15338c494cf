import type { Permissions } from '../../../src/core/permissions.ts'
import type { Context } from '../../../src/core/provider.ts'

/** What stands at a place: a state's or plan's text, and when it was written, where the place knows. */
export interface PlacedText {
  readonly text: string
  /** ISO 8601 */
  readonly written_at: string | undefined
}

/** Somewhere a state is kept. */
export interface StatePlace {
  /** as reports name it; without credentials */
  readonly shown: string
  /** relative to the configuration, where it is a file */
  readonly file?: string
  /** the rights that reading it takes, where somebody grants them */
  readonly permissions?: Permissions
  /** @throws StateFault; STATE_NOT_FOUND where there is nothing */
  read(context: Context): Promise<PlacedText>
}
