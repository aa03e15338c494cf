/** What a block that Terraform itself reads may hold. */
export interface BlockShape {
  /** arguments; null where any is taken: names of the author, or a provider's */
  readonly optional: readonly string[] | null
  readonly required?: readonly string[]
  /** nested blocks, null for those that anything may stand in; absent where any block is taken */
  readonly blocks?: Readonly<Record<string, BlockShape | null>>
}

const RULE: BlockShape = { optional: [], required: ['condition', 'error_message'], blocks: {} }

const LIFECYCLE: BlockShape = {
  // `enabled` is OpenTofu's, `action_trigger` newer than 1.11
  optional: [
    'create_before_destroy',
    'prevent_destroy',
    'ignore_changes',
    'replace_triggered_by',
    'destroy',
    'enabled',
  ],
  blocks: { precondition: RULE, postcondition: RULE, action_trigger: null },
}

const WITH_LIFECYCLE: BlockShape = { optional: null, blocks: { lifecycle: LIFECYCLE } }

/** By the type of top-level block; resources and calls are held against schemas elsewhere, here only what is Terraform's own. */
export const SHAPES: Readonly<Record<string, BlockShape>> = {
  variable: {
    // `deprecated` and `const` are newer than 1.11
    optional: ['default', 'description', 'ephemeral', 'nullable', 'sensitive', 'type', 'deprecated', 'const'],
    blocks: { validation: RULE },
  },
  output: {
    optional: ['depends_on', 'description', 'ephemeral', 'sensitive', 'type', 'deprecated'],
    required: ['value'],
    blocks: { precondition: RULE },
  },
  locals: { optional: null, blocks: {} },
  moved: { optional: [], required: ['from', 'to'], blocks: {} },
  // `identity` stands for `id` since 1.12
  import: { optional: ['id', 'identity', 'for_each', 'provider'], required: ['to'], blocks: {} },
  removed: {
    optional: [],
    required: ['from'],
    blocks: { lifecycle: { optional: ['destroy'], blocks: {} }, connection: null, provisioner: null },
  },
  check: { optional: [], blocks: { assert: RULE, data: null } },
  terraform: {
    optional: ['required_version', 'experiments', 'language'],
    blocks: {
      backend: null,
      cloud: null,
      required_providers: null,
      provider_meta: null,
      // OpenTofu's, and newer than 1.11
      encryption: null,
      state_store: null,
    },
  },
  resource: WITH_LIFECYCLE,
  data: WITH_LIFECYCLE,
  ephemeral: WITH_LIFECYCLE,
}

/** Nested blocks whose type does not stand in the shape are the schema's business here. */
export const OPEN_TO_BLOCKS = new Set(['resource', 'data', 'ephemeral'])
