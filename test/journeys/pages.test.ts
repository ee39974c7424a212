// Every page of the console in a real browser, by day and by night, on a wide screen and on a phone: it fits, and it is for everybody.
// The pages are those of the route table, found by walking from link to link. Pictures lie in artifacts/screenshots.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../src/web/routes.ts'
import { startBrowser } from '../services/chromium.ts'
import { serious } from '../support/axe.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS ?? join(root, 'artifacts/screenshots')
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const password = 'a long enough word of passage'
/** Reached by no link of a console that somebody is signed in to: each has a journey of its own. */
const elsewhere: ReadonlySet<string> = new Set([
  '/a/:token',
  '/first-run',
  '/sign-in/factor',
  '/sign-in/provider',
  '/sign-in/provider/back',
  '/console/:version/:file',
])
/** What no link leads to, and looks unlike the rest. */
const further = [
  '/?status=open,acknowledged,resolved,closed',
  '/?text=nothing+like+this',
  '/events?text=nothing',
  '/alerts/none',
]

const patterns = Object.keys(routes).flatMap((name) => {
  const [method, path = ''] = name.split(' ')
  return method !== 'GET' || /^\/(api|services|healthz|readyz|metrics)\b/.test(path) || elsewhere.has(path)
    ? []
    : [path]
})
const patternOf = (path: string): string | undefined =>
  patterns.find((one) => one === path) ??
  patterns.find((one) => new RegExp(`^${one.replace(/:\w+/g, '[^/]+')}$`).test(path))

describe('every page', () => {
  let browser: Browser
  let service: ServiceProcess
  let admin: string
  /** Addresses that stand for the routes: the first that was found of each. */
  const found = new Map<string, string>()

  const post = (path: string, body: object | string): Promise<Response> =>
    fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const session = async (size: keyof typeof sizes, scheme: 'light' | 'dark'): Promise<[BrowserContext, Page]> => {
    const context = await browser.newContext({
      viewport: sizes[size],
      colorScheme: scheme,
      timezoneId: 'Europe/Berlin',
    })
    const page = await context.newPage()
    await page.goto(`${service.url}/sign-in`)
    await page.fill('[name=name]', 'root')
    await page.fill('[name=password]', password)
    await Promise.all([page.waitForURL(`${service.url}/`), page.click('button.first')])
    return [context, page]
  }

  beforeAll(async () => {
    browser = await startBrowser()
    service = await makeService({ estate: join(root, 'samples/estates/hybrid/estate.yaml') })
    await service.start()
    await service.ready(120_000)
    const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4,}/.exec(service.log())?.[0]
    admin = ((await (await post('/api/first-run', { code, name: 'root', password })).json()) as { session: string })
      .session
    await post(
      '/intake/aws.cloudtrail',
      readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'), 'utf8'),
    )
    await post('/intake/aws.cloudtrail', '{"cut')
    await post('/api/users', { name: 'ann', role: 'analyst', password: `${password} x` })
    await post('/api/tokens', { name: 'a board', role: 'viewer', purpose: 'a screen on the wall' })
    const day = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString()
    await post('/api/changes', {
      kind: 'change',
      classes: ['protection-weakened'],
      actors: ['ann'],
      resources: ['team-backup'],
      count: 1,
      from: day(1),
      to: day(5),
      reason: 'The lifecycle of the team bucket is shortened',
    })
    const ask = async (path: string, name: string): Promise<number> => {
      const answer = await fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${admin}` } })
      const told = ((await answer.json()) as Readonly<Record<string, unknown>>)[name]
      return Array.isArray(told) ? told.length : Number(told)
    }
    await until(
      () => ask('/api/alerts?limit=1', 'total'),
      (count) => count >= 7,
      120_000,
    )
    await until(
      () => ask('/api/events?limit=1', 'total'),
      (count) => count >= 20,
      120_000,
    )
    await until(
      () => ask('/api/dead-letters', 'deadLetters'),
      (count) => count >= 1,
      120_000,
    )
  })
  afterAll(async () => {
    await browser?.close()
    await service?.clean()
  })

  test('is reached by a link from another, as far as the route table goes', async () => {
    const [context, page] = await session('desk', 'light')
    const waiting = ['/']
    const walked = new Set<string>()
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const pattern = patternOf(new URL(path, service.url).pathname)
      if (pattern === undefined || walked.has(pattern)) continue
      walked.add(pattern)
      const answer = await page.request.get(`${service.url}${path}`)
      expect(answer.status(), path).toBe(200)
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue
      found.set(pattern, path)
      const links = (await answer.text()).matchAll(/href="(\/[^"#]*)/g)
      waiting.push(...[...links].map(([, href = '']) => href.replaceAll('&amp;', '&')))
    }
    await context.close()
    expect([...walked].sort()).toEqual(expect.arrayContaining(patterns.filter((path) => path !== '/sign-in')))
  })

  describe.each(['desk', 'phone'] as const)('on a %s', (size) => {
    test.each(['light', 'dark'] as const)('fits and is for everybody (%s)', { timeout: 900_000 }, async (scheme) => {
      mkdirSync(pictures, { recursive: true })
      const [context, page] = await session(size, scheme)
      const wrong: string[] = []
      const look = async (path: string, called = path): Promise<void> => {
        await page.goto(`${service.url}${path}`)
        const name =
          called
            .replace(/^\//, '')
            .replace(/[^\w]+/g, '-')
            .slice(0, 60) || 'queue'
        await page.screenshot({ path: join(pictures, `${name}-${size}-${scheme}.png`), fullPage: true })
        const over = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        if (over > 0) wrong.push(`${path} is ${over} pixels too wide`)
        wrong.push(...(await serious(page)).map((words) => `${path}: ${words}`))
      }
      for (const [pattern, path] of found) await look(path, pattern)
      for (const path of further) await look(path)
      await context.clearCookies()
      await look('/sign-in')
      await context.close()
      expect(wrong).toEqual([])
    })
  })
})
