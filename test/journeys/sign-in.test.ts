// Ways in, in a real browser against the running service: codes of an app, passkeys, recovery codes, sessions, a provider that fails.
// With LASTCOPY_SCREENSHOTS=folder each page is kept as a picture.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../services/chromium.ts'
import { type OidcProvider, startOidcProvider } from '../support/oidc-provider.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const pictures = process.env.LASTCOPY_SCREENSHOTS
const sizes = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const
const password = 'correct horse 42'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

const window = async (size: (typeof sizes)[number] = sizes[0]): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height } })
  context.setDefaultTimeout(20_000)
  return context
}

/** What reaches beyond the window. */
const beyond = `JSON.stringify([...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((one) => one.outerHTML.slice(0, 160)).slice(-4))`

/** Every size and both schemes: nothing is wider than the window, axe finds nothing serious. */
async function look(page: Page, name: string): Promise<void> {
  for (const size of sizes)
    for (const scheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width: size.width, height: size.height })
      await page.emulateMedia({ colorScheme: scheme })
      const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(wide), `${name} ${size.name}: ${await page.evaluate(beyond)}`).toBe(0)
      await page.evaluate(axe.source)
      const found = (await page.evaluate('axe.run()')) as {
        readonly violations: readonly {
          readonly id: string
          readonly impact: string
          readonly nodes: readonly { readonly html: string }[]
        }[]
      }
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(
        serious.map(({ id, nodes }) => [id, nodes[0]?.html]),
        `${name} ${size.name} ${scheme}`,
      ).toEqual([])
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true })
        await page.screenshot({ path: join(pictures, `${name}-${size.name}-${scheme}.png`), fullPage: true })
      }
    }
  await page.setViewportSize({ width: sizes[0].width, height: sizes[0].height })
}

const codeFrom = (service: ServiceProcess): string => /"code":"([^"]+)"/.exec(service.log())?.[1] ?? 'none'
/** The code of a time step that was not used yet. */
const appCode = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

async function firstRun(service: ServiceProcess, url: string, name: string): Promise<Page> {
  await until(
    () => codeFrom(service),
    (code) => code !== 'none',
  )
  const page = await (await window()).newPage()
  await page.goto(`${url}/first-run`)
  await page.getByLabel('One-time code').fill(codeFrom(service))
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button').click()
  return page
}

async function withPassword(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('second factors', () => {
  let service: ServiceProcess
  let url: string
  let ann: Page
  let secret: string
  let codes: readonly string[]

  beforeAll(async () => {
    service = await makeService(
      { site: 'hamburg', zone: 'Europe/Berlin', web: { secondFactor: 'engineer' } },
      {},
      'localhost',
    )
    url = service.url
    await service.start()
    await service.ready()
  })
  afterAll(() => service?.clean())

  test('whose role needs one sets it up before anything else opens', async () => {
    ann = await firstRun(service, url, 'ann')
    await ann.waitForURL(`${url}/me`)
    expect(await ann.getByRole('status').first().textContent()).toContain('needs a second factor')
    await look(ann, 'me-lacking')
    await ann.goto(`${url}/tokens`)
    await ann.waitForURL(`${url}/me`)
  })

  test('an app is added by its picture or secret, and gives recovery codes once', async () => {
    const before = await ann.context().cookies()
    await ann.getByText('Add an authenticator app').click()
    await ann.getByLabel('Your password').first().fill(password)
    await ann.getByRole('button', { name: 'Begin' }).click()
    secret = ((await ann.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
    await look(ann, 'me-app')
    await ann.getByLabel('Code of the app').fill('000000')
    await ann.getByRole('button', { name: 'Add it' }).click()
    expect(await ann.getByRole('alert').textContent()).toContain('not the code')
    await ann.getByLabel('Code of the app').fill(appCode(secret, -1))
    await ann.getByRole('button', { name: 'Add it' }).click()
    await ann.getByRole('heading', { name: 'Recovery codes' }).waitFor()
    codes = await ann.locator('.codes code').allTextContents()
    expect(new Set(codes).size).toBe(10)
    await look(ann, 'me-codes')
    const session = (all: typeof before) => all.find(({ name }) => name === 'lastcopy_session')?.value
    expect(session(await ann.context().cookies())).not.toBe(session(before))
    await ann.getByText('I have kept them').click()
    expect(await ann.locator('.factors').textContent()).toContain('10 left')
    await ann.goto(`${url}/`)
    expect(await ann.locator('.reader').textContent()).toContain('admin')
  })

  test('a sign-in asks for it; a code counts once, a recovery code too', async () => {
    const page = await (await window(sizes[1])).newPage()
    await withPassword(page, url, 'ann')
    await page.waitForURL(/factor/)
    await look(page, 'factor')
    const code = appCode(secret)
    await page.getByLabel('Code of the app').fill(code)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(`${url}/`)

    const other = await (await window()).newPage()
    await withPassword(other, url, 'ann')
    await other.getByLabel('Code of the app').fill(code)
    await other.getByRole('button', { name: 'Go on' }).click()
    expect(await other.getByRole('alert').first().textContent()).toContain('used already')
    for (const [index, spent] of [codes[0] ?? '', codes[0] ?? ''].entries()) {
      await withPassword(other, url, 'ann')
      await other.getByLabel('Code of the app').fill(spent.toLowerCase())
      await other.getByRole('button', { name: 'Go on' }).click()
      if (index === 0) {
        await other.waitForURL(`${url}/`)
        await other.context().clearCookies({ name: 'lastcopy_session' })
      } else expect(await other.getByRole('alert').first().textContent()).toContain('not right')
    }
    await other.context().close()
    await page.context().close()
  })

  test('a passkey is added, and opens without a password', async () => {
    const cdp = await ann.context().newCDPSession(ann)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await ann.goto(`${url}/me`)
    await ann.getByText('Add a passkey').first().click()
    await ann.getByLabel('What you call it').fill('Laptop')
    await ann.locator('form[data-passkey] input[name=current]').fill('wrong')
    await ann.locator('form[data-passkey] button').click()
    await ann.getByText('That is not your password').or(ann.getByText('that is not your password')).first().waitFor()
    await ann.locator('form[data-passkey] input[name=current]').fill(password)
    await ann.locator('form[data-passkey] button').click()
    await ann.getByText('Laptop').waitFor()
    await look(ann, 'me')
    await ann.getByRole('button', { name: 'Sign out' }).click()
    await ann.waitForURL(/sign-in/)
    await look(ann, 'sign-in-passkey')
    await ann.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await ann.waitForURL(`${url}/`)
    await ann.goto(`${url}/me`)
    expect(await ann.getByRole('table').textContent()).toContain('passkey')
  })

  test('an admin looks after others: adds, sees who lacks a factor, gives a role, ends a session', async () => {
    await ann.goto(`${url}/users`)
    await ann.getByText('Add somebody').click()
    await ann.getByLabel('Name').fill('bob')
    await ann.getByLabel('Role').selectOption('analyst')
    await ann.getByLabel('First password').fill('password1234')
    await ann.getByRole('button', { name: 'Add', exact: true }).click()
    expect(await ann.getByRole('alert').textContent()).toContain('anybody tries')
    await ann.getByLabel('First password').fill(password)
    await ann.getByRole('button', { name: 'Add', exact: true }).click()
    await ann.waitForURL(`${url}/users/bob`)

    const bob = await (await window()).newPage()
    await withPassword(bob, url, 'bob')
    await bob.waitForURL(`${url}/`)
    expect((await bob.goto(`${url}/users`))?.status()).toBe(403)
    expect((await bob.goto(`${url}/audit`))?.status()).toBe(403)

    await ann.reload()
    await look(ann, 'user')
    await ann.locator('td.do button').click()
    await ann.waitForURL(`${url}/users/bob`)
    await bob.goto(`${url}/`)
    await bob.waitForURL(/sign-in/)

    await withPassword(bob, url, 'bob')
    await bob.waitForURL(`${url}/`)
    await ann.getByLabel('Give the role').selectOption('engineer')
    await ann.getByRole('button', { name: 'Give' }).click()
    await ann.waitForURL(`${url}/users/bob`)
    // What it was signed in with before does not carry the new role.
    await bob.goto(`${url}/`)
    await bob.waitForURL(/sign-in/)
    await withPassword(bob, url, 'bob')
    await bob.waitForURL(`${url}/me`)
    await ann.goto(`${url}/users`)
    expect(await ann.getByRole('row', { name: /bob/ }).textContent()).toContain('missing')
    await look(ann, 'users')
    await bob.context().close()
  })

  test('a terminal shows the password and a code, sees who is signed in, and resets what somebody lost', async () => {
    const lastcopy = (args: readonly string[], input = '') =>
      new Promise<{ readonly code: number | null; readonly out: string }>((done) => {
        const env = { PATH: process.env.PATH ?? '', XDG_CONFIG_HOME: service.folder }
        const child = spawn(join(root, 'bin/lastcopy'), [...args, '--url', url], { env })
        let out = ''
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (out += part))
        child.on('close', (code) => done({ code, out }))
        child.stdin.end(input)
      })
    expect(await lastcopy(['sign-in', 'ann'], `${password}\n`)).toMatchObject({ code: 2 })
    expect(await lastcopy(['sign-in', 'ann'], `${password}\n${codes[1]}\n`)).toMatchObject({ code: 0 })
    const listed = await lastcopy(['user', 'sessions', 'ann'])
    expect(listed.out).toContain('"way":"recovery"')
    expect(listed.out).not.toContain('"account":"bob"')
    expect(await lastcopy(['user', 'reset-factors', 'ann'])).toMatchObject({ code: 2 })
    expect((await lastcopy(['user', 'reset-factors', 'bob'])).out).toContain('no such second factor')
    expect(await lastcopy(['sign-out'])).toMatchObject({ code: 0 })
  })

  test('a token is made, shown once, opens what it may, and is revoked', async () => {
    await ann.goto(`${url}/tokens`)
    await ann.getByText('Make a token').click()
    await ann.getByLabel('Name').fill('board')
    await ann.getByLabel('metrics').check()
    await ann.getByRole('button', { name: 'Make it' }).click()
    const token = (await ann.locator('.shown .secret').textContent()) ?? ''
    await look(ann, 'tokens')
    const status = async (path: string) =>
      (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status
    expect([await status('/metrics'), await status('/api/alerts')]).toEqual([200, 403])
    await ann.goto(`${url}/tokens`)
    expect(await ann.content()).not.toContain(token)
    await ann.getByRole('button', { name: 'Revoke' }).click()
    await ann.waitForLoadState()
    await until(
      () => status('/metrics'),
      (seen) => seen === 401,
    )
  })

  test('the log tells all of it, is whole, and is found in', async () => {
    await ann.goto(`${url}/audit`)
    expect(await ann.locator('.verified').textContent()).toMatch(/Whole.*entries/)
    await look(ann, 'audit')
    await ann.locator('select[name=act]').selectOption('factor-add')
    await ann.getByRole('button', { name: 'Show' }).click()
    await ann.waitForURL(/act=factor-add/)
    expect(await ann.locator('tbody tr').count()).toBe(2)
    const everything = await (await ann.request.get(`${url}/api/audit`)).text()
    for (const hidden of [secret, ...codes, password]) expect(everything).not.toContain(hidden)
  })

  test('guesses from elsewhere keep neither her browser nor her passkey out', async () => {
    const guess = () =>
      fetch(`${url}/api/sign-in`, {
        method: 'POST',
        body: JSON.stringify({ name: 'ann', password: 'a wrong guess' }),
        headers: { 'content-type': 'application/json' },
      })
    const guesses = await Promise.all(Array.from({ length: 40 }, guess))
    expect(guesses.map(({ status }) => status)).toContain(429)
    await ann.context().clearCookies({ name: 'lastcopy_session' })
    await withPassword(ann, url, 'ann')
    await ann.waitForURL(/factor/)
    await ann.getByRole('button', { name: 'Use a passkey' }).click()
    await ann.waitForURL(`${url}/`)
  })
})

describe('an OpenID provider', () => {
  let service: ServiceProcess
  let provider: OidcProvider
  let url: string

  beforeAll(async () => {
    provider = await startOidcProvider({ id: 'lastcopy', secret: 'a secret of the client' })
    provider.people.set('dora', { sub: 'id-1', preferred_username: 'Dora', groups: ['backup-admins', 'all'] })
    provider.people.set('emil', { sub: 'id-2', preferred_username: 'emil', groups: ['all'] })
    provider.people.set('another ann', { sub: 'id-3', preferred_username: 'ann', groups: ['backup-team'] })
    service = await makeService(
      {
        web: {
          oidc: {
            issuer: provider.issuer,
            clientId: 'lastcopy',
            clientSecret: 'a secret of the client',
            label: 'Example Login',
            roles: { admin: ['backup-admins'], analyst: ['backup-team'] },
            breakGlass: ['ann'],
          },
        },
      },
      {},
      'localhost',
    )
    url = service.url
    await service.start()
    await service.ready()
  })
  afterAll(async () => {
    await service?.clean()
    await provider?.close()
  })

  const through = async (page: Page, name: string): Promise<void> => {
    await page.goto(`${url}/sign-in?to=%2Fchanges`)
    await page.getByRole('link', { name: 'Sign in with Example Login' }).click()
    await page.getByRole('link', { name, exact: true }).click()
  }

  test('lets in whom it gives a role, as that, and goes on to where they wanted', async () => {
    const page = await (await window()).newPage()
    await page.goto(`${url}/sign-in`)
    await look(page, 'sign-in-provider')
    await through(page, 'dora')
    await page.waitForURL(`${url}/changes`)
    expect(await page.locator('.reader').textContent()).toMatch(/dora.*admin/s)
    provider.people.set('dora', { sub: 'id-1', preferred_username: 'dora.new', groups: ['backup-team'] })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await through(page, 'dora')
    await page.waitForURL(`${url}/changes`)
    expect(await page.locator('.reader').textContent()).toMatch(/dora.*analyst/s)
    await page.context().close()
  })

  test('keeps out whom it gives none, and whose code is no answer to what this browser asked', async () => {
    const page = await (await window()).newPage()
    await through(page, 'emil')
    expect(await page.getByRole('alert').textContent()).toContain('no role')
    await page.goto(`${url}/sign-in/provider/back?code=stolen&state=stolen`)
    expect(await page.getByRole('alert').textContent()).toContain('began in another browser')
    for (const spoil of [
      (claims: Record<string, unknown>) => ({ ...claims, nonce: 'another' }),
      (claims: Record<string, unknown>) => ({ ...claims, aud: 'another' }),
      (claims: Record<string, unknown>) => ({ ...claims, exp: 1 }),
    ]) {
      provider.spoil = spoil
      await through(page, 'dora')
      expect(await page.getByRole('alert').textContent()).toContain('does not belong to this sign-in')
    }
    provider.spoil = undefined
    await page.context().close()
  })

  test('is down: the account for emergencies comes in, others do not, and the use of it pages', async () => {
    provider.down = true
    const page = await firstRun(service, url, 'ann')
    await page.waitForURL(`${url}/`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/sign-in/)
    await page.getByText('Account for emergencies').click()
    await withPasswordAt(page, 'ann')
    await page.waitForURL(`${url}/`)
    const alert = await until(
      async () =>
        (await (await page.request.get(`${url}/api/alerts`)).json()) as {
          alerts: { summary: string; priority: string }[]
        },
      ({ alerts }) => alerts.some(({ summary }) => /emergenc/i.test(summary)),
    )
    expect(alert.alerts.find(({ summary }) => /emergenc/i.test(summary))?.priority).toBe('page-now')
    provider.down = false
    await page.getByRole('button', { name: 'Sign out' }).click()
    await through(page, 'another ann')
    expect(await page.getByRole('alert').textContent()).toContain('somebody else')
    await page.context().close()
  })

  const withPasswordAt = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
})
