import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf } from '../../../providers/aws/fault.ts'
import { mergedGaps } from '../../../providers/aws/merged-gaps.ts'
import { settings } from '../../../providers/aws/settings.ts'
import type { Code } from '../../../src/core/errors.ts'

const gap = (code: Code, message: string, ...kinds: string[]) =>
  ({ what: 'gap', code, message, kinds }) as const

test('a broken way to the API is one gap; a right that is missing is one for each action', () => {
  assert.deepEqual(
    mergedGaps([
      gap('AWS_UNREACHABLE', 'DescribeVpcs: no; look', 'aws_vpc'),
      gap('AWS_FORBIDDEN', 'DescribeHosts: no; grant', 'aws_ec2_host'),
      gap('AWS_UNREACHABLE', 'DescribeSubnets: no; look', 'aws_subnet'),
      gap('AWS_FORBIDDEN', 'DescribeEips: no; grant', 'aws_eip'),
      gap('AWS_FORBIDDEN', 'DescribeEips: no; grant', 'aws_eip_association'),
      gap('AWS_UNREACHABLE', 'DescribeImages: something else', 'aws_ami'),
    ]).map(({ message, kinds }) => [message, kinds.join()]),
    [
      ['DescribeVpcs and 1 more: no; look', 'aws_vpc,aws_subnet'],
      ['DescribeHosts: no; grant', 'aws_ec2_host'],
      ['DescribeEips: no; grant', 'aws_eip,aws_eip_association'],
      ['DescribeImages: something else', 'aws_ami'],
    ],
  )
})

test('a fault says what to look at', () => {
  const signal = new AbortController().signal
  const said = (name: string): string =>
    faultOf(Object.assign(new Error('no'), { name }), 'DescribeVpcs', signal).message
  assert.match(said('RequestExpired'), /clock/)
  assert.match(said('AuthFailure'), /region is enabled/)
  assert.match(said('ENOTFOUND'), /such a region/)
})

test('regions of every partition are regions', () => {
  const isRegion = (region: string): boolean => settings.safeParse({ region }).success
  for (const region of [
    'eu-west-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'eusc-de-east-1',
    'local',
  ])
    assert.ok(isRegion(region), region)
  for (const region of ['eu west 1', 'eu-west-1a/', 'EU-WEST-1', '-']) assert.ok(!isRegion(region), region)
})
