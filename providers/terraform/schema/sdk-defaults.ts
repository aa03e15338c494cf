/** Defaults that the AWS provider plans for arguments that are not set; its schema as Terraform prints it leaves them out. */
export const SDK_DEFAULTS: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> = {
  aws_security_group: { description: 'Managed by Terraform', revoke_rules_on_delete: false },
}
