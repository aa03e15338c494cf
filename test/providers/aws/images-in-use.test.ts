import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answerer, Question } from '../../../providers/aws/answer.ts'
import { Answers } from '../../../providers/aws/ask.ts'
import { ImagesInUse } from '../../../providers/aws/images-in-use.ts'
import type { Resource } from '../../../src/core/model.ts'

function machine(ami: string): Resource {
  return {
    what: 'resource',
    role: 'live',
    kind: 'aws_instance',
    name: 'web',
    tags: {},
    attributes: { ami },
    origin: {},
  }
}

test('the images of others that are in use are asked about by their ids, once', async () => {
  const asked: Question[] = []
  const answerer: Answerer = {
    account: async () => undefined,
    answer: async (question) => {
      asked.push(question)
      const image = { Name: 'base-2026', CreationDate: '2026-02-03T00:00:00Z', OwnerId: '999999999999' }
      return {
        Images: [
          { ...image, ImageId: 'ami-1' },
          { ...image, ImageId: 'ami-not-asked' },
        ],
      }
    },
  }
  const images = new ImagesInUse([machine('ami-1')])
  images.see(machine('ami-2'))
  images.see(machine('ami-own'))
  images.see({ what: 'fact', name: 'ami-own', value: 'golden', describes: true })
  const facts = await images.facts(new Answers(answerer, (task) => task()))
  assert.deepEqual(facts, [
    { what: 'fact', name: 'ami-1', value: 'base-2026, made on 2026-02-03', describes: true },
  ])
  assert.deepEqual(asked, [
    {
      action: 'DescribeImages',
      args: { Filters: [{ Name: 'image-id', Values: ['ami-1', 'ami-2'] }] },
    },
  ])
})
