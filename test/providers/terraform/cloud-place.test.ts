import assert from 'node:assert/strict'
import { test } from 'node:test'
import { declaredPlace, ownPlace, recordedPlaces } from '../../../providers/terraform/cloud-place.ts'
import { Unknown } from '../../../src/core/value.ts'

test('a thing of AWS says where it is by its region, ARN or zone', () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
    [{ arn: 'arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-1' }, '111111111111/eu-west-1'],
    [{ arn: 'arn:aws-us-gov:ec2:us-gov-west-1:111111111111:vpc/vpc-1' }, '111111111111/us-gov-west-1'],
    [{ arn: 'arn:aws-cn:ec2:cn-north-1:111111111111:vpc/vpc-1' }, '111111111111/cn-north-1'],
    [{ arn: 'arn:aws:ec2:eu-west-1::image/ami-1' }, '/eu-west-1'],
    [{ arn: 'arn:aws:iam::111111111111:role/x' }, '111111111111/'],
    [{ availability_zone: 'eu-west-1a' }, '/eu-west-1'],
    [{ availability_zone: 'us-west-2-lax-1a' }, '/us-west-2'],
    [{ availability_zone: 'us-gov-west-1b' }, '/us-gov-west-1'],
    [{ region: 'eu-central-1', availability_zone: 'eu-central-1a' }, '/eu-central-1'],
    [{ arn: 'nothing' }, undefined],
    [{}, undefined],
  ]
  for (const [attributes, place] of cases)
    assert.equal(ownPlace('aws_vpc', attributes), place, JSON.stringify(attributes))
  assert.equal(ownPlace('google_compute_network', { region: 'europe-west1-b' }), undefined)
})

test('code: its own word, then the provider’s; an open region stays open', () => {
  const pinned = { account: '111111111111', region: 'eu-west-1' }
  assert.equal(declaredPlace('aws_vpc', {}, pinned), '111111111111/eu-west-1')
  assert.equal(declaredPlace('aws_vpc', { region: 'us-east-1' }, pinned), '111111111111/us-east-1')
  assert.equal(declaredPlace('aws_vpc', { region: new Unknown('?') }, pinned), '111111111111/')
  assert.equal(declaredPlace('aws_vpc', {}, { account: undefined, region: undefined }), undefined)
  assert.equal(declaredPlace('random_id', {}, pinned), undefined)
})

test('state: what does not say where it is stands where its provider configuration made the others', () => {
  const arn = (region: string): string => `arn:aws:ec2:${region}:111111111111:vpc/vpc-1`
  const made = (provider: string, attributes: Readonly<Record<string, string>>) => ({
    type: 'aws_vpc',
    attributes,
    provider,
  })
  assert.deepEqual(
    recordedPlaces([
      made('aws', { arn: arn('eu-west-1') }),
      made('aws', {}),
      made('aws.far', { arn: arn('us-east-1') }),
      made('aws.far', {}),
      made('aws.both', { arn: arn('us-east-1') }),
      made('aws.both', { arn: arn('us-east-2') }),
      made('aws.both', {}),
      { type: 'aws_vpc', attributes: {} },
    ]),
    [
      '111111111111/eu-west-1',
      '111111111111/eu-west-1',
      '111111111111/us-east-1',
      '111111111111/us-east-1',
      '111111111111/us-east-1',
      '111111111111/us-east-2',
      '111111111111/',
      undefined,
    ],
  )
})
