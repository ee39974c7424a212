// Would the last copy survive, in a real browser: the way on a click, a record that makes a copy fall, a drill by the stopwatch
// without a script, the reports, and each page by day and by night. Pictures lie in artifacts/screenshots.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../services/chromium.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS ?? join(root, 'artifacts/screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const password = 'a long enough word of passage'
const parts = ['', '/graph', '/copies', '/findings', '/drills', '/reports'] as const

describe('survival in a browser', () => {
  let browser: Browser
  let service: ServiceProcess
  let admin: string

  beforeAll(async () => {
    browser = await startBrowser()
    service = await makeService({ estate: join(root, 'samples/estates/hybrid/estate.yaml') })
    await service.start()
    await service.ready()
    const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4,}/.exec(service.log())?.[0]
    const made = await fetch(`${service.url}/api/first-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: 'root', password }),
    })
    admin = ((await made.json()) as { session: string }).session
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
  })

  const get = (path: string): Promise<Response> =>
    fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${admin}` } })
  const open = async (
    size: keyof typeof sizes,
    scheme: 'light' | 'dark' = 'light',
    scripts = true,
  ): Promise<[BrowserContext, Page]> => {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, javaScriptEnabled: scripts })
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`a script failed: ${error.message}`))
    await page.goto(`${service.url}/sign-in`)
    await page.fill('[name=name]', 'root')
    await page.fill('[name=password]', password)
    await Promise.all([page.waitForURL(`${service.url}/`), page.click('button.first')])
    return [context, page]
  }
  const keep = async (page: Page, name: string): Promise<void> => {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }
  const serious = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(axe)
    return page.evaluate<readonly string[]>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
    )
  }

  test('what falls shows its way on a click', async () => {
    const [context, page] = await open('desk')
    await page.getByRole('link', { name: 'Survival' }).click()
    await page.waitForURL(`${service.url}/survive`)
    expect(await page.locator('.answer').textContent()).toMatch(/^No\. One stolen credential/)
    const row = page.locator('.takes tr', { hasText: 'administrator of a directory: corp.example.com' })
    await row.locator('a').first().click()
    await page.waitForSelector('#way li')
    expect(await page.locator('#way li').count()).toBeGreaterThan(1)
    expect(await page.locator('#way').textContent()).toMatch(/declared|seen|assumed/)
    await keep(page, 'survive-way')
    await context.close()
  })

  test('a record that weakens a lock is seen on every page, with its date', async () => {
    const sent = await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body: weakened })
    expect(sent.status).toBe(200)
    await until(
      async () => ((await (await get('/api/posture')).json()) as { facts: unknown[] }).facts.length,
      (facts) => facts > 0,
    )
    const [context, page] = await open('desk')
    await page.goto(`${service.url}/survive/copies`)
    const row = page.locator('tr', { hasText: 'ERP in the bucket' }).first()
    expect(await row.textContent()).toMatch(/object-lock-governance seen 2026-04-20/)
    expect(await row.textContent()).toContain('declared: object-lock-compliance')
    await page.goto(`${service.url}/survive/findings`)
    const finding = page.locator('.finding', { hasText: 'Not as declared' }).filter({ hasText: 'ERP in the bucket' })
    expect(await finding.count()).toBe(1)
    await context.close()
  })

  test('a drill from start to finish without a script, and what it proved', async () => {
    const [context, page] = await open('phone', 'light', false)
    await page.goto(`${service.url}/survive/drills`)
    await page.locator('#start summary').click()
    await page.selectOption('#kind', 'full')
    await page.check('[name=sets][value=ERP]')
    await page.fill('#scenario', 'The directory and the hypervisors are gone')
    await page.fill('#runbook', 'Restore of ERP, version 7')
    await page.fill('#writtenBy', 'ben')
    await page.check('[name=copies][value="ERP on tape"]')
    await page.click('#start button')
    await page.waitForSelector('.running')
    await page.fill('.running [name=name]', 'Tape library reads again')
    await page.click('.running button.first')
    await page.waitForSelector('.running .steps')
    await keep(page, 'drill-running-phone')
    await page.fill('.running [name=name]', 'ERP serves')
    await page.selectOption('.running [name=serves]', 'ERP')
    await page.click('.running button.first')
    await page.waitForSelector('.running .tag.stands')
    await page.locator('.running').getByRole('button', { name: 'Stop the watch' }).click()
    await page.waitForSelector('.finding.served')
    const told = await page.locator('.finding.served').textContent()
    expect(told).toContain('Everything serves, counts')
    expect(told).toMatch(/can be read, and is good enough to serve from/)
    expect(told).toContain('Not proved')
    const measured = page.locator('section', { hasText: 'Measured, by set' }).locator('tr', { hasText: 'ERP' })
    expect(await measured.locator('td').first().textContent()).toContain('promised 8 h')
    expect(await measured.locator('td').first().textContent()).not.toContain('not measured')
    await context.close()
  })

  test('what a drill lacks is said, and what was given is kept', async () => {
    const [context, page] = await open('desk', 'light', false)
    await page.goto(`${service.url}/survive/drills`)
    await page.locator('#start summary').click()
    await page.fill('#scenario', 'A lost host')
    await page.fill('#runbook', 'wiki')
    await page.fill('#writtenBy', 'ben')
    await page.click('#start button')
    expect(await page.locator('[role=alert]').textContent()).toContain('Sets are missing')
    expect(await page.inputValue('#scenario')).toBe('A lost host')
    await context.close()
  })

  test('reports: the same bytes each time, a hash for each piece of evidence, and the command line gets them too', async () => {
    const month = '2026-04'
    const pdf = async (): Promise<string> =>
      createHash('sha256')
        .update(Buffer.from(await (await get(`/api/reports/auditor?month=${month}&as=pdf`)).arrayBuffer()))
        .digest('hex')
    const evidence = (await (await get(`/api/reports/auditor?month=${month}&as=ndjson`)).text()).trimEnd().split('\n')
    const html = await (await get(`/api/reports/auditor?month=${month}`)).text()
    const missing = evidence
      .filter((line) => !line.includes('"what":"audit-log"'))
      .filter((line) => !html.includes(createHash('sha256').update(line).digest('hex')))
    expect(missing).toEqual([])
    expect(html).toContain('mallory')
    expect(await pdf()).toMatch(/^[0-9a-f]{64}$/)
    const file = join(service.folder, 'board.pdf')
    execFileSync(
      join(root, 'bin/lastcopy'),
      ['report', 'board', '--month', month, '--out', file, '--url', service.url],
      { env: { PATH: process.env.PATH ?? '', LASTCOPY_TOKEN: admin }, stdio: 'pipe' },
    )
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
    const [context, page] = await open('desk')
    await page.goto(`${service.url}/reports/board?month=${month}`)
    expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontSize`)).toBe('32px')
    expect(await serious(page)).toEqual([])
    await keep(page, 'report-board')
    await context.close()
  })

  describe.each(['desk', 'phone'] as const)('on a %s', (size) => {
    test.each(['light', 'dark'] as const)('every page fits and is for everybody (%s)', async (scheme) => {
      const [context, page] = await open(size, scheme)
      for (const part of parts) {
        await page.goto(`${service.url}/survive${part}`)
        expect(
          await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
          part,
        ).toBe(0)
        await keep(page, `survive${part.replace('/', '-')}-${size}-${scheme}`)
        expect(await serious(page), part).toEqual([])
      }
      await context.close()
    })
  })
})

/** The lock of the copy of last resort becomes one that an administrator may pass. */
const weakened = JSON.stringify({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAMALLORY',
    arn: 'arn:aws:iam::111122223333:user/mallory',
    accountId: '111122223333',
    userName: 'mallory',
  },
  eventTime: '2026-04-20T12:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketObjectLockConfiguration',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.17.0',
  requestParameters: {
    bucketName: 'erp-immutable',
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 7 } },
    },
  },
  eventID: '00000000-0000-4000-8000-000000000077',
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
})
