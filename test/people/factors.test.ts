// Second factors in the people stage: what a sign-in must show, what counts once, who may change what, and what stands nowhere.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Ask, FactorAdd, RefusedReason, SignIn } from '../../src/model/ask.ts'
import type { Journal } from '../../src/model/journal.ts'
import type { AccessRole, Subject } from '../../src/model/people.ts'
import { topics } from '../../src/model/wire.ts'
import { factorsOf } from '../../src/people/factors.ts'
import { sessionId } from '../../src/people/sessions.ts'
import { peopleStage } from '../../src/people/stage.ts'
import { makePeople, type People } from '../../src/service/people.ts'

let journal: Journal
let people: People
let clock: number

beforeEach(async () => {
  clock = Date.parse('2026-03-02T09:00:00Z')
  journal = sqliteJournal({ path: ':memory:' })
  await journal.open()
  await journal.run(peopleStage())
  people = makePeople({ journal, now: () => clock })
  await people.begin()
  for (const [name, role] of [
    ['ann', 'admin'],
    ['bob', 'engineer'],
  ] as const)
    expect(await ask({ act: 'user-add', name, role, password: 'a hash' }, root)).toBe('done')
})
afterEach(() => journal.close())

const root: Subject = { kind: 'system', name: 'lastcopy', role: 'admin' }
const as = (name: string, session?: string, role: AccessRole = 'admin'): Subject => ({
  kind: 'account',
  name,
  role,
  person: name,
  ...(session === undefined ? {} : { session }),
})
const ask = async (what: Ask, who: Subject): Promise<RefusedReason | 'done' | 'late'> => {
  const outcome = await people.ask(what, { who, from: '203.0.113.9' })
  return outcome === 'late' ? 'late' : (outcome.refused ?? 'done')
}
const enter = (name: string, session: string, more: Partial<SignIn> = {}) => {
  const expiresAt = new Date(clock + 3_600_000).toISOString()
  return ask({ act: 'sign-in', name, session, expiresAt, ...more }, { kind: 'nobody', name: 'nobody' })
}
const totp = { kind: 'totp', sealed: 'sealed', step: 100 } as const
const key = { kind: 'passkey', id: 'key-1', publicKey: 'pk', counter: 4, label: 'Laptop' } as const
const add = (factor: FactorAdd['factor'], who: Subject, more: Partial<FactorAdd> = {}) =>
  ask({ act: 'factor-add', name: 'ann', factor, ...more }, who)
const sessions = () => people.known()?.all('session') ?? []
const known = (name: string) => {
  const reader = people.known()
  if (!reader) throw new Error('nothing is known yet')
  return factorsOf(reader, name)
}

describe('a sign-in', () => {
  test('shows a second factor where there is one', async () => {
    await enter('ann', 's1')
    expect(await add(totp, as('ann', 's1'))).toBe('done')
    expect(await enter('ann', 's2')).toBe('needs-factor')
    expect(await enter('ann', 's2', { proof: { kind: 'totp', step: 101 } })).toBe('done')
    expect(sessions().map(({ hash, way, from }) => [hash, way, from])).toEqual([
      ['s1', 'password', '203.0.113.9'],
      ['s2', 'totp', '203.0.113.9'],
    ])
  })

  test('takes a code of a time step once, and none from before', async () => {
    await enter('ann', 's1')
    await add(totp, as('ann', 's1'))
    const show = (step: number) => enter('ann', `s${step}`, { proof: { kind: 'totp', step } })
    expect(await show(100)).toBe('used-up')
    expect(await show(102)).toBe('done')
    expect(await show(102)).toBe('used-up')
    expect(await show(101)).toBe('used-up')
    expect(await show(103)).toBe('done')
  })

  test('takes a recovery code once', async () => {
    await enter('ann', 's1')
    await add(totp, as('ann', 's1'), { recovery: ['r1', 'r2'] })
    const show = (hash: string) => enter('ann', `s-${hash}`, { proof: { kind: 'recovery', hash } })
    expect(await show('r1')).toBe('done')
    expect(await show('r1')).toBe('used-up')
    expect(await show('r3')).toBe('used-up')
    expect(known('ann').recovery).toEqual(['r2'])
  })

  test('takes a passkey that counts on, and no copy of one that counts from where it was', async () => {
    await enter('ann', 's1')
    await add(key, as('ann', 's1'))
    const show = (counter: number) => enter('ann', `s${counter}`, { proof: { kind: 'passkey', id: 'key-1', counter } })
    expect(await show(4)).toBe('used-up')
    expect(await show(9)).toBe('done')
    expect(await show(7)).toBe('used-up')
    expect(await enter('ann', 'x', { proof: { kind: 'passkey', id: 'key-2', counter: 99 } })).toBe('no-such-factor')
  })

  test('takes a passkey that never counts each time', async () => {
    await enter('ann', 's1')
    await add({ ...key, counter: 0 }, as('ann', 's1'))
    for (const session of ['s2', 's3'])
      expect(await enter('ann', session, { proof: { kind: 'passkey', id: 'key-1', counter: 0 } })).toBe('done')
  })

  test('answers a challenge once, and only in its time', async () => {
    const once = { id: 'challenge', until: new Date(clock + 60_000).toISOString() }
    expect(await enter('ann', 's1', { once })).toBe('done')
    expect(await enter('ann', 's2', { once })).toBe('used-up')
    expect(await enter('ann', 's3', { once: { id: 'other', until: new Date(clock - 1).toISOString() } })).toBe(
      'used-up',
    )
    clock += 61_000
    await enter('ann', 's4', { once: { id: 'next', until: new Date(clock + 60_000).toISOString() } })
    expect(
      people
        .known()
        ?.all('once')
        .map(({ id }) => id),
    ).toEqual(['next'])
  })
})

describe('a second factor', () => {
  test('is its owner’s to add, from a session', async () => {
    await enter('ann', 's1')
    expect(await add(totp, as('bob', 's1'))).toBe('not-allowed')
    expect(await add(totp, root)).toBe('not-allowed')
    expect(await add(totp, { kind: 'token', name: 'a token', person: 'ann', role: 'admin' })).toBe('not-allowed')
    expect(await add(totp, as('ann', 'another'))).toBe('no-such-session')
  })

  test('puts the session that it was added in under a new secret', async () => {
    await enter('ann', 's1')
    expect(await add(totp, as('ann', 's1'), { renew: 's9' })).toBe('done')
    expect(sessions().map(({ hash, way }) => [hash, way])).toEqual([['s9', 'totp']])
  })

  test('keeps whoever has only the password from adding another, or taking it away', async () => {
    await enter('ann', 's1')
    await enter('ann', 's2')
    await add(totp, as('ann', 's1'), { renew: 's9' })
    expect(await add(key, as('ann', 's2'))).toBe('needs-factor')
    expect(await ask({ act: 'factor-remove', name: 'ann', factor: 'totp' }, as('ann', 's2'))).toBe('needs-factor')
    expect(await ask({ act: 'recovery-codes', name: 'ann', recovery: ['r'] }, as('ann', 's2'))).toBe('needs-factor')
    expect(await add(key, as('ann', 's9'))).toBe('done')
  })

  test('that goes last takes the recovery codes along', async () => {
    await enter('ann', 's1')
    await add(totp, as('ann', 's1'), { recovery: ['r1'], renew: 's2' })
    await add(key, as('ann', 's2'), { recovery: ['not taken: it is not the first'] })
    expect(known('ann').recovery).toEqual(['r1'])
    const remove = (factor: string) => ask({ act: 'factor-remove', name: 'ann', factor }, as('ann', 's2'))
    expect(await remove('key-9')).toBe('no-such-factor')
    expect(await remove('totp')).toBe('done')
    expect(known('ann').recovery).toEqual(['r1'])
    expect(await remove('key-1')).toBe('done')
    expect(known('ann')).toEqual({ account: 'ann', passkeys: [], recovery: [] })
  })

  test('is reset by an admin, never by oneself; every session ends', async () => {
    await enter('ann', 's1')
    await add(totp, as('ann', 's1'))
    const reset = (who: Subject) => ask({ act: 'factor-reset', name: 'ann' }, who)
    expect(await reset(as('bob', undefined, 'engineer'))).toBe('not-allowed')
    expect(await reset(as('ann', 's1'))).toBe('not-allowed')
    expect(await reset(root)).toBe('done')
    expect([known('ann').totp, sessions()]).toEqual([undefined, []])
    expect(await reset(root)).toBe('no-such-factor')
    expect(await enter('ann', 's2')).toBe('done')
  })

  test('goes with its account, and a passkey is one account’s', async () => {
    await enter('bob', 'b1')
    await enter('ann', 's1')
    await add(key, as('ann', 's1'))
    const mine: Ask = { act: 'factor-add', name: 'bob', factor: key }
    expect(await ask(mine, as('bob', 'b1', 'engineer'))).toBe('name-taken')
    await ask({ act: 'user-remove', name: 'bob' }, root)
    expect(
      people
        .known()
        ?.all('factors')
        .map(({ account }) => account),
    ).toEqual(['ann'])
  })

  test('stands in the log with its kind, and nothing of what opens', async () => {
    await enter('ann', 's1')
    await add(totp, as('ann', 's1'), { recovery: ['hash-of-a-code'] })
    const log: string[] = []
    for await (const { value } of journal.read(topics.audit)) log.push(Buffer.from(value ?? []).toString())
    expect(log.at(-1)).toContain('"factor":"totp"')
    expect(log.join()).not.toMatch(/sealed|hash-of-a-code/)
  })
})

describe('a session', () => {
  test('is ended by whoever it belongs to, or an admin, by what lists call it', async () => {
    await enter('bob', 'b1')
    const [id = ''] = sessions().map(sessionId)
    expect(id).not.toContain('b1')
    const end = (who: Subject) => ask({ act: 'session-end', name: 'bob', id }, who)
    await ask({ act: 'user-add', name: 'cem', role: 'viewer', password: 'x' }, root)
    expect(await end(as('cem', undefined, 'viewer'))).toBe('not-allowed')
    expect(await end(as('bob', 'b1', 'engineer'))).toBe('done')
    expect(await end(root)).toBe('no-such-session')
  })

  test('does not carry a role that it did not begin with', async () => {
    await enter('bob', 'b1')
    await ask({ act: 'user-role', name: 'bob', role: 'engineer' }, root)
    expect(sessions()).toHaveLength(1)
    await ask({ act: 'user-role', name: 'bob', role: 'admin' }, root)
    expect(sessions()).toEqual([])
  })

  test('goes on under a new secret with a new password', async () => {
    await enter('bob', 'b1')
    await enter('bob', 'b2')
    await ask({ act: 'user-password', name: 'bob', password: 'x', renew: 'b9' }, as('bob', 'b2', 'engineer'))
    expect(sessions().map(({ hash }) => hash)).toEqual(['b9'])
  })
})

describe('an account of a provider', () => {
  const provider = { issuer: 'https://login.example.com', subject: 'id-1', role: 'analyst' } as const

  test('is made at its first sign-in, and found by who it is, whatever the name and the role are then', async () => {
    expect(await enter('dora', 'd1', { provider })).toBe('done')
    expect(await enter('dora.new', 'd2', { provider: { ...provider, role: 'admin' } })).toBe('done')
    const account = people.known()?.get('account', 'dora')
    expect(account).toMatchObject({ role: 'admin', provider: { subject: 'id-1' } })
    expect(account?.password).toBeUndefined()
    expect(people.known()?.get('account', 'dora.new')).toBeUndefined()
    expect(sessions().map(({ hash, account: whose, way }) => [hash, whose, way])).toEqual([['d2', 'dora', 'provider']])
  })

  test('whose role the provider changes comes in anew everywhere, and stays in where it does not', async () => {
    await enter('dora', 'd1', { provider })
    await enter('dora', 'd2', { provider })
    expect(sessions()).toHaveLength(2)
    await enter('dora', 'd3', { provider: { ...provider, role: 'viewer' } })
    expect(sessions().map(({ hash }) => hash)).toEqual(['d3'])
  })

  test('takes no name that is somebody’s, and none of its rights here', async () => {
    expect(await enter('ann', 'd1', { provider })).toBe('other-identity')
    await enter('dora', 'd1', { provider })
    expect(await enter('dora', 'd2')).toBe('by-provider')
    expect(await ask({ act: 'user-role', name: 'dora', role: 'admin' }, root)).toBe('by-provider')
    expect(await ask({ act: 'user-password', name: 'dora', password: 'x' }, root)).toBe('by-provider')
    expect(await ask({ act: 'factor-add', name: 'dora', factor: totp }, as('dora', 'd1', 'analyst'))).toBe(
      'by-provider',
    )
  })

  test('that is disabled here stays out', async () => {
    await enter('dora', 'd1', { provider })
    await ask({ act: 'user-disable', name: 'dora' }, root)
    expect(await enter('dora', 'd2', { provider })).toBe('disabled')
  })
})
