// The alert store is down, busy, or answers that it cannot, from the first moment on: pages go out, and it catches up after.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Node, startNode } from '../services/elasticsearch.ts'
import { type ElasticsearchProxy, type ProxyMood, startProxy } from '../support/elasticsearch-proxy.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { alertOf, dangerous, names } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

let node: Node
let proxy: ElasticsearchProxy
let pagerDuty: PagerDutyServer
let service: ServiceProcess

beforeAll(async () => {
  node = await startNode()
  proxy = await startProxy(node.url)
  proxy.mood = 'down'
  pagerDuty = await startPagerDuty()
  service = await makeService({
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
    store: { kind: 'elasticsearch' },
    elasticsearch: { nodes: [proxy.url], timeout: '1s', apiKey: 'a-key-that-nobody-may-see' },
  })
  await service.start()
})
afterAll(async () => {
  await service?.clean()
  await pagerDuty?.close()
  await proxy?.close()
  await node?.stop()
})

const triggers = () => pagerDuty.events.filter(({ event_action }) => event_action === 'trigger')
const ask = async (path: string) => {
  const answer = await fetch(`${service.url}${path}`)
  return { status: answer.status, body: (await answer.json()) as { readonly [name: string]: unknown } }
}
/** A record that must page, and the page of it. */
async function paged(number: number): Promise<void> {
  const body = JSON.stringify(dangerous(number, Date.now()))
  await until(
    async () => (await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })).status,
    (status) => status < 300,
  )
  await until(
    () => triggers().filter(({ payload }) => names(payload?.summary, number)),
    (seen) => seen.length === 1,
  )
}

test.each<[ProxyMood, number]>([
  ['down', 1],
  ['busy', 2],
  ['unavailable', 3],
  ['hang', 4],
])('pages go out while the store is %s', async (mood, number) => {
  proxy.mood = mood
  await paged(number)
  expect((await ask('/api/alerts')).status).toBe(503)
  const { status, body } = await until(
    () => ask('/readyz'),
    ({ status }) => status === 200,
  )
  expect(status).toBe(200)
  expect(body.stages).toContainEqual(expect.objectContaining({ name: 'project', state: 'failed' }))
})

test('a process that is killed meanwhile pages what comes after, and nothing twice', async () => {
  proxy.mood = 'busy'
  await service.kill()
  await service.start()
  await paged(5)
  expect(triggers()).toHaveLength(5)
})

test('the store catches up when it is back, with every alert that was paged, its pages and its events', async () => {
  proxy.mood = 'pass'
  const wanted = triggers()
    .map(({ links }) => alertOf(links?.[0]?.href))
    .sort()
  const alerts = async (): Promise<readonly string[]> => {
    const { status, body } = await ask('/api/alerts?limit=50')
    return status === 200 ? (body.alerts as readonly { readonly id: string }[]).map(({ id }) => id).sort() : []
  }
  expect(await until(alerts, (seen) => seen.length >= wanted.length)).toEqual(wanted)
  await service.ready()
  for (const id of wanted) {
    const { body } = await ask(`/api/alerts/${id}`)
    expect(body).toMatchObject({ pages: [{ alert: id }], deliveries: [{ verdict: 'accepted' }] })
  }
  // What is only evidence is found when the node next refreshes by itself.
  const destroyed = async (): Promise<number> => {
    const events = await fetch(`${node.url}/lastcopy-events/_search?size=50`)
    const { hits } = (await events.json()) as { hits: { hits: readonly { _source: { event: { action: string } } }[] } }
    return hits.hits.filter(({ _source }) => _source.event.action === 'key-destruction-scheduled').length
  }
  expect(await until(destroyed, (seen) => seen >= 5)).toBe(5)
  expect(triggers()).toHaveLength(5)
  expect(service.log()).not.toContain('a-key-that-nobody-may-see')
})
