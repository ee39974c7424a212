// Signing in as an attacker tries it: guessing, fixing a session, acting from another site, hostile names and bodies.
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

/** A script that is not one of ours, an image, a sign that hides. */
const foreign = /<script(?! (type="module" )?src="\/console\/[0-9a-f]+\/\w+\.js"><\/script>)|<img|\p{Cf}/u

const password = 'correct horse 42'
const json = { 'content-type': 'application/json' }
let server: TestServer
let time: number

beforeEach(async () => {
  time = Date.parse('2026-03-01T02:05:00Z')
  server = await serve([alertOf()], { now: () => time })
})
afterEach(() => server.close())

const send = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', body: new URLSearchParams(fields), headers })
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', body: JSON.stringify(body), headers: { ...json, ...headers } })
const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function firstAdmin(): Promise<string> {
  const code = await server.code()
  const made = await form('/first-run', { code, name: 'ann', password }, { origin: server.url })
  expect(made.status).toBe(303)
  return cookieOf(made)
}
const signIn = (name: string, given: string, headers: Record<string, string> = {}) =>
  form('/sign-in', { name, password: given }, { origin: server.url, ...headers })

describe('the first run', () => {
  test('makes an admin with the code, however it is typed, and ends what was open', async () => {
    expect((await send('/api/alerts')).status).toBe(200)
    const code = await server.code()
    const cookie = cookieOf(
      await form(
        '/first-run',
        { code: code.toLowerCase().replaceAll('-', ' '), name: 'Ann', password },
        { origin: server.url },
      ),
    )
    expect((await send('/api/alerts')).status).toBe(401)
    expect(await (await send('/api/me', { headers: { cookie } })).json()).toMatchObject({ name: 'ann', role: 'admin' })
    expect((await form('/first-run', { code, name: 'eve', password })).status).toBe(403)
  })

  test.each([
    ['a wrong code', { code: 'AAAA-AAAA-AAAA-AAAA-AAAA', name: 'ann', password }, 403],
    ['no code', { name: 'ann', password }, 400],
    ['a short password', { name: 'ann', password: 'short' }, 400],
    ['a password with the name', { name: 'anna', password: 'anna-anna-4212' }, 400],
    ['a password that everybody tries', { name: 'ann', password: 'password1234' }, 400],
    ['a run of letters', { name: 'ann', password: 'abcdefghijklmnop' }, 400],
    ['a name of markup', { name: '<script>', password }, 400],
    ['a name of another alphabet', { name: 'аnn', password }, 400],
    ['a name of a path', { name: '../etc', password }, 400],
  ])('refuses %s', async (what, given, status) => {
    const code = await server.code()
    const body = what === 'no code' ? given : { code, ...given }
    const answer = await post('/api/first-run', body)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('horse')
    expect(server.people.known()?.any('account')).toBe(false)
  })

  test('this machine may do much before it, and not make accounts or agree to plans', async () => {
    expect((await post('/api/users', { name: 'eve', role: 'admin', password })).status).toBe(403)
    expect((await send('/api/tokens')).status).toBe(200)
    expect((await post('/api/tokens', { name: 'mine', role: 'admin', purpose: 'x' })).status).toBe(403)
    expect((await post('/api/changes/CHG-1/approve', {})).status).toBe(404)
  })

  test.each([
    'X-Forwarded-For',
    'Forwarded',
    'Via',
    'X-Real-IP',
    'X-Forwarded-Proto',
    'CF-Connecting-IP',
    'True-Client-IP',
  ])('what a proxy on this machine hands on is not this machine: %s', async (name) => {
    expect((await send('/api/alerts', { headers: { [name]: '1.1 a' } })).status).toBe(401)
  })
})

describe('a session', () => {
  test('is a cookie that no script and no other site can use, and not a thing that is kept', async () => {
    const cookie = await firstAdmin()
    const answer = await signIn('ann', password)
    const header = answer.headers.get('set-cookie') ?? ''
    expect(header).toMatch(/HttpOnly/)
    expect(header).toMatch(/SameSite=Lax/)
    expect(header).toMatch(/Max-Age=43200/)
    const secret = cookieOf(answer).split('=')[1] ?? 'none'
    expect(JSON.stringify(server.people.known()?.all('session'))).not.toContain(secret)
    expect(cookieOf(answer)).not.toBe(cookie)
  })

  test('is new with every sign-in, and the one that the browser came with ends', async () => {
    await firstAdmin()
    const planted = 'lastcopy_session=lcs_0000000000000000000000000000000000000000000'
    const first = cookieOf(await signIn('ann', password, { cookie: planted }))
    expect(first).not.toBe(planted)
    expect((await send('/', { headers: { cookie: planted } })).status).toBe(401)
    const second = cookieOf(await signIn('ann', password, { cookie: first }))
    expect((await send('/', { headers: { cookie: first } })).status).toBe(401)
    expect((await send('/', { headers: { cookie: second } })).status).toBe(200)
  })

  test('ends with a sign-out, with its time, and when an admin ends it', async () => {
    const cookie = await firstAdmin()
    const other = cookieOf(await signIn('ann', password))
    expect((await form('/sign-out', {}, { cookie, origin: server.url })).headers.get('location')).toBe('/sign-in')
    expect((await send('/', { headers: { cookie } })).status).toBe(401)
    time += 11 * 3_600_000
    expect((await send('/', { headers: { cookie: other } })).status).toBe(200)
    time += 3_600_001
    expect((await send('/', { headers: { cookie: other } })).status).toBe(401)
    const third = cookieOf(await signIn('ann', password))
    const token = await server.token('admin')
    expect((await post('/api/users/ann/sign-out', {}, bearer(token))).status).toBe(200)
    expect((await send('/', { headers: { cookie: third } })).status).toBe(401)
  })

  test.each(['https://evil.example.com', '//evil.example.com', '/\\evil.example.com', '/a\nb', 'javascript:1'])(
    'never sends a person to %s',
    async (to) => {
      await firstAdmin()
      const answer = await form('/sign-in', { name: 'ann', password, to }, { origin: server.url })
      expect(answer.headers.get('location')).toBe('/')
    },
  )
})

describe('acts from elsewhere', () => {
  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example.com' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another port', { 'sec-fetch-site': 'same-site' }],
    ['a browser that says nothing', {}],
  ])('%s with a reader’s cookie is refused on every act', async (_, headers) => {
    const cookie = await firstAdmin()
    for (const path of [
      '/alerts/a1/close',
      '/api/alerts/a1/close',
      '/changes',
      '/api/changes',
      '/changes/x/approve',
      '/api/users',
      '/api/users/ann/remove',
      '/api/tokens',
      '/api/tokens/x/revoke',
      '/api/baseline',
      '/api/dead-letters/0-12/replay',
      '/sign-out',
    ])
      expect((await post(path, {}, { cookie, ...headers })).status, path).toBe(403)
    expect(server.actions).toEqual([])
  })

  test('nor does another site sign anybody in', async () => {
    await firstAdmin()
    const answer = await form('/sign-in', { name: 'ann', password }, { origin: 'https://evil.example.com' })
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
  })
})

describe('guessing', () => {
  test('is slowed down by address, and nobody is locked out elsewhere', async () => {
    await firstAdmin()
    await server.close()
    server = await serve([alertOf()], { now: () => time, access: { tokens: [], proxies: ['127.0.0.1'] } })
    await firstAdmin()
    const from = (address: string) => ({ 'x-forwarded-for': address })
    for (let step = 0; step < 5; step += 1) {
      const answer = await signIn('ann', `guess ${step}`, from('198.51.100.7'))
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
    }
    const slowed = await signIn('ann', password, from('198.51.100.7'))
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await signIn('ann', password, from('203.0.113.5'))).status).toBe(303)
    expect((await signIn('ann', password, from('2001:db8::1'))).status).toBe(303)
    time += 2_000
    expect((await signIn('ann', 'guess again', from('198.51.100.7'))).status).toBe(403)
    time += 1_500
    expect((await signIn('ann', password, from('198.51.100.7'))).status).toBe(429)
    time += 600_000
    expect((await signIn('ann', password, from('198.51.100.7'))).status).toBe(303)
  })

  test('an address that only claims to be another is the one that it is', async () => {
    await firstAdmin()
    for (let step = 0; step < 5; step += 1) await signIn('ann', 'guess', { 'x-forwarded-for': `203.0.113.${step}` })
    expect((await signIn('ann', password, { 'x-forwarded-for': '203.0.113.99' })).status).toBe(429)
  })

  test('many at once are no way around', async () => {
    await firstAdmin()
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn('ann', 'guess')))
    const tried = answers.filter(({ status }) => status === 403).length
    expect(tried).toBeLessThanOrEqual(5)
    expect(answers.some(({ status }) => status === 429)).toBe(true)
  })

  test('says the same of a wrong name and a wrong password, and both stand in the log', async () => {
    await firstAdmin()
    const texts = [await (await signIn('ann', 'guess')).text(), await (await signIn('zoe', password)).text()]
    expect(texts[0]).toBe(texts[1])
    await server.people.ask({ act: 'sign-out', session: 'none' }, { who: { kind: 'system', name: 'x' } })
    const failed = (await server.entries()).filter(({ act, outcome }) => act === 'sign-in' && outcome === 'refused')
    expect(failed.map(({ reason }) => reason)).toEqual(['wrong-password', 'no-such-user'])
    expect(JSON.stringify(failed)).not.toContain('zoe')
  })
})

describe('secrets', () => {
  test('a token in an address is refused, wherever it leads', async () => {
    const token = await server.token('admin')
    for (const path of [
      `/?token=${token}`,
      `/api/alerts?access_token=${token}`,
      `/healthz?api_key=x`,
      `/sign-in?password=x`,
    ])
      expect((await send(path, { headers: bearer(token) })).status, path).toBe(400)
  })

  test('a token is shown once, and stands nowhere', async () => {
    const admin = await server.token('admin')
    const made = (await (
      await post('/api/tokens', { name: 'ci', role: 'viewer', purpose: 'a board' }, bearer(admin))
    ).json()) as { token: string; id: string; hash?: string }
    expect(made.token).toMatch(/^lct_/)
    expect(made.hash).toBeUndefined()
    expect((await send('/api/alerts', { headers: bearer(made.token) })).status).toBe(200)
    const everything = JSON.stringify([
      await (await send('/api/tokens', { headers: bearer(admin) })).json(),
      await (await send('/api/users', { headers: bearer(admin) })).json(),
      await server.entries(),
    ])
    expect(everything).not.toContain(made.token)
    expect(everything).not.toContain('scrypt')
    expect((await post(`/api/tokens/${made.id}/revoke`, {}, bearer(admin))).status).toBe(200)
    expect((await send('/api/alerts', { headers: bearer(made.token) })).status).toBe(401)
  })

  test('a token ends with its time, with its owner, and never outgrows him', async () => {
    const admin = await server.token('admin')
    const own = await server.token('engineer', 'bob')
    expect((await send('/api/dead-letters', { headers: bearer(own) })).status).toBe(200)
    await post('/api/users/bob/role', { role: 'viewer' }, bearer(admin))
    expect((await send('/api/dead-letters', { headers: bearer(own) })).status).toBe(403)
    await post('/api/users/bob/disable', {}, bearer(admin))
    expect((await send('/api/alerts', { headers: bearer(own) })).status).toBe(401)
    const short = (await (
      await post(
        '/api/tokens',
        { name: 'short', role: 'viewer', purpose: 'x', expiresAt: new Date(time + 60_000).toISOString() },
        bearer(admin),
      )
    ).json()) as { token: string }
    expect((await send('/api/alerts', { headers: bearer(short.token) })).status).toBe(200)
    time += 60_000
    expect((await send('/api/alerts', { headers: bearer(short.token) })).status).toBe(401)
  })

  test('a password is changed by its owner who knows it, or by an admin', async () => {
    const cookie = await firstAdmin()
    const own = { cookie, origin: server.url }
    const next = 'another horse 43'
    expect((await post('/api/users/ann/password', { password: next }, own)).status).toBe(403)
    expect((await post('/api/users/ann/password', { password: next, current: 'guess' }, own)).status).toBe(403)
    expect((await post('/api/users/ann/password', { password: next, current: password }, own)).status).toBe(200)
    expect((await signIn('ann', password)).status).toBe(403)
    expect((await signIn('ann', next)).status).toBe(303)
    const mine = { ...own, cookie: cookieOf(await signIn('ann', next)) }
    expect((await form('/users/ann/password', { password: 'a third horse 44' }, mine)).status).toBe(409)
    expect((await signIn('ann', next)).status).toBe(303)
  })
})

describe('hostile input', () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e'

  test('names and reasons are shown as text', async () => {
    const bob = await server.token('engineer', 'bob')
    const proposed = await post(
      '/api/changes',
      {
        classes: ['protection-weakened'],
        actors: [evil],
        resources: [evil],
        count: 1,
        to: new Date(time + 3_600_000).toISOString(),
        reason: evil,
      },
      bearer(bob),
    )
    expect(proposed.status).toBe(201)
    const page = await (await send('/changes', { headers: { ...bearer(bob), accept: 'text/html' } })).text()
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toMatch(foreign)
    const wrong = await form(
      '/changes',
      { reason: evil, actors: evil, kind: evil },
      { ...bearer(bob), origin: server.url },
    )
    expect(await wrong.text()).not.toMatch(foreign)
    const entered = await form('/first-run', { code: evil, name: evil, password: evil }, { origin: server.url })
    expect(await entered.text()).not.toMatch(foreign)
  })

  test.each([
    ['no JSON', '{', 400],
    ['a list', '[]', 400],
    ['a text', '"x"', 400],
    ['too much', `{"reason":"${'x'.repeat(300_000)}"}`, 413],
    ['odd types', '{"classes":5,"actors":{},"count":"many","to":7,"reason":[]}', 400],
    ['a prototype', '{"__proto__":{"kind":"change"},"constructor":{}}', 400],
    [
      'a row that no plan covers',
      '{"classes":["key-endangered"],"actors":["abc"],"resources":["abc"],"count":1,"to":"2026-03-01T03:00:00Z","reason":"r"}',
      400,
    ],
    [
      'everything',
      '{"classes":["decisive"],"actors":["*"],"resources":["**"],"count":1,"to":"2026-03-01T03:00:00Z","reason":"r"}',
      400,
    ],
    [
      'more than a day',
      '{"classes":["decisive"],"actors":["abc"],"resources":["abc"],"count":1,"to":"2026-03-02T03:00:00Z","reason":"r"}',
      400,
    ],
    [
      'what is over',
      '{"classes":["decisive"],"actors":["abc"],"resources":["abc"],"count":1,"from":"2026-03-01T00:00:00Z","to":"2026-03-01T02:00:00Z","reason":"r"}',
      400,
    ],
  ])('a body of %s is refused in words', async (_, body, status) => {
    const bob = await server.token('engineer', 'bob')
    const answer = await send('/api/changes', { method: 'POST', body, headers: { ...json, ...bearer(bob) } })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: expect.any(String) })
  })

  test.each([
    ['authorization', `Bearer ${'x'.repeat(5_000)}`],
    ['authorization', 'Bearer \u00ff\u00fe'],
    ['cookie', 'lastcopy_session=; lastcopy_session=%00; =; a'],
    ['cookie', `lastcopy_session=${'%'.repeat(3_000)}`],
    ['origin', 'http://['],
    ['host', 'a b'],
    ['x-forwarded-for', ','.repeat(500)],
  ])('a hostile header %s lets nobody in and breaks nothing', async (name, value) => {
    await firstAdmin()
    const status = await new Promise((done) => {
      request(`${server.url}/api/alerts`, { headers: { [name]: value } }, (answer) => {
        answer.resume()
        done(answer.statusCode)
      })
        .on('error', () => done('refused'))
        .end()
    })
    expect([401, 400, 431, 'refused']).toContain(status)
    expect((await send('/healthz')).status).toBe(200)
  })

  test.each([
    '/../src/web/app.ts',
    '/%2e%2e/package.json',
    '/style.css/../../package.json',
    '/alerts/..%2f..%2fx',
    '/api/users/..%2fx/remove',
  ])('no path leads out: %s', async (path) => {
    const token = await server.token('admin')
    const status = await new Promise((done) => {
      request(
        {
          host: '127.0.0.1',
          port: new URL(server.url).port,
          path,
          method: path.includes('remove') ? 'POST' : 'GET',
          headers: bearer(token),
        },
        (answer) => {
          answer.resume()
          done(answer.statusCode)
        },
      ).end()
    })
    expect(status).toBe(404)
  })
})

describe('acts on an alert', () => {
  test('are judged, given to people, and say who did them', async () => {
    const token = await server.token('analyst', 'cem')
    const act = (name: string, body: object) => post(`/api/alerts/a1/${name}`, body, bearer(token))
    expect((await act('close', { disposition: 'false-positive' })).status).toBe(400)
    expect((await act('close', { disposition: 'mistake' })).status).toBe(400)
    expect((await act('assign', { to: 'zoe' })).status).toBe(400)
    expect((await act('assign', { to: 'cem' })).status).toBe(202)
    expect((await act('close', { disposition: 'false-positive', text: 'the yearly clean-up' })).status).toBe(202)
    expect(server.actions).toMatchObject([
      { act: 'assign', assignee: 'cem', by: 'token 1' },
      { act: 'close', disposition: 'false-positive', text: 'the yearly clean-up' },
    ])
  })
})
