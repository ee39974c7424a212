// What providers call back with: believed when it is signed, counted once, in any order, and never more than an acknowledgement.
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { NewRecord } from '../../src/model/journal.ts'
import type { Pager } from '../../src/model/pager.ts'
import type { AlertStore } from '../../src/model/store.ts'
import type { Action } from '../../src/model/wire.ts'
import pagerduty from '../../src/pagers/pagerduty.ts'
import webhook from '../../src/pagers/webhook.ts'
import { makeHooks } from '../../src/service/hooks.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { alertOf } from '../store/alert.ts'
import { deliveryOf, pageOf } from '../store/page.ts'

const now = Date.parse('2026-03-01T02:05:00Z')
const secret = 'a-secret-of-the-subscription'
const channels = [
  { name: 'oncall', pager: pagerduty as unknown as Pager, settings: { routingKey: 'r', webhookSecret: secret } },
  { name: 'plain', pager: webhook as unknown as Pager, settings: {} },
]

let store: AlertStore
let acts: Action[]
let written: unknown[]
let behind: boolean
let seen: string[]
let take: ReturnType<typeof makeHooks>
beforeEach(async () => {
  store = sqliteStore(':memory:')
  await store.put([
    { type: 'alert', alert: alertOf() },
    { type: 'page', page: pageOf() },
    { type: 'delivery', delivery: deliveryOf({ pager: 'oncall' }) },
  ])
  acts = []
  written = []
  seen = []
  behind = false
  take = makeHooks({
    channels,
    store,
    site: 'default',
    async act({ id = 'none', ...given }, { who }) {
      const action: Action = { type: 'action', id, by: who.name, at: new Date(now).toISOString(), ...given }
      acts.push(action)
      await store.put([{ type: 'action', action }, ...after(await store.get(action.alert), action)])
      return action
    },
    append: async ({ value }: NewRecord) => void written.push(JSON.parse(String(value))),
    behind: async () => behind,
    observe: (pager, outcome) => void seen.push(`${pager} ${outcome}`),
    now: () => now,
  })
})

/** As detection applies an act. */
function after(alert: Alert | undefined, { act, id, by, at }: Action) {
  if (!alert) return []
  const { answered: _, ...rest } = alert
  const next: Alert =
    act === 'acknowledge'
      ? {
          ...rest,
          version: alert.version + 1,
          status: 'acknowledged',
          answered: { by, at, stage: alert.stage, action: id },
        }
      : { ...rest, version: alert.version + 1, status: 'open' }
  return [{ type: 'alert', alert: next } as const]
}

interface Said {
  readonly id?: string
  readonly type?: string
  readonly key?: string
  readonly at?: string
  readonly by?: string
  readonly signedWith?: string
}
const call = ({
  id = 'm1',
  type = 'acknowledged',
  key = pageOf().dedupKey,
  at,
  by = 'Ann Example',
  signedWith = secret,
}: Said) => {
  const event = {
    id,
    event_type: `incident.${type}`,
    occurred_at: at ?? '2026-03-01T02:04:00.000Z',
    agent: { type: 'user_reference', summary: by },
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      incident_key: key,
      service: { summary: 'Domain controllers' },
      urgency: 'high',
      escalation_policy: { summary: 'Directory' },
    },
  }
  const body = Buffer.from(JSON.stringify({ event }))
  const signature = createHmac('sha256', signedWith).update(body).digest('hex')
  return {
    url: 'https://lastcopy.example.com/hooks/oncall',
    headers: { 'x-pagerduty-signature': `v1=${signature}` },
    body,
  }
}
const outcomesOf = async (said: Said, pager = 'oncall') => (await take(pager, call(said), '192.0.2.7'))?.outcomes

describe('a call', () => {
  test('acknowledges the stage of its incident, in the name of whoever answered there', async () => {
    expect(await outcomesOf({})).toEqual(['taken'])
    expect(acts).toMatchObject([
      {
        act: 'acknowledge',
        alert: 'a1',
        stage: 1,
        via: 'hook',
        pager: 'oncall',
        dedupKey: pageOf().dedupKey,
        by: 'Ann Example at oncall',
        saidAt: '2026-03-01T02:04:00.000Z',
      },
    ])
  })

  test.each<[string, readonly Said[], readonly string[], readonly string[]]>([
    ['told twice counts once', [{}, {}], ['taken', 'known'], ['acknowledge']],
    [
      'told twice counts once, also when it was taken back in between',
      [{}, { id: 'm2', type: 'unacknowledged', at: '2026-03-01T02:04:30Z' }, {}],
      ['taken', 'taken', 'known'],
      ['acknowledge', 'unacknowledge'],
    ],
    [
      'of our own acknowledgement changes nothing',
      [{}, { id: 'm2', by: 'Events API' }],
      ['taken', 'idle'],
      ['acknowledge'],
    ],
    [
      'that was overtaken by a later one is passed over',
      [{}, { id: 'm2', type: 'unacknowledged', at: '2026-03-01T02:04:30Z' }, { id: 'm3', at: '2026-03-01T02:04:10Z' }],
      ['taken', 'taken', 'stale'],
      ['acknowledge', 'unacknowledge'],
    ],
    ['that nobody has it, when nobody had, changes nothing', [{ type: 'unacknowledged' }], ['idle'], []],
    [
      'that it is resolved acknowledges: an alert is closed with what it was',
      [{ type: 'resolved' }],
      ['taken'],
      ['acknowledge'],
    ],
    [
      'of an incident of somebody else is passed over',
      [{ key: 'lastcopy-ffffffff' }, { id: 'm2', key: 'theirs' }],
      ['unknown', 'unknown'],
      [],
    ],
    ['that is not signed with the secret is not believed', [{ signedWith: 'another' }], ['refused'], []],
  ])('%s', async (_, calls, outcomes, done) => {
    const all: unknown[] = []
    for (const said of calls) all.push(...((await outcomesOf(said)) ?? []))
    expect(all).toEqual(outcomes)
    expect(acts.map(({ act }) => act)).toEqual(done)
    expect(seen).toEqual(outcomes.map((outcome) => `oncall ${outcome}`))
  })

  test('of a page that the store does not have yet is asked for again', async () => {
    behind = true
    expect(await outcomesOf({ key: 'lastcopy-ffffffff' })).toEqual(['later'])
  })

  test('that could not be written is not forgotten', async () => {
    const broken = makeHooks({
      channels,
      store,
      site: 'default',
      act: () => Promise.reject(new Error('the journal is down')),
      append: async () => undefined,
      behind: async () => false,
      now: () => now,
    })
    await expect(broken('oncall', call({}), undefined)).rejects.toThrow()
    await expect(broken('oncall', call({}), undefined)).rejects.toThrow()
  })

  test('tells how it rings there', async () => {
    expect(await outcomesOf({ type: 'triggered' })).toEqual(['taken'])
    expect(acts).toEqual([])
    expect(written).toMatchObject([
      {
        type: 'rings',
        rings: {
          alert: 'a1',
          pager: 'oncall',
          service: 'Domain controllers',
          urgency: 'high',
          escalationPolicy: 'Directory',
        },
      },
    ])
  })

  test('signs with a name that is one plain line', async () => {
    await outcomesOf({ by: `\u202eevil\n\u0000${'x'.repeat(5_000)}` })
    expect(acts[0]?.by).toMatch(/^evil x+ at oncall$/)
    expect(acts[0]?.by.length).toBeLessThan(120)
  })

  test.each(['nobody', '__proto__', ''])('for a pager "%s" that cannot call back finds nobody', async (name) => {
    expect(await take(name, call({}), undefined)).toBeUndefined()
  })
})
