export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

/** A token that is only there: an indicator, or the start or end of a block that indentation means. */
export type Indicator =
  | 'stream_end'
  | 'document_start'
  | 'document_end'
  | 'block_sequence_start'
  | 'block_mapping_start'
  | 'block_end'
  | 'flow_sequence_start'
  | 'flow_sequence_end'
  | 'flow_mapping_start'
  | 'flow_mapping_end'
  | 'block_entry'
  | 'flow_entry'
  | 'key'
  | 'value'

/** What libyaml's scanner makes of a text. */
export type Token =
  | { readonly type: Indicator }
  | { readonly type: 'version'; readonly version: string }
  | { readonly type: 'tag_directive'; readonly handle: string; readonly prefix: string }
  | { readonly type: 'alias' | 'anchor'; readonly name: string }
  | { readonly type: 'tag'; readonly handle: string; readonly suffix: string }
  | { readonly type: 'scalar'; readonly value: string; readonly style: ScalarStyle }
