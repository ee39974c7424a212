// What memory makes of events of any plane: parents, assignments, runs, clocks, credentials, names, and of nonsense.
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import { remember } from '../../src/memory/remember.ts'
import type { Backup, Event } from '../../src/model/event.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { at } from '../stories/acts.ts'
import { ownLibrary } from '../support/library.ts'
import { type Act, eventOf, person, serviceAccount } from '../support/planes.ts'

const { detector } = await ownLibrary()

/** The last act with what memory knows of it. */
function lastOf(...acts: readonly Act[]): Backup {
  const memory = memoryMap()
  let last: Event | undefined
  for (const [index, act] of acts.entries()) {
    memory.advance(act.at)
    last = remember(memory, eventOf({ id: `e${index}`, ...act }), act.at, detector.words)
  }
  return last?.backup ?? {}
}

const na = { observer: { name: 'na01' } }
const volume = (name: string) => ({ type: 'volume', id: `na01/${name}`, name })
const onArray = (when: number, action: string, backup: Partial<Backup>): Act => ({
  at: when,
  action,
  platform: 'netapp.ontap',
  more: na,
  backup,
})

describe('what is a copy', () => {
  test.each<[string, boolean, string, Backup['resource'] & object]>([
    ['a job of a console', true, 'veeam.vbr', { type: 'job', id: 'j' }],
    ['a policy of a console', true, 'commvault.audit', { type: 'plan', id: 'p' }],
    ['a user of a console', false, 'veeam.vbr', { type: 'user', id: 'u', container: { type: 'console', id: 'vbr01' } }],
    ['what an appliance for copies holds', true, 'dell.datadomain', { type: 'volume', id: 'mtree1' }],
    ['a volume of an array', false, 'netapp.ontap', { type: 'volume', id: 'home', name: 'home' }],
    ['a volume that is called so', true, 'netapp.ontap', { type: 'volume', id: 'b', name: 'veeam_repo' }],
    ['a volume that lies where people keep backups', true, 'netapp.ontap', { type: 'volume', id: 'v', name: 'vol1' }],
    ['a key store', false, 'azure.keyvault', { type: 'key-store', id: 'kv', name: 'kv' }],
    ['a file of a product', true, 'samba.audit', { type: 'file', id: 'f', name: 'x.vbk' }],
    ['a file that a locker renamed', true, 'samba.audit', { type: 'file', id: 'f', name: 'x.VBK.locked' }],
    ['any other file', false, 'samba.audit', { type: 'file', id: 'f', name: 'x.docx' }],
    ['a store of container images', false, 'minio.audit', { type: 'bucket', id: 'r', name: 'backup-container-images' }],
  ])('%s: %j', (_, is, platform, resource) => {
    const parents = resource.name === 'vol1' ? { parents: ['svm_backup', 'na01'] } : {}
    const backup = lastOf({ at: at(1), action: 'tags-changed', platform, backup: { resource, ...parents } })
    expect(backup.copy?.is).toBe(is)
  })

  test('what a product takes a snapshot of is no copy, the snapshot of it may be', () => {
    const product = { ...person('svc-veeam'), kind: 'product' } as const
    const taken: Act = {
      ...onArray(at(1), 'recovery-point-created', {
        resource: { type: 'snapshot', id: 'na01/home/s1', container: volume('home') },
      }),
      who: product,
    }
    expect(lastOf(taken, onArray(at(2), 'tags-changed', { resource: volume('home') })).copy?.is).toBe(false)
  })

  test.each([
    [179, true],
    [181, false],
  ])('%i days after a lock was seen, for a volume of a plain name: %j', (days, is) => {
    const locked = onArray(at(0), 'immutability-changed', {
      resource: volume('plain'),
      change: { setting: 'lock-days', to: 30 },
    })
    const off = onArray(at(0, '10:00'), 'immutability-changed', {
      resource: volume('plain'),
      change: { setting: 'lock-days', to: 0 },
    })
    expect(lastOf(locked, off, onArray(at(days), 'tags-changed', { resource: volume('plain') })).copy?.is).toBe(is)
  })

  test('a renamed volume keeps what was known of it', () => {
    const retention = onArray(at(0), 'retention-changed', {
      resource: volume('veeam_repo'),
      change: { setting: 'retention', to: 30 },
    })
    const renamed = onArray(at(1), 'repository-changed', {
      resource: volume('tmp'),
      detail: { former_id: 'na01/veeam_repo' },
    })
    const cut = onArray(at(2), 'retention-changed', {
      resource: volume('tmp'),
      change: { setting: 'retention', to: 1 },
    })
    expect(lastOf(retention, renamed, cut)).toMatchObject({
      copy: { is: true },
      change: { from: 30, to: 1, direction: 'weakened' },
    })
  })
})

describe('what holds copies', () => {
  const locked = onArray(at(0), 'immutability-changed', {
    resource: volume('worm'),
    parents: ['na01/svm1', 'na01'],
    change: { setting: 'lock-mode', to: 'compliance' },
  })
  test.each<[string, boolean, Act]>([
    ['the array', true, onArray(at(9), 'admin-added', { resource: { type: 'user', id: 'eve@na01' } })],
    ['its virtual server', true, onArray(at(9), 'parent-deleted', { resource: { type: 'svm', id: 'na01/svm1' } })],
    ['another one', false, onArray(at(9), 'parent-deleted', { resource: { type: 'svm', id: 'na01/svm2' } })],
    [
      'another array',
      false,
      {
        ...onArray(at(9), 'admin-added', { resource: { type: 'user', id: 'eve@na02' } }),
        more: { observer: { name: 'na02' } },
      },
    ],
    [
      'the array, in capitals',
      true,
      {
        ...onArray(at(9), 'admin-added', {}),
        more: { observer: { name: 'NA01' } },
        backup: { resource: { type: 'user', id: 'x' } },
      },
    ],
  ])('%s: %j', (_, holds, act) => {
    expect(lastOf(locked, act).copy?.account).toBe(holds)
  })
})

describe('an actor', () => {
  const signIn = (when: number, credential: string, ip: string): Act => ({
    at: when,
    action: 'tags-changed',
    ip,
    who: { ...serviceAccount('svc-api'), credential },
    backup: { resource: { type: 'job', id: 'j' } },
  })
  test.each([
    [179, false],
    [181, true],
  ])('whose key was seen %i days ago is new: %j', (days, fresh) => {
    const actor = lastOf(signIn(at(0), 'key-1', '192.0.2.1'), signIn(at(days), 'key-1', '192.0.2.1')).actor
    expect(actor?.new_credential).toBe(fresh)
  })
  test('brings a known key from a new network, under another name', () => {
    const other: Act = { ...signIn(at(3), 'key-1', '203.0.113.9'), who: { ...person('eve'), credential: 'key-1' } }
    const actor = lastOf(signIn(at(0), 'key-1', '192.0.2.1'), other).actor
    expect(actor).toMatchObject({ new: true, new_credential: false, credential_new_address: true })
  })
  test.each([
    ['svc-veeam', 'service', 'product'],
    ['svc-veeam', 'unknown', 'product'],
    ['veeam-admin', 'unknown', 'unknown'],
    ['svc-ansible', 'service', 'service'],
    ['anna', 'person', 'person'],
  ] as const)('called %s that is a %s is taken for a %s once it is known', (name, kind, taken) => {
    const act = (when: number): Act => ({ ...signIn(when, 'k', '192.0.2.1'), who: { id: name, name, kind } })
    expect(lastOf(act(at(0)), act(at(1))).actor?.kind).toBe(taken)
    expect(lastOf(act(at(0))).actor?.kind).toBe(kind)
  })
  test('called a service by a host that knows no better is nobody knows what, until it signs in at a console', () => {
    const who = { id: 'svc-iam', name: 'svc-iam', kind: 'person' } as const
    const act: Act = { at: at(0), action: 'role-granted', who }
    expect(lastOf(act, { ...act, at: at(1) }).actor?.kind).toBe('unknown')
    const entered: Act = { at: at(2), action: 'sign-in', who, backup: { detail: { console: true } } }
    expect(lastOf(act, entered, { ...act, at: at(3) }).actor?.kind).toBe('person')
  })
})

/** Facts of records that no source should give, but that a hostile record may bring about. */
const nonsense: readonly Json[] = [
  null,
  true,
  -1,
  Number.MAX_VALUE,
  'x'.repeat(100_000),
  '__proto__',
  '',
  [],
  [[]],
  {},
  { a: { b: 1 } },
]
const detailNames = [
  'bulk',
  'count',
  'step_seconds',
  'former_id',
  'role',
  'plan',
  'resources',
  'denied',
  'service',
  'scope',
  'state',
  'hours',
  'exempted',
  'members',
]
const verbsToTry = [
  'clock-changed',
  'recovery-point-deleted',
  'policy-assigned',
  'admin-added',
  'group-created',
  'run-started',
  'job-finished',
  'audit-changed',
  'file-renamed',
  'retention-changed',
  'four-eyes-changed',
  'sign-in',
  'access-policy-changed',
  'selection-changed',
]

describe('nonsense', () => {
  test.each(verbsToTry)('in the details of %s is no trouble', (action) => {
    const memory = memoryMap()
    for (const name of detailNames)
      for (const value of nonsense) {
        const change = { setting: 'retention', from: value, to: value }
        const backup = { resource: { type: 'volume', id: 'v' }, detail: { [name]: value }, change }
        const event = eventOf({
          at: at(1),
          action,
          backup,
          more: { host: { name: 'h' }, user: { target: { name: 'x' } } },
        })
        const known = remember(memory, event, at(1), detector.words)
        expect(JSON.stringify(known.backup).length).toBeLessThan(700_000)
        expect(() => detector.rules.match(known, detector.logsources(event.event.dataset))).not.toThrow()
      }
  })

  test('as a time says nothing about clocks', () => {
    const history = lastOf({
      at: at(1),
      action: 'clock-changed',
      more: { host: { name: 'h' } },
      backup: { resource: { type: 'host', id: 'h' }, change: { setting: 'clock', to: 'tomorrow' } },
    }).history
    expect(history?.clock_step_hours).toBeUndefined()
  })
})
