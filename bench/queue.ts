// `npm run bench:queue [-- elasticsearch]`: how long the queue's list and facets take with many alerts; ALERTS says how many.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Alert } from '../src/model/alert.ts'
import type { AlertQuery, AlertStore } from '../src/model/store.ts'
import { elasticsearchStore } from '../src/store/elasticsearch/store.ts'
import { sqliteStore } from '../src/store/sqlite.ts'
import { startNode } from '../test/services/elasticsearch.ts'
import { alertOf } from '../test/store/alert.ts'
import { type Spent, spent, tell } from './spent.ts'

const alerts = Number(process.env.ALERTS ?? 100_000)
const rounds = 20
const step = 1_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const statuses = ['open', 'acknowledged', 'resolved', 'closed', 'closed', 'closed'] as const
const priorities = ['page-now', 'notify', 'queue', 'queue', 'queue'] as const
const classes = ['protection-weakened', 'admin-added', 'repository-removed', 'refused', 'audit-stopped'] as const

/** The same alerts each time; fifty records each, so that a body has the size of a real one. */
function alert(n: number): Alert {
  const base = alertOf()
  const at = new Date(Date.UTC(2026, 0, 1) + n * 97_000).toISOString()
  const name = `backup-${n % 5_000}`
  const actor = `person${n % 701}`
  const rule = (n * 7) % 200
  const address = `198.51.${n % 100}.${n % 251}`
  return {
    ...base,
    id: n.toString(16).padStart(32, '0'),
    at,
    openedAt: at,
    status: statuses[n % 6] ?? 'open',
    priority: priorities[rule % 5] ?? 'queue',
    class: classes[rule % 5] ?? 'refused',
    site: `site${n % 7}`,
    summary: `Retention of ${name} cut from ${n % 90} days to 1 day by ${actor} from ${address}`,
    actor: { ...base.actor, id: `arn:aws:iam::111122223333:user/${actor}`, name: actor, addresses: [address] },
    resource: { ...base.resource, id: `arn:aws:s3:::${name}`, name, platform: `system${rule % 31}` },
    rule: { ...base.rule, id: `rule-${rule}`, title: `Rule ${rule}` },
    events: Array.from({ length: 50 }, (_, index) => ({
      id: `e${n}-${index}`,
      source: 'aws.cloudtrail',
      position: `audit.aws.cloudtrail-0@${n * 50 + index}`,
      at,
    })),
    eventCount: 50,
    ...(n % 4 === 0 ? { assignee: `analyst${n % 12}` } : {}),
  }
}

const queries: Readonly<Record<string, AlertQuery>> = {
  'the queue as it opens': { limit: 60, sort: 'urgent', status: ['open', 'acknowledged'] },
  'everything, newest': { limit: 60 },
  'three facets': { limit: 60, sort: 'urgent', site: ['site3'], class: ['refused'], status: ['open'] },
  'a word that one alert has': { limit: 60, text: (alerts >> 1).toString(16).padStart(32, '0') },
  'a word that some have': { limit: 60, text: 'person77' },
  'a word that all have': { limit: 60, text: 'retention' },
  'three words': { limit: 60, sort: 'urgent', text: 'retention backup-4711 person', status: ['closed'] },
  'a short word': { limit: 60, text: '90' },
  'nothing found': { limit: 60, text: 'zzzzzz' },
}

async function measure(store: AlertStore): Promise<void> {
  const filled = performance.now()
  for (let from = 0; from < alerts; from += step)
    await store.put(
      Array.from({ length: Math.min(step, alerts - from) }, (_, n) => ({ type: 'alert', alert: alert(from + n) })),
    )
  say(`${alerts} alerts written in ${Math.round((performance.now() - filled) / 1_000)} s`)
  const all: Spent[] = []
  let version = 1
  for (const [name, query] of Object.entries(queries)) {
    const times: Spent[] = []
    for (let n = 0; n < rounds; n += 1) {
      // What is counted is kept until something is written: here something always is.
      version += 1
      await store.put([{ type: 'alert', alert: { ...alert(n), version } }])
      times.push(await spent(() => Promise.all([store.find(query), store.facets(query)])))
    }
    all.push(...times)
    say(`${name}: ${tell(times)}`)
  }
  say(`all: ${tell(all)}`)
  await store.close()
}

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-bench-'))
const node = process.argv.includes('elasticsearch') ? await startNode('8.19.0', 'long') : undefined
try {
  await measure(
    node
      ? elasticsearchStore({
          connection: { nodes: [node.url], timeout: 60_000 },
          store: { kind: 'elasticsearch', prefix: 'bench', events: false },
          onRefused: ({ reason }) => say(`refused: ${reason}`),
        })
      : sqliteStore(join(folder, 'alerts.db')),
  )
} finally {
  await node?.stop()
  rmSync(folder, { recursive: true })
}
