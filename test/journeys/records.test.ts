// Who watches the watcher's own papers: deliveries after a pager refused, a dead letter that is put back, sources, and a mute that
// two people agreed on, in a real browser by day and by night. Pictures lie in artifacts/screenshots.
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { startBrowser } from '../services/chromium.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS ?? join(root, 'artifacts/screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const people = { ann: 'correct horse 42', bob: 'another horse 43' } as const
const muted = 'Administrator of Lastcopy added'

describe('deliveries, dead letters, sources and mutes in a browser', () => {
  let browser: Browser
  let service: ServiceProcess
  let session: string
  /** What the two channels answer, and what came to the second. */
  const channels: Server[] = []
  const taken: string[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    const duty = await channel(403, () => undefined)
    const chat = await channel(200, (body) => taken.push(body))
    const pagerOf = (name: string, url: string) => ({
      kind: 'webhook',
      name,
      settings: { url, secret: `of ${name} 0123456789` },
    })
    service = await makeService({
      site: 'hamburg',
      zone: 'Europe/Berlin',
      pagers: [pagerOf('duty', duty), pagerOf('chat', chat)],
      paging: { allow: ['127.0.0.1'] },
    })
    await service.start()
    await service.ready()
    const code = /"code":"([^"]+)"/.exec(service.log())?.[1]
    const made = await post('/api/first-run', { code, name: 'ann', password: people.ann })
    session = ((await made.json()) as { session: string }).session
    expect((await post('/api/users', { name: 'bob', role: 'engineer', password: people.bob })).status).toBe(201)
    const attack = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'))
    expect((await send(attack)).status).toBe(200)
    await until(
      async () => Number((await get('/api/alerts?limit=1&priority=page-now')).total),
      (total) => total >= 5,
    )
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
    for (const server of channels) server.close()
  })

  async function channel(status: number, take: (body: string) => void): Promise<string> {
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      take(Buffer.concat(parts).toString())
      response.statusCode = status
      response.end(status === 200 ? '{}' : '{"error":"this key was revoked"}')
    })
    channels.push(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  }
  const headers = (): Record<string, string> => ({
    'content-type': 'application/json',
    ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
  })
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${service.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers: headers() })
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(`${service.url}${path}`, { headers: headers() })).json() as Promise<Record<string, unknown>>
  const send = (body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })
  const signedIn = async (
    name: keyof typeof people,
    path: string,
    size: keyof typeof sizes = 'desk',
    colorScheme: 'light' | 'dark' = 'light',
    javaScriptEnabled = true,
  ): Promise<Page> => {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme, javaScriptEnabled })
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`a script failed: ${error.message}`))
    await page.goto(`${service.url}${path}`)
    await page.fill('[name=name]', name)
    await page.fill('[name=password]', people[name])
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${service.url}${path}`)
    return page
  }
  const keep = async (page: Page, name: string): Promise<void> => {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`) })
  }
  const fits = async (page: Page): Promise<void> =>
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  /** What axe finds that is serious or worse. */
  const serious = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(axe)
    return page.evaluate<readonly string[]>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
    )
  }

  test('after a pager refused, the deliveries say which, why, and of which alert', async () => {
    const page = await signedIn('ann', '/deliveries')
    expect(await page.locator('.channels li', { hasText: 'duty' }).textContent()).toContain('Refused')
    expect(await page.locator('.channels li', { hasText: 'chat' }).textContent()).toContain('Accepted')
    await page.getByLabel('Outcome').selectOption('refused')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/outcome=refused/)
    const rows = page.locator('#lines > li')
    expect(await rows.count()).toBeGreaterThanOrEqual(5)
    expect(new Set(await page.locator('#lines .channel').allTextContents())).toEqual(new Set(['duty']))
    expect(await rows.first().textContent()).toContain('403')
    await rows.first().locator('a').click()
    await page.waitForURL(/\/alerts\//)
    await page.goto(`${service.url}/deliveries?outcome=kept`)
    expect(await page.locator('#lines').textContent()).toContain('too quiet a priority to page anybody')
    await page.context().close()
  })

  test('a dead letter is looked at whole, put back, and says what came of it; without a script', async () => {
    await send('{"eventVersion":"1.08","eventName":3,"eventSource":"s3.amazonaws.com"}\n{"cut":\n')
    const count = async () => ((await get('/api/dead-letters')) as { deadLetters: unknown[] }).deadLetters.length
    await until(count, (letters) => letters === 2)
    const page = await signedIn('bob', '/dead-letters', 'desk', 'light', false)
    await page.getByRole('link', { name: 'nothing of a CloudTrail record' }).click()
    await page.waitForURL(/\/dead-letters\/\d/)
    expect(await page.locator('.pairs code').first().textContent()).toBe('eventName')
    expect(await page.locator('.record').textContent()).toContain('"eventSource": "s3.amazonaws.com"')
    expect(await page.locator('.outcome').textContent()).toContain('never put back')
    await page.getByRole('button', { name: 'Put it back' }).click()
    await until(
      async () => {
        await page.reload()
        return page.locator('.outcome').textContent()
      },
      (text) => text?.includes('Rejected again') === true,
    )
    expect(await page.locator('.outcome').textContent()).toContain('by bob')
    await page.locator('.outcome a').click()
    await page.waitForLoadState()
    expect(await page.locator('aside').textContent()).toContain('Letter of the try before')
    await page.goto(`${service.url}/dead-letters?reason=no+JSON`)
    await page.getByRole('button', { name: 'Put all of this filter back' }).click()
    await page.waitForURL(/replayed=1/)
    expect(await page.getByRole('status').first().textContent()).toContain('1 record was put back')
    await page.goto(`${service.url}/dead-letters`)
    await page.locator('.letter', { hasText: 'nothing of a CloudTrail record' }).last().getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Put the selected back' }).click()
    await page.waitForURL(/replayed=0/)
    expect(await page.getByRole('status').first().textContent()).toContain('was put back before')
    await page.context().close()
  })

  test('sources tell when they spoke last, what was rejected and why, and what nobody knows', async () => {
    const page = await signedIn('ann', '/sources')
    const source = page.locator('.source', { hasText: 'aws.cloudtrail' })
    expect(await source.textContent()).toContain('Speaks')
    await source.getByText('Why records were rejected').click()
    expect(await source.locator('table').first().textContent()).toContain('nothing of a CloudTrail record')
    await source.getByText('Unknown events').last().click()
    expect(await source.locator('table').last().textContent()).toContain('DescribeDBInstances')
    const { sources } = (await get('/api/sources')) as { sources: { source: string; lag: object }[] }
    expect(sources.find((one) => one.source === 'aws.cloudtrail')).toMatchObject({
      state: 'speaking',
      lag: { records: 0 },
    })
    await page.context().close()
  })

  test('the command line tells the same of the sources', async () => {
    const told = await promisify(execFile)(join(root, 'bin/lastcopy'), ['sources', 'status', '--url', service.url], {
      env: { PATH: process.env.PATH ?? '', LASTCOPY_TOKEN: session },
    })
    const lines = told.stdout.trim().split('\n')
    const names = lines.map((line) => (JSON.parse(line) as { source: string }).source)
    expect(names).toEqual(expect.arrayContaining(['aws.cloudtrail', 'lastcopy.audit']))
  })

  test('a mute takes two people, stands above the queue, ends by itself, and pages whoever is on call', async () => {
    const bob = await signedIn('bob', '/mutes')
    await keep(bob, 'mutes-form')
    await bob.getByLabel('Rule').selectOption({ label: muted })
    await bob.getByLabel('Reason').fill('the new colleagues are all made today')
    await bob.getByRole('button', { name: 'Propose' }).click()
    await bob.waitForURL(/#MUT-/)
    expect(await bob.locator('article').textContent()).toContain('Another person has to approve it')
    expect(await bob.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    const ann = await signedIn('ann', '/mutes', 'phone')
    await ann.getByRole('button', { name: 'Approve' }).click()
    await ann.waitForURL(/#MUT-/)
    expect(await ann.locator('article').textContent()).toContain('Approved')
    await ann.goto(`${service.url}/`)
    expect(await ann.locator('.muted-strip').textContent()).toMatch(/1 mute holds:.*all made today/)
    await keep(ann, 'queue-with-mute-phone')
    await until(
      async () => taken.some((body) => body.includes('approved by ann')),
      (told) => told,
    )
    // What pages at once is told all the same, muted or not.
    expect((await post('/api/users', { name: 'eve', role: 'admin', password: 'a third horse 44' })).status).toBe(201)
    await until(
      async () => taken.some((body) => body.includes('Role admin of Lastcopy given to eve')),
      (told) => told,
    )
    await bob.getByRole('button', { name: 'Withdraw' }).click()
    await bob.waitForLoadState()
    await ann.goto(`${service.url}/`)
    expect(await ann.locator('.muted-strip').count()).toBe(0)
    await bob.context().close()
    await ann.context().close()
  })

  test('after a start with a pager less, that is told through those that are left', async () => {
    await service.stop()
    const file = join(service.folder, 'lastcopy.yml')
    const { pagers, paging, ...config } = parse(readFileSync(file, 'utf8')) as Record<'pagers' | 'paging', object>
    const { allow } = paging as { allow: readonly string[] }
    writeFileSync(file, stringify({ ...config, pagers: (pagers as readonly object[]).slice(1), paging: { allow } }))
    await service.start()
    await service.ready()
    await until(
      async () => taken.some((body) => body.includes('duty gone')),
      (told) => told,
    )
  })

  test.each(
    (['desk', 'phone'] as const).flatMap((size) => (['light', 'dark'] as const).map((scheme) => ({ size, scheme }))),
  )('every page fits and has nothing serious for axe ($size, $scheme)', async ({ size, scheme }) => {
    const page = await signedIn('ann', '/deliveries', size, scheme)
    const { deadLetters } = (await get('/api/dead-letters')) as { deadLetters: { id: string }[] }
    const letter = `/dead-letters/${deadLetters[0]?.id}`
    for (const [name, path] of Object.entries({
      deliveries: '/deliveries',
      letters: '/dead-letters',
      letter,
      sources: '/sources',
      mutes: '/mutes',
      changes: '/changes',
    })) {
      await page.goto(`${service.url}${path}`)
      await fits(page)
      expect(await serious(page), path).toEqual([])
      await keep(page, `${name}-${size}-${scheme}`)
    }
    await page.context().close()
  })
})
