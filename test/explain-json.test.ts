import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withFiles } from './providers/terraform/evaluate-text.ts'
import { runCli } from './run-cli.ts'

const JSON_CODE = `{"//": "éééééééééééééééééééé", "variable": {"pin": {"sensitive": true, "default": "canary-1"}, "size": {"default": "t3"}},
 "resource": {"aws_db_instance": {"d": {"instance_class": "x", "password": "a-\${var.pin}-canary-2", "username": "\${upper(\\"abc\\")}",
  "engine": "\${var.size}"}}},
 "output": {"o": {"sensitive": true, "value": "\${var.pin}canary-3"}}}
`

const BLOCKS = `resource "aws_security_group" "g" {
  name = "g"
  dynamic "ingress" {
    for_each = [80]
    content {
      from_port = ingress.value
      to_port   = 80
      protocol  = "tcp"
    }
  }
}
`

async function explained(asked: string): Promise<string> {
  return withFiles({ 'main.tf.json': `\uFEFF${JSON_CODE}`, 'blocks.tf': BLOCKS }, async (folder) => {
    const { stdout } = await runCli(['evaluate', folder, '--explain', asked])
    return stdout.trimEnd()
  })
}

test('JSON is shown as it is written, whatever stands before it', async () => {
  assert.equal(
    await explained('aws_db_instance.d.username'),
    'aws_db_instance.d.username = "ABC"\n    main.tf.json:2\n    "${upper(\\"abc\\")}"',
  )
  assert.equal(
    await explained('aws_db_instance.d.engine'),
    'aws_db_instance.d.engine = "t3"\n    main.tf.json:3\n    "${var.size}"\n  var.size = "t3"\n      main.tf.json:1  default\n      "t3"',
  )
})

test('of what is sensitive in JSON only names and places are shown', async () => {
  for (const asked of ['var.pin', 'output.o', 'aws_db_instance.d.password', 'aws_db_instance.d']) {
    const text = await explained(asked)
    assert.match(text, /main\.tf\.json:\d/)
    assert.doesNotMatch(text, /canary|nary/)
  }
})

test('nested blocks are told where they are written', async () => {
  assert.match(await explained('aws_security_group.g.ingress'), /\n {4}blocks\.tf:3 {2}written as blocks$/)
  assert.match(
    await explained('aws_security_group.g.ingress[0].description'),
    /\n {4}blocks\.tf:3 {2}not set in the code$/,
  )
})
