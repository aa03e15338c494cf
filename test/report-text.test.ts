import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { exitOf } from '../src/core/exit.ts'
import { report_schema } from '../src/core/report.ts'
import type { Report, Severity } from '../src/core/report.ts'
import { renderJson } from '../src/report/json.ts'
import { cut, printable } from '../src/report/printable.ts'
import { renderText } from '../src/report/text.ts'
import { sampleFinding, sampleGap, sampleReport } from './report-samples.ts'

function text(
  report: Report,
  options: { fail_on?: Severity; colour?: boolean; width?: number } = {},
): string {
  const fail_on = options.fail_on ?? 'low'
  const outcome = exitOf(report, { fail_on, no_fail: false })
  return renderText(report, {
    exit: outcome,
    fail_on,
    colour: options.colour ?? false,
    width: options.width ?? 100,
  })
}

describe('text report', () => {
  test('shows what, where, the values side by side, why and who', () => {
    const by = { writer: 'console', operation: null, no_later_than: '2026-01-01T00:00:00Z' }
    const lines = text(sampleReport([sampleFinding({ by })])).split('\n')
    assert.deepEqual(lines.slice(0, 7), [
      'production drift  61 resources compared, 58 clean, 3 values not comparable',
      '  aws_security_group shop-web (infra: aws_security_group.web, sg-1)',
      '    high      changed description',
      '              declared = recorded  "web"',
      '              live                 "open"',
      '              somebody changed it by hand · by console, no later than 2026-01-01T00:00:00Z',
      '              declared in infra/sg.tf:12 · fingerprint f1',
    ])
    assert.match(lines.at(-2) ?? '', /^Exit code 1: 1 finding at or above low$/)
  })

  test('parity says which environment left the code', () => {
    const finding = sampleFinding({
      check: 'production/staging parity',
      environments: ['production', 'staging'],
      cause: 'drifted',
      drifted: ['production'],
      values: { production: 4, staging: 2, declared: { production: 2, staging: 2 } },
    })
    const shown = text(sampleReport([finding]))
    assert.match(shown, /production left the code, staging follows it/)
    assert.match(shown, /production +4\n +staging = code +2\n/)
  })

  test('secrets stand apart: that they look alike does not say that they are', () => {
    const values = { declared: '(secret)', recorded: '(secret)', live: 'run (secret)' }
    assert.match(
      text(sampleReport([sampleFinding({ values })])),
      /declared {2}\(secret\)\n +recorded {2}\(secret\)\n +live {6}"run \(secret\)"\n/,
    )
  })

  test('a side that does not exist is not shown', () => {
    const values = { declared: 'a', recorded: null, live: 'b' }
    assert.match(
      text(sampleReport([sampleFinding({ values, cause: 'differs' })])),
      /declared {2}"a"\n +live {6}"b"\n/,
    )
    const pair = {
      environments: ['production', 'staging'],
      values: { production: 1, staging: 2, declared: { production: null, staging: null } },
    }
    const open = text(sampleReport([sampleFinding({ ...pair, cause: 'undeclared' })]))
    assert.match(open, /production {2}1\n +staging {5}2\n +no code says which is right/)
    const apart = { ...pair.values, declared: { production: 1, staging: 3 } }
    const shown = text(
      sampleReport([
        sampleFinding({ ...pair, values: apart, cause: 'declared_differently', drifted: ['staging'] }),
      ]),
    )
    assert.match(shown, /production = production's code {2}1\n +staging +2\n +staging's code +3\n/)
    const whole = sampleFinding({
      finding: 'unmanaged',
      path: null,
      values: { declared: null, recorded: null, live: 'x' },
    })
    assert.match(text(sampleReport([whole])), /unmanaged\n +live {2}"x"\n/)
  })

  test('the gravest stand first; infos are folded until they count', () => {
    const at = (severity: Severity, name: string) =>
      sampleFinding({
        severity,
        resource: { kind: 'k', name, namespace: null, root: null, address: null, id: null },
      })
    const report = sampleReport([at('low', 'a'), at('info', 'b'), at('critical', 'c'), at('info', 'd')])
    const shown = text(report)
    assert.ok(shown.indexOf('critical') < shown.indexOf('low'))
    assert.match(shown, /info {6}2 × changed, somebody changed it by hand: k b, k d/)
    assert.doesNotMatch(text(report, { fail_on: 'info' }), /2 ×/)
  })

  test('a gap is never a clean result, and names what was not looked at', () => {
    const shown = text(sampleReport([], [sampleGap(), sampleGap({ kinds: ['*'], code: 'AWS_TIMEOUT' })]))
    assert.match(shown, /no findings in what could be checked/)
    assert.match(
      shown,
      /Could not check\n {2}production · aws eu-west-1 {2}aws_eip\n {4}ec2:Desc.*\(AWS_FORBIDDEN\)\n/,
    )
    assert.match(shown, /all kinds/)
    assert.match(shown, /Exit code 2: incomplete/)
    const until = { reason: 'no rights yet', owner: null, until: '2026-03-01', days_left: 12 }
    assert.match(
      text(sampleReport([], [sampleGap({ accepted: until })])),
      /not looked at, accepted until 2026-03-01, 12 days left: no rights yet/,
    )
  })

  test('nothing compared is said, not passed over', () => {
    assert.match(text({ ...sampleReport([]), checks: [] }), /^Nothing was compared\.\n/)
    const [check] = sampleReport([]).checks
    assert.ok(check)
    assert.match(text({ ...sampleReport([]), checks: [{ ...check, compared: 0 }] }), /nothing to compare/)
  })

  test('long values are cut where they differ', () => {
    const same = 'a'.repeat(300)
    const shown = text(sampleReport([sampleFinding({ values: { declared: `${same}x`, live: `${same}y` } })]))
    assert.match(shown, /declared {2}…a+x"\n +live {6}…a+y"\n/)
    assert.ok(shown.split('\n').every((line) => line.length <= 100))
  })

  test('no value from outside steers the terminal', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(hostile, hostile, (name, other) => {
        const finding = sampleFinding({
          check: name,
          path: name,
          values: { [name]: other, live: { [other]: name } },
          by: { writer: name, operation: other, no_later_than: name },
          source: { file: other, line: 1 },
          notes: [name],
          resource: { kind: name, name: other, namespace: name, root: other, address: name, id: other },
        })
        const report = sampleReport(
          [finding, { ...finding, severity: 'info' }],
          [sampleGap({ message: name, source: other, kinds: [name], environment: other })],
        )
        assert.doesNotMatch(text(report), /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u)
      }),
    )
  })

  test('colour changes nothing but colour', () => {
    const report = sampleReport([sampleFinding(), sampleFinding({ severity: 'info' })], [sampleGap()])
    const coloured = text(report, { colour: true })
    assert.notEqual(coloured, text(report))
    assert.equal(
      coloured.replaceAll(new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g'), ''),
      text(report),
    )
  })

  test('printable keeps letters of every script', () => {
    for (const name of ['Größe', '東京', '🚀', 'a b']) assert.equal(printable(name), name)
    assert.equal(printable('\u001b[2J\u202e\n'), '\\u001b[2J\\u202e\\u000a')
    assert.equal(cut('🚀🚀🚀', 2), '🚀…')
  })
})

test('a long report is told to its end, and soon', () => {
  const findings = Array.from({ length: 60_000 }, (_, i) =>
    sampleFinding({
      resource: {
        kind: 'core/ConfigMap',
        name: `c${i}`,
        namespace: 'n',
        root: null,
        address: null,
        id: null,
      },
    }),
  )
  assert.match(text(sampleReport(findings)), /core\/ConfigMap n\/c59999/)
})

describe('exit code', () => {
  const finding = (severity: Severity) => sampleReport([sampleFinding({ severity })])
  test('follows the gravest that counts; a gap wins; --no-fail lifts 1 alone', () => {
    const rule = { fail_on: 'low', no_fail: false } as const
    assert.equal(exitOf(sampleReport([]), rule).code, 0)
    assert.equal(exitOf(sampleReport([]), rule).meaning, 'clean')
    const empty = sampleReport([])
    const idle = { ...empty, checks: empty.checks.map((check) => ({ ...check, compared: 0 })) }
    assert.equal(exitOf(idle, rule).meaning, 'no findings, for nothing was compared')
    assert.equal(exitOf(finding('info'), rule).code, 0)
    assert.equal(exitOf(finding('low'), rule).code, 1)
    assert.equal(exitOf(finding('info'), { ...rule, fail_on: 'info' }).code, 1)
    assert.equal(exitOf(finding('medium'), { ...rule, fail_on: 'high' }).code, 0)
    assert.equal(exitOf(finding('high'), { ...rule, no_fail: true }).code, 0)
    assert.equal(exitOf(sampleReport([], [sampleGap()]), { ...rule, no_fail: true }).code, 2)
    assert.equal(exitOf(sampleReport([sampleFinding()], [sampleGap()]), rule).code, 2)
    const accepted = { reason: 'r', owner: null, until: '2026-02-01', days_left: 0 }
    assert.equal(exitOf(sampleReport([sampleFinding({ accepted })]), rule).code, 0)
  })
})

test('JSON says the same and steers no terminal', () => {
  const name = 'a\u009b2J\u202e\u{e0041}\u007f\u001b\n\ud800🚀'
  const report = sampleReport([sampleFinding({ path: name })])
  const json = renderJson(report)
  assert.equal(JSON.parse(json).findings[0].path, name)
  assert.doesNotMatch(json, /(?!\n)[\p{Cc}\u202e\u{e0041}]/u)
})

test('the JSON report is what its schema says', () => {
  const report = sampleReport([sampleFinding()], [sampleGap()])
  assert.deepEqual(report_schema.parse(JSON.parse(renderJson(report))), report)
})
