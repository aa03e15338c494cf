import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isSameSource, moduleAddress } from '../../../providers/terraform/fetch-modules/source-address.ts'
import {
  fits,
  newest,
  parseConstraint,
} from '../../../providers/terraform/fetch-modules/version-constraint.ts'
import { FetchError } from '../../../providers/terraform/fetch-modules/fetch-error.ts'
import { collect, contextFor } from './collect.ts'
import { withFiles } from './evaluate-text.ts'

const VERSIONS = [
  '0.9.0',
  '1.0.0',
  '1.0.5',
  '1.2.0',
  '1.10.0',
  '2.0.0-beta.2',
  '2.0.0-beta.10',
  '2.0.0',
  'rubbish',
  'v3.1.0',
]

test('constraints in Terraform’s notation', () => {
  const best = (constraint: string): string | undefined => newest(VERSIONS, parseConstraint(constraint) ?? [])
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['1.0.0', '1.0.0'],
    ['= 1.0.0', '1.0.0'],
    ['~> 1.0.0', '1.0.5'],
    ['~> 1.0', '1.10.0'],
    ['~> 1', '1.10.0'],
    ['>= 1.0, < 1.10', '1.2.0'],
    ['>1.0.0,<=1.2.0', '1.2.0'],
    ['!= 3.1.0', '2.0.0'],
    ['>= 4', undefined],
    ['~> 2.0.0-beta.1', '2.0.0'],
    ['2.0.0-beta.2', '2.0.0-beta.2'],
    ['< 1.0.0', '0.9.0'],
  ]
  for (const [constraint, expected] of cases) assert.equal(best(constraint), expected, constraint)
  assert.equal(newest(VERSIONS, []), 'v3.1.0')
  assert.equal(
    newest(['1.0.0-a.2', '1.0.0-a.10', '1.0.0-a.b'], parseConstraint('1.0.0-a.10') ?? []),
    '1.0.0-a.10',
  )
  for (const broken of ['', 'soon', '~>', '1.x', '>= 1.0,'])
    assert.equal(parseConstraint(broken), undefined, broken)
  assert.equal(fits('4.0.1', '~> 5.0'), false)
  assert.equal(fits('5.3.0', '~> 5.0'), true)
})

test('sources as Terraform writes them', () => {
  const shown = (source: string): string => {
    const address = moduleAddress(source)
    if (address.type === 'registry')
      return [address.host ?? '-', address.namespace, address.name, address.provider, address.subfolder].join(
        ' ',
      )
    if (address.type === 'git') return [address.url, address.ref ?? '-', address.subfolder].join(' ')
    return [address.url, address.format ?? '-', address.subfolder].join(' ')
  }
  const cases: readonly (readonly [string, string])[] = [
    ['terraform-aws-modules/vpc/aws', '- terraform-aws-modules vpc aws '],
    ['terraform-aws-modules/iam/aws//modules/role', '- terraform-aws-modules iam aws modules/role'],
    ['app.example.com:8443/shop/net/aws', 'app.example.com:8443 shop net aws '],
    ['github.com/org/repo', 'https://github.com/org/repo.git - '],
    ['github.com/org/repo.git//a/b?ref=v1', 'https://github.com/org/repo.git v1 a/b'],
    ['github.com/org/repo/a?ref=v1', 'https://github.com/org/repo.git v1 a'],
    ['gitlab.com/org/repo//a', 'https://gitlab.com/org/repo.git - a'],
    ['bitbucket.org/org/repo', 'https://bitbucket.org/org/repo.git - '],
    ['git@github.com:org/repo.git//a?ref=x', 'ssh://git@github.com/org/repo.git x a'],
    ['git::https://h.example/r.git//a?ref=x&depth=1', 'https://h.example/r.git x a'],
    ['git::ssh://git@h.example/r.git', 'ssh://git@h.example/r.git - '],
    ['git::git@h.example:org/r.git?ref=x', 'ssh://git@h.example/org/r.git x '],
    ['https://h.example/m.zip//a?token=x', 'https://h.example/m.zip?token=x zip a'],
    ['https://h.example/m.tgz', 'https://h.example/m.tgz tar.gz '],
    ['https://h.example/v1//*?archive=tar.gz', 'https://h.example/v1 tar.gz *'],
    ['https://h.example/page', 'https://h.example/page - '],
  ]
  for (const [source, expected] of cases) assert.equal(shown(source), expected, source)
  for (const source of [
    '',
    'x',
    'a/b',
    'hg::https://h/x',
    'github.com/org',
    'git::x',
    'https://h/m.7z?archive=7z',
    'a/b/c?x=y',
  ])
    assert.throws(() => moduleAddress(source), FetchError, source)
})

test('what terraform init installed counts for its source and version alone', async () => {
  assert.equal(isSameSource('github.com/o/r?ref=v1', 'git::https://github.com/o/r.git?ref=v1'), true)
  assert.equal(isSameSource('github.com/o/r?ref=v1', 'git::https://github.com/o/r.git?ref=v2'), false)
  assert.equal(isSameSource('registry.terraform.io/a/b/aws', 'a/b/aws'), true)
  assert.equal(isSameSource('a/b/aws', 'a/c/aws'), false)
  assert.equal(isSameSource('a/b/aws', 's3::x'), undefined)
  const installed = (Source: string, Version?: string): string =>
    JSON.stringify({ Modules: [{ Key: 'm', Source, Version, Dir: '.terraform/modules/m' }] })
  const gaps = (call: string, manifest: string): Promise<readonly string[]> =>
    withFiles(
      {
        'infra/main.tf': `module "m" {\n${call}\n}\n`,
        'infra/.terraform/modules/modules.json': manifest,
        'infra/.terraform/modules/m/main.tf': 'resource "aws_eip" "e" {}\n',
      },
      async (folder) => {
        const items = await collect('terraform', { root: 'infra' }, contextFor(folder))
        return items.flatMap((item) => (item.what === 'gap' ? [item.code] : []))
      },
    )
  const fromRegistry = 'source = "a/b/aws"\nversion = "~> 5.0"'
  assert.deepEqual(await gaps(fromRegistry, installed('registry.terraform.io/a/b/aws', '5.3.0')), [])
  assert.deepEqual(await gaps(fromRegistry, installed('registry.terraform.io/a/b/aws', '4.9.0')), [
    'MODULE_NOT_INSTALLED',
  ])
  const fromGit = 'source = "github.com/o/r?ref=v2"'
  assert.deepEqual(await gaps(fromGit, installed('git::https://github.com/o/r.git?ref=v2')), [])
  assert.deepEqual(await gaps(fromGit, installed('git::https://github.com/o/r.git?ref=v1')), [
    'MODULE_NOT_INSTALLED',
  ])
})
