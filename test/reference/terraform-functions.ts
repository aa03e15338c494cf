/** A kind of expression that the generator can make. */
export type Want =
  | 'string'
  | 'number'
  | 'bool'
  | 'strings'
  | 'numbers'
  | 'set'
  | 'map'
  | 'tuple'
  | 'object'
  | 'objects'
  | 'any'
  | 'list'
  | 'cidr'
  | 'address'
  | 'json'
  | 'yaml'
  | 'base64'
  | 'pattern'
  | 'time'
  | 'duration'
  | 'index'
  | 'file'
  | 'template'
  | 'glob'

/** A function, what its arguments are like, and what it gives. `more` may follow any number of times. */
export interface Call {
  readonly name: string
  readonly takes: readonly Want[]
  readonly more?: Want
  readonly gives: Want
}

function call(name: string, takes: string, gives: Want, more?: Want): Call {
  const wants = takes.split(' ').filter(isWant)
  return { name, takes: wants, gives, ...(more && { more }) }
}

const WANTS: readonly Want[] = [
  ...([
    'string',
    'number',
    'bool',
    'strings',
    'numbers',
    'set',
    'map',
    'tuple',
    'object',
    'objects',
  ] as const),
  ...([
    'any',
    'list',
    'cidr',
    'address',
    'json',
    'yaml',
    'base64',
    'pattern',
    'time',
    'duration',
    'index',
    'file',
    'template',
    'glob',
  ] as const),
]

function isWant(text: string): text is Want {
  return WANTS.some((want) => want === text)
}

/** Constants by what they are good for: texts of HCL. */
export const CONSTANTS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  string: [
    ...([
      '"a"',
      '""',
      '"b"',
      '"hello"',
      '"Hello World"',
      '"a-b-c"',
      '"a,b,,c"',
      '"10"',
      '"-2.50"',
      '"true"',
    ] as const),
    ...([
      '"  pad "',
      '"héllo"',
      '"e\\u0301x"',
      '"👨‍👩‍👧x"',
      '"line\\nbreak\\n"',
      '"x\\ty"',
      '"a.b.c"',
      '"%d"',
      '"$${x}"',
      '"ß"',
    ] as const),
    '"日本"',
  ],
  number: [
    '0',
    '1',
    '2',
    '3',
    '-1',
    '10',
    '1.5',
    '-2.5',
    '0.1',
    '100',
    '1e3',
    '7',
    '255',
    '9007199254740993',
    '1e-7',
  ],
  bool: ['true', 'false'],
  index: ['0', '1', '2', '-1', '1.5', '"1"'],
  cidr: [
    '"10.0.0.0/8"',
    '"192.168.0.0/16"',
    '"10.1.2.0/24"',
    '"fd00::/48"',
    '"172.16.5.1/20"',
    '"0.0.0.0/0"',
  ],
  address: ['"10.0.0.1"', '"192.168.1.1"', '"fd00::1"'],
  json: ['"{\\"a\\":1,\\"b\\":[true,null]}"', '"[1,2.50,\\"x\\"]"', '"null"', '"{"', '"\\"t\\""', '"1e400"'],
  yaml: [
    '"a: 1\\nb: [x, yes]\\n"',
    '"- 1\\n- two\\n"',
    '"x"',
    '"~"',
    '"a: &k {c: 1}\\nb: *k\\n"',
    '"[1, 0x1F, 1.5]"',
  ],
  base64: ['"aGVsbG8="', '"YQ=="', '"!!"', '""', '"4pyT"'],
  pattern: [
    '"[a-z]+"',
    '"(\\\\w)(\\\\w)"',
    '"^h"',
    '"(?P<first>l)(?P<second>o)?"',
    '"/l+/"',
    '"l"',
    '"(?i)H"',
    '"["',
    '"$"',
  ],
  time: [
    '"2024-01-02T03:04:05Z"',
    '"2020-02-29T23:59:60Z"',
    '"1999-12-31T23:59:59+02:00"',
    '"2024-13-01T00:00:00Z"',
  ],
  file: [
    '"plain.txt"',
    '"bytes.bin"',
    '"./dir/a.txt"',
    '"dir"',
    '"missing.txt"',
    '"${path.module}/plain.txt"',
    'local.prefixed',
  ],
  template: ['"greet.tftpl"', '"bare.tftpl"', '"broken.tftpl"', '"plain.txt"', '"missing.txt"'],
  glob: ['"*"', '"**"', '"**/*.txt"', '"*.{txt,json}"', '"sub/?.json"', '"["'],
  duration: ['"1h"', '"-90m"', '"1.5h30s"', '"10"', '"24h"'],
}

/** Functions whose result a plan does not hide: all but `plantimestamp`. `try` and `can` are made apart. */
export const CALLS: readonly Call[] = [
  call('abs', 'number', 'number'),
  call('ceil', 'number', 'number'),
  call('floor', 'number', 'number'),
  call('log', 'number number', 'number'),
  call('max', 'number', 'number', 'number'),
  call('min', 'number', 'number', 'number'),
  call('parseint', 'string number', 'number'),
  call('pow', 'number number', 'number'),
  call('signum', 'number', 'number'),
  call('sum', 'numbers', 'number'),
  call('chomp', 'string', 'string'),
  call('endswith', 'string string', 'bool'),
  call('format', 'string', 'string', 'any'),
  call('formatlist', 'string strings', 'strings', 'any'),
  call('indent', 'number string', 'string'),
  call('join', 'string strings', 'string', 'strings'),
  call('lower', 'string', 'string'),
  call('regex', 'pattern string', 'any'),
  call('regexall', 'pattern string', 'list'),
  call('replace', 'string pattern string', 'string'),
  call('split', 'string string', 'strings'),
  call('startswith', 'string string', 'bool'),
  call('strcontains', 'string string', 'bool'),
  call('strrev', 'string', 'string'),
  call('substr', 'string index index', 'string'),
  call('templatestring', 'string object', 'string'),
  call('title', 'string', 'string'),
  call('trim', 'string string', 'string'),
  call('trimprefix', 'string string', 'string'),
  call('trimspace', 'string', 'string'),
  call('trimsuffix', 'string string', 'string'),
  call('upper', 'string', 'string'),
  call('alltrue', 'list', 'bool'),
  call('anytrue', 'list', 'bool'),
  call('chunklist', 'list number', 'list'),
  call('coalesce', 'any', 'any', 'any'),
  call('coalescelist', 'list', 'list', 'list'),
  call('compact', 'strings', 'strings'),
  call('concat', 'list', 'list', 'list'),
  call('contains', 'list any', 'bool'),
  call('distinct', 'list', 'list'),
  call('element', 'list index', 'any'),
  call('flatten', 'list', 'list'),
  call('index', 'list any', 'number'),
  call('keys', 'map', 'strings'),
  call('length', 'any', 'number'),
  call('lookup', 'map string', 'any', 'any'),
  call('matchkeys', 'list list list', 'list'),
  call('merge', 'map', 'map', 'map'),
  call('one', 'list', 'any'),
  call('range', 'number', 'numbers', 'number'),
  call('reverse', 'list', 'list'),
  call('setintersection', 'set', 'set', 'set'),
  call('setproduct', 'list list', 'list', 'list'),
  call('setsubtract', 'set set', 'set'),
  call('setunion', 'set', 'set', 'set'),
  call('slice', 'list index index', 'list'),
  call('sort', 'strings', 'strings'),
  call('transpose', 'any', 'map'),
  call('values', 'map', 'list'),
  call('zipmap', 'strings list', 'map'),
  call('base64decode', 'base64', 'string'),
  call('base64encode', 'string', 'string'),
  call('base64gzip', 'string', 'string'),
  call('csvdecode', 'string', 'list'),
  call('jsondecode', 'json', 'any'),
  call('jsonencode', 'any', 'json'),
  call('textdecodebase64', 'base64 string', 'string'),
  call('textencodebase64', 'string string', 'base64'),
  call('urlencode', 'string', 'string'),
  call('yamldecode', 'yaml', 'any'),
  call('yamlencode', 'any', 'yaml'),
  call('formatdate', 'string time', 'string'),
  call('timeadd', 'time duration', 'time'),
  call('timecmp', 'time time', 'number'),
  call('base64sha256', 'string', 'string'),
  call('base64sha512', 'string', 'string'),
  call('md5', 'string', 'string'),
  call('sha1', 'string', 'string'),
  call('sha256', 'string', 'string'),
  call('sha512', 'string', 'string'),
  call('uuidv5', 'string string', 'string'),
  call('cidrhost', 'cidr number', 'address'),
  call('cidrnetmask', 'cidr', 'string'),
  call('cidrsubnet', 'cidr number number', 'cidr'),
  call('cidrsubnets', 'cidr', 'strings', 'number'),
  call('basename', 'string', 'string'),
  call('dirname', 'string', 'string'),
  call('issensitive', 'any', 'bool'),
  call('nonsensitive', 'any', 'any'),
  call('sensitive', 'any', 'any'),
  call('ephemeralasnull', 'any', 'any'),
  call('tobool', 'any', 'bool'),
  call('tolist', 'list', 'list'),
  call('tomap', 'any', 'map'),
  call('tonumber', 'any', 'number'),
  call('toset', 'list', 'set'),
  call('tostring', 'any', 'string'),
  ...['file', 'filebase64', 'filemd5', 'filesha1', 'filesha256', 'filesha512'].map((name) =>
    call(name, 'file', 'string'),
  ),
  ...['filebase64sha256', 'filebase64sha512', 'abspath'].map((name) => call(name, 'file', 'string')),
  call('fileexists', 'file', 'bool'),
  call('fileset', 'file glob', 'set'),
  call('templatefile', 'template object', 'string'),
  call('pathexpand', 'string', 'string'),
  call('rsadecrypt', 'base64 string', 'string'),
  call('timestamp', '', 'string'),
  call('uuid', '', 'string'),
  call('bcrypt', 'string', 'string', 'number'),
]
