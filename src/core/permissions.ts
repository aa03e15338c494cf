/** Rights on a cloud's API. */
export interface CloudRight {
  /** `ec2:DescribeVpcs` */
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/** The right to read the objects of one kind of a cluster. */
export interface ClusterRight {
  /** empty for the core group */
  readonly group: string
  /** `deployments` */
  readonly resource: string
  /** only there; absent = everywhere, or the kind has no namespace */
  readonly namespaces?: readonly string[]
}

/** The least that somebody has to grant a reader, in the language of whoever grants it; or why that cannot be told. */
export type Permissions =
  | {
      readonly language: 'iam'
      readonly rights: readonly CloudRight[]
      /** the role that reads; whoever runs evenkeel has to be allowed to assume it */
      readonly role?: string
    }
  | { readonly language: 'rbac'; readonly rights: readonly ClusterRight[]; readonly notes: readonly string[] }
  | { readonly language: 'unknown'; readonly why: string }
