// The journal alone is enough: carried to an empty place, everything else is rebuilt from it, and nobody is woken again.
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, everyday } from '../support/records.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const lastcopy = (...args: readonly string[]): Promise<{ readonly status: number | null; readonly stderr: string }> =>
  new Promise((go) => {
    const child = spawn(join(root, 'bin/lastcopy'), args)
    let stderr = ''
    child.stderr.on('data', (part) => (stderr += part))
    child.once('close', (status) => go({ status, stderr }))
  })

const attacks = 6

describe.each(['sqlite', 'kafka'] as const)('a journal in %s that is carried elsewhere', (kind) => {
  let broker: Broker | undefined
  let pagerDuty: PagerDutyServer
  let before: ServiceProcess
  let after: ServiceProcess
  const begin = Date.parse('2026-03-01T00:00:00Z')

  const service = (prefix: string) =>
    makeService({
      journal: kind === 'sqlite' ? { kind } : { kind, prefix, partitions: 2, replication: 1 },
      ...(broker ? { kafka: { brokers: [broker.address], groupPrefix: `${prefix}lastcopy` } } : {}),
      topics: { 'audit.aws': 'aws.cloudtrail' },
      pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
    })
  const configOf = ({ folder }: ServiceProcess): string => join(folder, 'lastcopy.yml')
  const send = async ({ url }: ServiceProcess, records: readonly object[]): Promise<void> => {
    const body = records.map((record) => JSON.stringify(record)).join('\n')
    const { status } = await fetch(`${url}/intake/aws.cloudtrail`, { method: 'POST', body })
    expect(status).toBeLessThan(300)
  }
  /** What people see: alerts, pages with their deliveries, what detection remembers, and the log of what was done. */
  const seen = async ({ url }: ServiceProcess) => {
    const get = async (path: string) => (await fetch(`${url}${path}`)).json() as Promise<Record<string, unknown>>
    const { alerts } = await get('/api/alerts?limit=100')
    const { incidents } = await get('/api/pages?limit=100&open=false')
    const { counts } = await get('/api/state?limit=1')
    const log = await (await fetch(`${url}/api/pages/log`)).text()
    return { alerts, incidents, counts, log: log.trim().split('\n').sort() }
  }
  const triggers = (): readonly string[] =>
    pagerDuty.events.filter(({ event_action }) => event_action === 'trigger').map(({ dedup_key }) => dedup_key)
  /** Two looks that are alike: what was committed has reached the store. */
  const settled = async (one: ServiceProcess) => {
    let last = ''
    return until(
      async () => {
        const now = await seen(one)
        const same = JSON.stringify(now) === last
        last = JSON.stringify(now)
        await new Promise((go) => setTimeout(go, 500))
        return { now, same }
      },
      ({ same }) => same,
      60_000,
    ).then(({ now }) => now)
  }

  beforeAll(async () => {
    broker = kind === 'kafka' ? await startBroker() : undefined
    pagerDuty = await startPagerDuty()
    before = await service('old.')
    after = await service('new.')
    await before.start()
    await before.ready()
    await send(before, [
      ...Array.from({ length: 300 }, (_, index) => everyday(index, begin + index * 60_000)),
      ...Array.from({ length: attacks }, (_, index) => dangerous(index, begin + 86_400_000 + index * 3_600_000)),
      // Neither JSON nor text: it goes to the dead letters whole.
      { odd: '\u2028\u2029\ud800' },
    ])
    await until(triggers, (keys) => keys.length === attacks, 120_000)
    await before.ready()
  })
  afterAll(async () => {
    await before?.clean()
    await after?.clean()
    await pagerDuty?.close()
    await broker?.stop()
  })

  test('is not exported while a service works on it', async () => {
    const { status, stderr } = await lastcopy(
      'state',
      'export',
      join(before.folder, 'no.ndjson'),
      '--config',
      configOf(before),
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(/belongs to another running Lastcopy|processes still work/)
  })

  test('gives the same alerts, pages and memory, and wakes nobody again', async () => {
    const file = join(before.folder, 'journal.ndjson')
    const old = await settled(before)
    await before.stop()
    const exported = await lastcopy('state', 'export', file, '--config', configOf(before))
    expect(exported).toMatchObject({ status: 0, stderr: expect.stringContaining('lines in') })
    expect(statSync(file).mode & 0o077).toBe(0)
    const imported = await lastcopy('state', 'import', file, '--config', configOf(after))
    expect(imported).toMatchObject({ status: 0, stderr: expect.stringContaining('imported') })
    if (kind === 'sqlite') copyFileSync(join(before.folder, 'link.key'), join(after.folder, 'link.key'))
    const woken = triggers()
    await after.start()
    await after.ready()
    const now = await settled(after)
    expect(now.alerts).toEqual(old.alerts)
    expect(now.incidents).toEqual(old.incidents)
    expect(now.counts).toEqual(old.counts)
    expect(now.log).toEqual(old.log)
    // What was told before is known: told again it wakes nobody; what is new does.
    await send(
      after,
      Array.from({ length: attacks }, (_, index) => dangerous(index, begin + 86_400_000 + index * 3_600_000)),
    )
    await send(after, [dangerous(attacks, begin + 5 * 86_400_000)])
    await until(triggers, (keys) => keys.length > woken.length, 120_000)
    await after.ready()
    expect(triggers().length).toBe(woken.length + 1)
    expect(triggers().slice(0, woken.length)).toEqual(woken)
    const verified = await lastcopy('audit', 'verify', '--url', after.url)
    expect(verified).toMatchObject({ status: 0 })
  })

  test('goes into no journal that holds anything, and not from a file that was changed or cut off', async () => {
    const file = join(before.folder, 'journal.ndjson')
    await after.stop()
    const full = await lastcopy('state', 'import', file, '--config', configOf(after))
    expect([full.status, full.stderr]).toEqual([2, expect.stringContaining('two')])
    const text = readFileSync(file, 'utf8')
    const at = text.indexOf('ScheduleKeyDeletion')
    const changed = join(before.folder, 'changed.ndjson')
    writeFileSync(changed, `${text.slice(0, at)}scheduleKeyDeletion${text.slice(at + 19)}`)
    const refused = await lastcopy('state', 'import', changed, '--config', configOf(after))
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('was changed or damaged')])
    writeFileSync(changed, text.slice(0, -200))
    const cut = await lastcopy('state', 'import', changed, '--config', configOf(after))
    expect([cut.status, cut.stderr]).toEqual([2, expect.stringMatching(/cut off|none of an export|no JSON/)])
    rmSync(changed)
  })
})
