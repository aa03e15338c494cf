import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskAttributes } from '../src/core/secrets/credentials.ts'
import { Secret, type Attributes } from '../src/core/value.ts'
import { MORE_LOOK_ALIKES } from './credential-look-alikes.ts'
import { MORE_CREDENTIALS } from './credential-samples.ts'
import { box, checkToys, COVERED } from './laws/toy.ts'

/** Which rules find a credential in a resource. */
function found(attributes: Attributes): string[] {
  const rules: string[] = []
  const digest = (text: string): Secret => new Secret(Buffer.from(text).toString('hex').padEnd(64, '0'))
  maskAttributes(attributes, digest, (_, rule) => rules.push(rule))
  return rules
}

function variable(name: string, value: string): Attributes {
  return { env: [{ name, value }] }
}

// put together here, so that no scanner takes these made-up ones for real
const AKIA = `AKIA${'IOSFODNN7EXAMPLE'}`
const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`
const SLACK = `xoxb-${'123456789012-abcdefABCDEF'}`
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`
const HOOK = `https://hooks.slack.com/${'services/T000/B000/abcdefghijkl'}`
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.${'SflKxwRJSMeKKF2QT4fwpM'}`
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA'}\n-----END RSA PRIVATE KEY-----`

const TRUE: readonly Attributes[] = [
  ...MORE_CREDENTIALS,
  { text: `{"password": "${'hun\\\\"ter2x'}"}` },
  { php: "define( 'DB_PASSWORD', 'hunter2x' );" },
  { yaml: 'db:\n  password: |\n    hunter2x\n' },
  { kubeconfig: `    client-key-data: ${'TFMwdExTMUNSVWRKVGc9PQ=='}` },
  { url: `https://b.s3.amazonaws.com/k?X-Amz-Signature=${'0a1b2c3d4e5f60718293a4b5'}` },
  { ldap: 'uri ldap://x\nbindpw hunter2x\n' },
  { ppk: 'PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\nAAAAhunter2x\nPrivate-MAC: 00\n' },
  { go: 'password := "hunter2x"' },
  { db_password: ['hunter2-x'] },
  { env: [{ key: 'DB_PASSWORD', value: 'hunter2-x' }] },
  { parameters: [{ Name: 'DbPassword', Value: 'hunter2-x' }] },
  { db: { password: { value: 'hunter2-x' } } },
  variable('DB_PASSWORD', 'hunter2'),
  variable('DB_PASSWORD', 'correct horse battery staple'),
  variable('POSTGRES_PASSWORD', 'changeme'),
  variable('MYSQL_ROOT_PASSWORD', 'root'),
  variable('REDIS_PASSWORD', 's3cr3t!'),
  variable('PASSWORD', '12345678'),
  variable('ADMIN_PASSWD', 'P@ssw0rd'),
  variable('API_KEY', '9f86d081884c7d659a2feaa0c55ad015'),
  variable('APIKEY', 'abc123def456'),
  variable('STRIPE_API_KEY', STRIPE),
  variable('AUTH_TOKEN', 'dG9rZW4tdmFsdWU'),
  variable('GITHUB_TOKEN', GITHUB),
  variable('SLACK_BOT_TOKEN', SLACK),
  variable('JWT_SECRET', 'a-very-long-signing-string-42'),
  variable('SESSION_SECRET', 'keyboard cat'),
  variable('CLIENT_SECRET', 'Zk3-9x.QQ~7'),
  variable('OAUTH_CLIENT_SECRET', 'f3b1c2'),
  variable('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  variable('AWS_ACCESS_KEY_ID', AKIA),
  variable('ENCRYPTION_KEY', '00112233445566778899aabbccddeeff'),
  variable('SIGNING_KEY', 'base64-ish+Value/123=='),
  variable('PRIVATE_KEY', PEM),
  variable('TLS_KEY', PEM),
  variable('DATABASE_URL', 'postgres://app:hunter2@db:5432/shop'),
  variable('REDIS_URL', 'redis://:s3cr3t@cache:6379/0'),
  variable('AMQP_URL', 'amqp://user:pa55@mq:5672/'),
  variable('MONGO', 'mongodb+srv://root:topsecret@cluster0.example.net/x'),
  variable('SLACK_URL', HOOK),
  variable('HEADER', 'Authorization: Bearer abcdef1234567890'),
  variable('BASIC', 'authorization: Basic dXNlcjpwYXNzd29yZA=='),
  variable('JWT', JWT),
  variable('JAVA_OPTS', '-Xmx1g -Ddb.password=hunter2'),
  variable('CONNECTION', 'Server=db;User Id=app;Password=hunter2;'),
  variable('dbPassword', 'hunter2'),
  variable('smtp.password', 'mail-pass-1'),
  variable('grafana-admin-password', 'prom-operator'),
  { admin_password: 'hunter2' },
  { password: 'Sup3r$ecret' },
  { master_password: 'aurora-1234' },
  { auth: { token: '4f2d9a7c' } },
  { apiKey: 'live-77aa' },
  { access_key: AKIA },
  { user_data: '#!/bin/sh\nexport DB_PASSWORD=hunter2\n' },
  { user_data: '#!/bin/sh\necho "password: hunter2" > /etc/app.yml\n' },
  { user_data: `aws configure set aws_access_key_id ${AKIA}\n` },
  { user_data: `curl -H "Authorization: Bearer ${JWT}" https://x\n` },
  { user_data: `git clone https://bot:${GITHUB}@github.com/acme/app\n` },
  { data: { 'app.yaml': 'db:\n  user: app\n  password: hunter2\n' } },
  { data: { 'app.properties': 'spring.datasource.password=hunter2\n' } },
  { data: { '.env': 'API_TOKEN="abcd-efgh"\n' } },
  { data: { 'config.json': '{"client_secret": "abcd-efgh"}' } },
  { data: { 'config.json': '{"smtp": {"passwd": "abcd-efgh"}}' } },
  { data: { 'settings.py': "SECRET_KEY = 'django-insecure-abc123'\n" } },
  { data: { id_rsa: PEM } },
  { data: { 'values.yaml': '- name: DB_PASSWORD\n  value: hunter2\n' } },
  { data: { 'pod.json': '{"name":"DB_PASSWORD","value":"hunter2"}' } },
  { command: ['sh', '-c', 'mysql --password=hunter2'] },
  { command: ['curl', '-u', 'x', `https://u:pa55word@example.com`] },
  { annotations: { 'example.com/webhook': HOOK } },
  { google: `AIza${'SyA1234567890abcdefghijklmnopqrstuv'}` },
]

const LOOK_ALIKE: readonly Attributes[] = [
  ...MORE_LOOK_ALIKES,
  { env: [{ key: 'COLOUR', value: 'hunter2-x' }] },
  { db: { password: { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } } } },
  { db: { colour: { value: 'hunter2-x' } } },
  { secret: [{ name: 'db', items: [{ key: 'password', path: 'p' }] }] },
  variable('DB_PASSWORD', ''),
  variable('DB_PASSWORD', '$(DB_PASSWORD_REF)'),
  variable('DB_PASSWORD', '${DB_PASSWORD}'),
  variable('DB_PASSWORD', '{{ .Values.password }}'),
  variable('DB_PASSWORD', '<your-password>'),
  variable('DB_PASSWORD', '********'),
  variable('DB_PASSWORD', 'REDACTED'),
  variable('DB_PASSWORD', 'replace-me'),
  variable('DB_PASSWORD', 'vault:secret/data/db#password'),
  variable('DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf'),
  variable('DB_PASSWORD', 'ssm:/shop/db/password'),
  variable('DB_PASSWORD', 'op://vault/item/password'),
  variable('DB_PASSWORD', '/run/secrets/db-password'),
  variable('DB_PASSWORD', 'projects/p/secrets/db/versions/latest'),
  variable('DB_PASSWORD_FILE', '/run/secrets/db-password'),
  variable('DB_PASSWORD_SECRET_NAME', 'shop-db'),
  variable('DB_PASSWORD_SECRET_ARN', 'arn:aws:secretsmanager:x'),
  variable('PASSWORD_MIN_LENGTH', '12'),
  variable('PASSWORD_POLICY', 'strict'),
  variable('PASSWORD_RESET_URL', 'https://shop.example.com/reset'),
  variable('TOKEN_URL', 'https://auth.example.com/token'),
  variable('TOKEN_ENDPOINT', 'https://auth.example.com/token'),
  variable('TOKEN_TTL', '3600'),
  variable('TOKEN', 'true'),
  variable('MAX_TOKENS', '4096'),
  variable('TOKENIZER', 'cl100k_base'),
  variable('SECRET_NAME', 'shop-db'),
  variable('SECRETS_BACKEND', 'kubernetes'),
  variable('USE_SECRET', 'false'),
  variable('AUTH_TYPE', 'basic'),
  variable('API_KEY_HEADER', 'X-Api-Key'),
  variable('API_KEY_ENABLED', 'true'),
  variable('KEY', 'value'),
  variable('PRIMARY_KEY', 'id'),
  variable('SORT_KEY', 'created_at'),
  variable('CACHE_KEY_PREFIX', 'shop:'),
  variable('PUBLIC_KEY', 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE'),
  variable('KEY_ID', '1234abcd-12ab-34cd-56ef-1234567890ab'),
  variable('DATABASE_URL', 'postgres://db:5432/shop'),
  variable('DATABASE_URL', 'postgres://app@db:5432/shop'),
  variable('DATABASE_URL', 'postgres://app:${DB_PASSWORD}@db:5432/shop'),
  variable('DATABASE_URL', 'postgres://app:$(DB_PASSWORD)@db:5432/shop'),
  variable('ISSUER', 'https://auth.example.com:8443/realms/shop'),
  variable('AUTHORIZATION', 'required'),
  variable('SECRET', 'shop-db-credentials'),
  { key_name: 'shop-ops' },
  { kms_key_id: 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd' },
  { metadata_options: { http_tokens: 'required' } },
  { secretName: 'shop-tls' },
  { secretKeyRef: { name: 'shop-db', key: 'password' } },
  { tls: [{ secretName: 'shop-tls', hosts: ['shop.example.com'] }] },
  { spec: { secret: 'shop-db-credentials' } },
  { automountServiceAccountToken: 'false' },
  { user_data: '#!/bin/sh\nexport DB_PASSWORD=$(aws ssm get-parameter --name /shop/db)\n' },
  { user_data: '#!/bin/sh\nexport DB_PASSWORD="$PASSWORD"\nread -s password\n' },
  { user_data: '#!/bin/sh\n# set the password: see the wiki\n' },
  { data: { 'app.yaml': 'db:\n  password: ${DB_PASSWORD}\n  passwordFile: /run/secrets/db\n' } },
  { data: { 'app.yaml': 'auth:\n  token: {{ .Values.token }}\n' } },
  { data: { 'README.md': 'The token is read from Vault. Password rules: at least 12 characters.\n' } },
  { data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' } },
]

test(`${TRUE.length} credentials are found`, () => {
  assert.ok(TRUE.length >= 60)
  assert.deepEqual(
    TRUE.filter((attributes) => found(attributes).length === 0),
    [],
  )
})

test(`${LOOK_ALIKE.length} look-alikes are not`, () => {
  assert.ok(LOOK_ALIKE.length >= 60)
  assert.deepEqual(
    LOOK_ALIKE.filter((attributes) => found(attributes).length > 0),
    [],
  )
})

test('hostile texts are read in a time that grows with their length alone', () => {
  const hostile = [
    'a.',
    'a-',
    'a:',
    'x_',
    'http://a:',
    'login ',
    'mysql -x ',
    'chpasswd:\n',
    'curl -u ',
    '<a',
    'a@',
    'user x\n',
  ]
  for (const piece of hostile) {
    const text = `${piece.repeat(Math.ceil(100_000 / piece.length))} password=x`
    found({ pgpass: text })
  }
})

test('a hardcoded credential is told with its place and rule, once, never with the value', async () => {
  const value = { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }
  const report = await checkToys({
    production: {
      declared: [{ ...box('declared', 'a', value), origin: { file: 'a.tf', line: 3 } }],
      live: [box('live', 'a', value), COVERED],
    },
  })
  assert.deepEqual(
    report.findings.map(({ finding, path, notes, source, values }) => [
      finding,
      path,
      notes,
      source?.line,
      values,
    ]),
    [
      [
        'hardcoded_secret',
        'env[0].value',
        ['name of a credential'],
        3,
        { declared: '(secret)', recorded: null, live: '(secret)' },
      ],
    ],
  )
  assert.equal(JSON.stringify(report).includes('hunter2'), false)
})
