import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cidrText } from '../../../providers/aws/cidr.ts'
import { KIND_BY_NAME } from '../../../providers/aws/kinds.ts'
import { draft, Unknown, type Attributes } from '../../../src/core/value.ts'

function form(kind: string, attributes: Attributes): Attributes {
  return KIND_BY_NAME.get(kind)?.normalise?.(attributes) ?? {}
}

test('a range in AWS’s spelling', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1/32', '2001:db8::/32'],
    ['0:0:0:0:0:0:0:0/0', '::/0'],
    ['2001:db8:0:0:1:0:0:1/128', '2001:db8::1:0:0:1/128'],
    ['no range', 'no range'],
  ]
  for (const [written, read] of cases) assert.equal(cidrText(written), read)
})

test('an inline rule with several sources is several rules', () => {
  const { ingress } = form('aws_security_group', {
    name: 'web',
    ingress: [
      {
        protocol: '6',
        from_port: '443',
        to_port: 443,
        description: 'https',
        cidr_blocks: ['0.0.0.0/0', '10.0.0.9/8'],
        ipv6_cidr_blocks: ['::/0'],
        prefix_list_ids: ['pl-1'],
        security_groups: ['sg-2'],
        self: true,
      },
    ],
  })
  const base = { protocol: 'tcp', from_port: 443, to_port: 443, description: 'https' }
  assert.deepEqual(
    structuredClone(ingress),
    [
      { cidr: '0.0.0.0/0' },
      { cidr: '10.0.0.0/8' },
      { cidr: '::/0' },
      { prefix_list: 'pl-1' },
      { group: 'sg-2' },
      { self: true },
    ].map((source) => ({ ...base, ...source })),
  )
})

test('all protocols have no ports, in every spelling', () => {
  const { egress } = form('aws_security_group', {
    egress: [{ protocol: 'all', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
  })
  assert.deepEqual(structuredClone(egress), [{ protocol: '-1', cidr: '0.0.0.0/0' }])
  const rule = form('aws_security_group_rule', { protocol: -1, from_port: 0, to_port: 0, type: 'egress' })
  assert.deepEqual(rule, { type: 'egress', protocol: '-1' })
  const single = form('aws_vpc_security_group_egress_rule', { ip_protocol: '-1', from_port: -1, to_port: -1 })
  assert.deepEqual(single, { ip_protocol: '-1' })
})

test('what is not known of a rule stays unknown', () => {
  const open = new Unknown('known after apply')
  const { ingress } = form('aws_security_group', {
    ingress: [{ protocol: 'tcp', from_port: 1, to_port: 1, cidr_blocks: open }],
  })
  assert.deepEqual(ingress, [
    Object.assign(draft(), { protocol: 'tcp', from_port: 1, to_port: 1, cidr: open }),
  ])
})

test('tags are what AWS holds, without its own', () => {
  assert.deepEqual(
    form('aws_subnet', { tags: { Name: 'a' }, tags_all: { Name: 'a', Team: 't', 'aws:x': '1' } })['tags'],
    Object.assign(draft(), { Name: 'a', Team: 't' }),
  )
})

test('user data is its SHA-1, however it is written', () => {
  const digest = 'c3499c2729730a7f807efb8676a92dcb6f8a3f8f'
  const encoded = Buffer.from('example').toString('base64')
  for (const written of [
    { user_data: 'example' },
    { user_data_base64: encoded },
    { user_data: encoded },
    { user_data: digest },
  ])
    assert.equal(form('aws_instance', written)['user_data'], digest)
})

test('a name that the provider chooses is open', () => {
  assert.ok(form('aws_key_pair', { key_name_prefix: 'a-' })['key_name'] instanceof Unknown)
  assert.equal(form('aws_key_pair', { key_name: 'a' })['key_name'], 'a')
})
