import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parse } from 'yaml'
import { insertAcceptances, type NewAcceptance } from '../src/config/insert-accept.ts'

const RULE: NewAcceptance = {
  rule: { fingerprint: '0a1b2c', reason: 'known, see #12', owner: '@ops', until: '2026-12-31' },
  about: 'high changed aws_vpc main',
}
const WRITTEN =
  '- { fingerprint: 0a1b2c, reason: "known, see #12", owner: "@ops", until: 2026-12-31 } # high changed aws_vpc main'
const FLOW = '{ fingerprint: 0a1b2c, reason: "known, see #12", owner: "@ops", until: 2026-12-31 }'
const OLD = '{ fingerprint: aa, reason: r, until: 2026-01-01 }'

function insert(text: string, added: readonly NewAcceptance[] = [RULE]): string {
  return insertAcceptances(text, 'evenkeel.yaml', added)
}

/** [what it shows, before, after] */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    'a list of its own at the end',
    'environments: {} # none\n',
    `environments: {} # none\n\naccept:\n  ${WRITTEN}\n`,
  ],
  ['a file without a last line end', 'environments: {}', `environments: {}\n\naccept:\n  ${WRITTEN}\n`],
  ['an empty line that is there already', 'a: 1\n\n', `a: 1\n\naccept:\n  ${WRITTEN}\n`],
  ['a last comment stays last before it', 'a: 1\n# b: 2\n', `a: 1\n# b: 2\n\naccept:\n  ${WRITTEN}\n`],
  ['the end of the document', 'a: 1\n...\n# gone\n', `a: 1\n\naccept:\n  ${WRITTEN}\n...\n# gone\n`],
  ['an indented document', '---\n  a: 1\n', `---\n  a: 1\n\n  accept:\n    ${WRITTEN}\n`],
  ['a block text that keeps its line ends', 'a: |+\n  x\n\n', `a: |+\n  x\n\naccept:\n  ${WRITTEN}\n`],
  [
    'a block list',
    `accept:\n  - ${OLD} # old\n\n# owners\nowners: []\n`,
    `accept:\n  - ${OLD} # old\n  ${WRITTEN}\n\n# owners\nowners: []\n`,
  ],
  [
    'a list that is not indented',
    `accept:\n- ${OLD}\nowners: []\n`,
    `accept:\n- ${OLD}\n${WRITTEN}\nowners: []\n`,
  ],
  [
    'a block item with a block text',
    'accept:\n    - kind: a\n      reason: |\n        one\n\n        two\n\nb: 1\n',
    `accept:\n    - kind: a\n      reason: |\n        one\n\n        two\n    ${WRITTEN}\n\nb: 1\n`,
  ],
  ['a last item without a line end', `accept:\n  - ${OLD}`, `accept:\n  - ${OLD}\n  ${WRITTEN}\n`],
  ['CRLF', `a: 1\r\naccept:\r\n  - ${OLD}\r\n`, `a: 1\r\naccept:\r\n  - ${OLD}\r\n  ${WRITTEN}\r\n`],
  ['a mark of the byte order', '\uFEFFa: 1\n', `\uFEFFa: 1\n\naccept:\n  ${WRITTEN}\n`],
  ['an empty flow list', 'accept: [] # nothing\nb: 1\n', `accept: [${FLOW}] # nothing\nb: 1\n`],
  ['a flow list', `accept: [ ${OLD} ]\n`, `accept: [ ${OLD}, ${FLOW}]\n`],
  ['a flow list with a last comma', `accept: [${OLD},]\n`, `accept: [${OLD}, ${FLOW}]\n`],
  [
    'a flow list on lines',
    `accept: [\n  ${OLD} # a, b\n]\nb: 1\n`,
    `accept: [\n  ${OLD}, # a, b\n  ${FLOW}\n]\nb: 1\n`,
  ],
  ['a flow document', '{ environments: {} }\n', `{ environments: {}, accept: [${FLOW}]}\n`],
  [
    'JSON',
    '{\n  "a": 1,\n  "accept": []\n}\n',
    '{\n  "a": 1,\n  "accept": [{"fingerprint":"0a1b2c","reason":"known, see #12","owner":"@ops","until":"2026-12-31"}]\n}\n',
  ],
]

for (const [name, before, after] of CASES)
  test(`rules are written into ${name}`, () => assert.equal(insert(before), after))

test('what cannot be added to is refused', () => {
  for (const text of [
    `base: &base [${OLD}]\naccept: *base\n`,
    `base: &base\n  accept: [${OLD}]\n<<: *base\n`,
    `accept: &a\n  - ${OLD}\nignore: *a\n`,
    'accept: ~\n',
    '',
  ])
    assert.throws(() => insert(text), /CONFIG_UNWRITABLE|cannot be added/, text)
})

/** Whether one text is the other with something put in. */
function isKept(before: string, after: string): boolean {
  let at = 0
  for (let place = 0; place < after.length; place += 1) if (after[place] === before[at]) at += 1
  return at === before.length
}

test('whatever a reason says, it is read as it was meant, and twice is two rules', () => {
  const word = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.constantFrom(
      'yes',
      '~',
      '1e3',
      '0x1f',
      '2026-01-01',
      '- a',
      '#',
      'a: b',
      '"',
      "'",
      '[',
      '*a',
      '&a',
      '123',
      'null',
    ),
  )
  const text = fc.constantFrom(...CASES.map(([, before]) => before))
  fc.assert(
    fc.property(text, word, word, (before, reason, owner) => {
      const rule = { fingerprint: '12e45', reason, owner, until: '2026-12-31' }
      const once = insert(before, [{ rule, about: 'x' }])
      const twice = insert(once, [{ rule, about: 'x' }, RULE])
      assert.deepEqual(parse(twice).accept.slice(-3), [rule, rule, RULE.rule])
      assert.ok(isKept(before, once) && isKept(once, twice))
    }),
  )
})
