// A site in which every text that anybody could have written is hostile: alerts, pages, letters, rules, plans, drills, the estate.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEstate } from '../../src/config/estate.ts'
import { outsideSources } from '../../src/content/sources.ts'
import type { Proof, RuleEntry, TrialEvent } from '../../src/model/detections.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { Page } from '../../src/model/page.ts'
import type { StoreEntry } from '../../src/model/store.ts'
import { survive } from '../../src/posture/survive.ts'
import { lastcopyItself } from '../../src/service/people.ts'
import type { WebDeps } from '../../src/web/deps.ts'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

/** Leaves an attribute, a tag, a script and a style; hides and turns around. */
export const evil = `"'></a></style></textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\u0007`
const at = '2026-03-01T02:00:00.000Z'
const now = Date.parse('2026-03-01T02:05:00Z')

export const hostileAlert = alertOf({
  id: `x${evil}`,
  summary: evil,
  title: evil,
  rule: { id: evil, title: evil, file: evil },
  actor: { id: evil, name: evil, kind: evil, addresses: [evil], agents: [evil] },
  resource: { type: evil, id: evil, name: evil, platform: evil, container: evil },
  account: evil,
  region: evil,
  assignee: evil,
  muted: evil,
  changes: [{ setting: evil, from: evil, to: { [evil]: evil }, unit: evil }],
  events: [{ id: evil, source: evil, position: evil, at: evil }],
  rules: [evil],
  evidence: alertOf().evidence.map((event) => ({
    ...event,
    [evil]: { [evil]: evil },
    event: { ...event.event, id: evil, code: evil, original: evil },
  })),
  stake: {
    copies: [{ name: evil, of: evil, mechanism: evil, tier: evil, fate: 'gone' }],
    left: 0,
    until: { at, why: evil },
  },
})

const alert = hostileAlert.id
const page: Page = {
  id: 'p1',
  dedupKey: evil,
  alert,
  stage: 1,
  reason: 'first',
  action: 'trigger',
  priority: 'page-now',
  at,
  decidedAt: at,
  summary: evil,
  text: { headline: evil, stake: evil, steps: [evil], others: evil },
  details: { [evil]: evil },
}
const told: readonly StoreEntry[] = [
  { type: 'page', page },
  {
    type: 'delivery',
    delivery: {
      page: 'p1',
      dedupKey: evil,
      alert,
      pager: evil,
      attempt: 1,
      at,
      verdict: 'refused',
      detail: evil,
      tookMs: 3,
    },
  },
  {
    type: 'decision',
    decision: {
      type: 'decision',
      id: 'd1',
      alert,
      at,
      stage: 1,
      reason: 'step',
      route: evil,
      escalation: evil,
      who: evil,
      channel: evil,
      instead: evil,
    },
  },
  { type: 'action', action: { type: 'action', id: 'x1', act: 'note', alert, by: evil, at, text: evil } },
]

const rule: RuleEntry = {
  id: evil,
  title: evil,
  kind: 'rule',
  use: 'unused',
  description: evil,
  status: evil,
  level: evil,
  class: 'protection-weakened',
  priority: 'page-now',
  join: evil,
  logsource: { product: evil },
  tags: [evil],
  techniques: [evil],
  fields: [evil],
  falsepositives: [evil],
  references: [evil, `javascript:${evil}`, `https://example.com/${evil}`],
  file: evil,
  trouble: evil,
}
const cell = {
  source: evil,
  class: 'protection-weakened',
  cases: 1,
  samples: 1,
  priority: 'page-now',
  rules: [evil],
} as const
const proof: Proof = {
  state: 'done',
  at,
  seconds: 1,
  cases: [
    {
      file: evil,
      of: evil,
      name: evil,
      passed: false,
      differences: [evil],
      fired: [evil],
      alerts: [{ rule: evil, priority: 'page-now', summary: evil }],
      text: evil,
    },
  ],
  unreadable: [{ file: evil, mistakes: [evil] }],
  coverage: {
    sources: [evil],
    classes: ['protection-weakened', 'refused'],
    cells: [cell],
    gaps: [{ source: evil, class: 'refused', verbs: [evil] }],
    techniques: [{ id: evil, rules: [evil] }],
    ran: 1,
    failed: 1,
  },
}
const explained: TrialEvent = {
  event: { [evil]: evil },
  twin: true,
  alerts: [{ id: evil, rule: evil, title: evil, class: 'refused', priority: 'queue', summary: evil }],
  completed: [{ id: evil, title: evil }],
  rules: [
    {
      id: evil,
      title: evil,
      verdict: 'matched',
      sees: false,
      because: [{ asks: evil, for: evil, holds: true, why: 'matches', found: [evil] }],
    },
  ],
  asked: 1,
  unasked: 1,
}
const detections: WebDeps['detections'] = {
  rules: () => [rule],
  digest: () => '0'.repeat(64),
  text: () => evil,
  sources: () => [evil],
  proof: () => proof,
  trial: async () => ({
    ok: true,
    value: {
      records: [{ number: 1, rejects: [{ reason: evil, field: evil }], dropped: true, events: [explained] }],
      left: 1,
    },
  }),
}

const letter = {
  id: '0-12',
  at,
  letter: {
    source: evil,
    reason: evil,
    field: evil,
    parts: [{ reason: evil, field: evil, part: 0 }],
    position: { topic: evil, partition: 0, offset: evil },
    received: at,
    sha256: '0'.repeat(64),
    record: Buffer.from(evil).toString('base64'),
    key: evil,
  },
  replayed: { at, by: evil },
}
const deadLetters: WebDeps['deadLetters'] = {
  list: async () => [{ ...letter, bytes: evil.length }],
  get: async (id) => (id === letter.id ? letter : undefined),
  replay: async () => 'before',
  replayAll: async () => ({ replayed: 0, before: 1 }),
}

/** An estate of ours with every name, place and owner replaced. */
function hostileEstate(): Estate {
  const file = join(import.meta.dirname, '../../samples/estates/hybrid/estate.yaml')
  const read = readEstate(readFileSync(file, 'utf8'), file, outsideSources())
  if (!read.ok) throw new Error(`the sample estate cannot be read: ${JSON.stringify(read.error)}`)
  const names = new Map<string, string>()
  for (const { name } of read.value.copies ?? []) names.set(name, `${name} ${evil}`)
  return JSON.parse(JSON.stringify(read.value), (_, held: unknown) =>
    typeof held === 'string' ? (names.get(held) ?? held) : held,
  ) as Estate
}

/** The site, with a plan, a view and a drill of somebody who means no good. */
export async function hostileSite(part: Partial<WebDeps> = {}): Promise<TestServer> {
  const estate = hostileEstate()
  const survival = survive(estate, [], { at, drills: [], fates: new Map() })
  const server = await serve([hostileAlert], {
    titleOf: () => evil,
    explain: () => ({
      rule: evil,
      title: evil,
      verdict: 'matched',
      because: [{ asks: evil, for: evil, holds: true, found: [evil] }],
    }),
    runbook: () => `# ${evil}\n\n1. ${evil}\n2. [${evil}](javascript:alert(1))\n\n> ${evil}\n\n\`${evil}\``,
    detections,
    deadLetters,
    sources: async () => ({
      at,
      since: at,
      sources: [
        {
          source: evil,
          site: evil,
          state: 'silent',
          last: at,
          lag: { records: 1, time: 1, trouble: evil },
          read: {
            records: 1,
            received: at,
            rejects: [{ what: evil, count: 1 }],
            dropped: 1,
            unknown: [{ what: evil, count: 1 }],
          },
        },
      ],
    }),
    posture: {
      estate,
      names: { sets: [evil], copies: [evil] },
      survival: async () => ({ ok: true, value: survival }),
      former: () => [],
    },
    ready: async () => ({ ready: false, stages: [], problems: [evil], silent: [evil] }),
    site: evil,
    ...part,
  })
  await server.store.put(told)
  const who = {
    who: { ...lastcopyItself.who, kind: 'account', name: evil, role: 'admin', person: evil },
    from: evil,
  } as const
  const until = new Date(now + 3_600_000).toISOString()
  const names = { actors: [evil], resources: [evil] }
  const plan = {
    kind: 'change',
    classes: ['refused'],
    actions: [],
    ...names,
    count: 1,
    from: at,
    to: until,
    reason: evil,
  } as const
  await server.people.ask({ act: 'change-propose', plan, id: 'CHG-1', site: evil }, who)
  const draft = {
    kind: 'full' as const,
    sets: [evil],
    copies: [evil],
    scenario: evil,
    runbook: evil,
    writtenBy: [evil],
    executedBy: evil,
    decidedAt: at,
    lostAt: at,
  }
  await server.people.ask({ act: 'drill-start', drill: draft, id: 'DRL-1', site: evil }, who)
  await server.people.ask({ act: 'drill-step', drill: 'DRL-1', step: { name: evil, words: evil } }, who)
  await server.people.note({ act: 'denied', record: true, reason: 'role', detail: { route: evil } }, who)
  return server
}
