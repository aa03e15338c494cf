/** A group of regions with its own ARNs and names. */
interface Partition {
  readonly partition: string
  readonly dns_suffix: string
  readonly regions: RegExp
}

/** The partitions of AWS, from its SDKs' endpoint rules; the first is that of every region no other claims. */
const PARTITIONS: readonly Partition[] = [
  { partition: 'aws-cn', dns_suffix: 'amazonaws.com.cn', regions: /^cn-/ },
  { partition: 'aws-us-gov', dns_suffix: 'amazonaws.com', regions: /^us-gov-/ },
  { partition: 'aws-iso', dns_suffix: 'c2s.ic.gov', regions: /^us-iso-/ },
  { partition: 'aws-iso-b', dns_suffix: 'sc2s.sgov.gov', regions: /^us-isob-/ },
  { partition: 'aws-iso-e', dns_suffix: 'cloud.adc-e.uk', regions: /^eu-isoe-/ },
  { partition: 'aws-iso-f', dns_suffix: 'csp.hci.ic.gov', regions: /^us-isof-/ },
  { partition: 'aws-eusc', dns_suffix: 'amazonaws.eu', regions: /^eusc-/ },
]
const COMMERCIAL = { partition: 'aws', dns_suffix: 'amazonaws.com' }

/** The partition of a region. */
export function partitionOf(region: string): Pick<Partition, 'partition' | 'dns_suffix'> {
  return PARTITIONS.find((one) => one.regions.test(region)) ?? COMMERCIAL
}
