// Second factors at the door, over HTTP: what a password alone opens, guesses that keep nobody out, and a provider that is there or not.

import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fail, ok } from '../../src/lib/result.ts'
import type { ProviderDesk, WebDeps } from '../../src/web/deps.ts'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

const password = 'correct horse 42'
let server: TestServer
let time: number

const open = async (part: Partial<WebDeps> = {}): Promise<void> => {
  server = await serve([alertOf()], {
    now: () => time,
    access: { tokens: [], proxies: ['127.0.0.1'], factorKey: Buffer.alloc(32, 5), ...part.access },
    ...(part.provider ? { provider: part.provider, fault: () => undefined } : {}),
  })
}
beforeEach(() => {
  time = Date.parse('2026-03-01T02:05:00Z')
})
afterEach(() => server.close())

/** A browser: it keeps its cookies, and says where its requests begin. */
class Visitor {
  readonly cookies = new Map<string, string>()
  readonly address: string
  constructor(address = '203.0.113.5') {
    this.address = address
  }
  async ask(path: string, fields?: Readonly<Record<string, string>>): Promise<Response> {
    const answer = await fetch(`${server.url}${path}`, {
      redirect: 'manual',
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
      headers: {
        accept: 'text/html',
        origin: server.url,
        'x-forwarded-for': this.address,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }
  signIn = (name = 'ann', given = password) => this.ask('/sign-in', { name, password: given })
  code = (code: string) => this.ask('/sign-in/factor', { code })
}

async function ann(): Promise<Visitor> {
  const visitor = new Visitor()
  const made = await visitor.ask('/first-run', { code: await server.code(), name: 'ann', password })
  expect(made.status).toBe(303)
  return visitor
}
const codeOf = (secret: string, at = time): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })

async function withApp(visitor: Visitor): Promise<{ readonly secret: string; readonly codes: readonly string[] }> {
  const page = await (await visitor.ask('/me/totp', { current: password })).text()
  const secret = (/class="secret">([^<]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '')
  const sealed = /name="sealed" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const done = await visitor.ask('/me/totp-add', { sealed, code: codeOf(secret) })
  const codes = [...(await done.text()).matchAll(/<li><code>([^<]+)</g)].map(([, code = '']) => code)
  time += 30_000
  return { secret, codes }
}

describe('a second factor', () => {
  beforeEach(() => open())

  test('is asked for after the password, and the password alone opens nothing', async () => {
    const { secret } = await withApp(await ann())
    const other = new Visitor()
    const first = await other.signIn()
    expect([first.status, first.headers.get('location')]).toEqual([303, '/sign-in/factor'])
    expect(other.cookies.has('lastcopy_session')).toBe(false)
    expect((await other.ask('/')).headers.get('location')).toMatch(/sign-in/)
    expect((await other.code(codeOf(secret))).status).toBe(303)
    expect((await other.ask('/')).status).toBe(200)
  })

  test('goes on to where the person wanted', async () => {
    const { secret } = await withApp(await ann())
    const other = new Visitor()
    await other.ask('/sign-in', { name: 'ann', password, to: '/changes' })
    expect((await other.code(codeOf(secret))).headers.get('location')).toBe('/changes')
  })

  test('cannot be shown without the password before, nor after ten minutes, nor with a step of one’s own making', async () => {
    const { secret } = await withApp(await ann())
    const other = new Visitor()
    expect((await other.code(codeOf(secret))).headers.get('location')).toBe('/sign-in')
    await other.signIn()
    time += 600_001
    expect((await other.code(codeOf(secret))).headers.get('location')).toBe('/sign-in')
    other.cookies.set('lastcopy_step', Buffer.from('{"name":"ann","to":"/"}').toString('base64url'))
    expect((await other.code(codeOf(secret))).headers.get('location')).toBe('/sign-in')
  })

  test('a first step is worth nothing once the password is another', async () => {
    const here = await ann()
    const { secret } = await withApp(here)
    const other = new Visitor()
    await other.signIn()
    time += 1_000
    await here.ask('/me/password', { current: password, password: 'another horse 43' })
    expect((await other.code(codeOf(secret))).headers.get('location')).toBe('/sign-in')
    expect(other.cookies.has('lastcopy_session')).toBe(false)
  })

  test('is added only by whoever knows the password and has the app', async () => {
    const visitor = await ann()
    expect((await visitor.ask('/me/totp', { current: 'a guess' })).status).toBe(403)
    expect((await visitor.ask('/me/totp-add', { sealed: 'made up', code: '123456' })).status).toBe(400)
    const page = await (await visitor.ask('/me/totp', { current: password })).text()
    const sealed = /name="sealed" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect((await visitor.ask('/me/totp-add', { sealed, code: '000000' })).status).toBe(400)
    expect(server.people.known()?.all('factors')).toEqual([])
  })

  test('puts the session under a new secret, and the old one opens nothing', async () => {
    const visitor = await ann()
    const before = visitor.cookies.get('lastcopy_session') ?? ''
    await withApp(visitor)
    expect(visitor.cookies.get('lastcopy_session')).not.toBe(before)
    const old = new Visitor()
    old.cookies.set('lastcopy_session', before)
    expect((await old.ask('/me')).status).toBe(303)
  })

  test('a command line gives its code with the password', async () => {
    const { secret, codes } = await withApp(await ann())
    const enter = async (code?: string) => {
      const body = JSON.stringify({ name: 'ann', password, ...(code === undefined ? {} : { code }) })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/api/sign-in`, { method: 'POST', body, headers })
      return { status: answer.status, ...((await answer.json()) as { reason?: string; session?: string }) }
    }
    expect(await enter()).toMatchObject({ status: 403, reason: 'needs-factor' })
    expect(await enter('000000')).toMatchObject({ status: 403 })
    expect(await enter(codeOf(secret))).toMatchObject({ status: 200, session: expect.stringMatching(/^lcs_/) })
    expect(await enter(codeOf(secret))).toMatchObject({ status: 403 })
    expect(await enter(codes[3])).toMatchObject({ status: 200 })
    expect(await enter(codes[3])).toMatchObject({ status: 403 })
  })

  test('its secret stands in no topic, and no page shows it twice', async () => {
    const visitor = await ann()
    const { secret, codes } = await withApp(visitor)
    const everything = JSON.stringify([server.people.known()?.all('factors'), await server.entries()])
    for (const hidden of [secret, ...codes]) expect(everything).not.toContain(hidden)
    expect(await (await visitor.ask('/me')).text()).not.toContain(secret.slice(0, 4))
    expect(codes).toHaveLength(10)
  })
})

describe('whoever’s role needs a second factor', () => {
  const part = { access: { tokens: [], proxies: ['127.0.0.1'], factorKey: Buffer.alloc(32, 5) } } as const
  beforeEach(() => open({ access: { ...part.access, secondFactor: 'engineer' } }))

  test('has no role before one is there, on no page and at no address of the API', async () => {
    const visitor = await ann()
    for (const path of ['/', '/users', '/tokens', '/changes', '/audit'])
      expect((await visitor.ask(path)).headers.get('location'), path).toBe('/me')
    const answer = await fetch(`${server.url}/api/alerts`, {
      headers: { cookie: `lastcopy_session=${visitor.cookies.get('lastcopy_session')}` },
    })
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('second factor')])
    await withApp(visitor)
    expect((await visitor.ask('/users')).status).toBe(200)
  })

  test('is anybody from that role on; others choose', async () => {
    const admin = await ann()
    await withApp(admin)
    await admin.ask('/users', { name: 'cem', role: 'analyst', password })
    await admin.ask('/users', { name: 'bob', role: 'engineer', password })
    const [cem, bob] = [new Visitor(), new Visitor()]
    await cem.signIn('cem')
    await bob.signIn('bob')
    expect((await cem.ask('/')).status).toBe(200)
    expect((await bob.ask('/')).headers.get('location')).toBe('/me')
  })
})

describe('guesses', () => {
  beforeEach(() => open())

  test('of codes are slowed down by account, wherever they come from, and keep out no browser that was here before', async () => {
    const owner = await ann()
    const { secret, codes } = await withApp(owner)
    for (let tries = 0; tries < 5; tries += 1) {
      const thief = new Visitor(`198.51.100.${tries}`)
      await thief.signIn()
      expect((await thief.code('000000')).status).toBe(403)
    }
    const thief = new Visitor('198.51.100.99')
    await thief.signIn()
    expect((await thief.code(codeOf(secret))).status).toBe(429)
    await owner.signIn()
    expect((await owner.code(codeOf(secret))).status).toBe(303)
    // A new phone at three in the morning: a recovery code is not what is guessed.
    const phone = new Visitor('203.0.113.77')
    await phone.signIn()
    expect((await phone.code(codes[0] ?? '')).status).toBe(303)
  })

  test('of passwords from her own network do not slow down the browser that she came in with', async () => {
    const owner = await ann()
    for (let tries = 0; tries < 6; tries += 1) await new Visitor(owner.address).signIn('ann', 'a wrong guess')
    expect((await new Visitor(owner.address).signIn()).status).toBe(429)
    expect((await owner.signIn()).status).toBe(303)
  })

  test('of whoever stole the mark of a browser are slowed down as well, and it is good for one account', async () => {
    const owner = await ann()
    await owner.ask('/users', { name: 'bob', role: 'viewer', password })
    const thief = new Visitor('198.51.100.7')
    thief.cookies.set('lastcopy_device', owner.cookies.get('lastcopy_device') ?? '')
    for (let tries = 0; tries < 5; tries += 1) await thief.signIn('ann', 'a wrong guess')
    expect((await thief.signIn('ann', 'a wrong guess')).status).toBe(429)
    for (let tries = 0; tries < 5; tries += 1) await thief.signIn('bob', 'a wrong guess')
    expect((await thief.signIn('bob', 'a wrong guess')).status).toBe(429)
  })
})

describe('sessions', () => {
  beforeEach(() => open())

  test('are listed with where they began and by what, and ended one by one, or all but this', async () => {
    const here = await ann()
    const there = new Visitor('198.51.100.20')
    await there.signIn()
    const page = await (await here.ask('/me')).text()
    expect(page).toContain('198.51.100.20')
    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''
    await here.ask('/me/end-session', { id })
    expect((await there.ask('/me')).status).toBe(303)
    await there.signIn()
    await here.ask('/me/sign-out', {})
    expect([(await there.ask('/me')).status, (await here.ask('/me')).status]).toEqual([303, 200])
  })

  test('of others are an admin’s to see and end, by the API too', async () => {
    const admin = await server.token('admin')
    const viewer = await server.token('viewer', 'dan')
    await ann()
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
    const list = async (token: string) =>
      ((await (await fetch(`${server.url}/api/sessions`, bearer(token))).json()) as { sessions: { id: string }[] })
        .sessions
    const [session] = await list(admin)
    expect(session).toMatchObject({ account: 'ann', way: 'password' })
    expect(JSON.stringify(session)).not.toContain('hash')
    expect(await list(viewer)).toEqual([])
    const end = async (token: string) =>
      (await fetch(`${server.url}/api/sessions/${session?.id}/end`, { method: 'POST', ...bearer(token) })).status
    expect([await end(viewer), await end(admin), await end(admin)]).toEqual([404, 200, 404])
  })

  test('go on under a new secret when the password is changed, and the others end', async () => {
    const here = await ann()
    const there = new Visitor()
    await there.signIn()
    const before = here.cookies.get('lastcopy_session')
    const done = await here.ask('/me/password', { current: password, password: 'another horse 43' })
    expect(done.status).toBe(303)
    expect(here.cookies.get('lastcopy_session')).not.toBe(before)
    expect([(await here.ask('/me')).status, (await there.ask('/me')).status]).toEqual([200, 303])
  })
})

describe('a provider', () => {
  let told: Awaited<ReturnType<ProviderDesk['finish']>>
  let down: boolean
  const issuer = 'https://login.example.com'
  const provider: ProviderDesk = {
    label: 'Example Login',
    breakGlass: ['ann'],
    async begin() {
      if (down) throw new TypeError('fetch failed')
      return { address: `${issuer}/authorize?x`, checks: { state: 's', nonce: 'n', verifier: 'v' } }
    },
    async finish() {
      if (down) throw new TypeError('fetch failed')
      return told
    },
  }
  beforeEach(async () => {
    down = false
    told = ok({ issuer, subject: 'id-1', name: 'dora', role: 'engineer' })
    await open({ provider, access: { tokens: [], proxies: ['127.0.0.1'], factorKey: Buffer.alloc(32, 5) } })
  })
  const back = '/sign-in/provider/back?code=c&state=s'

  test('lets in whom it names, and the way back is good once and for one browser', async () => {
    const dora = new Visitor()
    expect((await dora.ask('/sign-in/provider?to=/changes')).headers.get('location')).toBe(`${issuer}/authorize?x`)
    const way = dora.cookies.get('lastcopy_way') ?? ''
    expect((await new Visitor().ask(back)).status).toBe(403)
    const entered = await dora.ask(back)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/changes'])
    const thief = new Visitor()
    thief.cookies.set('lastcopy_way', way)
    expect((await thief.ask(back)).status).toBe(403)
    expect(thief.cookies.has('lastcopy_session')).toBe(false)
    expect((await dora.ask('/')).status).toBe(200)
  })

  test('keeps out whom it gives no role, and whose name is nobody’s here', async () => {
    for (const answer of [
      fail('the provider gives you no role here'),
      ok({ issuer, subject: 'x', name: '../x', role: 'admin' as const }),
    ]) {
      told = answer
      const visitor = new Visitor()
      await visitor.ask('/sign-in/provider')
      expect((await visitor.ask(back)).status).toBe(403)
    }
  })

  test('does not send people elsewhere', async () => {
    const visitor = new Visitor()
    await visitor.ask('/sign-in/provider?to=//evil.example.com')
    expect((await visitor.ask(back)).headers.get('location')).toBe('/')
  })

  test('is down: the account for emergencies comes in, which the log says; no other does', async () => {
    const visitor = await ann()
    await visitor.ask('/users', { name: 'bob', role: 'viewer', password })
    down = true
    const page = await visitor.ask('/sign-in/provider')
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('does not answer')])
    const [emergency, bob] = [new Visitor(), new Visitor('198.51.100.3')]
    expect((await emergency.signIn()).status).toBe(303)
    const refused = await bob.signIn('bob')
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Example Login')])
    const entries = await server.entries()
    expect(entries.filter(({ act, outcome }) => act === 'sign-in' && outcome === 'done').at(-1)).toMatchObject({
      detail: { way: 'password', 'break-glass': true },
    })
  })

  test('the first account is one for emergencies', async () => {
    const visitor = new Visitor()
    const other = await visitor.ask('/first-run', { code: await server.code(), name: 'zoe', password })
    expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('ann')])
  })
})

describe('the pages of people', () => {
  beforeEach(() => open())

  test('show no secret, and hostile names and reasons as text', async () => {
    const admin = await ann()
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    const made = await (await admin.ask('/tokens', { name: 'board', role: 'viewer', purpose: evil, days: '30' })).text()
    expect(made).toMatch(/class="secret">lct_/)
    await admin.ask('/users', { name: evil, role: 'viewer', password })
    await new Visitor('198.51.100.9').signIn(evil, evil)
    for (const path of ['/users', '/users/ann', '/tokens', '/me', `/audit?who=${encodeURIComponent(evil)}`, '/audit']) {
      const page = await (await admin.ask(path)).text()
      expect(page, path).not.toMatch(/<script>|<img|scrypt|lct_|lcs_/)
    }
  })

  test('the log is found in by act, person, outcome, words and time, page by page', async () => {
    const admin = await ann()
    for (let index = 0; index < 120; index += 1)
      await server.people.note(
        { act: 'alert-note', record: true, words: `note ${index}` },
        { who: { kind: 'account', name: 'zoe', person: 'zoe' } },
      )
    const rows = async (query: string): Promise<number> =>
      ((await (await admin.ask(`/audit?${query}`)).text()).match(/<tr id="e/g) ?? []).length
    expect(await rows('act=alert-note')).toBe(100)
    expect(await rows('act=alert-note&who=Zoe&text=note+7')).toBe(11)
    expect(await rows('act=alert-note&outcome=refused')).toBe(0)
    expect(await rows('act=alert-note&to=2026-02-28T00:00')).toBe(0)
    const page = await (await admin.ask('/audit?act=alert-note')).text()
    const older = /href="(\/audit\?[^"]*before[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(((await (await admin.ask(older)).text()).match(/<tr id="e/g) ?? []).length).toBe(20)
    expect((await admin.ask('/audit?act=nonsense')).status).toBe(400)
    expect(page).toContain('Whole')
  })
})
