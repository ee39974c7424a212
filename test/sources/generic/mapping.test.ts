import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { MappedEvent, Mapping } from '../../../src/model/mapping.ts'
import type { Source } from '../../../src/model/source.ts'
import { checkMapping } from '../../../src/sources/generic/check.ts'
import cef from '../../../src/sources/generic.cef/source.ts'
import json from '../../../src/sources/generic.json/source.ts'
import leef from '../../../src/sources/generic.leef/source.ts'
import syslog from '../../../src/sources/generic.syslog/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, rejectsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2, 12)
const desk: Mapping = {
  name: 'acme.vaultdesk',
  read: 'generic.json',
  kind: 'console',
  zone: '+01:00',
  only: { app: 'vaultdesk' },
  fields: {
    time: 'occurred',
    id: 'uid',
    code: '{entity}.{verb}',
    actor: 'by.login',
    realm: '=acme',
    address: 'by.ip',
    outcome: 'status',
    resource: ['object.id', 'objects.id'],
    resource_name: 'object.label',
    container: 'object.store',
    target: 'object.label',
    role: 'new.role',
    from: 'old.value',
    to: 'new.value',
  },
  actors: { service: ['svc-*'], provider: ['scheduler'] },
  values: { hardened: 'compliance', soft: 'governance' },
  secrets: ['new.password'],
  events: [
    {
      code: 'policy.update',
      when: { changed: 'days' },
      action: 'retention-changed',
      type: 'plan',
      changes: [{ setting: 'retention' }],
    },
    { code: 'store.lock', action: 'immutability-changed', changes: [{ setting: 'lock-mode' }] },
    { code: ['store.delete', 'store.drop*'], action: 'repository-deleted' },
    { code: 'user.grant', when: { 'new.role': ['owner', 'admin*'] }, action: 'admin-added' },
    { code: 'user.*', action: 'role-granted' },
  ],
}
const source = (more: Partial<Mapping> = {}, form: Source = json): Source => form.mapped?.({ ...desk, ...more }) ?? form
const read = (value: Json | string, from = source()) =>
  from.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), received)
const first = (value: Json | string, from = source()) => eventsOf([read(value, from)])[0]
const record = (entity: string, verb: string, more: JsonObject = {}): JsonObject => ({
  app: 'vaultdesk',
  uid: 'a1',
  occurred: '2026-03-02 10:00:00',
  entity,
  verb,
  by: { login: 'mwolf', ip: '203.0.113.20:4431' },
  status: 'OK',
  object: { id: 7, label: 'Nightly', store: 'main' },
  ...more,
})

test('a record is told by the table of the site', () => {
  const event = first(
    record('policy', 'update', { changed: ['label', 'days'], old: { value: 60 }, new: { value: '1 day' } }),
  )
  expect(event).toMatchObject({
    '@timestamp': '2026-03-02T09:00:00.000Z',
    event: {
      id: 'a1',
      action: 'retention-changed',
      code: 'policy.update',
      outcome: 'success',
      dataset: 'acme.vaultdesk',
      module: 'acme',
    },
    source: { ip: '203.0.113.20', port: 4431 },
    backup: {
      platform: 'generic.console',
      actor: { id: 'mwolf@acme', kind: 'unknown' },
      resource: { type: 'plan', id: 'acme.vaultdesk/7', name: 'Nightly', container: { id: 'acme.vaultdesk/main' } },
      change: { setting: 'retention', from: 60, to: 1, unit: 'd' },
    },
    generic: { acme_vaultdesk: { entity: 'policy' } },
  })
  expect(event?.user?.target).toBeUndefined()
})

test.each<[JsonObject, string, string]>([
  [record('policy', 'update', { changed: ['label'] }), 'other', 'success'],
  [record('store', 'DropNow'), 'repository-deleted', 'success'],
  [record('user', 'grant', { new: { role: 'Administrator' } }), 'admin-added', 'success'],
  [record('user', 'grant', { new: { role: 'viewer' } }), 'role-granted', 'success'],
  [record('store', 'delete', { status: 'denied' }), 'repository-deleted', 'failure'],
  [record('store', 'delete', { status: 403 }), 'repository-deleted', 'failure'],
  [record('store', 'delete', { status: false }), 'repository-deleted', 'failure'],
  [record('store', 'delete', { status: 'perhaps' }), 'repository-deleted', 'unknown'],
  [record('__proto__', 'toString'), 'other', 'success'],
])('%j', (value, action, outcome) => {
  expect(first(value)?.event).toMatchObject({ action, outcome })
})

describe('values of settings are in our form', () => {
  const told = (setting: string, value: Json, unit?: 'hours' | 'weeks') => {
    const events: readonly MappedEvent[] = [
      { code: '*', action: 'repository-changed', changes: [{ setting, ...(unit ? { unit } : {}) }] },
    ]
    return first(record('x', 'y', { new: { value } }), source({ events }))?.backup?.change?.to
  }
  test.each<[string, Json, 'hours' | 'weeks' | undefined, Json | undefined]>([
    ['retention', 30, undefined, 30],
    ['retention', 48, 'hours', 2],
    ['retention', '2 weeks', undefined, 14],
    ['retention', 'forever', undefined, 'unlimited'],
    ['retention', 'a while', undefined, undefined],
    ['retention-count', '7 versions', undefined, 7],
    ['lock-mode', 'Hardened', undefined, 'compliance'],
    ['lock-mode', 'governance', undefined, 'governance'],
    ['lock-mode', 'off', undefined, 'off'],
    ['mfa', 'Disabled', undefined, 'off'],
    ['mfa', true, undefined, 'on'],
    ['versioning', 'suspended', undefined, 'suspended'],
    ['logging-categories', ['a', 'b'], undefined, ['a', 'b']],
    ['logging-categories', 'a, b', undefined, ['a', 'b']],
    ['assignment', 17, undefined, '17'],
    ['lock-until', '2026-04-01T00:00:00Z', undefined, Date.UTC(2026, 3, 1)],
    ['quota', '90%', undefined, 90],
    ['retention', { days: 1 }, undefined, undefined],
  ])('%s %j %s', (setting, value, unit, to) => {
    expect(told(setting, value, unit)).toEqual(to)
  })
})

test.each<[Json, string]>([
  ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02T10:00:00', '2026-03-02T09:00:00.000Z'],
  [1772442000, '2026-03-02T09:00:00.000Z'],
  ['1772442000000', '2026-03-02T09:00:00.000Z'],
  [1772442000000000, '2026-03-02T09:00:00.000Z'],
  ['1772442000000000000', '2026-03-02T09:00:00.000Z'],
  ['02.03.2026 10:00', '2026-03-02T09:00:00.000Z'],
  ['2026/03/02 10:00:00', '2026-03-02T09:00:00.000Z'],
  ['Mar  2 10:00:00', '2026-03-02T09:00:00.000Z'],
  ['Mar 02 2026 09:00:00 UTC', '2026-03-02T09:00:00.000Z'],
])('the time %j', (occurred, time) => {
  expect(first(record('x', 'y', { occurred }))?.['@timestamp']).toBe(time)
})

test('who is no person is said by the site', () => {
  const kind = (login: string) => first(record('x', 'y', { by: { login } }))?.backup?.actor?.kind
  expect([kind('svc-idm'), kind('Scheduler'), kind('mwolf')]).toEqual(['service', 'provider', 'unknown'])
})

test('a secret is kept nowhere', () => {
  const event = first(record('user', 'grant', { new: { password: 'hunter2-and-more', role: 'viewer' } }))
  expect(JSON.stringify(event)).not.toContain('hunter2-and-more')
})

describe('what is no record of the source', () => {
  test('is refused, with the field that was asked for', () => {
    expect(read({ app: 'other', entity: 'x', verb: 'y' })).toEqual({
      ok: false,
      error: { reason: 'this is no record of acme.vaultdesk: it does not hold what `only` asks for', field: 'app' },
    })
  })
  test('does not hide those that stand in wrappers, lists and lines', () => {
    const wrapped: readonly (Json | string)[] = [
      { '@timestamp': '2026-03-02T09:00:01Z', message: JSON.stringify(record('store', 'delete')) },
      { records: [record('store', 'delete')] },
      `<13>1 2026-03-02T09:00:01Z desk01 vaultdesk - - - ${JSON.stringify(record('store', 'delete'))}`,
    ]
    expect(wrapped.map((one) => first(one)?.event.action)).toEqual(Array(3).fill('repository-deleted'))
  })
})

describe('lines', () => {
  const tapes = source(
    {
      name: 'acme.tapes',
      read: 'generic.syslog',
      kind: 'media',
      zone: undefined as never,
      only: { 'syslog.app': 'taped' },
      lines: ['^(?<actor>\\S+) (?<verb>ejected|loaded) (?<tape>\\S+) from (?<library>\\S+)$', '^(?<verb>\\w+) failed'],
      fields: {
        code: ['verb', 'action'],
        actor: ['actor', 'user'],
        resource: ['tape', 'volume'],
        container: 'library',
        container_type: '=library',
      },
      events: [{ code: 'ejected', action: 'media-moved' }],
    },
    syslog,
  )
  test('give what expressions find, and pairs where none fits', () => {
    const [ejected, paired] = [
      first('<13>Mar  2 09:00:00 lib01 taped[7]: bob ejected A00012L8 from lib01', tapes),
      first('<13>Mar  2 09:00:00 lib01 taped[7]: action=ejected user="Bob B" volume=A00013L8', tapes),
    ]
    expect(ejected).toMatchObject({
      event: { action: 'media-moved', code: 'ejected', outcome: 'success' },
      host: { name: 'lib01' },
      backup: {
        platform: 'generic.media',
        actor: { id: 'bob@lib01' },
        resource: { type: 'tape', name: 'A00012L8', container: { type: 'library' } },
      },
    })
    expect(paired).toMatchObject({ event: { action: 'media-moved' }, user: { name: 'Bob B' } })
    expect(rejectsOf([read('<13>Mar  2 09:00:00 lib01 cron[7]: x', tapes)])).toHaveLength(1)
  })
  test('structured data and the header are paths', () => {
    const from = source(
      {
        name: 'acme.sd',
        read: 'generic.syslog',
        only: undefined as never,
        fields: { code: 'syslog.message_id', container: 'syslog.data.acme@32473.store' },
        events: [{ code: 'STORE*', action: 'repository-deleted' }],
      },
      syslog,
    )
    const event = first('<13>1 2026-03-02T09:00:00Z desk01 vaultdesk 412 STORE01 [acme@32473 store="main"] gone', from)
    expect(event?.event).toMatchObject({ action: 'repository-deleted', code: 'STORE01' })
  })
  test('CEF and LEEF are read by their dictionaries, labels and parts of the header', () => {
    const events: readonly MappedEvent[] = [{ code: '310', action: 'repository-deleted', when: { tenant: 'hamburg' } }]
    const of = (form: Source, read: 'generic.cef' | 'generic.leef') =>
      source(
        {
          name: 'acme.desk',
          read,
          only: { vendor: 'Acme' },
          fields: { ...(read === 'generic.leef' ? { resource_name: 'resource' } : {}) },
          zone: undefined as never,
          events,
        },
        form,
      )
    const told = {
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: { action: 'repository-deleted', outcome: 'success' },
      user: { name: 'mwolf' },
      source: { ip: '203.0.113.20' },
      backup: { resource: { name: 'main' } },
    }
    expect(
      first(
        'CEF:0|Acme|Desk|4|310|Store|3|rt=1772442000000 suser=mwolf src=203.0.113.20 outcome=success fname=main cs1Label=Tenant cs1=hamburg',
        of(cef, 'generic.cef'),
      ),
    ).toMatchObject(told)
    expect(
      first(
        'LEEF:1.0|Acme|Desk|4|310|devTime=2026-03-02T09:00:00Z\tusrName=mwolf\tsrc=203.0.113.20\tresource=main\toutcome=success\ttenant=hamburg',
        of(leef, 'generic.leef'),
      ),
    ).toMatchObject(told)
    expect(rejectsOf([read('hello', of(cef, 'generic.cef'))])).toEqual(['the line holds no record in CEF'])
  })
})

describe('without a mapping', () => {
  test('an object of any kind is a plain event, and what calls itself by a verb of ours is told as such', () => {
    expect(first({ foo: 1 }, json)?.event).toMatchObject({ action: 'other', code: 'unknown', outcome: 'unknown' })
    expect(first({ action: 'retention-changed', user: 'x' }, json)?.event.action).toBe('retention-changed')
    expect(first({ action: 'constructor' }, json)?.event.action).toBe('other')
  })
  test.each<[Json | string, Source, string]>([
    ['hello', json, 'the record is no JSON'],
    [7, json, 'the record is no object'],
    [{ a: 1 }, syslog, 'the object holds no line'],
  ])('%j is refused', (value, from, reason) => {
    expect(rejectsOf([read(value, from)])[0]).toContain(reason)
  })
})

test('records of any shape throw nothing', () => {
  readsAnything(source(), [
    record('policy', 'update', { changed: ['days'], old: {}, new: {} }),
    record('user', 'grant'),
  ])
  readsAnything(json, [{ action: 'x', user: 'y', timestamp: 1, ip: 'z', status: 1 }])
  readsPieces(
    source(
      {
        name: 'acme.lines',
        read: 'generic.syslog',
        only: undefined as never,
        lines: ['^(?<actor>\\S+) (?<verb>\\S+) (?<rest>.*)$'],
      },
      syslog,
    ),
    ['<13>Mar  2 09:00:00 lib01 taped[7]: bob ejected a=b c="d"'],
  )
})

test('what is wrong with a mapping is told with its place and what was meant', () => {
  const told: unknown[] = []
  const broken: Mapping = {
    ...desk,
    name: 'aws.cloudtrail',
    zone: 'Berlin',
    lines: ['(?<a>x', '(a+)+', 'plain'],
    events: [
      { code: '', action: 'retention-change', changes: [{ setting: 'retenton' }], detail: { bulky: true } },
      { code: 'x', action: 'source-silent' },
    ],
  }
  checkMapping(broken, ['aws.cloudtrail'], (path, message, hint) => told.push([path.join('.'), message, hint]))
  expect(told).toEqual([
    ['', 'there is a source "aws.cloudtrail" already', 'give it a name of its own, such as acme.console'],
    ['zone', 'must be an offset such as +01:00', undefined],
    ['lines', 'are for generic.syslog only', undefined],
    ['lines.0', expect.stringContaining('is no regular expression'), undefined],
    ['lines.1', 'repeats what repeats itself, which can take longer than anyone waits', undefined],
    ['lines.2', 'has no named group', 'such as (?<actor>\\S+)'],
    ['events.0.action', 'there is no verb "retention-change"', 'did you mean retention-changed?'],
    ['events.0.code', 'is empty', undefined],
    ['events.0.changes.0.setting', 'there is no setting "retenton"', 'did you mean retention?'],
    ['events.0.detail.bulky', 'there is no such fact', 'did you mean bulk?'],
    ['events.1.action', 'there is no verb "source-silent"', expect.any(String)],
  ])
})
