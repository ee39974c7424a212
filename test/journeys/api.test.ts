// The HTTP API as its document says it: a running service with a real attack in it is asked at every address, and each answer,
// problems too, has the form that stands there, with no field that does not.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { described } from '../../src/web/openapi/document.ts'
import type { RouteName } from '../../src/web/routes.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

type Json = Readonly<Record<string, unknown>>
interface Given {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly as?: 'root' | 'bob' | 'nobody'
}
const password = 'a long enough word of passage'

describe('the API', () => {
  let service: ServiceProcess
  const sessions: Record<string, string> = {}
  const seen = new Map<string, Set<number>>()
  let document: Json & { readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>> }
  let ajv: Ajv2020
  let alert = ''
  let rule = ''

  beforeAll(async () => {
    service = await makeService({})
    await service.start()
    await service.ready()
    const body = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'))
    await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body: `${body}not JSON\n` })
    const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4,}/.exec(service.log())?.[0]
    sessions.root = await sessionOf('/api/first-run', { code, name: 'root', password })
    seen.set('POST /api/first-run', new Set([200]))
    document = (await (await call('GET', '/api/openapi.json')).json()) as typeof document
    ajv = new Ajv2020({ strict: false, allErrors: true })
    ;(addFormats as unknown as (target: Ajv2020) => void)(ajv)
    ajv.addSchema({ $id: 'api', ...closed(document) })
    await api('POST /api/users', 201, { body: { name: 'bob', role: 'engineer', password: `${password} b` } })
    sessions.bob = await sessionOf('/api/sign-in', { name: 'bob', password: `${password} b` })
    const list = await until(
      async () => (await api('GET /api/alerts', 200, { query: 'limit=1&priority=page-now' })) as Json,
      ({ total }) => Number(total) >= 1,
    )
    alert = String((list.alerts as readonly Json[])[0]?.id)
    rule = String((list.alerts as readonly { readonly rule: Json }[])[0]?.rule.id)
    await until(
      async () => {
        await new Promise((go) => setTimeout(go, 1_000))
        return ((await (await call('GET', '/api/detections/coverage')).json()) as { readonly proof: Json }).proof.state
      },
      (state) => state !== 'running',
      600_000,
    )
  }, 900_000)
  afterAll(() => service?.clean())

  const sessionOf = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { session: string }).session
  }
  const call = (method: string, path: string, given: Given = {}): Promise<Response> => {
    const as = given.as ?? 'root'
    const text = typeof given.body === 'string'
    return fetch(`${service.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as === 'nobody' ? {} : { authorization: `Bearer ${sessions[as]}` }),
        ...(given.body === undefined ? {} : { 'content-type': text ? 'application/x-ndjson' : 'application/json' }),
        ...given.headers,
      },
      ...(given.body === undefined ? {} : { body: text ? (given.body as string) : JSON.stringify(given.body) }),
    })
  }
  /** Asks, and holds the answer against the document. @returns the body */
  const api = async (name: RouteName, status: number, given: Given = {}): Promise<unknown> => {
    const [method = '', path = ''] = name.split(' ')
    const address = path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(given.path?.[part] ?? 'none'))
    const answer = await call(method, `${address}${given.query ? `?${given.query}` : ''}`, given)
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const body = answer.status === 304 ? '' : await answer.text()
    expect(answer.status, `${name}: ${body.slice(0, 300)}`).toBe(status)
    seen.set(name, (seen.get(name) ?? new Set()).add(status))
    const pointer = `${path.replace(/:(\w+)/g, '{$1}').replaceAll('/', '~1')}/${method.toLowerCase()}`
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    const said = (operation?.responses as Readonly<Record<string, Json>>)?.[status]
    expect(said, `${name} answers ${status}, and its document does not say so`).toBeDefined()
    if (said?.content === undefined) return body
    expect(Object.keys(said.content as Json), name).toContain(type)
    const value: unknown = type === 'application/json' ? JSON.parse(body) : body
    const check = ajv.getSchema(
      `api#/paths/${encodeURIComponent(pointer).replaceAll('%7E', '~').replaceAll('%2F', '/')}/responses/${status}/content/${encodeURIComponent(type.replaceAll('/', '~1')).replaceAll('%7E', '~')}/schema`,
    )
    if (!check) throw new Error(`no schema for ${name} ${status}`)
    check(value)
    const wrong = (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
    expect(wrong.slice(0, 5), name).toEqual([])
    return value
  }

  test('of alerts', async () => {
    await api('GET /api/alerts', 200, { query: 'limit=2&sort=urgent' })
    await api('GET /api/alerts', 400, { query: 'limit=none' })
    await api('GET /api/alert-facets', 200)
    await api('GET /api/alert-facets', 400, { query: 'status=none' })
    const path = { id: alert }
    const etag = (await call('GET', `/api/alerts/${alert}`)).headers.get('etag') ?? ''
    await api('GET /api/alerts/:id', 200, { path })
    await api('GET /api/alerts/:id', 304, { path, headers: { 'if-none-match': etag } })
    await api('GET /api/alerts/:id', 404)
    await api('GET /api/alerts/:id/export', 200, { path })
    await api('GET /api/alerts/:id/export', 404)
    await api('GET /api/alerts/:id/export', 400, { path, query: 'as=none' })
    await api('POST /api/alerts/:id/:act', 202, { path: { ...path, act: 'ack' } })
    await api('POST /api/alerts/:id/:act', 202, { path: { ...path, act: 'note' }, body: { text: 'seen' } })
    await api('POST /api/alerts/:id/:act', 400, { path: { ...path, act: 'note' }, body: {} })
    await api('POST /api/alerts/:id/:act', 404, { path: { ...path, act: 'none' } })
    await api('POST /api/alerts/:id/:act', 412, { path: { ...path, act: 'ack' }, headers: { 'if-match': '"0"' } })
    await api('POST /api/alerts/:id/:act', 413, { path: { ...path, act: 'note' }, body: { text: 'x'.repeat(70_000) } })
    await api('POST /api/bulk/:act', 200, { path: { act: 'ack' }, body: { alerts: [alert, 'none'] } })
    await api('POST /api/bulk/:act', 400, { path: { act: 'ack' }, body: { alerts: [] } })
    await api('POST /api/bulk/:act', 404, { path: { act: 'none' }, body: { alerts: [alert] } })
    const events = (await api('GET /api/events', 200, { query: 'limit=2' })) as { readonly events: readonly object[] }
    expect(events.events).toHaveLength(2)
    await api('GET /api/events', 400, { query: 'from=none' })
  })

  test('of the stream', async () => {
    const answer = await call('GET', '/api/stream')
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    seen.set('GET /api/stream', new Set([200]))
    await answer.body?.cancel()
  })

  test('of pages and views', async () => {
    await api('GET /api/pages', 200, { query: 'open=false' })
    await api('GET /api/pages', 400, { query: 'open=none' })
    await api('GET /api/pages/log', 200)
    await api('GET /api/pages/log', 400, { query: 'from=none' })
    await api('GET /api/pages/:id', 404)
    await api('GET /api/pages/:id', 200, { path: { id: alert } })
    await api('POST /api/pages/:id/:act', 404, { path: { act: 'ack' } })
    await api('POST /api/pages/:id/:act', 202, { path: { id: alert, act: 'ack' } })
    await api('POST /api/pages/:id/:act', 400, { path: { id: alert, act: 'resolve' } })
    await api('POST /api/pages/test', 409)
    await api('GET /api/deliveries', 200)
    await api('GET /api/deliveries', 400, { query: 'outcome=none' })
    await api('POST /api/views', 201, { body: { name: 'mine', query: 'status=open' } })
    await api('POST /api/views', 400, { body: {} })
    await api('GET /api/views', 200)
    await api('POST /api/views/forget', 200, { body: { name: 'mine' } })
    await api('POST /api/views/forget', 404, { body: { name: 'mine' } })
  })

  test('of detections', async () => {
    await api('GET /api/detections', 200)
    await api('GET /api/detections', 400, { query: 'use=none' })
    await api('GET /api/detections/coverage', 200)
    await api('GET /api/detections/:id', 200, { path: { id: rule } })
    await api('GET /api/detections/:id', 404)
    const [line = ''] = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'), 'utf8').split('\n')
    const text = `${line}\nnot JSON`
    await api('POST /api/detections/explain', 200, { body: { text, source: 'aws.cloudtrail' } })
    await api('POST /api/detections/explain', 400, { body: { text, source: 'none' } })
    await api('POST /api/detections/explain', 400, { body: {} })
    await api('POST /api/detections/explain', 413, { body: { text: 'x'.repeat(600_000) } })
  })

  test('of records and memory', async () => {
    const { deadLetters } = (await until(
      () => api('GET /api/dead-letters', 200),
      (found) => (found as { deadLetters: readonly object[] }).deadLetters.length > 0,
    )) as { deadLetters: readonly { readonly id: string }[] }
    const path = { id: deadLetters[0]?.id ?? '' }
    await api('GET /api/dead-letters', 400, { query: 'limit=none' })
    await api('GET /api/dead-letters/:id', 200, { path })
    await api('GET /api/dead-letters/:id', 404)
    await api('POST /api/dead-letters/:id/replay', 202, { path })
    await api('POST /api/dead-letters/:id/replay', 409, { path })
    await api('POST /api/dead-letters/:id/replay', 404)
    await api('POST /api/dead-letters/replay', 202)
    await api('POST /api/dead-letters/replay', 400, { query: 'since=none' })
    await api('GET /api/sources', 200)
    await api('GET /api/baseline', 200)
    await api('GET /api/baseline', 400, { query: 'limit=none' })
    const setting = { resource: 'r1', setting: 'retention', value: 35, at: '2026-01-01T00:00:00Z' }
    await api('POST /api/baseline', 202, { body: `${JSON.stringify(setting)}\n` })
    await api('POST /api/baseline', 400, { body: 'none\n' })
    await api('POST /api/learn', 400, { body: 'none\n' })
    await api('GET /api/ready', 200)
    const { lines } = (await api('GET /api/state', 200, { query: 'limit=3' })) as { lines: readonly { key: string }[] }
    await api('GET /api/state', 400, { query: 'kind=none' })
    await api('GET /api/state/:key', 200, { path: { key: lines[0]?.key ?? '' } })
    await api('GET /api/state/:key', 404)
    await api('GET /api/posture', 404)
    await api('GET /api/posture', 400, { query: 'dwell=none' })
  })

  test('of planned changes and drills', async () => {
    const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
    const body = {
      classes: ['protection-weakened'],
      actors: ['svc-backup'],
      resources: ['nightly-*'],
      count: 2,
      to: soon(3),
      reason: 'a move',
    }
    const { id } = (await api('POST /api/changes', 201, { body })) as { id: string }
    await api('POST /api/changes', 400, { body: { ...body, actors: [] } })
    await api('GET /api/changes', 200)
    await api('GET /api/changes', 400, { query: 'kind=none' })
    await api('GET /api/changes/:id', 200, { path: { id } })
    await api('GET /api/changes/:id', 404)
    await api('POST /api/changes/:id/approve', 403, { path: { id } })
    await api('POST /api/changes/:id/approve', 200, { path: { id }, as: 'bob' })
    await api('POST /api/changes/:id/approve', 404)
    await api('POST /api/changes/:id/reject', 409, { path: { id }, as: 'bob' })
    await api('POST /api/changes/:id/withdraw', 200, { path: { id } })
    const other = (await api('POST /api/changes', 201, { body })) as { id: string }
    await api('POST /api/changes/:id/reject', 200, { path: { id: other.id }, as: 'bob', body: { text: 'not now' } })
    const drill = { kind: 'full', sets: ['a'], scenario: 'all is gone', runbook: 'wiki, v3', writtenBy: ['ann'] }
    const started = (await api('POST /api/drills', 201, { body: drill })) as { id: string }
    const path = { id: started.id }
    await api('POST /api/drills', 400, { body: {} })
    await api('POST /api/drills/:id/step', 200, { path, body: { name: 'restored', serves: 'a' } })
    await api('POST /api/drills/:id/step', 400, { path, body: {} })
    await api('POST /api/drills/:id/step', 404, { body: { name: 'restored' } })
    await api('POST /api/drills/:id/finish', 200, { path, body: { end: 'served' } })
    await api('POST /api/drills/:id/finish', 409, { path, body: { end: 'served' } })
    await api('GET /api/reports/:kind', 404, { path: { kind: 'board' } })
    await api('GET /api/drills', 200)
    await api('GET /api/drills/:id', 200, { path })
    await api('GET /api/drills/:id', 404)
  })

  test('of people, tokens and the audit log', async () => {
    await api('GET /api/me', 200)
    await api('GET /api/openapi.json', 200)
    await api('GET /api/users', 200)
    await api('GET /api/users', 403, { as: 'bob' })
    await api('POST /api/users', 400, { body: { name: 'x' } })
    await api('POST /api/users', 409, { body: { name: 'bob', role: 'viewer', password: `${password} c` } })
    await api('POST /api/users/:name/:act', 200, { path: { name: 'bob', act: 'role' }, body: { role: 'admin' } })
    await api('POST /api/users/:name/:act', 404, { path: { name: 'bob', act: 'none' } })
    await api('POST /api/users/:name/password', 200, {
      path: { name: 'root' },
      body: { password: `${password} 2`, current: password },
    })
    sessions.root = await sessionOf('/api/sign-in', { name: 'root', password: `${password} 2` })
    await api('POST /api/users/:name/password', 400, { path: { name: 'root' }, body: [] })
    const { id } = (await api('POST /api/tokens', 201, {
      body: { name: 'grafana', role: 'viewer', purpose: 'dashboard', scopes: ['metrics'] },
    })) as { id: string }
    await api('POST /api/tokens', 400, { body: {} })
    await api('GET /api/tokens', 200)
    await api('POST /api/tokens/:id/revoke', 200, { path: { id } })
    await api('POST /api/tokens/:id/revoke', 404)
    // Another role ended his session.
    sessions.bob = await sessionOf('/api/sign-in', { name: 'bob', password: `${password} b` })
    const { sessions: open } = (await api('GET /api/sessions', 200)) as { sessions: readonly Json[] }
    const bobs = open.find(({ account }) => account === 'bob')
    await api('POST /api/sessions/:id/end', 200, { path: { id: String(bobs?.id) } })
    await api('POST /api/sessions/:id/end', 404)
    sessions.bob = await sessionOf('/api/sign-in', { name: 'bob', password: `${password} b` })
    await api('POST /api/sign-in/passkey/options', 409, { as: 'nobody' })
    await api('POST /api/sign-in/passkey', 409, { as: 'nobody', body: { answer: {} } })
    await api('POST /api/me/passkey/options', 409, { body: { current: 'wrong' } })
    await api('POST /api/erasures', 200, { body: { names: ['eve.example'], dryRun: 'yes' } })
    await api('POST /api/erasures', 400, { body: {} })
    await api('GET /api/audit', 200)
    await api('GET /api/audit/head', 200)
    await api('POST /api/sign-in', 200, { body: { name: 'root', password: `${password} 2` } })
    await api('POST /api/sign-in', 403, { body: { name: 'root', password: 'wrong' } })
    await api('POST /api/first-run', 403, { body: { code: 'none', name: 'eve', password } })
    await api('POST /api/sign-out', 200, { as: 'bob' })
    await api('GET /api/me', 401, { as: 'bob' })
    for (const name of described.filter((one) => one.startsWith('GET /api/')))
      if (name !== 'GET /api/stream') await api(name, 401, { as: 'nobody' })
  })

  test('of machines', async () => {
    await api('GET /healthz', 200, { as: 'nobody' })
    await api('GET /readyz', 200, { as: 'nobody' })
    await api('GET /metrics', 200)
    const body = readFileSync(join(root, 'samples/stories/forty-days/cloudtrail.ndjson'), 'utf8').split('\n')[0]
    await api('POST /intake/:source', 200, { path: { source: 'aws.cloudtrail' }, body })
    await api('POST /intake/:source', 404, { path: { source: 'none' }, body })
  })

  test('and every address was asked, to its good end where it has one here', () => {
    // Learning takes whole events, passkeys a browser, and no pager or estate is configured: they have journeys of their own.
    const elsewhere = [
      'POST /api/learn 202',
      'POST /api/pages/test 202',
      'GET /api/posture 200',
      'GET /api/reports/:kind 200',
      'POST /api/sign-in/passkey/options 200',
      'POST /api/sign-in/passkey 200',
      'POST /api/me/passkey/options 200',
    ]
    const missing = described.filter((name) => {
      const [method = '', path = ''] = name.split(' ')
      const said = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.responses ?? {}
      const good = Object.keys(said).filter((status) => status.startsWith('2'))
      return !good.some((status) => seen.get(name)?.has(Number(status)) || elsewhere.includes(`${name} ${status}`))
    })
    expect(missing).toEqual([])
  })
})

/** The document with no room for fields that it does not name: where it names some at all. */
function closed(document: Json): Json {
  const parts = (document.components as { readonly schemas: Readonly<Record<string, Json>> }).schemas
  /** What several schemas ask for together, as one. */
  const together = (schema: Json): Json => {
    const named = typeof schema.$ref === 'string' ? parts[schema.$ref.split('/').at(-1) ?? ''] : schema
    const all = ((named?.allOf as readonly Json[] | undefined) ?? []).map(together)
    if (all.length === 0) return named ?? {}
    const properties = Object.assign({}, ...all.map((one) => one.properties)) as Json
    return { type: 'object', properties, required: all.flatMap(({ required }) => required ?? []) }
  }
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close)
    if (typeof value !== 'object' || value === null) return value
    const schema = (value as Json).allOf === undefined ? (value as Json) : together(value as Json)
    const held = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, close(one)]))
    const names = held.type === 'object' && held.properties !== undefined && held.additionalProperties === undefined
    return names ? { ...held, unevaluatedProperties: false } : held
  }
  // What alerts and events hold is for their own schemas to say.
  const open = Object.entries(parts).filter(([name]) => /^(Alert|Event)/.test(name))
  const made = close(document) as { readonly components: { readonly schemas: Json } }
  const schemas = { ...made.components.schemas, ...Object.fromEntries(open) }
  return { ...made, components: { schemas } }
}
