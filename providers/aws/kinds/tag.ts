import { awsKind } from '../kind.ts'

/** One tag of a thing that other code owns. */
export const tag = awsKind({
  name: 'aws_ec2_tag',
  untagged: true,
  identity: ['resource_id', 'key'],
  fields: {
    resource_id: { class: 'metadata' },
    key: { class: 'metadata' },
    value: { class: 'metadata' },
  },
  api: {
    action: 'DescribeTags',
    rare: true,
    from: { resource_id: 'ResourceId', key: 'Key', value: 'Value' },
  },
})
