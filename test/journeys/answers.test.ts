// A page that gets answered: at the provider, by the link on a phone, from the command line, and by two people at once.
// With LASTCOPY_SCREENSHOTS=folder each page is kept as a picture.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { Incident, IncidentStory } from '../../src/model/incident.ts'
import { startBrowser } from '../services/chromium.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS
const secret = 'the-secret-of-the-webhook-subscription'

describe('a page', () => {
  let browser: Browser
  let service: ServiceProcess
  let pagerDuty: PagerDutyServer
  let chat: Server
  /** What the chat channel was sent. */
  const messages: string[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    pagerDuty = await startPagerDuty()
    chat = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        messages.push(Buffer.concat(parts).toString())
        response.end('ok')
      })
    })
    await new Promise<void>((go) => chat.listen(0, '127.0.0.1', go))
    const address = `http://127.0.0.1:${(chat.address() as AddressInfo).port}`
    const oncall = { routingKey: 'a-routing-key', url: pagerDuty.url, webhookSecret: secret }
    service = await makeService({
      pagers: [
        { kind: 'pagerduty', name: 'oncall', settings: oncall },
        { kind: 'mattermost', name: 'chat', settings: { url: `${address}/hooks/chat` } },
      ],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
    })
    await service.start()
    await service.ready()
    const body = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'))
    expect((await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })).status).toBe(200)
    await until(
      () => list(),
      (found) => found.length >= 4 && found.every(({ channels }) => channels.length === 2),
    )
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
    await pagerDuty?.close()
    await new Promise((done) => chat?.close(done))
  })

  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${service.url}/api/${path}`)).json()) as T
  const list = async () => (await ask<{ incidents: readonly Incident[] }>('pages')).incidents
  const alertOf = async (id: string) => (await ask<{ alert: Alert }>(`alerts/${id}`)).alert
  const open = async () => {
    const found = (await list()).find(({ status, priority }) => status === 'open' && priority === 'page-now')
    if (!found) throw new Error('nothing is open any more')
    return found
  }
  const lastcopy = (...args: readonly string[]) =>
    new Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>((done) => {
      const child = spawn(join(root, 'bin/lastcopy'), [...args, '--url', service.url])
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (part: Buffer) => (stdout += part))
      child.stderr.on('data', (part: Buffer) => (stderr += part))
      child.on('close', (status) => done({ status, stdout, stderr }))
    })
  /** As PagerDuty calls back. */
  const callBack = (id: string, type: string, key: string) => {
    const event = {
      id,
      event_type: `incident.${type}`,
      occurred_at: new Date().toISOString(),
      agent: { type: 'user_reference', summary: 'Ann Example' },
      data: { incident_key: key, service: { summary: 'Domain controllers' }, urgency: 'high' },
    }
    const body = JSON.stringify({ event })
    const signature = `v1=${createHmac('sha256', secret).update(body).digest('hex')}`
    const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': signature }
    return fetch(`${service.url}/hooks/oncall`, { method: 'POST', headers, body })
  }

  test('is acknowledged at the provider, which tells of it twice', async () => {
    const { id, alert } = await open()
    expect((await callBack('m1', 'acknowledged', id)).status).toBe(204)
    expect((await callBack('m1', 'acknowledged', id)).status).toBe(204)
    const { incident, actions } = await until(
      () => ask<IncidentStory>(`pages/${id}`),
      (story) => story.incident.answered !== undefined,
    )
    expect(incident.answered).toMatchObject({ by: 'Ann Example at oncall', via: 'hook' })
    expect(actions).toHaveLength(1)
    expect((await alertOf(alert)).status).toBe('acknowledged')
    expect((await callBack('m2', 'unacknowledged', id)).status).toBe(204)
    await until(
      () => alertOf(alert),
      ({ status }) => status === 'open',
    )
    expect((await callBack('m3', 'resolved', id)).status).toBe(204)
    await until(
      () => alertOf(alert),
      ({ status }) => status === 'acknowledged',
    )
  })

  test('is acknowledged on a phone by its link, that a mail scanner had opened before', async () => {
    const { id, alert, summary } = await open()
    const link = messages
      .filter((message) => JSON.stringify(message).includes(summary.slice(0, 60)))
      .map((message) => /http:[^\s"\\()]+\/a\/[\w.-]+/.exec(message)?.[0])
      .find((one) => one?.includes(id))
    expect(link).toBeDefined()
    expect((await fetch(link ?? '')).status).toBe(200)
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    const page = await context.newPage()
    const keep = async (name: string) => {
      if (pictures === undefined) return
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
    }
    await page.goto(link ?? '')
    expect((await alertOf(alert)).status).toBe('open')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect((await page.getByRole('button').boundingBox())?.y).toBeLessThan(700)
    await keep('answer-asked')
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByRole('heading', { name: 'You have it.' }).waitFor()
    await keep('answer-given')
    expect(await alertOf(alert)).toMatchObject({
      status: 'acknowledged',
      answered: { by: 'link sent to chat', via: 'link' },
    })
    await context.close()
  })

  test('has one answer when two people answer at once, and both are told whose', async () => {
    const { id, alert } = await open()
    const [ann, bob] = await Promise.all([
      lastcopy('page', 'ack', id, '--text', 'ann'),
      fetch(`${service.url}/api/alerts/${alert}/ack`, { method: 'POST' }).then((answer) => answer.text()),
    ])
    type Told = { readonly id: string; readonly first: boolean; readonly answered: { readonly action: string } }
    const told = [ann?.stdout ?? '', bob ?? ''].map((text) => JSON.parse(text) as Told)
    expect(told[0]?.answered).toEqual(told[1]?.answered)
    expect(told.filter(({ first }) => first)).toHaveLength(1)
    expect(told.find(({ first }) => first)?.id).toBe(told[0]?.answered.action)
    if (told[0]?.first === false) expect(ann?.stderr).toContain('was first')
  })

  test('is resolved with words, and the whole of it is in the log', async () => {
    const { id, alert } = await open()
    expect((await lastcopy('page', 'resolve', id, '--as', 'drill')).status).toBe(2)
    const closed = await lastcopy('page', 'resolve', id, '--as', 'drill', '--text', 'we did that ourselves')
    expect(closed.status).toBe(0)
    await until(
      () => alertOf(alert),
      ({ status }) => status === 'closed',
    )
    await until(
      () => pagerDuty.events,
      (events) => events.some(({ event_action, dedup_key }) => event_action === 'resolve' && dedup_key === id),
    )
    const { stdout } = await lastcopy('page', 'list', '--log', '--csv')
    const rows = stdout.split('\r\n')
    expect(rows[0]).toBe('at,type,alert,page,what,channel,result,by,detail')
    expect(rows.filter((row) => row.includes(',page,')).length).toBeGreaterThanOrEqual(4)
    expect(stdout).toMatch(/,action,[^\r]*,acknowledge,chat,link,link sent to chat,/)
    expect(stdout).toContain('we did that ourselves')
    const shown = await lastcopy('page', 'show', id)
    expect(JSON.parse(shown.stdout)).toMatchObject({ incident: { id, status: 'over' } })
  })

  test('of a test tells how long each channel took, and whether it rings as it should', async () => {
    const known = new Set(pagerDuty.events.map(({ dedup_key }) => dedup_key))
    const tested = lastcopy('page', 'test', '--within', '20s')
    const event = await until(
      () => pagerDuty.events.find(({ dedup_key }) => !known.has(dedup_key)),
      (found) => found !== undefined,
    )
    const { status, stdout, stderr } = await tested
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([
      { pager: 'oncall', accepted: true, ms: expect.any(Number) },
      { pager: 'chat', accepted: true, ms: expect.any(Number) },
    ])
    for (const { ms } of lines) expect(Number(ms)).toBeLessThan(2_000)
    expect(stderr).toContain('was not compared')
    expect(status).toBe(0)
    expect((await callBack('m9', 'acknowledged', event?.dedup_key ?? '')).status).toBe(204)
    await until(
      () => ask<IncidentStory>(`pages/${event?.dedup_key}`),
      ({ incident }) => incident.answered?.by === 'Ann Example at oncall',
    )
    pagerDuty.mood = 'forbidden'
    const failed = await lastcopy('page', 'test', '--within', '2s')
    expect(failed.stderr).toContain('✗ oncall: did not accept within 2 s')
    expect(failed.status).toBe(1)
  })
})
