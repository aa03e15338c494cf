import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCli } from '../../run-cli.ts'

const CODE = `
resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.small"
  volume_tags   = { Name = "web", Kind = "scratch" }
  tags          = { Name = "web" }
}
`
const VOLUME = {
  VolumeId: 'vol-00000001',
  Size: 8,
  VolumeType: 'gp3',
  Attachments: [{ InstanceId: 'i-00000001', Device: '/dev/xvda', DeleteOnTermination: true }],
}

/** Paths of what a check of the code against recorded answers finds. */
async function findings(tags: Readonly<Record<string, string>>): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-code-'))
  const put = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  try {
    await put('main.tf', CODE)
    await put('sts-get-caller-identity.json', { Account: '111111111111' })
    await put('describe-instances.json', {
      Reservations: [
        {
          OwnerId: '111111111111',
          Instances: [
            {
              InstanceId: 'i-00000001',
              ImageId: 'ami-1',
              InstanceType: 't3.small',
              RootDeviceName: '/dev/xvda',
              BlockDeviceMappings: [
                { DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-00000001', DeleteOnTermination: true } },
              ],
              Tags: [{ Key: 'Name', Value: 'web' }],
            },
          ],
        },
      ],
    })
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    await put('describe-volumes.json', { Volumes: [{ ...VOLUME, Tags }] })
    const environment = {
      declared: [{ terraform: { name: 'infra', root: '.' } }],
      live: [{ aws: { region: 'eu-west-1', from: '.', kinds: ['aws_instance'] } }],
    }
    await put('evenkeel.yaml', { environments: { production: environment } })
    const { stdout } = await runCli(['check', '--config', join(folder, 'evenkeel.yaml'), '--output', 'json'])
    const report: { findings: { path: string; severity: string }[] } = JSON.parse(stdout)
    return report.findings.filter(({ severity }) => severity !== 'info').map(({ path }) => path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('the code that says the tags of the disks says all of them, without a state as well', async () => {
  assert.deepEqual(await findings({ Name: 'web', Kind: 'scratch' }), [])
  assert.deepEqual(await findings({ Name: 'web', Kind: 'scratch', Owner: 'anna' }), ['volume_tags.Owner'])
})
