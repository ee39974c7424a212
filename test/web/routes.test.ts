// Every address of the app, for every role and for nobody: what the table says is what is answered.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessRoles, scopes } from '../../src/model/people.ts'
import { isAtLeast, type Need } from '../../src/people/roles.ts'
import { type RouteName, routes } from '../../src/web/routes.ts'
import { alertOf } from '../store/alert.ts'
import { withRoutes } from './route-table.ts'
import { serve, type TestServer } from './server.ts'

const table = Object.entries(routes) as readonly (readonly [RouteName, Need])[]
const addressOf = (path: string): string =>
  path.replace(':source', 'aws.cloudtrail').replace(':act', 'ack').replace(':name', 'ann').replace(':id', 'a1')

let server: TestServer
const tokens = new Map<string, string>()
beforeAll(async () => {
  server = await serve([alertOf()])
  for (const role of accessRoles) tokens.set(role, await server.token(role, `own-${role}`))
})
afterAll(() => server.close())

const ask = (name: RouteName, headers: Record<string, string> = {}) => {
  const [method = 'GET', path = '/'] = name.split(' ')
  return fetch(`${server.url}${addressOf(path)}`, {
    method,
    redirect: 'manual',
    headers: { accept: 'application/json', ...headers },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
}

test('the app has the routes of the table, and no others', () => {
  const layers = server.app.router.stack as readonly {
    readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] }
    readonly handle: { readonly stack?: unknown }
  }[]
  expect(layers.filter(({ handle }) => handle.stack !== undefined)).toEqual([])
  const found = layers.flatMap(({ route }) =>
    route ? [...new Set(route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`))] : [],
  )
  expect([...found].sort()).toEqual(Object.keys(routes).sort())
})

describe('for nobody', () => {
  test.each(table)('%s', async (name, need) => {
    const { status } = await ask(name)
    if (need === 'everybody') expect(status).not.toBe(401)
    else expect(status).toBe(401)
  })

  test.each(['GET /nothing', 'POST /api/nothing', 'GET /api/users/x', 'PUT /api/users', 'DELETE /api/tokens/x'])(
    '%s is not told apart from what is there',
    async (name) => {
      const [method = '', path = ''] = name.split(' ')
      expect((await fetch(`${server.url}${path}`, { method, headers: { accept: 'application/json' } })).status).toBe(
        401,
      )
    },
  )
})

describe.each(accessRoles)('for a %s', (role) => {
  test.each(table)('%s', async (name, need) => {
    const { status } = await ask(name, { authorization: `Bearer ${tokens.get(role)}` })
    const may = typeof need === 'string' || isAtLeast(role, need[0])
    if (may) expect(status, name).not.toBe(401)
    else expect(status, name).toBe(403)
    // What asks again whose account it is refuses by itself; nothing else refuses whom the table lets in.
    if (may && !/users|tokens|sign-in|first-run|a\/:token/.test(name)) expect(status, name).not.toBe(403)
  })
})

describe('a token with scopes', () => {
  test.each(scopes)('%s opens nothing else', async (scope) => {
    const made = await fetch(`${server.url}/api/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.get('admin')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `only ${scope}`, role: 'admin', purpose: 'a test', scopes: [scope] }),
    })
    const { token } = (await made.json()) as { token: string }
    for (const [name, need] of table) {
      if (typeof need === 'string') continue
      const { status } = await ask(name, { authorization: `Bearer ${token}` })
      if (need[1] !== scope) expect(status, name).toBe(403)
      else expect(status, name).not.toBe(401)
    }
  })
})

test('docs/people.md tells the same roles (npm run golden writes it)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/people.md'), 'utf8')
  expect(withRoutes(page)).toBe(page)
  expect(page).toContain('| `POST /api/users` | admin | people |')
})
