import type { Attributes } from '../src/core/value.ts'

/** A variable of a container. */
function v(name: string, value: string): Attributes {
  return { env: [{ name, value }] }
}

/** Put together here, so that no scanner takes these made-up ones for real. */
function j(...parts: readonly string[]): string {
  return parts.join('')
}

/** Credentials that somebody wrote down, as tools and people write them. */
export const MORE_CREDENTIALS: readonly Attributes[] = [
  v('SPRING_DATASOURCE_URL', 'jdbc:postgresql://db:5432/shop?user=app&password=hunter2'),
  v('JDBC_URL', 'jdbc:mysql://app:hunter2@db:3306/shop'),
  v('JDBC', 'jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=hunter2;encrypt=true'),
  v('ORACLE_URL', 'jdbc:oracle:thin:scott/tiger9@//db:1521/ORCL'),
  v('MONGODB_URI', 'mongodb+srv://app:s3cr3t%40x@cluster0.ab1cd.mongodb.net/shop?retryWrites=true'),
  v('CONN', 'host=db port=5432 user=app password=hunter2 dbname=shop sslmode=require'),
  v(
    'ConnectionStrings__Default',
    'Server=tcp:x.database.windows.net;Database=a;User ID=b;Password=Hunter2!;',
  ),
  v('ConnectionStrings__Pwd', 'Server=db;Uid=app;Pwd=hunter2;'),
  v(
    'AZURE_STORAGE_CONNECTION_STRING',
    j(
      'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=',
      'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYg==',
      ';EndpointSuffix=core.windows.net',
    ),
  ),
  v(
    'SERVICEBUS',
    j(
      'Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=',
      'abcDEF0123456789abcDEF0123456789abcDEF01234=',
    ),
  ),
  v(
    'BLOB_URL',
    j(
      'https://acme.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=',
      'abcDEF0123456789%2Fabc%2BDEF0123456789abcDEF01%3D',
    ),
  ),
  v('AZURE_CLIENT_SECRET', j('abc8Q~', 'dEf0123456789ghijKLMNOPqrstuv-xyz_')),
  v('DD_API_KEY', '0123456789abcdef0123456789abcdef'),
  v('DD_APP_KEY', '0123456789abcdef0123456789abcdef01234567'),
  v('DATADOG_APPLICATION_KEY', '0123456789abcdef0123456789abcdef01234567'),
  v('GH', j('github_pat_', '11ABCDEFG0123456789abc_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghij')),
  v('GH_APP', j('ghs_', 'abcdefghijklmnopqrstuvwxyz0123456789')),
  v('GITLAB', j('glpat-', 'AbCdEf0123456789_-xy')),
  v('CI', j('glrt-', 'AbCdEf0123456789_-xy')),
  v('NPM', j('npm_', 'abcdefghijklmnopqrstuvwxyz0123456789')),
  {
    data: {
      '.npmrc': j('//registry.npmjs.org/:_authToken=', 'npm_', 'abcdefghijklmnopqrstuvwxyz0123456789'),
    },
  },
  { data: { '.npmrc': j('//registry.example.com/:_auth=', 'dXNlcjpodW50ZXIy') } },
  v('PYPI', j('pypi-', 'AgEIcHlwaS5vcmcCJGFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5')),
  v('SENDGRID', j('SG.', 'abcdefghijklmnopqrstuv.', 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG')),
  v('MAILGUN', j('key-', '0123456789abcdef0123456789abcdef')),
  v('STRIPE_WEBHOOK', j('whsec_', 'abcdefghijklmnopqrstuvwxyz012345')),
  v('STRIPE', j('rk_test_', '4eC39HqLyjWDarjtT1zdp7dc')),
  v('OPENAI', j('sk-', 'abcdefghijklmnopqrstT3BlbkFJabcdefghijklmnopqrst')),
  v('OPENAI2', j('sk-proj-', 'abcdefghijklmnopqrst_T3BlbkFJabcdefghijklmnopqrstuvwx')),
  v('ANTHROPIC', j('sk-ant-api03-', 'abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz_AA')),
  v(
    'GCP',
    j(
      '{"type":"service_account","private_key_id":"0123456789abcdef0123456789abcdef01234567","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqh',
      '\\n-----END PRIVATE KEY-----\\n"}',
    ),
  ),
  v('GOOGLE_OAUTH', j('GOCSPX-', 'abcdefghijklmnopqrstuvwxyz01')),
  v('GOOGLE', j('ya29.', 'a0AfH6SMBabcdefghijklmnopqrstuvwxyz0123456789')),
  v('SLACK', j('xapp-', '1-A0123456789-0123456789012-abcdef0123456789abcdef0123456789')),
  v('SLACK2', j('xoxe.xoxp-', '1-abcdefghijklmnop')),
  v(
    'TEAMS',
    j(
      'https://acme.webhook.office.com/webhookb2/',
      '01234567-89ab-cdef-0123-456789abcdef@01234567-89ab-cdef-0123-456789abcdef/IncomingWebhook/0123456789abcdef0123456789abcdef/01234567-89ab-cdef-0123-456789abcdef',
    ),
  ),
  v(
    'DISCORD',
    j(
      'https://discord.com/api/webhooks/',
      '123456789012345678/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ01',
    ),
  ),
  v('VAULT', j('hvs.', 'CAESIJabcdefghijklmnopqrstuvwxyz0123456789')),
  v('VAULT_TOKEN', j('s.', 'abcdefghijklmnopqrstuvwx')),
  v('DO', j('dop_v1_', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef')),
  v('TELEGRAM', j('123456789:', 'AAabcdefghijklmnopqrstuvwxyz0123456')),
  v('GRAFANA', j('glsa_', 'abcdefghijklmnopqrstuvwxyz012345_01234567')),
  v('NEWRELIC', j('NRAK-', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0')),
  v(
    'SENTRY_DSN',
    'https://0123456789abcdef0123456789abcdef:fedcba9876543210fedcba9876543210@sentry.example.com/42',
  ),
  v('ROOT_PW', 'hunter2-hunter2'),
  v('DB_PASS', 'hunter2'),
  v('MYSQL_PWD', 'hunter2'),
  v('RABBITMQ_DEFAULT_PASS', 'hunter2'),
  v('PGPASSWORD', 'hunter2'),
  v('SMTP_AUTH', 'user:hunter2'),
  v('BASIC_AUTH', 'admin:hunter2'),
  v('HTPASSWD', 'admin:$apr1$abcdefgh$ABCDEFGHIJKLMNOPQRSTUV'),
  v('X_API_KEY', 'q1w2e3r4t5y6'),
  v('HEADERS', 'X-Api-Key: q1w2e3r4t5y6'),
  v('OTEL_EXPORTER_OTLP_HEADERS', 'api-key=0123456789abcdef0123'),
  v('OTEL_HEADERS2', 'Authorization=Basic dXNlcjpodW50ZXIy'),
  v('RAILS_MASTER_KEY', '0123456789abcdef0123456789abcdef'),
  v('SECRET_KEY_BASE', '0123456789abcdef0123456789abcdef0123456789abcdef'),
  v('DJANGO_SECRET_KEY', 'p(1x^k=abc'),
  v('APP_KEY', 'base64:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH='),
  v('JWT_SIGNING_KEY', 'abcd-1234'),
  v('SALT_AND_PEPPER_PASSWORD', 'Tr0ub4dor&3'),
  v('LDAP_BIND_PASSWORD', 'hunter2'),
  v('KEYSTORE_PASS', 'changeit'),
  v('SSL_KEYSTORE_PASSWORD', 'changeit'),
  v('JAVA_TOOL_OPTIONS', '-Djavax.net.ssl.keyStorePassword=changeit'),
  v(
    'KAFKA_SASL_JAAS_CONFIG',
    'org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="hunter2";',
  ),
  {
    data: {
      'kafka.properties':
        'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="app" password="hunter2";\n',
    },
  },
  {
    user_data:
      '#cloud-config\nusers:\n  - name: ops\n    passwd: $6$rounds=4096$abc$defghijklmnopqrstuvwxyz\n',
  },
  { user_data: '#cloud-config\nchpasswd:\n  list: |\n    root:hunter2\n' },
  { user_data: '#cloud-config\nchpasswd:\n  users:\n    - {name: root, password: hunter2, type: text}\n' },
  { user_data: '#cloud-config\npassword: hunter2\nchpasswd: { expire: False }\n' },
  { user_data: '#!/bin/bash\necho "ops:hunter2" | chpasswd\n' },
  { user_data: '#!/bin/bash\nmysql -u root -phunter2 -e "select 1"\n' },
  { user_data: '#!/bin/bash\ncurl -u admin:hunter2 https://example.com/x\n' },
  { user_data: '#!/bin/bash\ndocker login -u bot -p hunter2hunter2 registry.example.com\n' },
  { user_data: '#!/bin/bash\nexport PGPASSWORD=hunter2; psql\n' },
  { user_data: "#!/bin/bash\nuseradd -p '$6$abc$defghijklmnopqrstuvwxyz' ops\n" },
  {
    user_data:
      '#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/app.service\n    content: |\n      [Service]\n      Environment=DB_PASSWORD=hunter2\n',
  },
  { user_data: '[Service]\nEnvironment="DB_PASSWORD=hunter2" "A=b"\n' },
  { user_data: '[Service]\nExecStart=/usr/bin/app --db-password hunter2\n' },
  { command: ['app', '--token', 'abcdef0123456789abcdef'] },
  { args: ['--api-key=abcdef0123456789'] },
  { args: ['--password', 'hunter2'] },
  { stringData: { password: 'hunter2' } },
  { data: { 'secret.yaml': 'apiVersion: v1\nkind: Secret\nstringData:\n  db-password: hunter2\n' } },
  { data: { 'config.toml': '[db]\npassword = "hunter2"\n' } },
  { data: { 'config.toml': "[auth]\napi_key = 'q1w2e3r4'\n" } },
  { data: { 'app.ini': '[mail]\nsmtp_pass = hunter2\n' } },
  { data: { pgpass: 'db:5432:shop:app:hunter2\n' } },
  { data: { '.pgpass': 'db:5432:shop:app:hunter2\n' } },
  { data: { '.netrc': 'machine api.example.com login bot password hunter2\n' } },
  { data: { '.netrc': 'machine api.example.com\n  login bot\n  password hunter2\n' } },
  { data: { '.dockerconfigjson': '{"auths":{"registry.example.com":{"auth":"Ym90Omh1bnRlcjI="}}}' } },
  { data: { 'redis.conf': 'port 6379\nrequirepass hunter2hunter2\n' } },
  { data: { 'redis.conf': 'masterauth hunter2hunter2\n' } },
  { data: { 'users.acl': 'user app on >hunter2hunter2 ~* +@all\n' } },
  { data: { 'wg0.conf': '[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n' } },
  { data: { 'wg0.conf': '[Peer]\nPresharedKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n' } },
  { data: { 'config.xml': '<connection><user>app</user><password>hunter2</password></connection>' } },
  { data: { 'web.config': '<add name="db" connectionString="Server=db;User Id=app;Password=hunter2;" />' } },
  {
    data: { 'settings.xml': '<server><id>r</id><username>u</username><password>hunter2</password></server>' },
  },
  { data: { 'app.json': '{"db":{"user":"app","pass":"hunter2"}}' } },
  { data: { 'app.json': '{"dbPassword":"hunter2"}' } },
  { data: { 'app.json': '{"adminPassword": "hunter2", "x": 1}' } },
  { data: { 'terraform.tfvars': 'db_password = "hunter2"\n' } },
  {
    data: {
      'rclone.conf':
        '[s3]\naccess_key_id = AKIAIOSFODNN7EXAMPL2\nsecret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    },
  },
  {
    data: {
      credentials:
        '[default]\naws_access_key_id = ABC\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    },
  },
  { data: { 'nginx.conf': 'proxy_set_header Authorization "Basic dXNlcjpodW50ZXIy";\n' } },
  { data: { 'k6.js': 'const token = "abcdef0123456789abcdef";\n' } },
  {
    data: {
      id_ed25519:
        '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n',
    },
  },
  {
    data: {
      'key.asc': '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBGabc\n-----END PGP PRIVATE KEY BLOCK-----\n',
    },
  },
  { data: { 'age.txt': 'AGE-SECRET-KEY-1QQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQ\n' } },
  { value: 'hunter2', name: 'db_password' },
  { name: 'ADMIN_TOKEN', value: 'abc123' },
  { tunnel1_preshared_key: 'hunter2hunter2' },
  { auth_token: 'abcdefabcdef1234' },
  { master_user_password: 'hunter2222' },
  {
    annotations: {
      'nginx.ingress.kubernetes.io/configuration-snippet': 'proxy_set_header X-Api-Key "q1w2e3r4t5y6";',
    },
  },
]
