import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/purestorage.flasharray/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const audit = (command: string, subcommand: string, given: string, more: Record<string, Json> = {}) =>
  eventsOf([
    read({
      id: '1',
      time: Date.UTC(2026, 2, 1),
      user: 'pureuser',
      user_interface: 'CLI',
      command,
      subcommand,
      arguments: given,
      arrays: [{ name: 'pa01' }],
      ...more,
    }),
  ])

test.each([
  ['purevol', 'destroy', 'v1', 'repository-deleted', undefined, undefined],
  ['purevol', 'eradicate', 'v1', 'repository-deleted', undefined, undefined],
  ['purevol', 'destroy', 'v1.s1', 'recovery-point-deleted', undefined, undefined],
  ['purevol', 'copy', '--overwrite v1 v2', 'object-overwritten', undefined, undefined],
  ['purevol', 'copy', 'v1 v2', 'repository-created', undefined, undefined],
  ['purevol', 'list', '', 'read', undefined, undefined],
  ['purepgroup', 'retain', '--all-for 1d --per-day 2 --days 7 pg', 'retention-changed', 'retention', 8],
  ['purepgroup', 'retain', '--days=7 --all-for=24h pg', 'retention-changed', 'retention', 8],
  ['purepgroup', 'setattr', '--retention-lock unlocked pg', 'immutability-changed', 'lock-mode', 'off'],
  ['purepgroup', 'setattr', 'pg --retention-lock ratcheted', 'immutability-changed', 'lock-mode', 'compliance'],
  ['purepgroup', 'disable', '--snap pg', 'job-stopped', 'schedule', 'off'],
  ['purepgroup', 'disable', '--replicate pg', 'replication-changed', 'replication', 'off'],
  ['purepgroup', 'setattr', '--remvollist v1 pg', 'selection-changed', 'selection', 'off'],
  [
    'purearray',
    'eradication-config setattr',
    '--enabled-delay 1d --disabled-delay 14d',
    'guard-changed',
    'undo-window',
    1,
  ],
  ['purearray', 'eradication-config', 'setattr --enabled-delay 2d', 'guard-changed', 'undo-window', 2],
  ['purearray', 'setattr', '--eradication-delay 24h', 'guard-changed', 'undo-window', 1],
  ['purearray', 'setattr', '--syslogserver ""', 'audit-changed', 'logging-forwarding', 'off'],
  ['purearray', 'setattr', '--ntpserver ""', 'clock-changed', 'time-source', 'off'],
  ['purearray', 'setattr', '--banner x', 'other', undefined, undefined],
  ['pureadmin', 'create', '--role array_admin u', 'admin-added', undefined, undefined],
  ['pureadmin', 'create', '--role readonly u', 'user-added', undefined, undefined],
  ['pureadmin', 'create', '--api-token u', 'credential-added', undefined, undefined],
  ['pureadmin', 'global disable', '--multi-factor', 'mfa-changed', 'mfa', 'off'],
  ['purekmip', 'delete', 'k', 'key-disabled', undefined, undefined],
  ['constructor', '__proto__', '--toString x', undefined, undefined, undefined],
])('%s %s %s', (command, subcommand, given, action, setting, to) => {
  const [event] = audit(command, subcommand, given)
  expect([event?.event.action, event?.backup?.change?.setting, event?.backup?.change?.to]).toEqual([
    action,
    setting,
    to,
  ])
})

test('each thing that a command names is told', () => {
  const events = audit('purevol', 'eradicate', 'v1 v2,v3')
  expect(events.map(({ backup }) => backup?.resource?.id)).toEqual([
    'pa01/volume/v1',
    'pa01/volume/v2',
    'pa01/volume/v3',
  ])
  expect(audit('purevol', 'destroy', Array.from({ length: 500 }, (_, index) => `v${index}`).join(' '))).toHaveLength(20)
})

test('a protection group is one thing, whether it is kept, unlocked or destroyed', () => {
  const ids = [
    ['retain', '--days 1 pg'],
    ['setattr', '--retention-lock unlocked pg'],
    ['destroy', 'pg'],
  ].map(([subcommand = '', given = '']) => audit('purepgroup', subcommand, given)[0]?.backup?.resource?.id)
  expect(new Set(ids).size).toBe(1)
  expect(audit('purepgroup', 'destroy', 'pg.s1')[0]?.backup?.resource?.container?.id).toBe(ids[0])
})

test.each([
  ['CLI', 'pureuser', 'array', 'person'],
  ['REST', 'pureuser', 'array', 'unknown'],
  ['REST', 'svc-veeam', 'array', 'product'],
  ['REST', 'puresupport', 'Pure1', 'provider'],
])('by %s, %s, from %s is a %s', (by, user, origin, kind) => {
  expect(audit('purevol', 'list', '', { user_interface: by, user, origin })[0]?.backup?.actor?.kind).toBe(kind)
})

test.each([
  "<182>Mar  1 00:00:00 pa01 purity.audit[1]: Array name: 'pa01' User: 'pureuser' Command: 'purevol' Subcommand: 'eradicate' Arguments: 'v1' UTC Time: '2026 Mar  1 00:00:00'",
  '<182>Mar  1 00:00:00 pa01 purity.audit[1]: Array Name: pa01#012User: pureuser#012Command: purevol eradicate v1#012UTC Time: 2026 Mar  1 00:00:00',
  '<182>Mar  1 00:00:00 pa01 purity.audit[1]: INFO [pureuser] purevol eradicate v1',
  JSON.stringify({
    id: 7,
    opened: '2026-03-01T00:00:00Z',
    user: 'pureuser',
    event: 'purevol eradicate',
    details: 'v1',
    array_name: 'pa01',
  }),
])('an audit record may look like %s', (line) => {
  const [event] = eventsOf([read(line)])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-01T00:00:00.000Z',
    event: { code: 'purevol eradicate', action: 'repository-deleted' },
    backup: { resource: { id: 'pa01/volume/v1' }, actor: { id: 'pureuser@pa01' } },
  })
})

describe('hostile input', () => {
  test.each(['nothing', '{}', '[]', '{"command":7}', '{"command":"rm"}'])('%s is no event', (text) => {
    const reading = read(text)
    expect(reading.ok && reading.value.events.length > 0).toBe(false)
  })
  test.each([
    ['labels', `<182>Mar  1 00:00:00 pa01 purity.audit[1]: ${"User: 'x' ".repeat(200_000)}`],
    ['quotes', `<182>Mar  1 00:00:00 pa01 purity.audit[1]: User: ${"'".repeat(500_000)}`],
    ['words', `<182>Mar  1 00:00:00 pa01 purity.audit[1]: purevol destroy ${'v '.repeat(500_000)}`],
    ['pures', `<182>Mar  1 00:00:00 pa01 x: ${'pure '.repeat(500_000)}`],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
  test('any value in a record is an event or a reject', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const reading = read({
          command: 'purevol',
          subcommand: one as Json,
          arguments: other as Json,
          user: one as Json,
          time: other as Json,
          arrays: one as Json,
        })
        return reading.ok || reading.error.reason !== ''
      }),
    )
  })
})

const files = realOf('purestorage.flasharray')
test.runIf(files.length > 0)('real lines are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).map(({ event }) => event.action)).toEqual(['other', 'other'])
})
