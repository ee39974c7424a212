// The alert pages where no script runs: a real browser, on a desk and on a phone. Pictures lie in artifacts/screenshots.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../services/chromium.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS ?? join(root, 'artifacts/screenshots')
const sizes = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const

describe('the alerts in a browser without a script', () => {
  let browser: Browser
  let service: ServiceProcess

  beforeAll(async () => {
    browser = await startBrowser()
    service = await makeService({})
    await service.start()
    await service.ready()
    const body = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'))
    const answer = await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })
    expect(answer.status).toBe(200)
    await until(
      async () => (await (await fetch(`${service.url}/api/alerts?limit=1`)).json()) as { readonly total: number },
      ({ total }) => total >= 7,
    )
    await service.ready()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
  })

  const open = async (path: string, size: (typeof sizes)[number], colorScheme: 'light' | 'dark'): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: size.width, height: size.height },
      colorScheme,
      javaScriptEnabled: false,
    })
    const page = await context.newPage()
    await page.goto(`${service.url}${path}`)
    return page
  }
  const keep = async (page: Page, name: string): Promise<void> => {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }
  /** Nothing is wider than the window, so nobody has to push the page sideways. */
  const fits = async (page: Page): Promise<void> => {
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  }

  test.each(sizes.flatMap((size) => (['light', 'dark'] as const).map((scheme) => ({ size, scheme, name: size.name }))))(
    'the list and an alert fit on a $name ($scheme)',
    async ({ size, scheme }) => {
      const list = await open('/', size, scheme)
      expect(await list.locator('a[href^="/alerts/"]').count()).toBeGreaterThanOrEqual(7)
      await fits(list)
      await keep(list, `no-script-list-${size.name}-${scheme}`)
      await list.locator('a[href^="/alerts/"]').first().click()
      await list.waitForURL(/\/alerts\/[0-9a-f]+/)
      expect((await list.locator('h1').textContent())?.length).toBeGreaterThan(10)
      await fits(list)
      await keep(list, `no-script-alert-${size.name}-${scheme}`)
      await list.context().close()
    },
  )

  test('a person acknowledges an alert without a script, and the page says who did', async () => {
    const page = await open('/', sizes[0], 'light')
    await page.locator('a[href^="/alerts/"]').first().click()
    await Promise.all([page.waitForEvent('framenavigated'), page.getByRole('button', { name: /acknowledge/i }).click()])
    await until(
      async () => {
        await page.goto(page.url())
        return page.locator('body').textContent()
      },
      (text) => /acknowledged/i.test(text ?? '') && text?.includes('this machine') === true,
    )
    await keep(page, 'no-script-acknowledged')
    await page.context().close()
  })
})
