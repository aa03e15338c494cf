import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTIONS, commandName } from '../../../providers/aws/actions.ts'
import { PARTS } from '../../../providers/aws/arrange/part-table.ts'
import type { Api, AwsKind } from '../../../providers/aws/kind.ts'
import { KINDS } from '../../../providers/aws/kinds.ts'
import { mapItem, membersOf, type From, type Mapping } from '../../../providers/aws/mapping.ts'
import { canonicalText, type Attributes, type Json, type Value } from '../../../src/core/value.ts'
import { hasCommand, itemShape, membersOfShape } from './schema.ts'

const READ: readonly (readonly [AwsKind, Api])[] = KINDS.flatMap((kind) =>
  kind.api ? [[kind, kind.api] as const] : [],
)

/** views of an answer that another kind maps whole */
const VIEWS: ReadonlySet<string> = new Set(PARTS.map(({ kind }) => kind))

test('only reading commands exist, and the SDK knows each', () => {
  for (const action of Object.keys(ACTIONS)) {
    assert.match(action, /^(Describe|Get|Search)[A-Z]/)
    assert.ok(hasCommand(action), action)
  }
  for (const [kind, api] of READ) {
    for (const action of [
      api.action,
      ...(api.beside ?? []).map(([name]) => name),
      ...(api.details ?? []).map((detail) => detail.action),
    ])
      assert.ok(ACTIONS[action], `${kind.name} asks ${action}`)
  }
  assert.equal(commandName('DescribeVpcs'), 'describe-vpcs')
  assert.equal(commandName('GetEbsEncryptionByDefault'), 'get-ebs-encryption-by-default')
})

test('no member of an answer is silently ignored: each is mapped, or irrelevant with a reason', () => {
  for (const [kind, api] of READ) {
    const members = membersOfShape(itemShape(api))
    if (VIEWS.has(kind.name) || members.length === 0) continue
    const paths = [api.id, api.owner, api.label, api.gone?.at, api.where?.at].filter(
      (path) => path !== undefined,
    )
    const used = new Set([
      ...membersOf(api.from),
      ...paths.map((path) => path.split('.')[0] ?? ''),
      'Tags',
      'TagSet',
    ])
    for (const [name, reason] of Object.entries(api.irrelevant ?? {})) {
      assert.ok(members.includes(name), `${kind.name}: there is no ${name}`)
      assert.ok(reason.length > 5)
      used.add(name)
    }
    assert.deepEqual(
      members.filter((name) => !used.has(name)),
      [],
      `${kind.name} ignores members of ${api.action}`,
    )
  }
})

test('every compared attribute is read from the API', () => {
  /** what the API never says, or only elsewhere */
  const unread: Readonly<Record<string, readonly string[]>> = {
    aws_instance: ['volume_tags'],
  }
  for (const [kind, api] of READ) {
    const ignored = unread[kind.name] ?? []
    const missing = Object.entries(kind.fields)
      .filter(([, field]) => field.ignore !== 'always')
      .map(([path]) => path.split(/[.[]/)[0] ?? '')
      .filter((name) => !['tags', 'user_data', ...ignored].includes(name) && !(name in api.from))
    assert.deepEqual([...new Set(missing)], [], kind.name)
  }
})

test('a mapped attribute that counts is one that a field names', () => {
  for (const [kind, api] of READ) {
    const blocks = Object.entries(api.from).filter(([, from]) => typeof from === 'object' && 'block' in from)
    for (const [name] of blocks)
      assert.ok(
        Object.keys(kind.fields).some((path) => path === name),
        `${kind.name}.${name}`,
      )
  }
})

/** An item in which every member that a mapping reads is there. */
function fullItem(mapping: Mapping): Record<string, Json> {
  const item: Record<string, Json> = {}
  for (const from of Object.values(mapping)) fill(item, from)
  return item
}

function fill(item: Record<string, Json>, from: From): void {
  if (typeof from === 'string') return put(item, from, 'x')
  if ('is' in from) return put(item, from.is, from.any_of[0] ?? null)
  if ('first' in from) return put(item, from.first[0] ?? '', 'x')
  if ('tags' in from) return put(item, from.tags, [{ Key: 'K', Value: 'v' }])
  if ('block' in from) return put(item, from.block, fullItem(from.of))
  if ('blocks' in from) return put(item, from.blocks, [fullItem(from.of)])
}

function put(item: Record<string, Json>, path: string, value: Json): void {
  const [head = '', ...rest] = path.split('.')
  const name = head.replace(/\[\d*\]$/, '')
  const isListed = head !== name
  if (rest.length === 0) {
    item[name] = isListed ? [value] : mixed(item[name], value)
    return
  }
  const inner: Record<string, Json> = {}
  put(inner, rest.join('.'), value)
  item[name] = mixed(item[name], isListed ? [inner] : inner)
}

/** Two members of one structure. */
function mixed(known: Json | undefined, value: Json): Json {
  const isMap = (each: Json | undefined): each is { [key: string]: Json } =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
  if (isMap(known) && isMap(value)) return { ...known, ...value }
  if (Array.isArray(known) && Array.isArray(value) && isMap(known[0]) && isMap(value[0]))
    return [{ ...known[0], ...value[0] }]
  return value
}

test('a thing with every member set keeps every attribute', () => {
  for (const [kind, api] of READ) {
    const mapped = mapItem(fullItem(api.from), api.from)
    const plain = Object.entries(api.from).filter(([, from]) => typeof from === 'string' || !('with' in from))
    for (const [name] of plain) assert.ok(mapped[name] !== undefined, `${kind.name}.${name}`)
    assert.deepEqual(kind.normalise?.(kind.normalise(mapped)), kind.normalise?.(mapped), kind.name)
  }
})

/** Rules and entries in any order are the same rules and entries. */
const LISTS: readonly (readonly [kind: string, attribute: string, items: readonly Attributes[]])[] = [
  [
    'aws_security_group',
    'ingress',
    [
      {
        protocol: 'tcp',
        from_port: 22,
        to_port: 22,
        cidr_blocks: ['10.0.0.0/8', '192.0.2.1/32'],
        self: true,
      },
      { protocol: '-1', from_port: 0, to_port: 0, ipv6_cidr_blocks: ['::/0'], self: false },
    ],
  ],
  [
    'aws_network_acl',
    'egress',
    [
      { rule_no: 1, protocol: 'tcp', action: 'allow', cidr_block: '10.0.0.1/8', from_port: 1, to_port: 2 },
      { rule_no: 2, protocol: '-1', action: 'deny', cidr_block: '0.0.0.0/0', from_port: 0, to_port: 0 },
    ],
  ],
  [
    'aws_route_table',
    'route',
    [
      { cidr_block: '10.0.0.0/8', gateway_id: 'igw-1' },
      { cidr_block: '', ipv6_cidr_block: '::/0', nat_gateway_id: 'nat-1' },
    ],
  ],
]

test('normalise is free of order', () => {
  for (const [name, attribute, items] of LISTS) {
    const kind = KINDS.find((each) => each.name === name)
    const form = (list: readonly Value[]): string[] => {
      const value = kind?.normalise?.({ [attribute]: list })[attribute]
      return Array.isArray(value) ? value.map(canonicalText).sort() : []
    }
    fc.assert(
      fc.property(fc.shuffledSubarray([...items], { minLength: items.length }), (shuffled) => {
        assert.deepEqual(form(shuffled), form(items))
      }),
    )
  }
})
