import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crossingOf, type Crossing } from '../src/core/crossing/crossing.ts'
import { MORE_NOTHINGS, MORE_PLACES, MORE_WORDS } from './crossing-samples.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

/** Seen from staging: production's words are the other side's. */
const PAIRS = [
  ['production', 'staging'],
  ['prod', 'stg'],
  ['shop.example.com', 'staging.shop.example.com'],
  ['111111111111', '222222222222'],
  ['acme-prod-assets', 'acme-stg-assets'],
] as const

const PLACES: readonly [key: string, value: string][] = [
  ['DB_HOST', 'db.production.example.internal'],
  ['DB_HOST', 'production-db.cxyz.eu-west-1.rds.amazonaws.com'],
  ['DB_URL', 'postgres://app:(secret)@db.production.internal:5432/shop'],
  ['API_URL', 'https://api.shop.example.com/v1'],
  ['API', 'https://shop.example.com'],
  ['PUBLIC_HOST', 'shop.example.com'],
  ['ORIGIN', 'cdn.shop.example.com'],
  ['QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/111111111111/orders'],
  ['ROLE', 'arn:aws:iam::111111111111:role/shop-web'],
  ['ROLE_ARN', 'arn:aws:iam::222222222222:role/shop-production-web'],
  ['TOPIC', 'arn:aws:sns:eu-west-1:111111111111:orders'],
  ['image', '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.2'],
  ['ACCOUNT', '111111111111'],
  ['BUCKET', 'acme-prod-assets'],
  ['S3_BUCKET', 'shop-production-uploads'],
  ['bucketName', 'shop-prod-uploads'],
  ['REGISTRY', 'registry.prod.example.com'],
  ['BROKERS', 'kafka-1.prod.example.com:9092,kafka-2.prod.example.com:9092'],
  ['REDIS_HOST', 'redis-production'],
  ['CACHE', 'redis-prod:6379'],
  ['SMTP', 'smtp.production.svc.cluster.local'],
  ['HOSTS', 'web-1.prod.internal web-2.prod.internal'],
  ['args', '--upstream=https://orders.production.example.com'],
  ['command', 'curl -fsS http://payments.prod.svc:8080/healthz'],
  ['app.yaml', 'region: eu-west-1\nendpoint: https://api.production.example.com\n'],
  ['app.properties', 'db.url=jdbc:postgresql://db.prod.example.com:5432/shop'],
  ['nginx.conf', 'proxy_pass http://shop.example.com;'],
  ['user_data', '#!/bin/sh\nexport DB=db.production.internal\n'],
  ['policy', '{"Resource":"arn:aws:s3:::shop-production-orders/*"}'],
  ['principal', '{"AWS":"arn:aws:iam::111111111111:root"}'],
  ['source_account', '111111111111'],
  ['DATABASE', 'shop_production'],
  ['TABLE', 'orders-prod'],
  ['QUEUE', 'orders-production.fifo'],
  ['endpoint', 'vpce-1.production.vpce.amazonaws.com'],
  ['CONTACT', 'ops@production.example.com'],
  ['allowed_origins', 'https://staging.shop.example.com,https://shop.example.com'],
  ['MIXED', 'https://staging.shop.example.com/?next=https://shop.example.com/'],
  ['HOST', 'PRODUCTION-only.example.com production.example.com'],
  ['server', 'prod.db.example.com'],
]

const WORDS: readonly [key: string, value: string][] = [
  ['NODE_ENV', 'production'],
  ['RAILS_ENV', 'production'],
  ['environment', 'prod'],
  ['MODE', 'like production'],
  ['note', 'copied from production on Monday'],
  ['FILE', '/etc/shop/production.yaml'],
  ['CONFIG', 'production.json'],
  ['CONFIG_FILE', 'config/production.rb'],
  ['LOG', 'production.log'],
  ['PROFILE', 'aws,production'],
  ['args', '--env=production'],
  ['command', 'bundle exec rake production:check'],
  ['FEATURES', 'prod-like-data'],
  ['description', 'never production data'],
  ['SENTRY_ENVIRONMENT', 'production'],
  ['BUILD', 'webpack --mode production'],
  ['LABEL', 'tier=prod'],
  ['path', '/data/prod/orders'],
  ['script', 'npm install --production'],
  ['README.md', 'Do not point at production.'],
]

const NOTHING: readonly [key: string, value: string][] = [
  ['NOTE', 'reproduction of a bug'],
  ['NOTE', 'productions'],
  ['PRODUCT', 'products.example.com'],
  ['HOST', 'preprod.example.com'],
  ['HOST', 'staging.shop.example.com'],
  ['HOST', 'api.staging.shop.example.com'],
  ['URL', 'https://staging.shop.example.com/v1'],
  ['ROLE', 'arn:aws:iam::222222222222:role/shop-staging-web'],
  ['BUCKET', 'acme-stg-assets'],
  ['BUCKET', 'shop-staging-uploads'],
  ['ACCOUNT', '222222222222'],
  ['NUMBER', '1111111111112'],
  ['NUMBER', '9111111111111'],
  ['HOST', 'myshop.example.com'],
  ['HOST', 'shop.example.company'],
  ['WORD', 'productionize'],
  ['WORD', 'prods'],
  ['HOST', 'db.staging.internal'],
  ['EMPTY', ''],
  ['PORT', '8080'],
]

function verdicts(list: readonly (readonly [string, string])[], wanted: Crossing | undefined): string[] {
  return list
    .filter(([key, value]) => crossingOf(value, key, PAIRS, 1) !== wanted)
    .map(([key, value]) => `${key}: ${value} is ${crossingOf(value, key, PAIRS, 1)}`)
}

test('values that lead to the other environment are places', () =>
  assert.deepEqual(verdicts([...PLACES, ...MORE_PLACES], 'place'), []))
test('values that only say its name are words', () =>
  assert.deepEqual(verdicts([...WORDS, ...MORE_WORDS], 'word'), []))
test('look-alikes and own words are nothing', () =>
  assert.deepEqual(verdicts([...NOTHING, ...MORE_NOTHINGS], undefined), []))

test('a range of the other environment’s network is a place; one that both have, or that holds both, is not', async () => {
  const side = (name: string, range: string, from: string): ToyEnvironment => ({
    live: [
      box('live', `${name}-net`, { label: 'net', range }),
      box('live', `${name}-rule`, { label: 'rule', from }),
      COVERED,
    ],
  })
  const parity = [
    {
      environments: ['production', 'staging'] as const,
      aliases: [],
      namespaces: {},
      expect: [],
    },
  ]
  const crossing = async (from: string, stagingRange = '10.20.0.0/16'): Promise<unknown[]> => {
    const report = await checkToys(
      { production: side('p', '10.10.0.0/16', '192.0.2.1'), staging: side('s', stagingRange, from) },
      { parity },
    )
    return report.findings
      .filter(({ finding }) => finding === 'crosses_environments')
      .map(({ environments, path, severity }) => [...environments, path, severity])
  }
  const found = [['staging', 'from', 'high']]
  assert.deepEqual(await crossing('10.10.4.0/24'), found)
  assert.deepEqual(await crossing('10.10.4.7'), found)
  assert.deepEqual(await crossing('postgres://app@10.10.4.7:5432/shop'), found)
  assert.deepEqual(await crossing('postgres://app@10.20.4.7:5432/shop'), [])
  assert.deepEqual(await crossing('version 10.10.4.7.1 of 1.10.10.4.7'), [])
  assert.deepEqual(await crossing('10.20.4.0/24'), [])
  assert.deepEqual(await crossing('10.0.0.0/8'), [])
  assert.deepEqual(await crossing('0.0.0.0/0'), [])
  assert.deepEqual(await crossing('10.10.4.0/24', '10.10.0.0/16'), [])
})

test('the other environment’s namespace, in a service’s host name or as a field, is a place', async () => {
  const side = (name: string, more: Record<string, string>): ToyEnvironment => ({
    live: [box('live', name, { label: 'a', ...more }), COVERED],
  })
  const parity = [
    {
      environments: ['production', 'staging'] as const,
      aliases: [],
      namespaces: { shop: 'shop-stg', jobs: 'jobs-stg' },
      expect: [],
    },
  ]
  const crossing = async (staging: Record<string, string>): Promise<unknown[]> => {
    const report = await checkToys(
      { production: side('p', staging), staging: side('s', staging) },
      { parity },
    )
    return report.findings
      .filter(({ finding }) => finding === 'crosses_environments')
      .map(({ environments, path, severity }) => [...environments, path, severity])
  }
  assert.deepEqual(await crossing({ host: 'db.shop.svc.cluster.local' }), [['staging', 'host', 'high']])
  assert.deepEqual(await crossing({ url: 'http://db.jobs.svc:80/' }), [['staging', 'url', 'high']])
  assert.deepEqual(await crossing({ namespace: 'shop' }), [['staging', 'namespace', 'high']])
  assert.deepEqual(await crossing({ host: 'db.shop-stg.svc' }), [['production', 'host', 'high']])
  assert.deepEqual(await crossing({ host: 'db.shop.svcs', name: 'shop', other: 'db.workshop.svc' }), [])
})
