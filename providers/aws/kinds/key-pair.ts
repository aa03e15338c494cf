import { NAME, TIME } from '../irrelevant.ts'
import { awsKind, chosen, chosenName } from '../kind.ts'

/** Terraform's id of a key pair is its name. */
export const keyPair = awsKind({
  name: 'aws_key_pair',
  identity: ['key_name'],
  hints: ['key_name_prefix', 'tags.Name', 'tags'],
  normalise: (attributes) => chosenName(attributes, 'key_name'),
  fields: {
    key_name: { class: 'identity', ...chosen },
    fingerprint: { class: 'security', ...chosen },
    key_type: chosen,
  },
  api: {
    action: 'DescribeKeyPairs',
    id: 'KeyName',
    from: {
      key_name: 'KeyName',
      key_pair_id: 'KeyPairId',
      fingerprint: 'KeyFingerprint',
      key_type: 'KeyType',
    },
    irrelevant: {
      CreateTime: TIME,
      PublicKey: NAME,
    },
  },
})
