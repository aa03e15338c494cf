import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settings } from '../../../providers/aws/settings.ts'
import { writerOf } from '../../../providers/aws/trail/evidence.ts'
import type { Attributes } from '../../../src/core/value.ts'
import type { Change } from '../../../src/core/provider.ts'

function change(path: string | undefined, finding: Change['finding'] = 'changed'): Change {
  const resource = {
    what: 'resource',
    role: 'live',
    kind: 'aws_instance',
    id: 'i-00000001',
    name: 'web',
    tags: {},
    attributes: {},
    origin: {},
  } as const
  return { resource, finding, ...(path !== undefined && { path }) }
}

function event(
  name: string,
  requestParameters: unknown = {},
  more: Attributes = {},
  record = {},
): Attributes {
  return {
    EventName: name,
    ReadOnly: 'false',
    EventTime: '2026-01-02T03:04:05.000Z',
    Username: name.toLowerCase(),
    CloudTrailEvent: JSON.stringify({ requestParameters, ...record }),
    ...more,
  }
}

const said = (what: Change, ...events: Attributes[]): string | undefined => writerOf(what, events)?.operation

test('the newest event that speaks of what was changed counts', () => {
  const type = event('ModifyInstanceAttribute', { instanceId: 'i-1', instanceType: { value: 'm5.large' } })
  const api = event('ModifyInstanceAttribute', { instanceId: 'i-1', disableApiTermination: { value: true } })
  const tags = event('CreateTags', { tagSet: { items: [{ key: 'Team', value: 'x' }] } })
  assert.deepEqual(writerOf(change('instance_type'), [tags, api, type]), {
    writer: 'modifyinstanceattribute',
    operation: 'ModifyInstanceAttribute',
    no_later_than: '2026-01-02T03:04:05Z',
  })
  assert.equal(said(change('instance_type'), tags, api), undefined)
  assert.equal(said(change('tags.Team'), type, tags), 'CreateTags')
  assert.equal(said(change('tags["a/b"]'), tags), undefined)
  assert.equal(
    said(change('metadata_options.http_tokens'), event('ModifyInstanceMetadataOptions', { httpTokens: 'x' })),
    'ModifyInstanceMetadataOptions',
  )
  assert.equal(
    said(
      change('ingress[protocol=tcp]'),
      event('RevokeSecurityGroupEgress'),
      event('AuthorizeSecurityGroupIngress'),
    ),
    'AuthorizeSecurityGroupIngress',
  )
})

test('what made a thing, failed, or only read did not change it', () => {
  const made = event('RunInstances', { instanceType: 't3.small' })
  const failed = event('ModifyInstanceAttribute', { instanceType: {} }, {}, { errorCode: 'Client.X' })
  const read = event('DescribeInstances', { instanceType: 'x' }, { ReadOnly: 'true' })
  assert.equal(said(change('instance_type'), failed, read, made), undefined)
  assert.equal(said(change('route[cidr_block=0.0.0.0/0]'), event('CreateRoute')), 'CreateRoute')
  assert.equal(said(change('route[cidr_block=0.0.0.0/0]'), event('CreateRouteTable')), undefined)
})

test('a thing that is gone: by what ends things', () => {
  assert.equal(
    said(change(undefined, 'missing'), event('ModifyInstanceAttribute'), event('TerminateInstances')),
    'TerminateInstances',
  )
  assert.equal(said(change(undefined, 'missing'), event('CreateTags')), undefined)
})

test('the actor is a person, a role or a service', () => {
  const who = (record: object, more: Attributes = {}): string | undefined =>
    writerOf(change('x'), [event('ModifyX', {}, more, record)])?.writer
  const arn = 'arn:aws-cn:sts::111111111111:assumed-role/admin/alice'
  assert.equal(who({ userIdentity: { arn } }), 'assumed-role/admin/alice')
  assert.equal(who({ userIdentity: { invokedBy: 'autoscaling.amazonaws.com' } }), 'autoscaling.amazonaws.com')
  assert.equal(who({}, { Username: 'bob' }), 'bob')
  assert.equal(who({}, { Username: null, CloudTrailEvent: 'not JSON' }), 'unknown')
})

test('a recording has no CloudTrail', () => {
  assert.ok(!settings.safeParse({ region: 'eu-west-1', from: 'x', cloudtrail: true }).success)
  assert.ok(settings.safeParse({ region: 'eu-west-1', from: 'x', cloudtrail: false }).success)
  assert.ok(settings.safeParse({ region: 'eu-west-1', cloudtrail: true }).success)
})
