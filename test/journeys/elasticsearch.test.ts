// The alert store in a real Elasticsearch node: the same as in SQLite, signed in as clusters demand it, through their bad days.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { at } from '../../src/lib/path.ts'
import type { ElasticsearchConfig } from '../../src/model/config.ts'
import { StoreTrouble } from '../../src/model/store.ts'
import { elasticsearchStore } from '../../src/store/elasticsearch/store.ts'
import { type Node, type Release, releasesHere, startNode } from '../services/elasticsearch.ts'
import { alertOf } from '../store/alert.ts'
import { storeContract } from '../store/contract.ts'
import { eventContract } from '../store/events.ts'
import { makeAuthority } from '../support/certificates.ts'
import { type ElasticsearchProxy, type ProxyOptions, startProxy } from '../support/elasticsearch-proxy.ts'

let count = 0
const refused: { readonly id: string; readonly reason: string; readonly kept: string }[] = []
/** A store of its own: nothing that another test wrote is in it. */
function storeAt(url: string, more: Partial<ElasticsearchConfig> = {}, prefix = `test-${++count}`) {
  const store = elasticsearchStore({
    connection: { nodes: [url], timeout: 5_000, ...more },
    store: { kind: 'elasticsearch', prefix, events: true },
    onRefused: (one) => void refused.push(one),
  })
  return Object.assign(store, { prefix })
}

test('a release of each line that a Java here can run is tried', () => {
  expect(releasesHere()).toContain('8.19.0')
  if (releasesHere().length === 1) console.warn('9.x is not tried: there is no Java 21 or later on this machine')
})

describe.each(releasesHere())('Elasticsearch %s', (release: Release) => {
  let node: Node
  let proxy: ElasticsearchProxy | undefined
  beforeAll(async () => {
    node = await startNode(release)
  })
  afterEach(async () => {
    refused.length = 0
    await proxy?.close()
    proxy = undefined
  })
  afterAll(() => node?.stop())

  const through = async (options?: ProxyOptions): Promise<ElasticsearchProxy> => {
    proxy = await startProxy(node.url, options)
    return proxy
  }
  /** What stands at a dotted path of an answer. */
  const get = async (path: string, place: string): Promise<unknown> =>
    at({ '': await (await fetch(`${node.url}${path}`)).json() }, `.${place}`.replace(/\.$/, ''))

  describe('as every store', () => {
    let store: ReturnType<typeof storeAt> | undefined
    // Templates are put once; an index that goes takes everything with it.
    beforeEach(async () => {
      store ??= storeAt(node.url)
      await fetch(`${node.url}/${store.prefix}-*`, { method: 'DELETE' })
    })
    storeContract('Elasticsearch', () => store ?? storeAt(node.url))
    eventContract('Elasticsearch', () => ({
      store: store ?? storeAt(node.url),
      written: async () => void (await fetch(`${node.url}/${store?.prefix}-*/_refresh`, { method: 'POST' })),
    }))
  })

  test('parts of words are found where the cluster forbids expensive searches', async () => {
    const store = storeAt(node.url)
    await store.put([
      { type: 'alert', alert: alertOf({ summary: 'Retention of nightly-4711 cut; Größe 😀😁😂 ab cd\u001cef' }) },
      { type: 'alert', alert: alertOf({ id: 'a2', summary: 'abc bcd; the other one', title: 'Another' }) },
    ])
    const settings = (allowed: boolean | null): Promise<Response> =>
      fetch(`${node.url}/_cluster/settings`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ persistent: { 'search.allow_expensive_queries': allowed } }),
      })
    expect((await settings(false)).status).toBe(200)
    try {
      const found = async (text: string): Promise<readonly string[]> =>
        (await store.find({ limit: 5, text })).alerts.map(({ id }) => id)
      for (const text of ['etention of', 'ly-47', '47', 'größe', 'öß', 'ß', '😁😂', '😀😁😂', 'd\u001ce'])
        expect([text, await found(text)]).toEqual([text, ['a1']])
      expect(await found('bcd other')).toEqual(['a2'])
      // It is in no word, though its pieces stand one after the other.
      expect(await found('abcd')).toEqual([])
    } finally {
      await settings(null)
    }
  })

  test('alerts of the release before are found by parts of words, and nothing has changed for who reads along', async () => {
    const store = storeAt(node.url)
    const alerts = ['a1', 'a2', 'a3'].map((id) => alertOf({ id, summary: `Retention of vault-${id} cut` }))
    await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
    const before = await store.changes(undefined, 10)
    for (const id of ['a1', 'a2', 'a3']) {
      const hits = await get(`/${store.prefix}-alerts/_search?version=true&q=lastcopy.alert.id:${id}`, 'hits.hits')
      const [{ _index, _version, _source }] = hits as [
        { readonly _index: string; readonly _version: number; readonly _source: object },
      ]
      const again = `${node.url}/${_index}/_doc/${id}?refresh=true&version_type=external_gte&version=${_version}`
      const put = await fetch(again, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(_source),
      })
      expect(put.status).toBe(200)
    }
    expect((await store.find({ limit: 5, text: 'vault-a2' })).total).toBe(0)
    const next = storeAt(node.url, {}, store.prefix)
    await next.put([{ type: 'alert', alert: alertOf({ id: 'a4', summary: 'another' }) }])
    expect((await next.find({ limit: 5, text: 'ault-a2' })).alerts).toEqual([alerts[1]])
    expect((await next.find({ limit: 5, text: 'vault-a' })).total).toBe(3)
    expect((await next.changes(before.next, 10)).alerts.map(({ id }) => id)).toEqual(['a4'])
  })

  test('an alert is an ECS document in the index of its month, and stays there when it begins earlier than was known', async () => {
    const store = storeAt(node.url)
    await store.put([{ type: 'alert', alert: alertOf({ openedAt: '2026-03-01T02:00:00.000Z' }) }])
    await store.put([
      { type: 'alert', alert: alertOf({ version: 2, openedAt: '2026-02-28T23:00:00.000Z', eventCount: 2 }) },
    ])
    const hits = (await get(`/${store.prefix}-alerts/_search?version=true`, 'hits.hits')) as readonly unknown[]
    expect(hits).toHaveLength(1)
    expect(hits[0]).toMatchObject({
      _index: `${store.prefix}-alerts-2026.03`,
      _id: 'a1',
      _version: 2,
      _source: {
        '@timestamp': '2026-03-01T02:00:00.000Z',
        event: { kind: 'alert', action: 'retention-changed', severity: 1, risk_score: 99 },
        rule: { name: 'Retention shortened' },
        user: { name: 'maria.k' },
        source: { ip: '203.0.113.10' },
        cloud: { account: { id: '111122223333' }, region: 'eu-central-1' },
        related: { ip: ['203.0.113.10'] },
        lastcopy: { alert: { status: 'open', priority: 'page-now', class: 'protection-weakened', events: 2 } },
      },
    })
  })

  test('mappings are strict, and take fields that come with a later version', async () => {
    const store = storeAt(node.url)
    await store.put([{ type: 'alert', alert: alertOf() }])
    const index = `${store.prefix}-alerts-2026.03`
    const mapping = await get(`/${index}/_mapping?filter_path=*.mappings.dynamic,*.mappings.properties.source`, '')
    expect(Object.values(mapping as object)).toMatchObject([
      { mappings: { dynamic: 'strict', properties: { source: { properties: { ip: { type: 'ip' } } } } } },
    ])
    const templates = await get(`/_index_template/${store.prefix}-alerts`, 'index_templates')
    expect(templates).toMatchObject([
      { index_template: { index_patterns: [`${store.prefix}-alerts-*`], _meta: { product: 'lastcopy' } } },
    ])
  })

  test('templates of a later version stay as they are', async () => {
    const store = storeAt(node.url)
    await store.put([{ type: 'alert', alert: alertOf() }])
    const path = `${node.url}/_index_template/${store.prefix}-alerts`
    const { index_templates: found } = (await (await fetch(path)).json()) as {
      readonly index_templates: readonly [{ readonly index_template: object }]
    }
    const later = JSON.stringify({ ...found[0].index_template, version: 99 })
    await fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: later })
    const beside = elasticsearchStore({
      connection: { nodes: [node.url], timeout: 5_000 },
      store: { kind: 'elasticsearch', prefix: store.prefix, events: true },
      onRefused: (one) => void refused.push(one),
    })
    await beside.put([{ type: 'alert', alert: alertOf({ id: 'a2' }) }])
    expect(await get(`/_index_template/${store.prefix}-alerts`, 'index_templates')).toMatchObject([
      { index_template: { version: 99 } },
    ])
    expect((await beside.find({ limit: 5 })).total).toBe(2)
    await beside.close()
  })

  test.each<[string, ProxyOptions & { readonly ask: Partial<ElasticsearchConfig> }]>([
    ['an API key', { authorization: 'ApiKey aWQ6a2V5', ask: { apiKey: 'aWQ6a2V5' } }],
    [
      'a name and a password',
      {
        authorization: `Basic ${Buffer.from('lastcopy:pass:word').toString('base64')}`,
        ask: { username: 'lastcopy', password: 'pass:word' },
      },
    ],
  ])('signs in with %s, and says so when it may not', async (_, { ask, ...demands }) => {
    const { url } = await through(demands)
    const store = storeAt(url, ask)
    await store.put([{ type: 'alert', alert: alertOf() }])
    expect(await store.get('a1')).toEqual(alertOf())
    const stranger = storeAt(url)
    await expect(stranger.put([{ type: 'alert', alert: alertOf() }])).rejects.toThrow('security_exception')
    await expect(stranger.find({ limit: 1 })).rejects.toThrow(StoreTrouble)
  })

  test('signs in with a certificate, and believes only the authority that it was given', async () => {
    const authority = makeAuthority('test authority')
    const { url } = await through({ tls: { ...authority.issue('localhost'), ca: authority.cert } })
    const own = authority.issue('lastcopy')
    const tls = { ca: authority.cert, ...own, rejectUnauthorized: true }
    const store = storeAt(url, { tls })
    await store.put([{ type: 'alert', alert: alertOf() }])
    expect((await store.find({ limit: 5 })).total).toBe(1)
    const { cert: _, key: __, ...anonymous } = tls
    await expect(storeAt(url, { tls: anonymous }).fresh()).rejects.toThrow('security_exception')
    const wrong = { ...tls, ca: makeAuthority('another').cert }
    await expect(storeAt(url, { tls: wrong }).fresh()).rejects.toThrow(/cannot be reached: .*(certificate|issuer)/)
  })

  test.each([
    ['busy', /answers 429/],
    ['unavailable', /answers 503/],
    ['down', /cannot be reached/],
    ['hang', /does not answer in time/],
  ] as const)('says that a cluster is %s, writes nothing twice, and goes on when it is back', async (mood, words) => {
    const here = await through()
    const store = storeAt(here.url, { timeout: 300 })
    await store.put([{ type: 'alert', alert: alertOf() }])
    here.mood = mood
    await expect(store.find({ limit: 1 })).rejects.toThrow(words)
    await expect(store.put([{ type: 'alert', alert: alertOf({ id: 'a2' }) }])).rejects.toThrow(words)
    here.mood = 'pass'
    await store.put([{ type: 'alert', alert: alertOf({ id: 'a2' }) }])
    expect((await store.find({ limit: 5 })).alerts.map(({ id }) => id).sort()).toEqual(['a1', 'a2'])
  })

  test('documents that a busy node sent back are sent again, the others are not', async () => {
    const here = await through()
    const store = storeAt(here.url)
    const bulks: number[] = []
    here.instead = (_, path, body) => {
      if (!path.startsWith('/_bulk')) return undefined
      const lines = body.trim().split('\n')
      bulks.push(lines.length / 2)
      if (bulks.length > 1) return undefined
      const items = lines
        .filter((_, index) => index % 2 === 0)
        .map((_, index) => ({
          index:
            index === 1
              ? { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'queue is full' } }
              : { status: 201 },
        }))
      return { status: 200, body: { errors: true, items } }
    }
    await store.put(['a1', 'a2', 'a3'].map((id) => ({ type: 'alert', alert: alertOf({ id }) })))
    expect(bulks).toEqual([3, 1])
    expect(await store.get('a2')).toEqual(alertOf({ id: 'a2' }))
  })

  test('a batch that a node finds too large goes in halves', async () => {
    const here = await through()
    const store = storeAt(here.url)
    here.instead = (_, path, body) =>
      path.startsWith('/_bulk') && body.split('\n').length > 4 ? { status: 413, body: {} } : undefined
    await store.put(Array.from({ length: 7 }, (_, n) => ({ type: 'alert', alert: alertOf({ id: `a${n}` }) })))
    expect((await store.find({ limit: 10 })).total).toBe(7)
  })

  test('an alert whose fields are refused is listed all the same, whole, and told of', async () => {
    const store = storeAt(node.url)
    await store.fresh()
    await store.put([{ type: 'alert', alert: alertOf({ id: 'first' }) }])
    // What another version, or somebody else, may have made of the index.
    await fetch(`${node.url}/${store.prefix}-alerts-2026.04`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mappings: { properties: { message: { type: 'date' } } } }),
    })
    const april = { at: '2026-04-01T00:00:00.000Z', openedAt: '2026-04-01T00:00:00.000Z' }
    const alerts = [alertOf({ id: 'odd', ...april }), alertOf({ id: 'second' })]
    await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
    expect((await store.find({ limit: 10 })).alerts.map(({ id }) => id).sort()).toEqual(['first', 'odd', 'second'])
    expect(await store.get('odd')).toEqual(alerts[0])
    expect(refused).toEqual([
      { id: 'odd', reason: expect.stringContaining('document_parsing_exception'), kept: 'least' },
    ])
  })

  test('what is refused in every form lies aside with the reason, and stops nothing', async () => {
    const here = await through()
    const store = storeAt(here.url)
    here.instead = (_, path, body) => {
      if (!path.startsWith('/_bulk') || !body.includes('"_id":"poison"') || body.includes('set-aside')) return undefined
      const items = body
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('{"index":'))
        .map((line) => ({
          index: line.includes('poison')
            ? { status: 400, error: { type: 'document_parsing_exception', reason: 'no' } }
            : { status: 201 },
        }))
      return { status: 200, body: { errors: true, items } }
    }
    await store.put([{ type: 'alert', alert: alertOf({ id: 'poison' }) }])
    expect(refused).toEqual([{ id: 'poison', reason: 'document_parsing_exception: no', kept: 'aside' }])
    expect(await get(`/${store.prefix}-set-aside/_search`, 'hits.hits')).toMatchObject([
      {
        _source: { lastcopy: { refused: { kind: 'alerts', id: 'poison', reason: 'document_parsing_exception: no' } } },
      },
    ])
  })

  test('hostile alerts are stored as they are and found', async () => {
    const store = storeAt(node.url)
    const long = 'ü'.repeat(40_000)
    const odd = alertOf({
      id: 'odd',
      at: 'no time at all',
      openedAt: 'neither',
      summary: `a*b?c\\d \ud800 ${long}`,
      account: long,
      actor: { id: long, name: '\u0000', kind: '', addresses: ['not an address', long], agents: [] },
      evidence: [],
      changes: [{ setting: 'x', from: { deep: [[[[1]]]] }, to: '2026-99-99' }],
    })
    await store.put([
      { type: 'alert', alert: odd },
      { type: 'alert', alert: alertOf() },
    ])
    expect(refused).toEqual([])
    expect(await store.get('odd')).toEqual(JSON.parse(JSON.stringify(odd)))
    expect((await store.find({ limit: 5, text: 'A*B?C\\D' })).alerts.map(({ id }) => id)).toEqual(['odd'])
    expect((await store.find({ limit: 5, text: 'a*d' })).total).toBe(0)
  })
})
