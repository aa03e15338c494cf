import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import { test } from 'node:test'
import { TLSSocket } from 'node:tls'

import { provider } from '../../../providers/terraform/provider.ts'
import type { Item } from '../../../src/core/model.ts'
import { contextFor } from './collect.ts'
import { withFiles } from './evaluate-text.ts'
import certificates from './fixtures/certificates.json' with { type: 'json' }

const STATE = JSON.stringify({ version: 4, serial: 3, lineage: 'l', resources: [] })

/** A server of the fixtures' authority, which asks for a certificate; what it was shown is told. */
async function withTlsServer<T>(use: (address: string, shown: readonly string[]) => Promise<T>): Promise<T> {
  const shown: string[] = []
  const { authority: ca, server: cert, server_key: key } = certificates
  const server = createServer(
    { ca, cert, key, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const isKnown = request.socket instanceof TLSSocket && request.socket.authorized
      shown.push(isKnown ? 'client' : 'nobody')
      response.writeHead(isKnown ? 200 : 403).end(STATE)
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    return await use(`https://127.0.0.1:${port}/state`, shown)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** What the state of a root with such a backend comes to: `serial` or a gap. */
async function read(
  address: string,
  settings: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const code = `terraform {\n  backend "http" {\n    address = "${address}"\n${settings}\n  }\n}\nresource "aws_eip" "e" {}\n`
  return withFiles({ 'infra/main.tf': code }, async (folder) => {
    const type = provider.sources['terraform']
    const parsed = type?.settings.parse({ root: 'infra', state: 'backend' })
    const parts = (await type?.expand?.(parsed, { folder, at_revision: false })) ?? []
    const items: Item[] = []
    const context = contextFor(folder, { env: (name) => env[name] })
    for await (const item of parts[1]?.collect(context) ?? []) items.push(item)
    const gap = items.find((item) => item.what === 'gap')
    if (gap) return `${gap.code} ${gap.message.replaceAll(address, 'ADDRESS').replace(/^.*?: /, '')}`
    return items.flatMap((item) => (item.what === 'fact' && item.name === 'serial' ? [item.value] : []))[0]
  })
}

function argument(name: string, pem: string): string {
  return `    ${name} = <<-PEM\n${pem.trimEnd()}\nPEM`
}

const AUTHORITY = argument('client_ca_certificate_pem', certificates.authority)
const CERTIFICATE = argument('client_certificate_pem', certificates.client)
const KEY = argument('client_private_key_pem', certificates.client_key)

test('the http backend shows its certificate, and judges the server by its own authority', async () => {
  await withTlsServer(async (address, shown) => {
    const refused = 'STATE_UNREACHABLE SELF_SIGNED_CERT_IN_CHAIN'
    assert.equal(await read(address, ''), refused)
    assert.equal(await read(address, [CERTIFICATE, KEY].join('\n')), refused)
    assert.deepEqual(shown, [])
    assert.equal(await read(address, [AUTHORITY, CERTIFICATE, KEY].join('\n')), '3')
    assert.equal(
      await read(address, AUTHORITY),
      'STATE_FORBIDDEN the server refused (HTTP 403): check the credentials',
    )
    assert.equal(await read(address, ['    skip_cert_verification = true', CERTIFICATE, KEY].join('\n')), '3')
    assert.deepEqual(shown, ['client', 'nobody', 'client'])
  })
})

test('its certificates may come from Terraform’s own variables', async () => {
  await withTlsServer(async (address) => {
    const env = {
      TF_HTTP_CLIENT_CA_CERTIFICATE_PEM: certificates.authority,
      TF_HTTP_CLIENT_CERTIFICATE_PEM: certificates.client,
      TF_HTTP_CLIENT_PRIVATE_KEY_PEM: certificates.client_key,
    }
    assert.equal(await read(address, '', env), '3')
  })
})

test('a certificate without its key is a gap, as is what is no certificate', async () => {
  assert.equal(
    await read('https://127.0.0.1:1/state', CERTIFICATE),
    'STATE_BACKEND main.tf:2: the backend "http": client_certificate_pem and client_private_key_pem are set both, or none',
  )
  const rubbish = await read('https://127.0.0.1:1/state', '    client_ca_certificate_pem = "rubbish"')
  assert.match(String(rubbish), /^STATE_UNREACHABLE [A-Z_]+$/)
})
