import type { Want } from './terraform-functions.ts'

/**
 * What the generated expressions may name: known and unknown values of every type, sensitive ones, and nulls. Neither variables nor
 * resources themselves: Terraform validates with those unknown first, to the type, and then refuses what the values at
 * hand would never meet.
 */
export const PREAMBLE = `resource "terraform_data" "u" {}
locals {
  shape   = { name = "n", size = 3, tags = tomap({ a = "1" }), extra = tostring(null) }
  text    = "word"
  number  = 4
  yes     = true
  nothing = null
  none    = tostring(null)
  strings = tolist(["b", "a", "c"])
  numbers = tolist([3, 1, 2])
  set     = toset(["x", "y"])
  map     = tomap({ k = "v", "a b" = "w" })
  tuple   = [1, "two", true, null]
  object  = { a = 1, b = "x", c = [1, 2], d = { e = null } }
  objects = [{ id = "i", n = 1 }, { id = "j", n = 2 }]
  open    = tostring(terraform_data.u.id)
  opens   = [local.open, "k"]
  openlist = tolist([local.open, "k"])
  openset = toset([local.open, "k"])
  openmap = { k = local.open, l = "l" }
  openobj = { id = local.open, n = 1 }
  opennum = length(local.open)
  openany = try(terraform_data.u.id, 1)
  openbool = local.open == "x"
  secret  = sensitive("shh")
  secrets = [sensitive("p"), "q"]
  secretmap = { p = sensitive("p"), q = 1 }
  prefixed  = "p-\${terraform_data.u.id}"
  openone   = toset([local.prefixed])
  openlong  = local.openbool ? tolist(["a"]) : tolist(["b", "c"])
  opennull  = local.openbool ? null : "x"
  opendeep  = { a = [{ b = local.open, c = 1 }], d = tomap({ e = local.prefixed }) }
  secretopen = sensitive(local.open)
}
`

/** Names by what they hold. */
export const NAMES: Readonly<Partial<Record<Want, readonly [string, ...string[]]>>> = {
  string: [
    'local.text',
    'local.shape.name',
    'local.open',
    'local.secret',
    'local.none',
    'local.prefixed',
    'local.opennull',
    'local.secretopen',
  ],
  number: ['local.number', 'local.shape.size', 'local.opennum', 'local.object.a'],
  bool: ['local.yes', 'local.openbool'],
  strings: ['local.strings', 'local.openlist', 'local.openlong', 'local.strings'],
  numbers: ['local.numbers'],
  set: ['local.set', 'local.openset', 'local.openone'],
  map: ['local.map', 'local.openmap', 'local.shape.tags', 'local.secretmap'],
  tuple: ['local.tuple', 'local.opens', 'local.secrets'],
  object: ['local.object', 'local.shape', 'local.openobj', 'local.secretmap', 'local.opendeep'],
  objects: ['local.objects'],
  any: ['local.nothing', 'local.openany', 'local.tuple', 'local.object', 'local.text'],
}

/** Files that they may read, by name; `dir` is a folder. */
export const FILES: Readonly<Record<string, string | Buffer>> = {
  'plain.txt': 'héllo\nworld\n',
  'bytes.bin': Buffer.from([0x66, 0xff, 0x00, 0x80]),
  'greet.tftpl':
    'Hi ${a}!\n%{ for x in [1, 2] ~}\n  ${x}\n%{ endfor ~}\n%{ if b == "x" }yes%{ else }no%{ endif }\n',
  'bare.tftpl': '${a}',
  'broken.tftpl': '${a',
  'dir/a.txt': 'a',
  'dir/.hidden': 'h',
  'dir/sub/b.json': '{}',
}
