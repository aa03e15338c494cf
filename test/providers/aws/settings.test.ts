import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settings } from '../../../providers/aws/settings.ts'

test('a kind that is not read is refused, with what was meant', () => {
  const told = (kind: string): string | undefined =>
    settings.safeParse({ region: 'eu-west-1', kinds: [kind] }).error?.issues[0]?.message
  assert.equal(told('aws_vpc'), undefined)
  assert.equal(told('aws_vcp'), 'evenkeel reads no such kind from AWS, did you mean "aws_vpc"?')
  assert.equal(told('aws_quicksight_dashboard'), 'evenkeel reads no such kind from AWS')
})
