// A first sitting from the command line: init, a service on what it wrote, and the commands that talk to it.
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { lifecycle, record, user } from '../stories/cloudtrail.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-first-'))
  let pagerDuty: PagerDutyServer
  let service: ServiceProcess

  beforeAll(async () => {
    pagerDuty = await startPagerDuty()
    service = await makeService({})
  })
  afterAll(async () => {
    await service.clean()
    await pagerDuty.close()
    rmSync(folder, { recursive: true, force: true })
  })
  /** Without blocking this process, which answers for the pager. */
  const lastcopy = (
    args: readonly string[],
    input = '',
  ): Promise<Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>> =>
    new Promise((done) => {
      const child = spawn(join(root, 'bin/lastcopy'), [...args], { cwd: folder })
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (part: Buffer) => {
        stdout += part
      })
      child.stderr.on('data', (part: Buffer) => {
        stderr += part
      })
      child.on('close', (status) => done({ status, stdout, stderr }))
      child.stdin.end(input)
    })
  const init = ['init', '--yes', '--pager', 'pagerduty', '--set', 'routingKey=a-secret-routing-key']

  test('init writes a file that can be read, keeps the secret apart, and sends a test page', async () => {
    const { status, stderr } = await lastcopy([...init, '--set', `url=${pagerDuty.url}`])
    expect(stderr).toContain('✓ pagerduty: took the test page')
    expect(status).toBe(0)
    const text = readFileSync(join(folder, 'lastcopy.yml'), 'utf8')
    expect(text).not.toContain('a-secret-routing-key')
    expect(parse(text)).toMatchObject({
      journal: { kind: 'sqlite' },
      topics: { 'audit.aws.cloudtrail': 'aws.cloudtrail' },
    })
    expect(statSync(join(folder, 'secrets/pagerduty-routingKey')).mode & 0o077).toBe(0)
    expect(pagerDuty.events.map(({ payload }) => payload?.summary)).toEqual([
      'Lastcopy test page from site default: nothing happened, pages arrive',
    ])
  })
  test('init writes over nothing, and says so', async () => {
    const { status, stderr } = await lastcopy(init)
    expect(status).toBe(2)
    expect(stderr).toContain('lastcopy.yml is there already')
  })
  test('init tells a pager that refuses, without its key', async () => {
    pagerDuty.mood = 'forbidden'
    const { status, stderr } = await lastcopy(['init', '--test-page'])
    pagerDuty.mood = 'accept'
    expect(status).toBe(1)
    expect(stderr).toContain('✗ pagerduty: 403')
    expect(stderr).not.toContain('a-secret-routing-key')
  })
  test('a mistake in the file is told with its place', async () => {
    writeFileSync(join(folder, 'odd.yml'), 'journal:\n  kind: sqllite\n')
    const { status, stderr } = await lastcopy(['run', '--config', 'odd.yml'])
    expect(status).toBe(2)
    expect(stderr).toContain('odd.yml:2: journal.kind: must be one of sqlite, kafka (did you mean sqlite?)')
  })
  test('what needs the service says that there is none', async () => {
    const { status, stderr } = await lastcopy(['baseline', 'list', '--url', 'http://127.0.0.1:9'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^lastcopy baseline: no service answers at http:\/\/127\.0\.0\.1:9 .+\n$/)
  })
  test('a baseline that was imported makes the first change that is seen a shortening, over a restart', async () => {
    await service.start()
    await service.ready()
    const known = {
      resource: 'arn:aws:s3:::nightly-backup',
      setting: 'retention',
      value: 90,
      at: '2026-01-01T00:00:00Z',
    }
    const bad = await lastcopy(
      ['baseline', 'import', '-', '--url', service.url],
      `${JSON.stringify(known)}\n{"resource":1}\n`,
    )
    expect(bad.status).toBe(1)
    expect(JSON.parse(bad.stderr.split('\n')[0] ?? '')).toMatchObject({ line: 2 })
    const good = await lastcopy(['baseline', 'import', '-', '--url', service.url], JSON.stringify(known))
    expect(good.stderr).toBe('1 entry imported\n')
    await until(
      async () => (await lastcopy(['baseline', 'list', '--url', service.url])).stdout,
      (text) => text.includes('nightly-backup'),
    )
    await service.kill()
    await service.start()
    await service.ready()
    const cut = record({
      at: Date.now(),
      who: user('maria'),
      call: 's3 PutBucketLifecycle',
      params: lifecycle('nightly-backup', 30),
    })
    await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body: JSON.stringify(cut) })
    const found = await until(
      async () =>
        (await (await fetch(`${service.url}/api/alerts`)).json()) as {
          alerts: { summary: string; priority: string }[]
        },
      ({ alerts }) => alerts.length > 0,
    )
    expect(found.alerts).toMatchObject([
      { priority: 'page-now', summary: expect.stringContaining('cut from 90 days to 30 days') },
    ])
  })
  test('a dead letter is listed, shown and replayed', async () => {
    await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body: '{"truncated":' })
    const list = async () =>
      (await lastcopy(['dead-letter', 'list', '--url', service.url])).stdout.trim().split('\n').filter(Boolean)
    const [line = ''] = await until(list, (lines) => lines.length === 1)
    const { id, reason } = JSON.parse(line) as { readonly id: string; readonly reason: string }
    expect(reason.length).toBeGreaterThan(5)
    expect((await lastcopy(['dead-letter', 'show', id, '--raw', '--url', service.url])).stdout).toBe('{"truncated":')
    expect((await lastcopy(['dead-letter', 'replay', id, '--url', service.url])).status).toBe(0)
    await until(list, (lines) => lines.length === 2)
    expect((await lastcopy(['dead-letter', 'show', '9-9', '--url', service.url])).status).toBe(2)
  })
  test('the version comes in a moment', () => {
    const took = [1, 2, 3].map(() => {
      const start = performance.now()
      expect(spawnSync(join(root, 'bin/lastcopy'), ['--version'], { encoding: 'utf8' }).stdout).toMatch(
        /^\d+\.\d+\.\d+\n$/,
      )
      return performance.now() - start
    })
    expect(Math.min(...took)).toBeLessThan(300)
  })
})
