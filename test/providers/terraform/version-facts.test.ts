import assert from 'node:assert/strict'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Fact } from '../../../src/core/model.ts'
import { collect, contextFor } from './collect.ts'

async function facts(files: Readonly<Record<string, string>>): Promise<Fact[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-versions-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'infra', name)), { recursive: true })
      writeFileSync(join(folder, 'infra', name), text)
    }
    const items = await collect('terraform', { name: 'root', root: 'infra' }, contextFor(folder))
    return items.filter((item) => item.what === 'fact').filter(({ version_of: of }) => of !== undefined)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function told(all: readonly Fact[]): unknown[] {
  return all.map(({ name, value, version_of: of, origin }) => [name, value, of?.path, of?.address, origin])
}

const CODE = `terraform {
  required_providers {
    aws  = { source = "hashicorp/aws", version = "~> 5.0" }
    null = "3.2.1"
    bare = { source = "example.com/x/bare" }
  }
}
`
const AWS = 'registry.terraform.io/hashicorp/aws'

test('the lock file says which versions of providers are in use', async () => {
  const lock = `# kept by terraform init\nprovider "${AWS}" {\n  version     = "5.31.0"\n  constraints = "~> 5.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n`
  const found = await facts({ 'main.tf': CODE, '.terraform.lock.hcl': lock })
  const address = `provider["${AWS}"]`
  assert.deepEqual(told(found), [
    [AWS, '5.31.0', 'version', address, { file: 'infra/.terraform.lock.hcl', line: 2 }],
  ])
  assert.deepEqual(found[0]?.version_of, {
    kind: 'terraform_provider',
    path: 'version',
    root: 'root',
    address,
  })
})

test('without one the code says what it asks for', async () => {
  const asked = await facts({ 'main.tf': CODE })
  const local = 'registry.terraform.io/hashicorp/null'
  assert.deepEqual(told(asked), [
    [AWS, '~> 5.0', 'constraints', `provider["${AWS}"]`, { file: 'infra/main.tf', line: 3 }],
    [local, '3.2.1', 'constraints', `provider["${local}"]`, { file: 'infra/main.tf', line: 4 }],
  ])
  for (const broken of ['provider "x" {', 'provider "x" {\n  version = var.x\n}\n', ''])
    assert.deepEqual(told(await facts({ 'main.tf': CODE, '.terraform.lock.hcl': broken })), told(asked))
})

test('modules that come from elsewhere: by version, or by the revision in their source; local ones have none', async () => {
  const found = await facts({
    'main.tf': `module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}
module "git" {
  source = "git::https://example.com/net.git//sub?ref=v1.2.0&depth=1"
}
module "newest" {
  source = "git::https://example.com/net.git"
}
module "own" {
  source = "./own"
}
`,
    'own/main.tf': 'module "inner" {\n  source  = "example/inner/aws"\n  version = "1.0.0"\n}\n',
  })
  assert.deepEqual(
    found.map(({ value, version_of: of }) => [of?.kind, of?.address, value, of?.given]),
    [
      ['terraform_module', 'module.vpc', '5.1.0', 'terraform-aws-modules/vpc/aws'],
      ['terraform_module', 'module.git', 'v1.2.0', 'git::https://example.com/net.git//sub?&depth=1'],
      ['terraform_module', 'module.own.module.inner', '1.0.0', 'example/inner/aws'],
    ],
  )
})
