import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const template = join(root, 'detections/_template')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-replay-'))
const lastcopy = (...args: readonly string[]) => spawnSync(join(root, 'bin/lastcopy'), args, { encoding: 'utf8' })

const lifecycle = (id: number, at: string, days: number, bucket = 'nightly-backup'): string =>
  JSON.stringify({
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: at,
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketLifecycle',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: {
      bucketName: bucket,
      LifecycleConfiguration: { Rule: { ID: 'e', Status: 'Enabled', Filter: '', Expiration: { Days: days } } },
    },
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    recipientAccountId: '111122223333',
  })

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

write(
  'a.ndjson',
  `${lifecycle(1, '2026-03-02T09:00:00Z', 35)}\n{"broken\n\n${lifecycle(2, '2026-04-02T09:00:00Z', 1)}\n`,
)
write('b.ndjson', `${lifecycle(2, '2026-04-02T09:00:00Z', 1)}\r\n${lifecycle(3, '2026-04-02T09:10:00Z', 1, 'photos')}`)
const source = 'aws.cloudtrail'
const manifest = write(
  'm.json',
  JSON.stringify({ records: ['a', 'b'].map((name) => ({ source, file: `${name}.ndjson` })) }),
)

describe('replay', () => {
  test('prints the lines of the contract', () => {
    const ran = lastcopy('replay', manifest, '--json', '--detections', template)
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    const [reject, alert, page, summary, ...more] = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const at = '2026-04-02T09:00:00.000Z'
    const event = { id: '00000000-0000-4000-8000-000000000002', source, file: 'a.ndjson', line: 4 }
    expect(reject).toMatchObject({ type: 'reject', source, file: 'a.ndjson', line: 2 })
    expect(alert).toMatchObject({
      type: 'alert',
      rule: '00000000-0000-4000-8000-000000000001',
      priority: 'page-now',
      at,
      site: 'default',
      summary: 'Retention of nightly-backup cut to 1 day by alice from 192.0.2.10',
      events: [event],
    })
    expect(page).toEqual({ type: 'page', alert: alert.id, at, reason: 'first' })
    expect(summary).toEqual({ type: 'summary', records: 5, events: 3, rejects: 1, alerts: 1, pages: 1 })
    expect(more).toEqual([])
  })

  test('tells people a timeline', () => {
    const { stdout } = lastcopy('replay', manifest, '--detections', template)
    expect(stdout).toContain('2026-04-02 09:00  PAGE    Retention of nightly-backup cut')
    expect(stdout).toContain('5 records, 3 events, 1 rejects, 1 alerts, 1 pages')
  })

  test('with a policy, tells what rings while nobody answers, until the records end', () => {
    const policy = write(
      'policy.yml',
      `
people:
  first: { channels: [{ pager: call, answered: 2m }, sms] }
  second: { channels: [call] }
escalations:
  urgent:
    repeat: always
    steps:
      - { notify: [{ person: first }], wait: 3m }
      - { notify: [{ person: second }, { channels: [chat] }], wait: 4m }
routes:
  - { escalation: urgent }
`,
    )
    const ran = lastcopy('replay', manifest, '--json', '--detections', template, '--policy', policy)
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    const lines = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const pages = lines.filter(({ type }) => type === 'page')
    // The last record is of 09:10.
    expect(pages.map(({ at, reason }) => `${at.slice(11, 16)} ${reason}`)).toEqual([
      '09:00 first',
      '09:02 not-answered',
      '09:03 step',
      '09:07 repeat',
      '09:09 not-answered',
      '09:10 step',
    ])
    expect(new Set(pages.map(({ alert }) => alert)).size).toBe(1)
    expect(lines.at(-1)).toMatchObject({ type: 'summary', alerts: 1, pages: 6 })
    const people = lastcopy('replay', manifest, '--detections', template, '--policy', policy).stdout
    expect(people).toContain('2026-04-02 09:07  again   Retention of nightly-backup cut')
    expect(people).toContain('2026-04-02 09:10  next    Retention of nightly-backup cut')
  })

  test.each<[string, readonly string[], string]>([
    ['no manifest', [], 'the manifest is missing'],
    ['a manifest that is not there', [join(folder, 'none.json')], 'cannot be read'],
    ['a manifest that is none', [write('x.json', '[]')], 'it needs a list "records"'],
    [
      'an unknown source',
      [write('y.json', '{"records":[{"source":"x.y","file":"a"}]}')],
      'records[0]: there is no source "x.y"',
    ],
    [
      'a file that is not there',
      [write('z.json', `{"records":[{"source":"${source}","file":"q"}]}`)],
      'records[0]: q is not there',
    ],
    ['a policy that is not there', [manifest, '--policy', join(folder, 'none.yml')], 'none.yml is not there'],
    ['a policy that is none', [manifest, '--policy', write('odd.yml', 'routes: 7')], 'odd.yml:1: routes'],
    ['an estate that is none', [manifest, '--estate', manifest], 'records: there is no such setting'],
    ['a folder that is not there', [manifest, '--detections', join(folder, 'none')], 'is not there'],
  ])('%s is wrong usage', (_, args, words) => {
    const ran = lastcopy('replay', ...args)
    expect([ran.status, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(words)
  })
})

describe('test', () => {
  test('runs cases and tells what fails', () => {
    expect(lastcopy('test', template)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^3 passed, 2 boundary cases passed \(1 file, [\d.]+ s\)\n$/),
    })
    const home = mkdtempSync(join(tmpdir(), 'lastcopy-cases-'))
    writeFileSync(
      join(home, 'r.test.yml'),
      'cases: [{ name: a, steps: [{ at: 0s, event: {} }], expect: [{ priority: notify }] }]',
    )
    const ran = lastcopy('test', home)
    expect(ran).toMatchObject({ status: 1, stdout: expect.stringMatching(/^0 passed, 1 failed \(1 file, /) })
    expect(ran.stderr).toContain('✗ r.test.yml: a\n    expected notify')
  })
})

describe('replay with planned changes', () => {
  const story = join(root, 'samples/stories/forty-days/manifest.json')
  const plan = {
    id: 'CHG-1',
    kind: 'change',
    site: 'default',
    status: 'approved',
    classes: ['protection-weakened', 'audit-stopped'],
    actions: [],
    actors: ['svc-monitoring2'],
    resources: ['acme-veeam-backup', 'organization-trail'],
    count: 1,
    from: '2026-03-17T22:00:00.000Z',
    to: '2026-03-18T02:00:00.000Z',
    reason: 'as the storage team asked',
    proposedBy: { name: 'ann', person: 'ann' },
    proposedAt: '2026-03-16T09:00:00.000Z',
    decidedBy: { name: 'bob', person: 'bob' },
    decidedAt: '2026-03-16T10:00:00.000Z',
  }
  const told = (...plans: readonly object[]) => {
    const file = write('changes.ndjson', plans.map((one) => JSON.stringify(one)).join('\n'))
    const { stdout } = lastcopy('replay', story, '--json', '--changes', file)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const paged = new Set(lines.filter(({ type }) => type === 'page').map(({ alert }) => alert))
    return lines.flatMap(({ type, id, summary }) => (type === 'alert' ? [`${paged.has(id)} ${String(summary)}`] : []))
  }

  test('what fits pages nobody, and all else as before', () => {
    const [plain, planned] = [told(), told(plan)]
    const cut = (lines: readonly string[]) => lines.filter((line) => line.includes('acme-veeam-backup cut'))
    expect(cut(plain)).toEqual([expect.stringMatching(/^true Retention of/)])
    expect(cut(planned)).toEqual([expect.stringMatching(/^false Planned \(CHG-1\): Retention of/)])
    expect(planned.filter((line) => line.startsWith('true ')).length).toBeGreaterThanOrEqual(
      plain.filter((line) => line.startsWith('true ')).length - 1,
    )
  })

  test('one that was only proposed covers nothing', () => {
    expect(told({ ...plan, status: 'proposed' })).toEqual(told())
  })

  test('a line that is no plan is wrong usage', () => {
    const { status, stderr } = lastcopy('replay', story, '--changes', write('odd.ndjson', '{"id":1}'))
    expect([status, stderr]).toEqual([2, expect.stringContaining('line 1')])
  })
})
