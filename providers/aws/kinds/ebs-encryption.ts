import { awsKind, onByDefault } from '../kind.ts'

/** One switch an account and region; Terraform gives it an id of its own, so it is found by being the only one. */
export const ebsEncryption = awsKind({
  name: 'aws_ebs_encryption_by_default',
  identity: [],
  fields: { enabled: onByDefault({ class: 'security' }) },
  api: {
    action: 'GetEbsEncryptionByDefault',
    from: { enabled: 'EbsEncryptionByDefault' },
    irrelevant: { SseType: 'nothing that can be set' },
  },
})
