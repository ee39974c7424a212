// `lastcopy ready` over files: what never came is a finding with its settings; what is there, or is not wanted, is none.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-ready-'))
afterAll(() => rmSync(folder, { recursive: true }))
const ready = (...args: readonly string[]) =>
  spawnSync(join(root, 'bin/lastcopy'), ['ready', ...args], { encoding: 'utf8' })

const call = (eventSource: string, eventName: string, more: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/ann',
      accountId: '111122223333',
      userName: 'ann',
    },
    eventTime: '2026-03-02T09:00:00Z',
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.10',
    eventID: `00000000-0000-4000-8000-${eventName}`,
    recipientAccountId: '111122223333',
    ...more,
  })
const management = [call('iam.amazonaws.com', 'ListUsers'), call('ec2.amazonaws.com', 'DescribeInstances')]
/** Records that nothing could use count as any other. */
const everyday = [
  call('kms.amazonaws.com', 'Decrypt', { readOnly: true }),
  call('s3.amazonaws.com', 'GetObject', { readOnly: true, requestParameters: { bucketName: 'photos', key: 'a' } }),
]
function manifest(name: string, files: Readonly<Record<string, readonly string[]>>): string {
  const records = Object.entries(files).map(([source, lines]) => {
    writeFileSync(join(folder, `${name}.${source}`), lines.join('\n'))
    return { source, file: `${name}.${source}` }
  })
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ records }))
  return join(folder, `${name}.json`)
}

test('a trail without data events is a finding for each stream that is missing, with the settings', () => {
  const { status, stdout } = ready(manifest('bare', { 'aws.cloudtrail': management, 'netapp.ontap': [] }), '--json')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(status).toBe(1)
  expect(lines.map(({ type, kind, source, stream }) => [type, kind, source, stream].join(' ').trim())).toEqual([
    'blind source-never-spoke netapp.ontap',
    'blind stream-missing aws.cloudtrail s3-data-events',
    'blind stream-missing aws.cloudtrail kms-uses',
    'summary',
  ])
  expect(lines[1]).toMatchObject({ rows: [1, 5, 8, 9], on: expect.stringContaining('put-event-selectors') })
  expect(lines.at(-1)).toMatchObject({ blind: 3, sources: 1 })
})

test('people get a table, and the settings below', () => {
  const { stdout } = ready(join(folder, 'bare.json'))
  expect(stdout).toMatch(/^BLIND {2}aws\.cloudtrail\/kms-uses +never +6, 8 +who uses which key of KMS$/m)
  expect(stdout).toContain('      aws cloudtrail put-event-selectors')
})

test('what came is no finding, also where nothing could use it; nor is what the site does not have', () => {
  const whole = manifest('whole', { 'aws.cloudtrail': [...management, ...everyday] })
  expect(ready(whole).status).toBe(0)
  expect(
    ready(join(folder, 'bare.json'), ...['aws.cloudtrail', 'netapp.ontap'].flatMap((name) => ['--without', name]))
      .status,
  ).toBe(0)
})

test('wrong words are told, with what was meant', () => {
  expect(ready('a.json', 'b.json')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('one manifest at a time'),
  })
  expect(ready(join(folder, 'nowhere.json')).status).toBe(2)
  expect(ready('--url', 'http://127.0.0.1:9')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no service answers'),
  })
})
