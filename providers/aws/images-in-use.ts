import type { Fact, Item as Yield, Resource } from '../../src/core/model.ts'
import { Fault } from './answer.ts'
import type { Answers } from './ask.ts'
import { KIND_BY_NAME } from './kinds.ts'
import { described } from './read.ts'

/** Where a resource names the image that it is made of. */
const NAMES_IMAGE: Readonly<Record<string, string>> = {
  aws_instance: 'ami',
  aws_launch_template: 'image_id',
  aws_spot_instance_request: 'ami',
}
/** values that AWS takes for one filter */
const FILTER_MAX = 200

/** The images of other accounts that something is made of: their names and days are asked by their ids, and nothing else of them. */
export class ImagesInUse {
  readonly #used = new Set<string>()
  readonly #told = new Set<string>()

  /** @param resources what code and state say */
  constructor(resources: Iterable<Resource>) {
    for (const resource of resources) this.see(resource)
  }

  /** Takes note of what was read. */
  see(item: Yield): void {
    if (item.what === 'fact' && item.describes) this.#told.add(item.name)
    if (item.what !== 'resource') return
    const image = item.attributes[NAMES_IMAGE[item.kind] ?? '']
    if (typeof image === 'string' && image.startsWith('ami-')) this.#used.add(image)
  }

  /** What the ids stand for that nobody told yet. Names only help people, so what cannot be had is no gap. */
  async facts(answers: Answers): Promise<Fact[]> {
    const open = [...this.#used].filter((id) => !this.#told.has(id)).sort()
    const api = KIND_BY_NAME.get('aws_ami')?.api
    const facts: Fact[] = []
    if (!api) return facts
    for (let from = 0; from < open.length; from += FILTER_MAX) {
      const ids = open.slice(from, from + FILTER_MAX)
      // a filter, for an image that is gone spoils a question by ids
      const images = await answers.list(api.action, { Filters: [{ Name: 'image-id', Values: ids }] })
      if (images instanceof Fault) break
      facts.push(...described(images, api).filter(({ name }) => ids.includes(name)))
    }
    return facts
  }
}
