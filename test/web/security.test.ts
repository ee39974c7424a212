// What nobody may do to the door, whatever the address: each test goes over the whole route table, so that a new page is in it.
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteName } from '../../src/web/routes.ts'
import { routes } from '../../src/web/routes.ts'
import { evil, hostileAlert, hostileSite } from './hostile-site.ts'
import type { TestServer } from './server.ts'

const names = Object.keys(routes) as readonly RouteName[]
const gets = names.filter((name) => name.startsWith('GET '))
const posts = names.filter((name) => name.startsWith('POST '))
const withParts = names.filter((name) => name.includes(':'))
/** It does not end. */
const stream = 'GET /api/stream'

let server: TestServer
let admin: string
beforeAll(async () => {
  server = await hostileSite()
  admin = await server.token('admin', 'ann')
  const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }
  const view = JSON.stringify({ name: 'mine <script>alert(1)</script>', query: `text=${encodeURIComponent(evil)}` })
  expect((await fetch(`${server.url}/api/views`, { method: 'POST', headers, body: view })).status).toBe(201)
})
afterAll(() => server.close())

const known: Readonly<Record<string, string>> = {
  'GET /alerts/:id': hostileAlert.id,
  'GET /alerts/:id/print': hostileAlert.id,
  'GET /detections/:id': evil,
  'GET /dead-letters/:id': '0-12',
  'GET /dead-letters/:id/record': '0-12',
  'GET /users/:name': 'ann',
  'GET /reports/:kind': 'board',
}
const addressOf = (name: RouteName, part = known[name] ?? 'none'): string =>
  (name.split(' ')[1] ?? '').replace(/:\w+/g, encodeURIComponent(part))

const ask = (name: RouteName, init: RequestInit & { readonly path?: string } = {}): Promise<Response> =>
  fetch(`${server.url}${init.path ?? addressOf(name)}`, {
    method: name.split(' ')[0] ?? 'GET',
    redirect: 'manual',
    ...init,
    headers: { authorization: `Bearer ${admin}`, accept: 'text/html', ...init.headers },
  })

/** A script that is none of ours, an image, an address that runs, a sign that hides. */
const foreign =
  /<script(?! (type="module" )?src="\/console\/[0-9a-f]+\/\w+\.js"><\/script>)|<img|(href|src|action)="\s*javascript:|\p{Cf}|\p{Cc}(?<![\n\t\r])/u
/** A tag that does something, when what stands in its quotes is taken out. */
const acting = /<[a-z][^<>]*\son\w+=/

/** What of a page is none of ours. */
function wrongIn(page: string): string {
  const unquoted = page.replace(/="[^"]*"/g, '=""')
  const found = foreign.exec(page) ?? acting.exec(unquoted)
  return found ? found.input.slice(Math.max(0, found.index - 120), found.index + 120) : ''
}

describe('hostile content in every field, on every page', () => {
  test.each(gets.filter((name) => !name.includes(' /api/')))('%s', async (name) => {
    for (const query of ['', `?text=${encodeURIComponent(evil)}&to=${encodeURIComponent(evil)}`]) {
      const answer = await ask(name, { path: addressOf(name) + query })
      expect(answer.status).toBeLessThan(500 + 4 * Number(name === 'GET /readyz'))
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
      const page = await answer.text()
      expect(wrongIn(page)).toBe('')
    }
  })

  test('and what a pasted record leads to', async () => {
    const body = new URLSearchParams({ text: evil, source: 'x' })
    const page = await (await ask('POST /detections/explain', { body })).text()
    expect(page).toContain('&lt;script&gt;')
    expect(wrongIn(page)).toBe('')
  })
})

describe('headers', () => {
  test.each(gets.filter((name) => name !== stream))('%s', async (name) => {
    const { headers } = await ask(name)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*'unsafe|unsafe-eval|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('cache-control')).toMatch(name === 'GET /console/:version/:file' ? /./ : /no-store/)
  })

  test('tell browsers to keep to HTTPS where that is how people come', async () => {
    const other = await hostileSite({ access: { tokens: [], publicUrl: 'https://lastcopy.example.com' } })
    const answer = await fetch(`${other.url}/healthz`)
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
    await other.close()
  })
})

describe('an act that another site began', () => {
  test.each(posts)('%s', async (name) => {
    const body = '{}'
    for (const headers of [
      { origin: 'https://evil.example.com' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://127.0.0.1.evil.example.com' },
    ] as readonly Record<string, string>[])
      expect((await ask(name, { body, headers })).status, JSON.stringify(headers)).toBe(403)
  })

  test('and none is done by asking for a page', async () => {
    const before = (await server.entries()).length
    for (const name of gets.filter((one) => one !== stream && !one.includes(' /api/'))) await ask(name)
    const acts = (await server.entries()).slice(before).map(({ act }) => act)
    expect(acts.filter((act) => !/-(read|export)$/.test(String(act)))).toEqual([])
  })
})

describe('a part of an address that means to leave it', () => {
  const parts = [
    '../../../../etc/passwd',
    '..\\..\\package.json',
    '%2e%2e%2fpackage.json',
    '__proto__',
    'constructor',
    'toString',
    'null\u0000byte',
    `${'x'.repeat(6_000)}`,
    "' OR 1=1 --",
    evil,
  ]
  test.each(withParts)('%s', async (name) => {
    for (const part of parts) {
      const answer = await ask(name, {
        path: addressOf(name, part),
        ...(name.startsWith('POST') ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
      })
      expect(answer.status, part.slice(0, 40)).toBeLessThan(name === 'GET /api/state/:key' ? 504 : 500)
      const said = await answer.text()
      expect(said).not.toMatch(/root:x:0|"devDependencies"|node_modules|\bat \w+ \(/)
    }
  })

  test.each([
    '/console/x/..%2f..%2fpackage.json',
    '/console/x/%2e%2e%2f%2e%2e%2fpackage.json',
    '/console/..%2f/style.css',
    '//evil.example.com/',
    '/%',
    '/alerts/%ff',
  ])('%s leads nowhere', async (path) => {
    const answer = await ask('GET /', { path })
    expect([200, 400, 404]).toContain(answer.status)
    expect(await answer.text()).not.toContain('devDependencies')
    expect(answer.headers.get('location')).toBeNull()
  })
})

describe('a body that is none', () => {
  const deep = (open: string, close: string) => open.repeat(50_000) + close.repeat(50_000)
  const json = 'application/json'
  const form = 'application/x-www-form-urlencoded'
  const bomb = gzipSync(Buffer.alloc(80 << 20, 'a'))
  const bodies: readonly (readonly [string, string, string | Uint8Array, Record<string, string>?])[] = [
    ['half of JSON', json, '{"a":'],
    ['a list', json, '[1,2]'],
    ['a text', json, '"x"'],
    ['nothing', json, 'null'],
    ['lists 50,000 deep', json, deep('[', ']')],
    ['objects 50,000 deep', json, `{"text":${deep('{"a":', '}').replace('}', '1}')}`],
    ['prototypes', json, '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}'],
    ['fields of the wrong type', json, '{"name":{"a":1},"text":[1],"alerts":{},"role":7,"names":5,"sets":{},"end":[]}'],
    ['bytes', json, new Uint8Array([0xff, 0xfe, 0x00])],
    ['an unknown charset', 'application/json; charset=none', '{}'],
    ['a form of many fields', form, 'a=1&'.repeat(2_000)],
    ['a form of prototypes', form, '__proto__[role]=admin&constructor=x'],
    ['half of a gzip', json, bomb.subarray(0, 100), { 'content-encoding': 'gzip' }],
    ['an unknown encoding', json, '{}', { 'content-encoding': 'none' }],
    ['80 MB behind a small gzip', json, bomb, { 'content-encoding': 'gzip' }],
    ['80 MB of a form behind one', form, bomb, { 'content-encoding': 'gzip' }],
  ]
  test.each(posts.filter((name) => !/intake|heartbeat|services/.test(name)))(
    '%s',
    { timeout: 60_000 },
    async (name) => {
      for (const [what, type, body, more] of bodies) {
        const answer = await ask(name, {
          body: typeof body === 'string' ? body : Buffer.from(body),
          headers: { 'content-type': type, ...more },
        })
        expect(answer.status, what).toBeLessThan(500)
        expect(await answer.text(), what).not.toMatch(/node_modules|\bat \w+ \(|SyntaxError/)
      }
      expect(({} as { readonly role?: string }).role).toBeUndefined()
    },
  )
})
