import type { Attribute, Block, Body, Range } from './ast.ts'
import { Placed } from './placed.ts'
import type { TokenRange } from './ranges.ts'
import { TOKEN } from './tokens.ts'

/** A body of a native file. */
export class BodyNode extends Placed implements Body {
  readonly type = 'body'
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly blocks: readonly Block[]

  constructor(attributes: ReadonlyMap<string, Attribute>, blocks: readonly Block[], range: TokenRange) {
    super(range)
    this.attributes = attributes
    this.blocks = blocks
  }

  get end_range(): Range {
    return this.range.behind()
  }
}

/** A block of a native file; `open` is the row of its opening brace. */
export class BlockNode extends Placed implements Block {
  readonly type = 'block'
  readonly block_type: string
  readonly labels: readonly string[]
  readonly body: Body
  readonly #open: number

  constructor(
    head: { readonly block_type: string; readonly labels: readonly string[]; readonly open: number },
    body: Body,
    range: TokenRange,
  ) {
    super(range)
    this.block_type = head.block_type
    this.labels = head.labels
    this.body = body
    this.#open = head.open
  }

  get type_range(): Range {
    return this.range.head()
  }

  get open_brace_range(): Range {
    return this.range.token(this.#open)
  }

  get close_brace_range(): Range {
    return this.range.tail()
  }

  /** Of the tokens between the type and the brace: a name is one, a quoted label goes from quote to quote. */
  get label_ranges(): readonly Range[] {
    const { range } = this
    const ranges: Range[] = []
    let quote = 0
    for (let row = range.first + 1; row < this.#open; row++) {
      const kind = range.places.tokens.kind[row]
      if (kind === TOKEN.ident) ranges.push(range.token(row))
      else if (kind === TOKEN.open_quote) quote = row
      else if (kind === TOKEN.close_quote) ranges.push(range.token(quote).head(row))
    }
    return ranges
  }

  get definition_range(): Range {
    const last = this.label_ranges.at(-1)
    return last ? this.range.to(last) : this.type_range
  }

  /** The same block around another body. */
  around(body: Body): BlockNode {
    const { block_type, labels } = this
    return new BlockNode({ block_type, labels, open: this.#open }, body, this.range)
  }
}

/** A block with another body. */
export function withBody(block: Block, body: Body): Block {
  return block instanceof BlockNode ? block.around(body) : { ...block, body }
}

/** A body with other content. */
export function withContent(
  body: Body,
  attributes: ReadonlyMap<string, Attribute>,
  blocks: readonly Block[],
): Body {
  return body instanceof BodyNode
    ? new BodyNode(attributes, blocks, body.range)
    : { ...body, attributes, blocks }
}
