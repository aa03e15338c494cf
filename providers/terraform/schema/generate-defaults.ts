/**
 * Writes aws-defaults.json beside this file: `plan-defaults | node generate-defaults.ts`, where plan-defaults is
 * test/reference/plan-defaults (Go). It tells what the provider itself plans for each resource type with nothing but its
 * required arguments set, bare and with each chain of blocks in turn, and what becomes of empty collections and of texts.
 * Arguments that the provider computes are left out, as are types that aws.json lacks.
 */
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

import schema from './aws.json' with { type: 'json' }
import type { BlockSchema } from './table.ts'
import { isPrimitive } from '../evaluate/types/types.ts'
import { parseBlockSchema } from './table.ts'

const planned = z.record(
  z.string(),
  z.object({
    ok: z.boolean(),
    d: z.record(z.string(), z.json()),
    bad: z.array(z.string()).optional(),
    computed: z.array(z.string()).optional(),
    empty: z.record(z.string(), z.enum(['kept', 'null', 'unknown'])).default({}),
    rewritten: z.record(z.string(), z.enum(['json', 'lower', 'upper', 'other'])).default({}),
  }),
)

/** Whether empty sets and maps stay what they are, as the plugin framework plans them: its older SDK never does. */
function keepsEmpty(block: BlockSchema, empty: Readonly<Record<string, string>>): boolean {
  return Object.entries(empty).some(([name, becomes]) => {
    const type = block.attributes.get(name)?.type
    const isSimple = (type?.kind === 'set' || type?.kind === 'map') && isPrimitive(type.element)
    return isSimple && becomes === 'kept'
  })
}

/** Whether an argument by this path is the provider's to compute: what it plans may hang on the other arguments. */
function isComputed(block: BlockSchema, path: readonly string[]): boolean {
  const [name = '', ...rest] = path
  const nested = block.blocks.get(name)
  if (nested && rest.length > 0) return isComputed(nested.block, rest)
  return rest.length === 0 && (block.attributes.get(name)?.computed ?? true)
}

function isOwn(value: unknown): boolean {
  return !JSON.stringify(value).includes('dummy')
}

const RULE_DEFAULTS = Object.fromEntries(
  ['egress', 'ingress'].flatMap((rules) => [
    [`${rules}.cidr_block`, ''],
    [`${rules}.ipv6_cidr_block`, ''],
  ]),
)

/** Types that refuse dummies: what real plans of them showed (an ACL with rules). */
const SEEN: Readonly<Record<string, object>> = {
  aws_network_acl: { values: RULE_DEFAULTS },
  aws_default_network_acl: { values: RULE_DEFAULTS },
}

/**
 * Arguments whose default hangs on one other: real plans of network and gateway balancers, of daemons, and of stickiness by
 * address show none.
 */
const BALANCER = {
  block: '',
  argument: 'load_balancer_type',
  is: ['application', null],
  known: [
    'client_keep_alive',
    'desync_mitigation_mode',
    'dns_record_client_routing_policy',
    'drop_invalid_header_fields',
    'enable_cross_zone_load_balancing',
    'enable_http2',
    'enable_tls_version_and_cipher_suite_headers',
    'enable_waf_fail_open',
    'enable_xff_client_port',
    'enable_zonal_shift',
    'idle_timeout',
    'preserve_host_header',
    'xff_header_processing_mode',
  ],
}
const STICKINESS = {
  block: 'stickiness.',
  argument: 'type',
  is: ['lb_cookie', 'app_cookie'],
  known: ['cookie_duration'],
}
const ONLY_IF: Readonly<Record<string, object>> = {
  aws_alb: BALANCER,
  aws_alb_target_group: STICKINESS,
  aws_lb: BALANCER,
  aws_lb_target_group: STICKINESS,
  aws_ecs_service: {
    block: '',
    argument: 'scheduling_strategy',
    is: ['REPLICA', null],
    known: ['deployment_maximum_percent', 'deployment_minimum_healthy_percent'],
  },
}

/** What the probe's texts do not show: protocols by number and name, in the rules of security groups. */
const RULES_OF_GROUP = { 'egress.protocol': 'protocol', 'ingress.protocol': 'protocol' }
/** Where logs go is planned as nothing while they are switched off. */
const LOGS_OF_BALANCER = {
  'access_logs.bucket': 'other',
  'access_logs.prefix': 'other',
  'connection_logs.bucket': 'other',
  'connection_logs.prefix': 'other',
}
const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_alb: LOGS_OF_BALANCER,
  aws_lb: LOGS_OF_BALANCER,
  // the certificate's own name is added to the others
  aws_acm_certificate: { subject_alternative_names: 'other' },
  aws_default_security_group: RULES_OF_GROUP,
  aws_security_group: RULES_OF_GROUP,
  aws_security_group_rule: { protocol: 'protocol' },
}

const lines = new Map<string, string>(Object.entries(schema))
const records: string[] = []
for (const [type, { ok, d, bad = [], computed = [], empty, rewritten }] of Object.entries(
  planned.parse(JSON.parse(await text(process.stdin))),
)) {
  const line = lines.get(type)
  if (line === undefined) continue
  const block = parseBlockSchema(line)
  const values = Object.entries(d)
    .filter(([path, value]) => !isComputed(block, path.split('.')) && isOwn(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  // what lies below a block that could not be planned is not told again
  const below = (path: string): boolean => bad.some((one) => path.startsWith(`${one}.`))
  const unknown = [...(ok ? [] : ['']), ...bad.filter((path) => !below(path))].sort()
  const keeps = keepsEmpty(block, empty)
  const forms = { ...rewritten, ...FORMS[type] }
  const texts = Object.keys(forms).length
  if (values.length + unknown.length + computed.length + texts === 0 && !keeps) continue
  const record = {
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
    ...(unknown.length > 0 && { unknown }),
    ...(computed.length > 0 && { computed }),
    ...(ONLY_IF[type] && { only_if: ONLY_IF[type] }),
    ...(keeps && { keeps_empty: true }),
    ...(texts > 0 && { rewritten: forms }),
  }
  if (SEEN[type]) continue
  records.push(`${JSON.stringify(type)}: ${JSON.stringify(record)}`)
}
for (const [type, record] of Object.entries(SEEN))
  records.push(`${JSON.stringify(type)}: ${JSON.stringify(record)}`)
writeFileSync(new URL('aws-defaults.json', import.meta.url), `{\n${records.sort().join(',\n')}\n}\n`)
