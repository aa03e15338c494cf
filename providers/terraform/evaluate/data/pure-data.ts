import type { ProviderSettings } from '../module/provider-settings.ts'
import type { Value } from '../types/value.ts'

/** What a data source gives that asks nobody: attributes by name, only those that are certain. */
export type PureData = (
  configured: ReadonlyMap<string, Value>,
  provider: ProviderSettings | null,
) => ReadonlyMap<string, Value>

/** Data sources whose result follows from the code alone. */
export const PURE_DATA: Readonly<Record<string, PureData>> = {}
