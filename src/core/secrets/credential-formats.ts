/** A credential that is known by how it looks, wherever it stands: the part in the group `secret` must not leave. */
export interface CredentialFormat {
  readonly name: string
  readonly pattern: RegExp
}

/** Formats as their issuers document them. */
export const FORMATS: readonly CredentialFormat[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?<secret>[\s\S]*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { name: 'age key', pattern: /\b(?<secret>AGE-SECRET-KEY-1[0-9A-Z]{50,})\b/g },
  {
    name: 'password in a URL',
    pattern:
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,40}:\/\/[^\s:/@"'?#]*:(?<secret>[^\s@"'/]+(?:@[^\s@"'/?#]+)*)@/gi,
  },
  {
    name: 'password in a URL',
    pattern: /\bjdbc:oracle:[a-z]{1,10}:[^\s/@"']{1,100}\/(?<secret>[^\s@"'/]+)@/gi,
  },
  { name: 'AWS access key', pattern: /\b(?<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b/g },
  {
    name: 'GitHub token',
    pattern: /\b(?<secret>(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}))\b/g,
  },
  {
    name: 'GitLab token',
    pattern: /\b(?<secret>gl(?:pat|rt|dt|cbt|ptt|ft|imt|agent|oas|soat)-[A-Za-z0-9_-]{16,})/g,
  },
  { name: 'npm token', pattern: /\b(?<secret>npm_[A-Za-z0-9]{36})\b/g },
  { name: 'PyPI token', pattern: /\b(?<secret>pypi-[A-Za-z0-9_-]{40,})/g },
  { name: 'Docker Hub token', pattern: /\b(?<secret>dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,})/g },
  { name: 'Slack token', pattern: /\b(?<secret>(?:xox[abeoprs](?:\.xox[abp])?|xapp)-[A-Za-z0-9-]{10,})/g },
  {
    name: 'Slack webhook',
    pattern:
      /https:\/\/hooks\.slack(?:-gov)?\.com\/(?<secret>(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{10,})/g,
  },
  {
    name: 'Teams webhook',
    pattern: /https:\/\/[\w-]+\.webhook\.office\.com\/(?<secret>webhookb2\/[\w@/-]{20,})/g,
  },
  {
    name: 'Discord webhook',
    pattern: /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/(?<secret>\d+\/[\w-]{30,})/g,
  },
  { name: 'Telegram token', pattern: /\b(?<secret>\d{8,10}:AA[\w-]{30,})/g },
  { name: 'Stripe key', pattern: /\b(?<secret>[rs]k_(?:live|test)_[A-Za-z0-9]{16,})/g },
  { name: 'webhook secret', pattern: /\b(?<secret>whsec_[A-Za-z0-9+/=]{24,})/g },
  { name: 'SendGrid key', pattern: /\b(?<secret>SG\.[\w-]{16,}\.[\w-]{30,})/g },
  { name: 'Mailgun key', pattern: /\b(?<secret>key-[0-9a-f]{32})\b/g },
  { name: 'Google API key', pattern: /\b(?<secret>AIza[0-9A-Za-z_-]{35})\b/g },
  { name: 'Google OAuth secret', pattern: /\b(?<secret>GOCSPX-[\w-]{20,})/g },
  { name: 'Google access token', pattern: /\b(?<secret>ya29\.[\w-]{20,})/g },
  { name: 'Azure client secret', pattern: /(?<![\w~.-])(?<secret>[\w~.-]{3}\dQ~[\w~.-]{31,34})(?![\w~.-])/g },
  { name: 'Azure shared access signature', pattern: /[?&;]sig=(?<secret>[A-Za-z0-9%+/=]{20,})/g },
  {
    name: 'key of a language model',
    pattern:
      /\b(?<secret>sk-(?=[\w-]{0,200}\d)(?=[\w-]{0,200}[A-Z])(?:proj-|svcacct-|ant-[a-z0-9]+-|or-v1-)?[\w-]{32,})/g,
  },
  { name: 'Vault token', pattern: /\b(?<secret>hv[sbr]\.[\w-]{20,})/g },
  {
    name: 'Terraform Cloud token',
    pattern: /\b(?<secret>[A-Za-z0-9]{14}\.atlasv1\.[\w-]{50,})/g,
  },
  { name: 'DigitalOcean token', pattern: /\b(?<secret>do[oprt]_v1_[0-9a-f]{64})\b/g },
  { name: 'Grafana token', pattern: /\b(?<secret>gl(?:sa|c)_[\w+/=-]{20,})/g },
  { name: 'New Relic key', pattern: /\b(?<secret>NR(?:AK|II)-[A-Z0-9_-]{20,})/g },
  { name: 'Databricks token', pattern: /\b(?<secret>dapi[0-9a-f]{32})\b/g },
  { name: 'Hugging Face token', pattern: /\b(?<secret>hf_[A-Za-z]{30,})\b/g },
  { name: 'Doppler token', pattern: /\b(?<secret>dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{30,})/g },
  { name: 'Shopify token', pattern: /\b(?<secret>shp(?:at|ca|pa|ss)_[0-9a-f]{32})\b/g },
  { name: 'Atlassian token', pattern: /\b(?<secret>ATATT3[\w=-]{50,})/g },
  {
    name: 'JSON web token',
    // at most two words before it: a long run of such characters is looked through once
    pattern:
      /(?<![A-Za-z0-9_-])(?:[A-Za-z0-9]{0,20}[-_]){0,2}(?<secret>eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})/g,
  },
  {
    name: 'password hash',
    pattern: /(?<![\w$])(?<secret>\$(?:apr1|1|2[abxy]?|5|6|7|y|gy|argon2\w*)\$[^\s$:'"]+\$[^\s:'"\\]{8,})/g,
  },
]

/** One cheap look before the formats: most texts hold none of these. */
export const FORMAT_HINT =
  /PRIVATE KEY|AGE-SECRET|:\/\/[^\s/]*:|jdbc:oracle|AKIA|ASIA|gh[pousr]_|github_pat_|gl(?:pat|rt|dt|cbt|ptt|ft|imt|agent|oas|soat)-|npm_|pypi-|dckr_|xox|xapp-|hooks\.slack|webhook|:AA|[rs]k_(?:live|test)|whsec_|SG\.|key-|AIza|GOCSPX|ya29|\dQ~|sig=|sk-|hv[sbr]\.|atlasv1|_v1_|gl(?:sa|c)_|NR(?:AK|II)-|dapi|hf_|dp\.|shp(?:at|ca|pa|ss)_|ATATT3|eyJ|\$(?:apr1|\d|y|gy|argon)/
