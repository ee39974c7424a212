// The people stage over the embedded journal: what is asked, what comes of it, and what the audit log says.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Ask, RefusedReason } from '../../src/model/ask.ts'
import type { Journal } from '../../src/model/journal.ts'
import type { AccessRole, Subject } from '../../src/model/people.ts'
import { topics } from '../../src/model/wire.ts'
import { peopleStage } from '../../src/people/stage.ts'
import { auditVerifier } from '../../src/people/verify.ts'
import { makePeople, type People } from '../../src/service/people.ts'

const start = Date.parse('2026-03-02T09:00:00Z')
let folder: string
let journal: Journal
let people: People
let clock: number

const open = async (): Promise<void> => {
  journal = sqliteJournal({ path: join(folder, 'j.db') })
  await journal.open()
  await journal.run(peopleStage())
  people = makePeople({ journal, now: () => clock })
  await people.begin()
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lastcopy-people-'))
  clock = start
  await open()
})
afterEach(async () => {
  await journal.close()
  rmSync(folder, { recursive: true, force: true })
})

const account = (name: string, role: AccessRole): Subject => ({ kind: 'account', name, role, person: name })
const root: Subject = { kind: 'system', name: 'lastcopy', role: 'admin' }
const add = (name: string, role: AccessRole): Ask => ({ act: 'user-add', name, role, password: `hash of ${name}` })
const ask = async (what: Ask, who: Subject = root): Promise<RefusedReason | 'done' | 'late'> => {
  const outcome = await people.ask(what, { who, from: '203.0.113.9' })
  return outcome === 'late' ? 'late' : (outcome.refused ?? 'done')
}
const entries = async (): Promise<readonly Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = []
  for await (const entry of people.audit()) found.push(JSON.parse(entry) as Record<string, unknown>)
  return found
}
const everyone = async (): Promise<void> => {
  for (const [name, role] of [
    ['ann', 'admin'],
    ['bob', 'engineer'],
    ['cem', 'analyst'],
    ['dan', 'viewer'],
  ] as const)
    expect(await ask(add(name, role))).toBe('done')
}
const plan = (id: string, kind: 'change' | 'mute' = 'change', from = start): Ask => ({
  act: `${kind}-propose`,
  id,
  site: 'default',
  plan: {
    kind,
    classes: ['protection-weakened'],
    actions: [],
    actors: ['svc'],
    resources: ['vault'],
    from: new Date(from).toISOString(),
    to: new Date(from + 3_600_000).toISOString(),
    reason: 'a move',
  },
})

describe('accounts', () => {
  test('there is always an admin left who can sign in', async () => {
    expect(await ask(add('ann', 'admin'))).toBe('done')
    for (const act of ['user-disable', 'user-remove'] as const)
      expect(await ask({ act, name: 'ann' })).toBe('last-admin')
    expect(await ask({ act: 'user-role', name: 'ann', role: 'viewer' })).toBe('last-admin')
    expect(await ask(add('bob', 'admin'))).toBe('done')
    expect(await ask({ act: 'user-disable', name: 'ann' })).toBe('done')
    expect(await ask({ act: 'user-remove', name: 'bob' })).toBe('last-admin')
  })

  test('a name is there once, and what is not there cannot be changed', async () => {
    await everyone()
    expect(await ask(add('ann', 'viewer'))).toBe('name-taken')
    for (const act of ['user-disable', 'user-enable', 'user-remove', 'user-sign-out'] as const)
      expect(await ask({ act, name: 'zoe' })).toBe('no-such-user')
  })

  test('a role is asked for again where acts have one order', async () => {
    await everyone()
    expect(await ask(add('eve', 'admin'), account('bob', 'engineer'))).toBe('not-allowed')
    // Let in as an admin a moment ago, and no longer one.
    expect(await ask({ act: 'user-role', name: 'bob', role: 'admin' }, account('bob', 'admin'))).toBe('not-allowed')
    await ask(add('zed', 'admin'))
    await ask({ act: 'user-disable', name: 'ann' })
    expect(await ask(add('eve', 'admin'), account('ann', 'admin'))).toBe('not-allowed')
  })

  test('one may change one’s own password, and nobody else’s', async () => {
    await everyone()
    expect(await ask({ act: 'user-password', name: 'dan', password: 'x' }, account('dan', 'viewer'))).toBe('done')
    expect(await ask({ act: 'user-password', name: 'ann', password: 'x' }, account('dan', 'viewer'))).toBe(
      'not-allowed',
    )
  })

  test('sessions end with a new password, a disabling, a removal, a sign-out and their time', async () => {
    await everyone()
    const session = (name: string, hash: string): Ask => ({
      act: 'sign-in',
      name,
      session: hash,
      expiresAt: new Date(clock + 1_000).toISOString(),
    })
    const open = () => (people.known()?.all('session') ?? []).map(({ hash }) => hash)
    for (const hash of ['s1', 's2', 's3']) expect(await ask(session('dan', hash))).toBe('done')
    await ask({ act: 'sign-out', session: 's1' }, account('dan', 'viewer'))
    expect(open()).toEqual(['s2', 's3'])
    await ask({ act: 'user-password', name: 'dan', password: 'x' }, { ...account('dan', 'viewer'), session: 's3' })
    expect(open()).toEqual(['s3'])
    await ask({ act: 'user-disable', name: 'dan' })
    expect(open()).toEqual([])
    expect(await ask(session('dan', 's4'))).toBe('disabled')
    await ask(session('cem', 's5'))
    clock += 2_000
    await ask(session('bob', 's6'))
    expect(open()).toEqual(['s6'])
    await ask({ ...(session('bob', 's7') as Extract<Ask, { act: 'sign-in' }>), instead: 's6' })
    expect(open()).toEqual(['s7'])
  })

  test('a one-time code makes one admin, in its time', async () => {
    const code = (hash: string): Ask => ({
      act: 'code-issued',
      code: hash,
      expiresAt: new Date(clock + 1_000).toISOString(),
    })
    const first = (hash: string): Ask => ({ act: 'user-add', name: 'ann', role: 'viewer', password: 'x', code: hash })
    await ask(code('h1'))
    expect(await ask(first('h2'), { kind: 'nobody', name: 'nobody' })).toBe('wrong-code')
    clock += 2_000
    expect(await ask(first('h1'), { kind: 'nobody', name: 'nobody' })).toBe('wrong-code')
    await ask(code('h3'))
    expect(await ask(first('h3'), { kind: 'nobody', name: 'nobody' })).toBe('done')
    expect(people.known()?.get('account', 'ann')?.role).toBe('admin')
    expect(await ask({ ...first('h3'), name: 'eve' } as Ask, { kind: 'nobody', name: 'nobody' })).toBe('wrong-code')
  })
})

describe('tokens', () => {
  const token = (id: string, part: object = {}): Ask => ({
    act: 'token-add',
    token: { id, name: `token ${id}`, role: 'viewer', hash: `hash ${id}`, ...part },
  })

  test('belong to an account whose role they cannot outgrow, and go with it', async () => {
    await everyone()
    expect(await ask(token('a', { owner: 'cem', role: 'engineer' }))).toBe('too-powerful')
    expect(await ask(token('b', { owner: 'zoe' }))).toBe('no-such-user')
    expect(await ask(token('c', { owner: 'cem', role: 'analyst' }), account('cem', 'analyst'))).toBe('done')
    expect(await ask(token('d', { owner: 'ann' }), account('cem', 'analyst'))).toBe('not-allowed')
    expect(await ask(token('e', { purpose: 'dashboard' }), account('cem', 'analyst'))).toBe('not-allowed')
    expect(await ask({ act: 'token-revoke', token: 'c' }, account('dan', 'viewer'))).toBe('not-allowed')
    await ask({ act: 'user-remove', name: 'cem' })
    expect(people.known()?.all('token')).toEqual([])
  })

  test('lead to no more than they are: no token of a higher role, no new password for the owner', async () => {
    await everyone()
    expect(await ask(token('v', { owner: 'ann' }))).toBe('done')
    const viewer = { kind: 'token', name: 'token v', token: 'v', person: 'ann', role: 'viewer' } as const
    expect(await ask(token('w', { owner: 'ann', role: 'admin' }), viewer)).toBe('not-allowed')
    expect(await ask(token('w', { owner: 'ann', role: 'analyst' }), viewer)).toBe('not-allowed')
    expect(await ask({ act: 'user-password', name: 'ann', password: 'x' }, viewer)).toBe('not-allowed')
    expect(await ask(token('w', { owner: 'ann' }), viewer)).toBe('done')
    expect(await ask(token('x', { owner: 'ann' }), { ...viewer, scopes: ['people'] })).toBe('not-allowed')
  })

  test('ask for nothing that their owner may no more', async () => {
    await everyone()
    expect(await ask(token('b', { owner: 'bob', role: 'engineer' }))).toBe('done')
    const engineer = { kind: 'token', name: 'token b', token: 'b', person: 'bob', role: 'engineer' } as const
    expect(await ask({ act: 'user-role', name: 'bob', role: 'viewer' })).toBe('done')
    expect(await ask(token('c', { owner: 'bob', role: 'engineer' }), engineer)).not.toBe('done')
    expect(await ask(plan('p', 'change'), engineer)).toBe('not-allowed')
  })
})

describe('two people', () => {
  const approve = (id: string, kind: 'change' | 'mute' = 'change'): Ask => ({ act: `${kind}-approve`, plan: id })
  beforeEach(everyone)

  test.each(['change', 'mute'] as const)(
    'agree on a %s, and detection hears of it in the same commit',
    async (kind) => {
      expect(await ask(plan('p', kind), account('cem', 'analyst'))).toBe('done')
      expect(await ask(approve('p', kind), account('bob', 'engineer'))).toBe('done')
      expect(await ask({ act: `${kind}-withdraw`, plan: 'p' }, account('cem', 'analyst'))).toBe('done')
      const told = []
      for await (const { value } of journal.read(topics.events))
        told.push(JSON.parse(Buffer.from(value ?? []).toString()))
      expect(told.map(({ type, plan: one }) => [type, one.id, one.status])).toEqual([
        ['plan', 'p', 'approved'],
        ['plan', 'p', 'withdrawn'],
      ])
    },
  )

  describe('are told of where one of them could be both', () => {
    const bob = account('bob', 'engineer')
    const cem = account('cem', 'analyst')
    const token = (id: string, role: AccessRole, owner?: string): Ask => ({
      act: 'token-add',
      token: { id, name: id, role, hash: `hash of ${id}`, ...(owner === undefined ? { purpose: 'p' } : { owner }) },
    })
    const byToken = (id: string, role: AccessRole, person?: string): Subject => ({
      kind: 'token',
      name: id,
      role,
      token: id,
      ...(person === undefined ? {} : { person }),
    })
    const told = async (): Promise<unknown> =>
      ((await entries()).at(-1)?.detail as Readonly<Record<string, unknown>> | undefined)?.['same-hands']

    test('nothing is said of two who came by their passwords otherwise', async () => {
      await ask(plan('p'), cem)
      expect(await ask(approve('p'), bob)).toBe('done')
      expect(await told()).toBeUndefined()
    })
    test('who proposed had given the password, within a day and also when it was changed since', async () => {
      const ann = account('ann', 'admin')
      await ask({ act: 'user-password', name: 'bob', password: 'x' }, ann)
      await ask({ act: 'user-password', name: 'bob', password: 'y' }, bob)
      await ask(plan('p'), ann)
      expect(await ask(approve('p'), bob)).toBe('done')
      expect(await told()).toBe(true)
    })
    test('a day later it is the other’s own', async () => {
      const ann = account('ann', 'admin')
      await ask({ act: 'user-password', name: 'bob', password: 'x' }, ann)
      clock += 24 * 3_600_000
      expect(await ask(plan('p', 'change', clock), ann)).toBe('done')
      expect(await ask(approve('p'), bob)).toBe('done')
      expect(await told()).toBeUndefined()
    })
    test('who approves had given the password of who proposed', async () => {
      await ask({ act: 'user-password', name: 'cem', password: 'x' }, account('ann', 'admin'))
      await ask(plan('p'), cem)
      expect(await ask(approve('p'), account('ann', 'admin'))).toBe('done')
      expect(await told()).toBe(true)
    })
    test('a token of nobody is of whoever made it', async () => {
      await ask(token('t', 'analyst'), account('ann', 'admin'))
      await ask(plan('p'), byToken('t', 'analyst'))
      expect(await ask(approve('p'), account('ann', 'admin'))).toBe('done')
      expect(await told()).toBe(true)
    })
    test('and one of another too', async () => {
      await ask(token('t', 'engineer', 'bob'), account('ann', 'admin'))
      await ask(plan('p'), account('ann', 'admin'))
      expect(await ask(approve('p'), byToken('t', 'engineer', 'bob'))).toBe('done')
      expect(await told()).toBe(true)
    })
    test('whose account is gone is named nowhere', async () => {
      await ask(add('eve', 'admin'))
      await ask({ act: 'user-password', name: 'bob', password: 'x' }, account('eve', 'admin'))
      await ask(token('t', 'analyst'), account('eve', 'admin'))
      await ask({ act: 'user-remove', name: 'eve' })
      expect(people.known()?.get('account', 'bob')).not.toHaveProperty('handed')
      expect(people.known()?.all('token')).toEqual([expect.not.objectContaining({ madeBy: 'eve' })])
    })
  })

  test.each<[string, Subject, Subject, RefusedReason]>([
    ['the same account', account('bob', 'engineer'), account('bob', 'engineer'), 'own-proposal'],
    [
      'a token of the same person',
      account('bob', 'engineer'),
      { kind: 'token', name: 't', role: 'engineer', person: 'bob' },
      'own-proposal',
    ],
    [
      'two tokens of one person',
      { kind: 'token', name: 't', role: 'analyst', person: 'bob' },
      { kind: 'token', name: 'u', role: 'engineer', person: 'bob' },
      'own-proposal',
    ],
    ['a token of nobody', account('bob', 'engineer'), { kind: 'token', name: 't', role: 'engineer' }, 'no-person'],
    [
      'this machine',
      account('bob', 'engineer'),
      { kind: 'machine', name: 'this machine', role: 'engineer' },
      'no-person',
    ],
    ['an analyst', account('bob', 'engineer'), account('cem', 'analyst'), 'not-allowed'],
    ['a viewer', account('bob', 'engineer'), account('dan', 'viewer'), 'not-allowed'],
  ])('%s cannot approve', async (_, proposer, approver, reason) => {
    expect(await ask(plan('p'), proposer)).toBe('done')
    expect(await ask(approve('p'), approver)).toBe(reason)
    expect(people.known()?.get('plan', 'p')?.status).toBe('proposed')
  })

  test('a viewer proposes nothing; nobody decides twice, another kind, or when the time is over', async () => {
    expect(await ask(plan('p'), account('dan', 'viewer'))).toBe('not-allowed')
    await ask(plan('p'), account('cem', 'analyst'))
    expect(await ask(approve('p', 'mute'), account('bob', 'engineer'))).toBe('no-such-plan')
    expect(await ask({ act: 'change-reject', plan: 'p' }, account('bob', 'engineer'))).toBe('done')
    expect(await ask(approve('p'), account('bob', 'engineer'))).toBe('not-open')
    await ask(plan('q'), account('cem', 'analyst'))
    clock += 2 * 3_600_000
    expect(await ask(approve('q'), account('bob', 'engineer'))).toBe('over')
    expect(await ask(plan('r'), account('cem', 'analyst'))).toBe('over')
  })

  test('only who proposed it, or who could have approved it, takes it back', async () => {
    await ask(add('eli', 'analyst'))
    await ask(plan('p'), account('cem', 'analyst'))
    expect(await ask({ act: 'change-withdraw', plan: 'p' }, account('eli', 'analyst'))).toBe('not-allowed')
    expect(await ask({ act: 'change-withdraw', plan: 'p' }, account('bob', 'engineer'))).toBe('done')
  })
})

describe('the audit log', () => {
  const verify = async (): Promise<readonly string[]> => {
    const verifier = auditVerifier(people.head())
    const found = (await entries()).flatMap((entry) => verifier.take(entry))
    return [...found, ...verifier.end().findings].map(({ fault }) => fault)
  }

  test('tells what was done and what was refused, who, from where and to whom, and no secret', async () => {
    await everyone()
    await ask(add('eve', 'admin'), account('cem', 'analyst'))
    await people.note(
      { act: 'alert-note', record: true, on: { kind: 'alert', id: 'a1' }, words: 'called' },
      { who: account('cem', 'analyst') },
    )
    await ask({ act: 'sign-out', session: 'none' })
    const log = await entries()
    expect(log.map(({ seq, act, outcome, reason }) => [seq, act, outcome, reason])).toEqual([
      ...[1, 2, 3, 4].map((seq) => [seq, 'user-add', 'done', undefined]),
      [5, 'user-add', 'refused', 'not-allowed'],
      [6, 'alert-note', 'done', undefined],
    ])
    expect(log[4]).toMatchObject({
      personal: {
        who: { kind: 'account', name: 'cem', role: 'analyst' },
        from: '203.0.113.9',
        on: { kind: 'account', id: 'eve' },
      },
    })
    expect(JSON.stringify(log)).not.toContain('hash of')
    expect(await verify()).toEqual([])
  })

  test('goes on over restarts, and is one chain however many ask at once', async () => {
    const many = () =>
      Promise.all(Array.from({ length: 60 }, () => people.note({ act: 'started', record: true }, { who: root })))
    await many()
    await journal.close()
    await open()
    await Promise.all([many(), many()])
    await ask({ act: 'code-issued', code: 'x', expiresAt: new Date(clock + 1).toISOString() })
    expect(await entries()).toHaveLength(181)
    expect(await verify()).toEqual([])
  })

  test('what was answered is in it when the process dies at once', async () => {
    expect(await ask(add('ann', 'admin'))).toBe('done')
    // Opened anew from the same file without an orderly end of the stage.
    await journal.close()
    await open()
    expect((await entries()).map(({ act }) => act)).toEqual(['user-add'])
    expect(people.known()?.get('account', 'ann')).toMatchObject({ role: 'admin' })
  })

  test('is not trimmed with what else is old', async () => {
    await everyone()
    expect(await journal.trim?.(Date.now() + 1_000_000)).toBeGreaterThan(0)
    expect(await verify()).toEqual([])
    expect(await entries()).toHaveLength(4)
  })

  test('passes over what is no ask', async () => {
    for (const value of [
      '',
      'x',
      '[]',
      '{"type":"ask"}',
      JSON.stringify({
        type: 'ask',
        id: 'x',
        at: 'never',
        salt: 's',
        who: { kind: 'system', name: 'x' },
        ask: { act: 'started' },
      }),
      JSON.stringify({
        type: 'ask',
        id: 'x',
        at: '2026-03-02T09:00:00Z',
        salt: 's',
        who: { kind: 'system', name: 'x' },
        ask: { act: 'no-act' },
      }),
      JSON.stringify({ type: 'ask', id: 'x', ask: [], who: {} }),
    ])
      await journal.append([{ topic: topics.people, partition: 0, value }])
    expect(await ask(add('ann', 'admin'))).toBe('done')
  })

  test('tells a rule set that changed once, and which rules that page are gone', async () => {
    const load = (digest: string, paging: readonly string[]) =>
      ask({ act: 'rules-loaded', digest, rules: paging.length, paging })
    await load('a', ['r1', 'r2'])
    await load('a', ['r1', 'r2'])
    await load('b', ['r2', 'r3'])
    await ask(add('ann', 'admin'))
    const log = await entries()
    expect(log.map(({ act }) => act)).toEqual(['rules-loaded', 'rules-loaded', 'user-add'])
    expect(log[1]).toMatchObject({ detail: { before: 'a', digest: 'b', disabled: ['r1'], 'disabled-count': 1 } })
  })

  test('tells pagers that are gone, others or new, and another policy; a start with the same says nothing', async () => {
    const load = (policy: string, ...pagers: readonly (readonly [string, string])[]) =>
      ask({ act: 'pagers-loaded', policy, pagers: pagers.map(([name, digest]) => ({ name, digest })) })
    await load('p', ['duty', 'a'], ['chat', 'b'])
    await load('p', ['duty', 'a'], ['chat', 'b'])
    await load('p', ['duty', 'x'], ['mail', 'c'])
    await load('q', ['duty', 'x'], ['mail', 'c'])
    expect((await entries()).map(({ detail }) => detail)).toEqual([
      { pagers: 2 },
      { pagers: 2, gone: ['chat'], changed: ['duty'], added: ['mail'] },
      { pagers: 2, 'policy-changed': true },
    ])
  })
})
