import type { ModuleTree } from '../../module/load.ts'
import type { Schemas } from '../../schema/schemas.ts'
import type { Budget, FunctionLibrary } from '../expression/evaluation.ts'
import type { EvaluatedBlocks } from './evaluated-blocks.ts'
import type { Inputs } from './inputs.ts'
import type { Faults } from './faults.ts'

/** What a root is evaluated with. */
interface RootOptions {
  /** absolute */
  readonly folder: string
  readonly workspace: string
  readonly inputs: Inputs
}

/** What all module instances of one evaluation share. */
export interface Root {
  readonly options: RootOptions
  readonly tree: ModuleTree
  readonly schemas: Schemas
  readonly functions: FunctionLibrary
  readonly budget: Budget
  readonly faults: Faults
  readonly evaluated: EvaluatedBlocks
  /** whether anything in the code gives ephemeral values */
  readonly has_ephemeral: boolean
}
