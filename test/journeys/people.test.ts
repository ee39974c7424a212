// People as they come in: a first run, two of them who plan a change, and what happens then; in a real browser, without a script.
// With LASTCOPY_SCREENSHOTS=folder each page is kept as a picture.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../services/chromium.ts'
import { lifecycle, record, user } from '../stories/cloudtrail.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS
const sizes = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const
const passwords = { ann: 'correct horse 42', bob: 'another horse 43' } as const

describe('people in a browser', () => {
  let browser: Browser
  let service: ServiceProcess

  beforeAll(async () => {
    browser = await startBrowser()
    service = await makeService({ zone: 'Europe/Berlin', site: 'hamburg' })
    await service.start()
    await service.ready()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
  })

  const codeOf = (): string => /"code":"([^"]+)"/.exec(service.log())?.[1] ?? 'none'
  const window = (
    size: (typeof sizes)[number] = sizes[0],
    scheme: 'light' | 'dark' = 'light',
  ): Promise<BrowserContext> =>
    browser.newContext({
      viewport: { width: size.width, height: size.height },
      colorScheme: scheme,
      javaScriptEnabled: false,
    })
  const signedIn = async (name: keyof typeof passwords, size?: (typeof sizes)[number], scheme?: 'light' | 'dark') => {
    const page = await (await window(size, scheme)).newPage()
    await page.goto(`${service.url}/changes`)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(passwords[name])
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/changes$/)
    return page
  }
  const keep = async (page: Page, name: string): Promise<void> => {
    if (pictures === undefined) return
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }
  /** Nothing is wider than the window, so nobody has to push the page sideways. */
  const fits = async (page: Page): Promise<void> =>
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  const everywhere = async (path: string, name: string, who?: keyof typeof passwords): Promise<void> => {
    for (const size of sizes)
      for (const scheme of ['light', 'dark'] as const) {
        const page = who ? await signedIn(who, size, scheme) : await (await window(size, scheme)).newPage()
        await page.goto(`${service.url}${path}`)
        await fits(page)
        await keep(page, `${name}-${size.name}-${scheme}`)
        await page.context().close()
      }
  }

  test('the first admin is made with the code of the terminal, and then everybody signs in', async () => {
    await everywhere('/first-run', 'first-run')
    const page = await (await window()).newPage()
    await page.goto(`${service.url}/sign-in`)
    await page.getByLabel('One-time code').fill('AAAA-AAAA-AAAA-AAAA-AAAA')
    await page.getByLabel('Your name').fill('ann')
    await page.getByLabel('Password').fill(passwords.ann)
    await page.getByRole('button').click()
    expect(await page.getByRole('alert').textContent()).toContain('not valid')
    await page.getByLabel('One-time code').fill(codeOf())
    await page.getByLabel('Password').fill(passwords.ann)
    await page.getByRole('button').click()
    await page.waitForURL(`${service.url}/`)
    expect(await page.locator('.reader').textContent()).toContain('ann')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/sign-in/)
    await page.goto(`${service.url}/`)
    await page.waitForURL(/sign-in/)
    await page.context().close()
    await everywhere('/sign-in', 'sign-in')
  })

  test('two people plan a change; what fits is shown, what differs pages and says in what', async () => {
    const answer = await fetch(`${service.url}/api/sign-in`, post({ name: 'ann', password: passwords.ann }))
    const { session } = (await answer.json()) as { session: string }
    const made = await fetch(
      `${service.url}/api/users`,
      post({ name: 'bob', role: 'engineer', password: passwords.bob }, session),
    )
    expect(made.status).toBe(201)

    const bob = await signedIn('bob')
    await bob.getByLabel('Protection weakened').check()
    await bob.getByLabel('Who', { exact: true }).fill('operator-1')
    await bob.getByLabel('On what').fill('nightly-backup-*, *backup*')
    await bob.getByLabel('How often, at most').fill('1')
    await bob.getByLabel('Reason').fill('Retention of the test bucket is cut after the move to the new site')
    await bob.getByRole('button', { name: 'Propose' }).click()
    await bob.waitForURL(/#CHG-/)
    expect(await bob.locator('article').textContent()).toContain('Another person has to approve it')
    expect(await bob.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const ann = await signedIn('ann', sizes[1])
    await fits(ann)
    await keep(ann, 'changes-waiting-phone')
    await ann.getByRole('button', { name: 'Approve' }).click()
    await ann.waitForURL(/#CHG-/)
    expect(await ann.locator('article').textContent()).toContain('Approved')
    await ann.context().close()
    await bob.context().close()

    const send = async (...operators: readonly number[]): Promise<void> => {
      const body = operators.map((operator) => JSON.stringify(cut(operator))).join('\n')
      expect((await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })).status).toBe(200)
    }
    await send(1, 2)
    const alerts = async () => {
      const found = await fetch(`${service.url}/api/alerts`, { headers: { authorization: `Bearer ${session}` } })
      return (
        (await found.json()) as { alerts: readonly { id: string; priority: string; summary: string; class: string }[] }
      ).alerts
    }
    const told = await until(alerts, (seen) => seen.filter(({ summary }) => summary.includes('operator')).length >= 2)
    const of = (operator: string) => told.find(({ summary }) => summary.includes(operator))
    expect(of('operator-1')).toMatchObject({ priority: 'queue', summary: expect.stringMatching(/^Planned \(CHG-/) })
    expect(of('operator-2')).toMatchObject({
      priority: 'page-now',
      summary: expect.stringMatching(/not as planned in CHG-/),
    })
    await everywhere('/changes', 'changes', 'bob')
    await everywhere(`/alerts/${of('operator-2')?.id}`, 'alert-not-as-planned', 'bob')
    await everywhere('/', 'list-signed-in', 'ann')
  })

  test('an alert is taken, and closed as what it was', async () => {
    const page = await signedIn('bob', sizes[1])
    await page.goto(`${service.url}/`)
    await page.locator('a[href^="/alerts/"]', { hasText: 'not as planned' }).click()
    await page.getByRole('button', { name: 'Take it' }).click()
    await page.waitForLoadState()
    expect(await page.locator('aside').textContent()).toContain('bob')
    await page.locator('summary', { hasText: 'Close' }).click()
    await page.getByLabel('What was it?').selectOption('drill')
    await page.getByLabel('Reason').fill('the yearly exercise')
    await keep(page, 'alert-closing-phone')
    await page.getByRole('button', { name: 'Close the alert' }).click()
    await page.waitForLoadState()
    expect(await page.locator('body').textContent()).toContain('closed it as a drill')
    await fits(page)
    await keep(page, 'alert-closed-phone')
    await page.context().close()
  })
})

/** Somebody cuts the retention of copies to a day. */
const cut = (operator: number) =>
  record({
    at: Date.now(),
    who: user(`operator-${operator}`, `203.0.113.${operator}`),
    call: 's3 PutBucketLifecycle',
    params: lifecycle(`acme-backup-${operator}`, 1),
  })

const post = (body: object, bearer?: string): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: {
    'content-type': 'application/json',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  },
})
