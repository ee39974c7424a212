// The web room on a free port over a store and a journal in memory, with the real people stage, for tests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Ask } from '../../src/model/ask.ts'
import type { AccessRole } from '../../src/model/people.ts'
import type { AlertStore, StoreEntry } from '../../src/model/store.ts'
import type { Action } from '../../src/model/wire.ts'
import { hashSecret } from '../../src/people/secret.ts'
import { peopleStage } from '../../src/people/stage.ts'
import { openLink } from '../../src/relay/link.ts'
import { renderReport } from '../../src/report/render.ts'
import { makeErasure } from '../../src/service/erasure.ts'
import { lastcopyItself, makePeople, type People } from '../../src/service/people.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { createApp } from '../../src/web/app.ts'
import type { BaselineEntry, DeadLetterEntry, LearnedEvent, WebDeps } from '../../src/web/deps.ts'

export interface TestServer {
  readonly url: string
  readonly app: ReturnType<typeof createApp>
  readonly store: AlertStore
  readonly actions: readonly Action[]
  readonly replayed: readonly string[]
  readonly baseline: readonly BaselineEntry[]
  readonly learned: readonly LearnedEvent[]
  readonly people: People
  /** A token of that role; with an owner, whose account is made where there is none. */
  token(role: AccessRole, owner?: string): Promise<string>
  /** A one-time code, as a start prints it. */
  code(): Promise<string>
  entries(): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

const now = Date.parse('2026-03-01T02:05:00Z')
/** Seals the links of tests. */
export const linkKey = Buffer.alloc(32, 7)

export async function serve(alerts: readonly Alert[], part: Partial<WebDeps> = {}): Promise<TestServer> {
  const store = sqliteStore(':memory:')
  await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
  const journal = sqliteJournal({ path: ':memory:' })
  await journal.open()
  const people = makePeople({ journal, now: () => part.now?.() ?? now })
  await journal.run(peopleStage())
  await people.begin()
  const actions: Action[] = []
  const replayed: string[] = []
  const baseline: BaselineEntry[] = []
  const learned: LearnedEvent[] = []
  const app = createApp({
    console: true,
    fault(error) {
      throw error
    },
    store,
    erase: makeErasure({ store, events: undefined, people }),
    async act(given, { who }) {
      const at = '2026-03-01T03:00:00.000Z'
      const action: Action = { type: 'action', at, by: who.name, ...given, id: given.id ?? `act-${actions.length}` }
      actions.push(action)
      await store.put([{ type: 'action', action }, ...answeredBy(await store.get(given.alert), action)])
      return action
    },
    answers: {
      hook: async () => undefined,
      link: (token) => openLink(token, linkKey, part.now?.() ?? now),
      pagers: () => [],
      test: async () => ({ type: 'test', id: 'test-1', site: 'default', by: 'ann', at: '2026-03-01T03:00:00.000Z' }),
    },
    people,
    passwords: { ln: 10, r: 8, p: 1 },
    explain: () => undefined,
    titleOf: () => undefined,
    detections: noDetections,
    runbook: () => '# Title\n\n1. Call the backup administrator.\n2. Compare.\n\n<script>alert(1)</script>',
    deadLetters: {
      list: async () => [{ ...letter, bytes: 5 }],
      get: async (id) => (id === letter.id ? letter : undefined),
      async replay(id) {
        if (id !== letter.id) return undefined
        if (replayed.includes(id)) return 'before'
        replayed.push(id)
        return 'replayed'
      },
      replayAll: async () => ({ replayed: 0, before: replayed.length }),
    },
    state: { owned: () => false, list: async () => ({ lines: [], more: false, counts: {} }), show: () => undefined },
    blind: () => undefined,
    report: renderReport,
    posture: {
      names: { sets: [], copies: [] },
      survival: async () => ({ ok: false, error: 'no-estate' }),
      former: () => [],
    },
    sources: async () => ({ at: '2026-03-01T02:05:00.000Z', since: '2026-03-01T00:00:00.000Z', sources: [] }),
    baseline: {
      list: async () => baseline,
      async import(entries) {
        baseline.push(...entries)
        return { ok: true, value: entries.length }
      },
    },
    async learn(events) {
      learned.push(...events)
    },
    intake: (_, response) => void response.status(202).end(),
    heartbeat: (_, response) => void response.status(202).end(),
    ready: async () => ({ ready: true, stages: [], problems: [] }),
    metrics: async () => ({ type: 'text/plain', text: 'lastcopy_up 1\n' }),
    access: { tokens: [] },
    site: 'default',
    now: () => now,
    ...part,
  })
  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const must = async (ask: Ask): Promise<void> => {
    const outcome = await people.ask(ask, { who: { ...lastcopyItself.who, role: 'admin' } })
    if (outcome === 'late' || outcome.refused !== undefined) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  }
  let made = 0
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app,
    store,
    actions,
    replayed,
    baseline,
    learned,
    people,
    async token(role, owner) {
      if (owner !== undefined && !people.known()?.get('account', owner))
        await must({ act: 'user-add', name: owner, role, password: 'none' })
      made += 1
      const secret = `lct_${String(made).padStart(43, 'x')}`
      const whose = owner === undefined ? { purpose: 'a test' } : { owner }
      const token = { id: `t${made}`, name: `token ${made}`, role, hash: hashSecret(secret), ...whose }
      await must({ act: 'token-add', token })
      return secret
    },
    async code() {
      const code = 'ABCD-EFGH-JKLM-NPQR-STUV'
      await must({ act: 'code-issued', code: hashSecret(code), expiresAt: new Date(now + 3_600_000).toISOString() })
      return code
    },
    async entries() {
      const found: Record<string, unknown>[] = []
      for await (const entry of people.audit()) found.push(JSON.parse(entry) as Record<string, unknown>)
      return found
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await people.stop()
      await journal.close()
      await store.close()
    },
  }
}

/** Of a site without a rule. */
const noDetections: WebDeps['detections'] = {
  rules: () => [],
  digest: () => '0'.repeat(64),
  text: () => undefined,
  sources: () => [],
  proof: () => ({ state: 'running' }),
  trial: async () => ({ ok: false, error: { status: 400, error: 'there is nothing to try: paste a record' } }),
}

/** As detection answers an acknowledgement. */
function answeredBy(alert: Alert | undefined, { id, act, by, at, via }: Action): readonly StoreEntry[] {
  if (alert?.status !== 'open' || act !== 'acknowledge') return []
  const answered = { by, at, stage: alert.stage, action: id, ...(via === undefined ? {} : { via }) }
  return [{ type: 'alert', alert: { ...alert, version: alert.version + 1, status: 'acknowledged', answered } }]
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
