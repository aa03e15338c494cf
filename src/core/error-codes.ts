/**
 * Every code that a gap or an error can carry: what it means, and what to do about it. `docs/errors.md` has the same words
 * (a test keeps it so), and `evenkeel explain CODE` prints them. Add a code here, and to the page.
 */
export const CODES = {
  // our own command line and YAML: exit 64
  USAGE: {
    meaning: 'The command line was not understood.',
    to_do: 'Read `evenkeel --help`.',
  },
  CONFIG_NOT_FOUND: {
    meaning: 'There is no configuration file at the given place.',
    to_do: 'Name the file with `--config`, or run in the folder that has `evenkeel.yaml`.',
  },
  CONFIG_UNREADABLE: {
    meaning: 'The configuration is no regular file, too large, not UTF-8, or may not be read.',
    to_do: 'Name a regular UTF-8 file of a sensible size that may be read.',
  },
  CONFIG_SYNTAX: {
    meaning: 'The configuration is not valid YAML.',
    to_do: 'Correct the YAML at the given line and column.',
  },
  CONFIG_INVALID: {
    meaning: 'The configuration does not fit its schema.',
    to_do:
      'Correct what is named; `evenkeel validate` checks it again, `evenkeel schema config` prints the schema.',
  },
  CONFIG_NOT_BUILT: {
    meaning: 'The configuration uses a key that is planned but not built yet.',
    to_do: 'Remove the key; it is planned, and refused rather than ignored.',
  },
  CONFIG_SECRET: {
    meaning: 'A secret setting names a variable or file that cannot be read.',
    to_do: 'Set the variable, or make the file readable.',
  },
  CONFIG_UNWRITABLE: {
    meaning: 'A rule could not be written into the configuration.',
    to_do: 'Make the file writable, or write the rule by hand: `accept` as an alias cannot be added to.',
  },
  OUTPUT_UNWRITABLE: {
    meaning: 'The report could not be written to the place that was asked for.',
    to_do: 'Name a place that can be written.',
  },
  // a bug of ours: exit 70
  INTERNAL: {
    meaning: 'evenkeel itself failed. This is a bug: please report it.',
    to_do: 'Report it, with the command and the version.',
  },
  // any source
  SOURCE_CRASHED: {
    meaning: 'The reader of a source failed in an unexpected way; the others went on.',
    to_do: 'Report it; the message names the reader.',
  },
  SOURCE_TIMEOUT: {
    meaning: 'A source did not finish within its deadline.',
    to_do: 'Raise `limits.source_timeout_ms`, or find out why it is slow.',
  },
  SOURCE_TOO_MANY: {
    meaning: 'A source has more resources than the limit allows.',
    to_do: 'Raise `limits.max_resources`, or split the source.',
  },
  FILE_NOT_FOUND: {
    meaning: 'A file or folder of a source does not exist.',
    to_do: 'Correct the path; it starts from the folder of the configuration.',
  },
  FILE_UNREADABLE: {
    meaning: 'A file of a source cannot be read (rights, or not a regular file).',
    to_do: 'Give the right to read it.',
  },
  FILE_TOO_LARGE: {
    meaning: 'A file of a source is larger than the limit.',
    to_do: 'Raise `limits.max_bytes` if the file is meant.',
  },
  FILE_NOT_UTF8: {
    meaning: 'A file of a source is not UTF-8 text.',
    to_do: 'Save it as UTF-8.',
  },
  FILE_EMPTY: {
    meaning: 'A folder or file of a source holds nothing that can be read.',
    to_do: 'Correct the path, or remove the source.',
  },
  JSON_SYNTAX: {
    meaning: 'A JSON file is cut short or malformed.',
    to_do: 'Write the file again, whole.',
  },
  // Terraform
  HCL_SYNTAX: {
    meaning: 'A Terraform file is malformed: HashiCorp’s own parser refuses it, too.',
    to_do: 'Correct the file at the given line and column.',
  },
  HCL_UNREADABLE: {
    meaning:
      'A Terraform file could not be read by evenkeel although it may be sound. This is our fault: please report it.',
    to_do: 'Report it with the file: Terraform reads it and evenkeel does not.',
  },
  HCL_TOO_DEEP: {
    meaning: 'A Terraform file is nested deeper than the limit.',
    to_do: 'Nest less.',
  },
  TERRAFORM_INVALID: {
    meaning: 'Terraform would refuse this configuration.',
    to_do: 'Run `terraform validate` or `terraform plan`: it refuses the same.',
  },
  ROOTS_NOT_FOUND: {
    meaning: 'A glob of Terraform roots matches no folder with code.',
    to_do: 'Correct `roots`; it starts from the folder of the configuration.',
  },
  MODULE_NOT_INSTALLED: {
    meaning: 'A module that the code calls is not there.',
    to_do: 'Run `terraform init` or `terraform get` in the root, or set `modules: fetch`.',
  },
  MODULE_UNAVAILABLE: {
    meaning: 'A module that the code calls could not be fetched.',
    to_do: 'The message says why: address, version, token (`TF_TOKEN_…`), network, or what was fetched.',
  },
  VARIABLE_MISSING: {
    meaning: 'A variable without a default has no value.',
    to_do: 'Name it under `vars`, or its file under `var_files`.',
  },
  COUNT_UNKNOWN: {
    meaning: 'The count or for_each of a resource or module cannot be determined from code alone.',
    to_do:
      'Nothing, if the number depends on the cloud: resources of this block are judged by the state alone.',
  },
  EVALUATION_LIMIT: {
    meaning: 'The code is larger or deeper than evenkeel’s limits for evaluation.',
    to_do: 'Report it if the code is meant to be that large.',
  },
  PATH_OUTSIDE: {
    meaning: 'The code reads a file outside the folders that it may read.',
    to_do: 'Name the folder under `read`, if it may be read.',
  },
  STATE_SYNTAX: {
    meaning: 'A Terraform state is malformed.',
    to_do: 'Pull the state again.',
  },
  STATE_VERSION: {
    meaning: 'A Terraform state has a version that cannot be read.',
    to_do: 'Use a state of format version 4 (Terraform 0.12 and later).',
  },
  STATE_ENCRYPTED: {
    meaning: 'A Terraform state is encrypted.',
    to_do: 'Give a decrypted copy.',
  },
  STATE_NOT_FOUND: {
    meaning: 'There is no Terraform state where it should be.',
    to_do: 'Apply the root once, or correct the bucket, key, path or workspace.',
  },
  STATE_ROOT: {
    meaning: 'Nobody can tell to which declared root a Terraform state belongs.',
    to_do: 'Name the root by `for`, as reports and `validate` call it.',
  },
  STATE_BACKEND: {
    meaning: 'A root’s state lies in a backend that cannot be read, or nobody knows where.',
    to_do: 'Complete it by `backend_config`, or pull the state and give it as `terraform_state`.',
  },
  STATE_FORBIDDEN: {
    meaning: 'The place of a Terraform state denied access.',
    to_do: 'Grant the right to read it (`s3:GetObject`), or renew the credentials.',
  },
  STATE_UNREACHABLE: {
    meaning: 'The place of a Terraform state could not be reached, or answered an error.',
    to_do: 'Check address, region, certificates (`NODE_EXTRA_CA_CERTS`) and network.',
  },
  STATE_TIMEOUT: {
    meaning: 'The place of a Terraform state did not answer in time.',
    to_do: 'Raise `limits.request_timeout_ms`, or check the network.',
  },
  // git
  GIT_PROGRAM: {
    meaning: 'The program git cannot be run.',
    to_do: 'Install git, or leave `git` and modules from git out.',
  },
  GIT_FORBIDDEN: {
    meaning: 'A git repository did not accept the credentials, or wants some.',
    to_do:
      'Give git credentials as always: a helper, an SSH key, `GIT_ASKPASS`; or trust the folder (`safe.directory`).',
  },
  GIT_NOT_FOUND: {
    meaning: 'There is no such git repository, or no right to see it.',
    to_do: 'Correct the address, or grant the right to read it.',
  },
  GIT_REF_NOT_FOUND: {
    meaning: 'A git repository has no such branch, tag or commit.',
    to_do: 'Correct `ref`.',
  },
  GIT_UNREACHABLE: {
    meaning: 'A git repository could not be reached.',
    to_do: 'Check address and network.',
  },
  GIT_TOO_LARGE: {
    meaning: 'A git repository is larger than the limit.',
    to_do: 'Raise `limits.max_repository_bytes` if the repository is meant.',
  },
  GIT_TIMEOUT: {
    meaning: 'A git repository could not be fetched in time.',
    to_do: 'Raise `limits.source_timeout_ms`, or check the network.',
  },
  GIT_FAILED: {
    meaning: 'git failed.',
    to_do: 'Run the command that the message names by hand.',
  },
  // AWS
  AWS_FORBIDDEN: {
    meaning: 'AWS denied a request: the reader’s rights do not cover it.',
    to_do: 'Grant the action that the message names.',
  },
  AWS_CREDENTIALS: {
    meaning: 'AWS refused the credentials, or there are none.',
    to_do: 'Give credentials, or renew them.',
  },
  AWS_UNREACHABLE: {
    meaning: 'AWS could not be reached.',
    to_do: 'Check endpoint, region and network.',
  },
  AWS_THROTTLED: {
    meaning: 'AWS kept throttling a request until its retries were used up.',
    to_do: 'Run less often, or lower `limits.concurrency`.',
  },
  AWS_TIMEOUT: {
    meaning: 'AWS did not answer a request in time.',
    to_do: 'Raise `limits.request_timeout_ms`, or check the network.',
  },
  AWS_MALFORMED: {
    meaning: 'AWS, or what stands in its place, answered something that cannot be read.',
    to_do: 'Check that the endpoint is AWS.',
  },
  AWS_UNSUPPORTED: {
    meaning: 'The endpoint does not implement this request.',
    to_do: 'Name the kinds to read under `kinds`, without this one.',
  },
  AWS_ACCOUNT_MISMATCH: {
    meaning: 'The credentials or the recording belong to another account than the configuration says.',
    to_do: 'Correct `account_id`, or the credentials.',
  },
  RECORDING_MISSING: {
    meaning: 'A recording does not hold the answer that this kind needs.',
    to_do: 'Record the command that the message names, or leave the kind out.',
  },
  RECORDING_MALFORMED: {
    meaning: 'A recorded answer is not what its command prints.',
    to_do: 'Record it again.',
  },
  // Kubernetes
  KUBECONFIG_INVALID: {
    meaning: 'The kubeconfig cannot be read, or does not have the context.',
    to_do: 'Correct `kubeconfig` and `context`.',
  },
  KUBE_FORBIDDEN: {
    meaning: 'The API server denied a request: the reader’s rights do not cover it.',
    to_do: 'Grant `get` and `list` on the kind.',
  },
  KUBE_UNAUTHORIZED: {
    meaning: 'The API server did not accept the credentials.',
    to_do: 'Renew the credentials.',
  },
  KUBE_UNREACHABLE: {
    meaning: 'The API server could not be reached.',
    to_do: 'Check the server’s address and the network.',
  },
  KUBE_TIMEOUT: {
    meaning: 'The API server did not answer in time.',
    to_do: 'Raise `limits.request_timeout_ms`, or check the server.',
  },
  KUBE_MALFORMED: {
    meaning: 'The API server, or what stands in its place, answered something that cannot be read.',
    to_do: 'Check that the address is a Kubernetes API server.',
  },
  KUBE_EXPIRED: {
    meaning: 'A list could not be read whole: its continuation expired again and again.',
    to_do: 'Run again; report it if it stays.',
  },
  MANIFEST_SYNTAX: {
    meaning: 'A manifest is not valid YAML or JSON.',
    to_do: 'Correct the manifest at the given line and column.',
  },
  MANIFEST_INVALID: {
    meaning: 'A document in a manifest is not a Kubernetes object.',
    to_do: 'Give the document `apiVersion`, `kind` and `metadata.name`.',
  },
  MANIFEST_DUPLICATE: {
    meaning: 'Two documents of one source declare the same object.',
    to_do: 'Keep one of the two documents.',
  },
  MANIFEST_BUILD: {
    meaning: 'A kustomization or chart could not be rendered.',
    to_do: 'Render it by hand: the program that failed says why.',
  },
  MANIFEST_PROGRAM: {
    meaning: 'A kustomization or chart needs a program that is not installed.',
    to_do: 'Install the program that the message names.',
  },
} as const
