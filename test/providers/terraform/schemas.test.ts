import assert from 'node:assert/strict'
import { test } from 'node:test'

import table from '../../../providers/terraform/schema/aws.json' with { type: 'json' }
import { loadSchemas } from '../../../providers/terraform/schema/schemas.ts'

test('every type of the table is found, whatever the other table holds, and no other is', () => {
  const schemas = loadSchemas()
  for (const type of Object.keys(table)) {
    assert.ok(schemas.resource(type), type)
    schemas.defaults(type)
  }
  for (const type of ['aws_', 'aws_a', 'aws_m', 'aws_zzz', 'google_x']) {
    assert.equal(schemas.resource(type), undefined)
    assert.deepEqual(schemas.defaults(type).values, {})
  }
})
