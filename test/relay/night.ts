// A night on a time line: the page stage over a state of its own, providers that behave as told, and a clock that the test moves.
import { minute, second } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { JournalRecord, StateChange, StateView } from '../../src/model/journal.ts'
import type { Page, Verdict } from '../../src/model/page.ts'
import type { OutboxEntry } from '../../src/model/pager.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { Action, AlertsRecord, Decision } from '../../src/model/wire.ts'
import { nextAttempt } from '../../src/relay/backoff.ts'
import { pageStage } from '../../src/relay/stage.ts'
import { alertOf } from '../store/alert.ts'

/** A journal's state, by kind of its keys: a storm is looked through every second. */
function stateByKind() {
  const map = new Map<string, Map<string, string>>()
  const ofKind = (key: string): Map<string, string> => {
    const kind = key.slice(0, key.indexOf('\u0000'))
    const known = map.get(kind) ?? new Map<string, string>()
    map.set(kind, known)
    return known
  }
  const view: StateView = {
    get: (key) => ofKind(key).get(key),
    scan: (prefix, limit) =>
      [...ofKind(prefix)]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit),
  }
  const apply = (changes: readonly StateChange[]): void => {
    for (const [key, value] of changes) {
      if (value === undefined) ofKind(key).delete(key)
      else ofKind(key).set(key, value)
    }
  }
  return { map, view, apply }
}

export type Provider = (page: Page, at: number) => Verdict | 'silent'

/** What reached a provider: `90s sms trigger repeat`. */
export interface Rung {
  readonly at: number
  readonly pager: string
  readonly page: Page
  readonly verdict: Verdict
}

const nine = Date.parse('2026-03-02T21:00:00Z')

export function night(policy: Policy, pagers: readonly string[], begins = nine) {
  const { map, view, apply } = stateByKind()
  const stage = pageStage({
    pagers,
    policy,
    text: { baseUrl: 'https://lastcopy.example.com' },
    steps: () => ['Call them.'],
  })
  const providers = new Map<string, Provider>(pagers.map((name) => [name, () => 'accepted']))
  const rung: Rung[] = []
  const decisions: Decision[] = []
  const pages: Page[] = []
  const actions: Action[] = []
  const journal: AlertsRecord[] = []
  const queue: AlertsRecord[] = []
  let now = begins
  let offset = 0
  const feed = (...records: readonly AlertsRecord[]): void => {
    const batch = records.map((record): JournalRecord => {
      journal.push(record)
      return {
        topic: 'lastcopy.alerts',
        partition: 0,
        offset: String(offset++),
        key: 'default',
        value: Buffer.from(JSON.stringify(record)),
        timestamp: now,
        headers: {},
      }
    })
    const result = stage.process(batch, view as StateView)
    if (result instanceof Promise) throw new Error('the stage is a pure step')
    apply(result.state)
    for (const { topic, value } of result.records) {
      const record = JSON.parse(String(value)) as AlertsRecord
      if (topic !== 'lastcopy.alerts') continue
      queue.push(record)
      if (record.type === 'decision') decisions.push(record)
      if (record.type === 'page') pages.push(record.page)
      if (record.type === 'action') actions.push(record)
    }
    // What a stage writes comes back to it, as it reads its own topic.
    if (queue.length > 0) feed(...queue.splice(0))
  }
  const outbox = (): readonly OutboxEntry[] =>
    view.scan('out\u0000', 100_000).map(([, value]) => JSON.parse(value) as OutboxEntry)
  const deliver = (): void => {
    // What an answer leads to rings at once.
    for (let before = -1; before !== rung.length; ) {
      before = rung.length
      attempt()
    }
  }
  const attempt = (): void => {
    for (const entry of outbox()) {
      if (entry.nextAt !== undefined && Date.parse(entry.nextAt) > now) continue
      const answer = providers.get(entry.pager)?.(entry.page, now) ?? 'refused'
      if (answer === 'silent') continue
      rung.push({ at: (now - begins) / second, pager: entry.pager, page: entry.page, verdict: answer })
      const next = nextAttempt(entry.page.id, entry.attempts + 1, answer, now)
      feed({
        type: 'delivery',
        delivery: {
          page: entry.page.id,
          dedupKey: entry.page.dedupKey,
          alert: entry.page.alert,
          pager: entry.pager,
          attempt: entry.attempts + 1,
          at: new Date(now).toISOString(),
          verdict: answer,
          detail: '',
          tookMs: 1,
          ...(next === undefined ? {} : { nextAt: new Date(next).toISOString() }),
        },
      })
    }
  }
  let acts = 0
  return {
    journal,
    decisions,
    pages,
    actions,
    rung,
    outbox,
    state: map,
    feed,
    /** How a provider answers from now on. */
    provider: (name: string, behaves: Provider) => void providers.set(name, behaves),
    alert: (part: Partial<Alert> = {}): void => {
      feed({ type: 'alert', alert: alertOf(part) })
      deliver()
    },
    act: (part: Partial<Action> = {}): void => {
      acts += 1
      feed({
        type: 'action',
        id: `act ${acts}`,
        act: 'acknowledge',
        alert: 'a1',
        by: 'ann',
        at: new Date(now).toISOString(),
        ...part,
      })
      deliver()
    },
    /** Lets time pass, a tick each step. */
    pass(ms: number, step: number = second): void {
      for (const end = now + ms; now < end; ) {
        now = Math.min(now + step, end)
        feed({ type: 'tick', at: new Date(now).toISOString() })
        deliver()
      }
    },
    /** Puts the wall clock elsewhere. */
    jump(ms: number): void {
      now += ms
    },
    /** Accepted triggers so far: `30 sms`. */
    rings: (): readonly string[] =>
      rung.flatMap(({ at, pager, page, verdict }) =>
        verdict === 'accepted' && page.action === 'trigger' ? [`${at} ${pager}`] : [],
      ),
    /** Why something rang or did not: `refused sms`. */
    why: (): readonly string[] => decisions.map(({ reason, channel = '' }) => `${reason} ${channel}`.trim()),
    ends: (): readonly string[] =>
      rung.flatMap(({ pager, page }) => (page.action === 'trigger' ? [] : [`${page.action} ${pager}`])),
  }
}

const channel = (pager: string, answered?: number) => ({
  pager,
  accepted: 30 * second,
  ...(answered === undefined ? {} : { answered }),
})

/** A person with a phone and a text message, a deputy with a phone, a chat that everybody reads. */
export function policyOf(part: Partial<Policy> = {}): Policy {
  return {
    zone: 'UTC',
    people: {
      ann: { title: 'backup team, first line', channels: [channel('phone', 2 * minute), channel('sms')] },
      bob: { title: 'deputy', channels: [channel('bob')] },
    },
    rotations: {},
    escalations: {
      urgent: {
        steps: [
          { notify: [{ person: 'ann' }], wait: 5 * minute },
          { notify: [{ person: 'bob' }, { channels: [channel('chat')] }], wait: 10 * minute },
        ],
        repeat: 'always',
      },
    },
    routes: [{ name: 'all', match: {}, escalation: 'urgent' }],
    quiet: [],
    floor: 'notify',
    acknowledgementLasts: 60 * minute,
    bundle: { within: 5 * minute, by: ['site', 'actor'], alone: 3 },
    limits: {},
    ...part,
  }
}
export const everyone = ['phone', 'sms', 'bob', 'chat'] as const
