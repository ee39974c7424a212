import { describe, expect, test } from 'vitest'
import { applyAction } from '../../src/alert/act.ts'
import { day, hour, minute } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Action } from '../../src/model/wire.ts'
import { type Act, script, word } from './script.ts'

const points = (n: number, more: Act = {}): Act => ({
  class: 'points-deleted',
  resource: `point-${n}`,
  container: 'vault-1',
  ...more,
})
const notify = { priority: 'notify' } as const

describe('joining', () => {
  test.each<[string, readonly (readonly [number, Act])[], readonly string[]]>([
    [
      'a second match on the same resource joins',
      [
        [0, {}],
        [3 * hour, {}],
      ],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'another class opens',
      [
        [0, {}],
        [hour, { class: 'audit-stopped' }],
      ],
      ['opened page-now', 'opened page-now'],
    ],
    [
      'another actor opens',
      [
        [0, {}],
        [hour, { actor: 'bob' }],
      ],
      ['opened page-now', 'opened page-now'],
    ],
    [
      'another resource opens',
      [
        [0, {}],
        [hour, { resource: 'b2' }],
      ],
      ['opened page-now', 'opened page-now'],
    ],
    [
      'another resource within 15 minutes joins',
      [
        [0, {}],
        [15 * minute, { resource: 'b2' }],
      ],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'another resource after 15 minutes opens',
      [
        [0, {}],
        [15 * minute + 1, { resource: 'b2' }],
      ],
      ['opened page-now', 'opened page-now'],
    ],
    [
      'another resource in the same container joins',
      [
        [0, points(1)],
        [5 * hour, points(2)],
      ],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'a resource in a container that was hit joins',
      [
        [0, { resource: 'v' }],
        [5 * hour, { resource: 'p', container: 'arn:aws:s3:::v' }],
      ],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'a louder match raises',
      [
        [0, notify],
        [3 * day, {}],
      ],
      ['opened notify', 'raised page-now'],
    ],
    [
      'what a count gathers joins and rises, whatever the time between',
      [
        [0, points(1, { ...notify, join: 'actor' })],
        [9 * day, points(2, { ...notify, join: 'actor', container: 'vault-2' })],
        [19 * day, points(3, { join: 'actor' })],
      ],
      ['opened notify', 'joined notify', 'raised page-now'],
    ],
    [
      'a count of two actors on one set rises',
      [
        [0, { class: 'refused', ...notify }],
        [hour, { class: 'refused', actor: 'bob' }],
      ],
      ['opened notify', 'raised page-now'],
    ],
    [
      'a count over several sets rises as one',
      [
        [0, points(1, notify)],
        [day, points(2, { ...notify, container: 'vault-2' })],
        [2 * day, points(3, { container: 'vault-3' })],
      ],
      ['opened notify', 'joined notify', 'raised page-now'],
    ],
    [
      'and goes on in other sets as worse',
      [
        [0, points(1)],
        [day, points(2, { container: 'vault-2' })],
        [4 * day, points(3, { container: 'vault-3' })],
      ],
      ['opened page-now', 'worse page-now', 'opened page-now'],
    ],
    [
      'notify items of a day are one',
      [
        [0, notify],
        [5 * hour, { ...notify, resource: 'b2' }],
        [23 * hour, { ...notify, resource: 'b3' }],
      ],
      ['opened notify', 'joined notify', 'joined notify'],
    ],
    [
      'the next day has its own',
      [
        [0, notify],
        [25 * hour, { ...notify, resource: 'b2' }],
      ],
      ['opened notify', 'opened notify'],
    ],
    [
      'another account has its own',
      [
        [0, notify],
        [hour, { ...notify, resource: 'b2', account: '444455556666' }],
      ],
      ['opened notify', 'opened notify'],
    ],
    [
      'a higher stage is worse',
      [
        [0, { stage: 1 }],
        [minute, { stage: 2 }],
      ],
      ['opened page-now', 'worse page-now'],
    ],
    [
      'a further weakening within the hour joins',
      [
        [0, { weakened: 'retention' }],
        [hour, { weakened: 'retention' }],
      ],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'a further weakening after an hour is worse',
      [
        [0, { weakened: 'retention' }],
        [hour + 1, { weakened: 'retention' }],
      ],
      ['opened page-now', 'worse page-now'],
    ],
    [
      'a further weakening that was refused joins',
      [
        [0, { weakened: 'retention' }],
        [hour + 1, { weakened: 'retention', outcome: 'failure' }],
      ],
      ['opened page-now', 'joined page-now'],
    ],
  ])('%s', (_, acts, expected) => {
    const { words } = script()
    expect(acts.flatMap(([offset, act]) => words(offset, act))).toEqual(expected)
  })

  test('several resources within 15 minutes are told as what holds them', () => {
    const { send } = script()
    send(0, points(1))
    expect(send(minute, points(2))[0]?.resource).toMatchObject({ type: 'vault', id: 'vault-1' })
    const other = script()
    other.send(0, {})
    expect(other.send(minute, { resource: 'b2' })[0]?.resource).toMatchObject({ type: 'account', id: '111122223333' })
  })

  test('the id depends on what opened it and on nothing else', () => {
    const first = script().send(0, { id: 'e' })[0]
    const again = script().send(5 * minute, { id: 'e' })[0]
    const other = script().send(0, { id: 'f' })[0]
    expect(again?.id).toBe(first?.id)
    expect(other?.id).not.toBe(first?.id)
  })

  test('every version has a number of its own and the event that made it', () => {
    const { send } = script()
    const versions = [send(0, {}), send(hour, {}), send(2 * hour, {})].flat()
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3])
    expect(versions.at(-1)?.events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3'])
    expect(versions.at(-1)).toMatchObject({
      eventCount: 3,
      openedAt: '2026-03-02T09:00:00.000Z',
      at: '2026-03-02T11:00:00.000Z',
    })
  })
})

describe('rising', () => {
  const other = { class: 'admin-added', resource: 'role', ...notify } as const
  test.each<[string, readonly (readonly [number, Act])[], readonly string[]]>([
    [
      'a second class by the same actor',
      [
        [0, notify],
        [day, other],
      ],
      ['opened notify', 'opened notify', 'raised page-now'],
    ],
    [
      'not after a day',
      [
        [0, notify],
        [day + 1, other],
      ],
      ['opened notify', 'opened notify'],
    ],
    [
      'a second class from the same address',
      [
        [0, notify],
        [hour, { ...other, actor: 'bob' }],
      ],
      ['opened notify', 'opened notify', 'raised page-now'],
    ],
    [
      'a second class in the same session',
      [
        [0, { ...notify, session: 's' }],
        [hour, { ...other, actor: 'bob', address: '198.51.100.7', session: 's' }],
      ],
      ['opened notify', 'opened notify', 'raised page-now'],
    ],
    [
      'a second class on the same set',
      [
        [0, notify],
        [hour, { ...other, actor: 'bob', address: '198.51.100.7', resource: 'nightly-backup' }],
      ],
      ['opened notify', 'opened notify', 'raised page-now'],
    ],
    [
      'nothing in common',
      [
        [0, notify],
        [hour, { ...other, actor: 'bob', address: '198.51.100.7' }],
      ],
      ['opened notify', 'opened notify'],
    ],
    [
      'one rises, not each',
      [
        [0, notify],
        [hour, other],
        [2 * hour, { ...other, class: 'refused' }],
      ],
      ['opened notify', 'opened notify', 'raised page-now', 'opened notify'],
    ],
    [
      'not beside a page that people have',
      [
        [0, { class: 'key-endangered', resource: 'k' }],
        [hour, notify],
        [2 * hour, other],
      ],
      ['opened page-now', 'opened notify', 'opened notify'],
    ],
    [
      'not two habits',
      [
        [0, { ...notify, habit: true }],
        [hour, { ...other, habit: true }],
      ],
      ['opened notify', 'opened notify'],
    ],
    [
      'a habit and something new',
      [
        [0, { ...notify, habit: true }],
        [hour, other],
      ],
      ['opened notify', 'opened notify', 'raised page-now'],
    ],
  ])('%s', (_, acts, expected) => {
    const { words } = script()
    expect(acts.flatMap(([offset, act]) => words(offset, act))).toEqual(expected)
  })
})

describe('people', () => {
  const act = (alert: Alert | undefined, what: Action['act']): Action => ({
    type: 'action',
    id: 'a1',
    act: what,
    alert: alert?.id ?? '',
    by: 'on-call',
    at: '2026-03-02T10:00:00Z',
  })
  test.each<[string, Action['act'], Act, Act, string]>([
    ['an acknowledged alert takes more of the same', 'acknowledge', {}, {}, 'joined page-now'],
    ['but not a further weakening', 'acknowledge', { weakened: 'lock' }, { weakened: 'lock' }, 'worse page-now'],
    ['nor a success after refusals', 'acknowledge', { outcome: 'failure' }, {}, 'worse page-now'],
    ['nor a locked copy', 'acknowledge', {}, { locked: true }, 'worse page-now'],
    ['nor another address', 'acknowledge', {}, { address: '198.51.100.7' }, 'worse page-now'],
    ['nor another resource', 'acknowledge', {}, { resource: 'b2' }, 'worse page-now'],
    ['a closed alert takes nothing', 'close', {}, {}, 'opened page-now'],
  ])('%s', (_, what, before, after, expected) => {
    const { memory, send, words } = script()
    const [alert] = send(0, before)
    expect(applyAction(memory, act(alert, what))).toMatchObject({ change: 'acted', version: 2 })
    expect(words(5 * minute, after)).toEqual([expected])
  })

  test('acts that change nothing, or on nothing, give no version', () => {
    const { memory, send } = script()
    const [alert] = send(0, {})
    expect(applyAction(memory, act(undefined, 'close'))).toBeUndefined()
    applyAction(memory, act(alert, 'close'))
    expect(applyAction(memory, act(alert, 'close'))).toBeUndefined()
    expect(applyAction(memory, act(alert, 'acknowledge'))).toBeUndefined()
    expect(applyAction(memory, act(alert, 'note'))?.status).toBe('closed')
  })
})

describe('keys', () => {
  const key = (action: string, more: Act = {}): Act => ({ class: 'key-endangered', resource: 'k', action, ...more })
  const cancel = key('key-destruction-cancelled', { quiet: true })
  const enable = key('key-enabled', { quiet: true })
  test.each<[string, readonly Act[], readonly string[]]>([
    [
      'cancelled and enabled',
      [key('key-destruction-scheduled'), cancel, enable],
      ['opened page-now', 'resolved page-now'],
    ],
    ['only cancelled', [key('key-destruction-scheduled'), cancel], ['opened page-now']],
    ['only enabled', [key('key-destruction-scheduled'), enable], ['opened page-now']],
    ['disabled and enabled', [key('key-disabled'), enable], ['opened page-now', 'resolved page-now']],
    ['enabling was refused', [key('key-disabled'), { ...enable, outcome: 'failure' }], ['opened page-now']],
    ['another key', [key('key-disabled'), { ...enable, resource: 'k2' }], ['opened page-now']],
    [
      'one of two keys',
      [key('key-disabled'), key('key-disabled', { resource: 'k2' }), enable],
      ['opened page-now', 'joined page-now'],
    ],
    [
      'both of two keys',
      [key('key-disabled'), key('key-disabled', { resource: 'k2' }), enable, { ...enable, resource: 'k2' }],
      ['opened page-now', 'joined page-now', 'resolved page-now'],
    ],
    ['by somebody else', [key('key-disabled'), { ...enable, actor: 'bob' }], ['opened page-now', 'resolved page-now']],
    ['material that is gone', [key('key-material-deleted'), enable], ['opened page-now']],
    [
      'again afterwards',
      [key('key-disabled'), enable, key('key-disabled')],
      ['opened page-now', 'resolved page-now', 'opened page-now'],
    ],
  ])('%s', (_, acts, expected) => {
    const { words } = script()
    expect(acts.flatMap((act, step) => words(step * minute, act))).toEqual(expected)
  })
})

describe('a story', () => {
  const classes = [
    'admin-added',
    'protection-weakened',
    'audit-stopped',
    'gate-weakened',
    'access-cut',
    'points-deleted',
    'key-endangered',
    'repository-removed',
  ] as const

  test('needs six page-now alerts at most; what follows makes the newest worse', () => {
    const { send } = script()
    const versions = classes.flatMap((alertClass, step) =>
      send(step * 5 * day, { class: alertClass, resource: `r${step}` }),
    )
    expect(versions.map(word)).toEqual([...Array(6).fill('opened page-now'), 'worse page-now', 'worse page-now'])
    expect(versions.map(({ stage }) => stage)).toEqual([1, 1, 1, 1, 1, 1, 2, 3])
    expect(versions.at(-1)?.title).toContain('repository-removed')
  })

  test('of other people from elsewhere in another account is another story', () => {
    const { words } = script()
    const told = classes.flatMap((alertClass, step) =>
      words(step * hour, {
        class: alertClass,
        resource: `r${step}`,
        actor: `a${step % 2}`,
        address: step % 2 ? '192.0.2.1' : '198.51.100.1',
        account: step % 2 ? '111122223333' : '444455556666',
      }),
    )
    expect(told).toEqual(classes.map(() => 'opened page-now'))
  })

  test('of which some were closed has room again', () => {
    const { send, memory } = script()
    const opened = classes
      .slice(0, 6)
      .flatMap((alertClass, step) => send(step * hour, { class: alertClass, resource: `r${step}` }))
    const [first] = opened
    const close = {
      type: 'action',
      id: 'a',
      act: 'close',
      alert: first?.id ?? '',
      by: 'on-call',
      at: '2026-03-02T16:00:00Z',
    } as const
    applyAction(memory, close)
    expect(send(8 * hour, { class: 'key-endangered', resource: 'k' }).map(word)).toEqual(['opened page-now'])
  })
})

test('hostile names neither collide nor throw', () => {
  const { words } = script()
  const names = ['__proto__', 'constructor', 'a\u0000b', '\ud800', 'x'.repeat(100_000), '']
  const told = names.flatMap((name, step) =>
    words(step * hour, { actor: name, resource: name, address: `192.0.2.${step}`, account: `${step}` }),
  )
  expect(told).toEqual(names.map(() => 'opened page-now'))
})

test('a flood of joins stays small', () => {
  const { send } = script()
  let last: Alert | undefined
  for (let step = 0; step < 2_000; step += 1) last = send(step * 1000, points(step))[0] ?? last
  expect(last).toMatchObject({ eventCount: 2_000, change: 'joined' })
  expect(JSON.stringify(last).length).toBeLessThan(200_000)
})
