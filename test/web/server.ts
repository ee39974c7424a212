// The web room on a free port over a store in memory, for tests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Alert } from '../../src/model/alert.ts'
import type { Action } from '../../src/model/wire.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { createApp } from '../../src/web/app.ts'
import type { BaselineEntry, DeadLetterEntry, WebDeps } from '../../src/web/deps.ts'

export interface TestServer {
  readonly url: string
  readonly actions: readonly Action[]
  readonly replayed: readonly string[]
  readonly baseline: readonly BaselineEntry[]
  close(): Promise<void>
}

export async function serve(alerts: readonly Alert[], part: Partial<WebDeps> = {}): Promise<TestServer> {
  const store = sqliteStore(':memory:')
  await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
  const actions: Action[] = []
  const replayed: string[] = []
  const baseline: BaselineEntry[] = []
  const app = createApp({
    console: true,
    fault(error) {
      throw error
    },
    store,
    async act(given) {
      const action: Action = { type: 'action', id: `act-${actions.length}`, at: '2026-03-01T03:00:00.000Z', ...given }
      actions.push(action)
      await store.put([{ type: 'action', action }])
      return action
    },
    runbook: () => '# Title\n\n1. Call the backup administrator.\n2. Compare.\n\n<script>alert(1)</script>',
    deadLetters: {
      list: async () => [letter],
      get: async (id) => (id === letter.id ? letter : undefined),
      async replay(id) {
        if (id === letter.id) replayed.push(id)
        return id === letter.id
      },
    },
    baseline: {
      list: async () => baseline,
      async import(entries) {
        baseline.push(...entries)
        return { ok: true, value: entries.length }
      },
    },
    intake: (_, response) => void response.status(202).end(),
    ready: async () => ({ ready: true, stages: [], problems: [] }),
    metrics: async () => ({ type: 'text/plain', text: 'lastcopy_up 1\n' }),
    access: { tokens: [] },
    site: 'default',
    now: () => Date.parse('2026-03-01T02:05:00Z'),
    ...part,
  })
  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    replayed,
    baseline,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await store.close()
    },
  }
}

const letter: DeadLetterEntry = {
  id: '0-12',
  at: '2026-03-01T01:00:00.000Z',
  letter: {
    source: 'aws.cloudtrail',
    reason: 'is no JSON',
    position: { topic: 'audit.aws.cloudtrail', partition: 0, offset: '4' },
    received: '2026-03-01T01:00:00.000Z',
    sha256: '0'.repeat(64),
    record: Buffer.from('{"cut').toString('base64'),
  },
}
