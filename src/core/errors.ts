/**
 * Every code that a gap or an error can carry, with what it means. `docs/errors.md` names each (a test keeps it so);
 * `evenkeel explain CODE` prints these words. Add a code here, and to the page.
 */
export const CODES = {
  // our own command line and YAML: exit 64
  USAGE: 'The command line was not understood.',
  CONFIG_NOT_FOUND: 'There is no configuration file at the given place.',
  CONFIG_UNREADABLE: 'The configuration is no regular file, too large, not UTF-8, or may not be read.',
  CONFIG_SYNTAX: 'The configuration is not valid YAML.',
  CONFIG_INVALID: 'The configuration does not fit its schema.',
  CONFIG_NOT_BUILT: 'The configuration uses a key that is planned but not built yet.',
  CONFIG_SECRET: 'A secret setting names a variable or file that cannot be read.',
  CONFIG_UNWRITABLE: 'A rule could not be written into the configuration.',
  OUTPUT_UNWRITABLE: 'The report could not be written to the place that was asked for.',
  // a bug of ours: exit 70
  INTERNAL: 'evenkeel itself failed. This is a bug: please report it.',
  // any source
  SOURCE_CRASHED: 'The reader of a source failed in an unexpected way; the others went on.',
  SOURCE_TIMEOUT: 'A source did not finish within its deadline.',
  SOURCE_TOO_MANY: 'A source has more resources than the limit allows.',
  FILE_NOT_FOUND: 'A file or folder of a source does not exist.',
  FILE_UNREADABLE: 'A file of a source cannot be read (rights, or not a regular file).',
  FILE_TOO_LARGE: 'A file of a source is larger than the limit.',
  FILE_NOT_UTF8: 'A file of a source is not UTF-8 text.',
  FILE_EMPTY: 'A folder or file of a source holds nothing that can be read.',
  JSON_SYNTAX: 'A JSON file is cut short or malformed.',
  // Terraform
  HCL_SYNTAX: 'A Terraform file is malformed: HashiCorp’s own parser refuses it, too.',
  HCL_UNREADABLE:
    'A Terraform file could not be read by evenkeel although it may be sound. This is our fault: please report it.',
  HCL_TOO_DEEP: 'A Terraform file is nested deeper than the limit.',
  TERRAFORM_INVALID: 'Terraform would refuse this configuration.',
  ROOTS_NOT_FOUND: 'A glob of Terraform roots matches no folder with code.',
  MODULE_NOT_INSTALLED: 'A module that the code calls is not there.',
  MODULE_UNAVAILABLE: 'A module that the code calls could not be fetched.',
  VARIABLE_MISSING: 'A variable without a default has no value.',
  COUNT_UNKNOWN: 'The count or for_each of a resource or module cannot be determined from code alone.',
  EVALUATION_LIMIT: 'The code is larger or deeper than evenkeel’s limits for evaluation.',
  PATH_OUTSIDE: 'The code reads a file outside the folders that it may read.',
  STATE_SYNTAX: 'A Terraform state is malformed.',
  STATE_VERSION: 'A Terraform state has a version that cannot be read.',
  STATE_ENCRYPTED: 'A Terraform state is encrypted.',
  STATE_NOT_FOUND: 'There is no Terraform state where it should be.',
  STATE_BACKEND: 'A root’s state lies in a backend that cannot be read, or nobody knows where.',
  STATE_FORBIDDEN: 'The place of a Terraform state denied access.',
  STATE_UNREACHABLE: 'The place of a Terraform state could not be reached, or answered an error.',
  STATE_TIMEOUT: 'The place of a Terraform state did not answer in time.',
  // git
  GIT_PROGRAM: 'The program git cannot be run.',
  GIT_FORBIDDEN: 'A git repository did not accept the credentials, or wants some.',
  GIT_NOT_FOUND: 'There is no such git repository, or no right to see it.',
  GIT_REF_NOT_FOUND: 'A git repository has no such branch, tag or commit.',
  GIT_UNREACHABLE: 'A git repository could not be reached.',
  GIT_TIMEOUT: 'A git repository could not be fetched in time.',
  GIT_FAILED: 'git failed.',
  // AWS
  AWS_FORBIDDEN: 'AWS denied a request: the reader’s rights do not cover it.',
  AWS_CREDENTIALS: 'AWS refused the credentials, or there are none.',
  AWS_UNREACHABLE: 'AWS could not be reached.',
  AWS_THROTTLED: 'AWS kept throttling a request until its retries were used up.',
  AWS_TIMEOUT: 'AWS did not answer a request in time.',
  AWS_MALFORMED: 'AWS, or what stands in its place, answered something that cannot be read.',
  AWS_UNSUPPORTED: 'The endpoint does not implement this request.',
  AWS_ACCOUNT_MISMATCH:
    'The credentials or the recording belong to another account than the configuration says.',
  RECORDING_MISSING: 'A recording does not hold the answer that this kind needs.',
  RECORDING_MALFORMED: 'A recorded answer is not what its command prints.',
  // Kubernetes
  KUBECONFIG_INVALID: 'The kubeconfig cannot be read, or does not have the context.',
  KUBE_FORBIDDEN: 'The API server denied a request: the reader’s rights do not cover it.',
  KUBE_UNAUTHORIZED: 'The API server did not accept the credentials.',
  KUBE_UNREACHABLE: 'The API server could not be reached.',
  KUBE_TIMEOUT: 'The API server did not answer in time.',
  KUBE_MALFORMED: 'The API server, or what stands in its place, answered something that cannot be read.',
  KUBE_EXPIRED: 'A list could not be read whole: its continuation expired again and again.',
  MANIFEST_SYNTAX: 'A manifest is not valid YAML or JSON.',
  MANIFEST_INVALID: 'A document in a manifest is not a Kubernetes object.',
  MANIFEST_DUPLICATE: 'Two documents of one source declare the same object.',
  MANIFEST_BUILD: 'A kustomization or chart could not be rendered.',
  MANIFEST_PROGRAM: 'A kustomization or chart needs a program that is not installed.',
} as const

export type Code = keyof typeof CODES

/** A fault with a code, where the whole run cannot go on. `exit_code` 64: the user's command or YAML; 70: ours. */
export class EvenkeelError extends Error {
  readonly code: Code
  readonly exit_code: 64 | 70

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EvenkeelError'
    this.code = code
    this.exit_code = code === 'INTERNAL' ? 70 : 64
  }
}
