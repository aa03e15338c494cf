import { isList, isMap, type Attributes } from '../../../src/core/value.ts'
import { COUNT, NAME, NO_ARGUMENT, STATE } from '../irrelevant.ts'
import { awsKind, plain, refers } from '../kind.ts'
import { cidrOf } from './rule-form.ts'

const ENTRIES = {
  action: 'GetManagedPrefixListEntries',
  by: 'PrefixListId',
  take: ['Entries'],
  of: 'aws_ec2_managed_prefix_list',
} as const
const GONE = { at: 'State', states: ['delete-in-progress', 'delete-complete'] } as const

export const prefixList = awsKind({
  name: 'aws_ec2_managed_prefix_list',
  identity: ['name'],
  fields: {
    name: { class: 'identity' },
    address_family: plain,
    max_entries: { class: 'sizing' },
    entry: { list: { keyed_by: ['cidr'] }, class: 'security' },
    'entry[*].description': { class: 'metadata' },
  },
  normalise: (attributes) => {
    const { entry } = attributes
    if (!isList(entry)) return attributes
    return { ...attributes, entry: entry.map((each) => (isMap(each) ? ranged(each) : each)) }
  },
  api: {
    action: 'DescribeManagedPrefixLists',
    id: 'PrefixListId',
    owner: 'OwnerId',
    label: 'PrefixListName',
    gone: GONE,
    details: [ENTRIES],
    from: {
      name: 'PrefixListName',
      address_family: 'AddressFamily',
      max_entries: 'MaxEntries',
      entry: { blocks: 'Entries', of: { cidr: 'Cidr', description: 'Description' } },
    },
    irrelevant: {
      IpamPrefixListResolverSyncEnabled: NO_ARGUMENT,
      IpamPrefixListResolverTargetId: NO_ARGUMENT,
      PrefixListArn: NAME,
      StateMessage: STATE,
      Version: COUNT,
    },
  },
})

function ranged(entry: Attributes): Attributes {
  return { ...entry, cidr: cidrOf(entry['cidr']) }
}

export const prefixListEntry = awsKind({
  name: 'aws_ec2_managed_prefix_list_entry',
  identity: ['prefix_list_id', 'cidr'],
  fields: {
    prefix_list_id: refers('aws_ec2_managed_prefix_list'),
    cidr: { class: 'security' },
    description: { class: 'metadata' },
  },
  normalise: (attributes) => (attributes['cidr'] === undefined ? attributes : ranged(attributes)),
  api: {
    action: 'DescribeManagedPrefixLists',
    owner: '^.OwnerId',
    details: [ENTRIES],
    inner: 'Entries',
    from: { prefix_list_id: '^.PrefixListId', cidr: 'Cidr', description: 'Description' },
  },
})
