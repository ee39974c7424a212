import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/cyberark.pas/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const first = (value: Json | string) => eventsOf([read(value)])[0]
const audit = (more: JsonObject) => ({
  syslog: {
    audit_record: {
      MessageID: '7',
      Action: 'Logon',
      Issuer: 'mwolf',
      Station: '203.0.113.20',
      IsoTimestamp: '2026-03-02T09:00:00Z',
      ...more,
    },
  },
})

test('values of CEF in quotes are names without them, and a grave finding of the analytics is no failure', () => {
  const cef = (product: string, rest: string) => `<5>1 2026-03-02T09:00:00Z v1 CEF:0|Cyber-Ark|${product}|12.2|${rest}`
  expect(
    first(
      cef(
        'Vault',
        '266|Add Group Member|5|act="Add Group Member" suser="mwolf" shost=203.0.113.20 duser= cs1Label="Affected User Name" cs1="jdoe" cs5Label="Other info" cs5="Vault Admins"',
      ),
    ),
  ).toMatchObject({
    event: { action: 'admin-added', provider: 'Add Group Member' },
    backup: { actor: { id: 'mwolf' }, resource: { name: 'jdoe' }, detail: { role: 'Vault Admins' } },
  })
  expect(first(cef('PTA', '20|Privileged account anomaly|8|msg=x'))?.event.outcome).toBe('success')
})

describe('one product in four forms', () => {
  const leef =
    'LEEF:1.0|Cyber-Ark|Vault|14.4.0002|295|sev=6\tAction=Retrieve password\tusrName=mwolf\tsrc=203.0.113.20\tFile=Root/repo01-root\tSafe=Backup\t shost=203.0.113.20\tdhost=repo01'
  test.each([
    [
      'JSON',
      JSON.stringify(
        audit({ MessageID: '295', Action: 'Retrieve password', Safe: 'Backup', File: 'Root\\repo01-root' }),
      ),
    ],
    [
      'JSON behind a header',
      `<5>1 2026-03-02T09:00:01Z VAULT ${JSON.stringify(audit({ MessageID: '295', Safe: 'Backup', File: 'Root\\repo01-root' }))}`,
    ],
    ['LEEF', leef],
    ['LEEF behind a header', `<13>Mar  2 09:00:00 VAULT ${leef}`],
    ['LEEF in what an agent wrote', JSON.stringify({ '@timestamp': '2026-03-02T09:00:00Z', message: leef })],
    [
      'CEF',
      'CEF:0|Cyber-Ark|Vault|12.6|295|Retrieve password|5|act=Retrieve password suser=mwolf fname=Root\\\\repo01-root shost=203.0.113.20 cs2Label="Safe Name" cs2=Backup',
    ],
    [
      'Privilege Cloud',
      JSON.stringify({
        auditCode: 'PAM00295',
        action: 'Retrieve password',
        username: 'mwolf',
        source: '203.0.113.20',
        safe: 'Backup',
        timestamp: 1772442000000,
        customData: { PAM: { target: 'Root\\repo01-root' } },
      }),
    ],
  ])('%s says the same', (_, record) => {
    expect(first(record)).toMatchObject({
      event: { code: '295', action: 'read', outcome: 'success' },
      user: { name: 'mwolf' },
      source: { ip: '203.0.113.20' },
      backup: {
        actor: { id: 'mwolf', kind: 'person' },
        resource: { id: 'cyberark/Backup/repo01-root', container: { name: 'Backup' } },
      },
    })
  })
})

describe('an audit record', () => {
  test.each([
    [{ MessageID: '4', Action: 'Authentication Failure' }, 'sign-in', 'failure'],
    [{ MessageID: '38', Action: 'CPM Verify Password Failed' }, 'other', 'failure'],
    [{ MessageID: '286', SourceUser: 'Vault Admins', TargetUser: 'x' }, 'admin-added', 'success'],
    [{ MessageID: '286', SourceUser: 'Helpdesk', TargetUser: 'x' }, 'role-granted', 'success'],
    [{ MessageID: '9999', Action: 'Delete Safe', Safe: 'Backup' }, 'credential-removed', 'success'],
    [{ MessageID: '9999', Action: '' }, 'other', 'success'],
  ])('%j is told as %s, %s', (more, action, outcome) => {
    expect(first(audit(more))?.event).toMatchObject({ action, outcome })
  })

  test.each(['PasswordManager', 'PVWAGWUser', 'PSMApp_1', 'Prov_host'])('%s is the product', (Issuer) => {
    expect(first(audit({ Issuer }))?.backup?.actor?.kind).toBe('product')
  })

  test.each([
    ['words', 'hello'],
    ['another vendor', 'LEEF:1.0|Other|Thing|1|1|a=b'],
    ['another object', '{"a":1}'],
  ])('is not in %s', (_, record) => {
    expect(read(record).ok).toBe(false)
  })

  test('of any shape throws nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (one, other, text) => {
        read(
          audit({ CAProperties: one as Json, MessageID: other as Json, ExtraDetails: text, TargetUser: one as Json }),
        )
        read({
          auditCode: 'PAM1',
          action: text,
          customData: one as Json,
          username: other as Json,
          timestamp: one as Json,
        })
        read(`LEEF:1.0|Cyber-Ark|Vault|1|286|${text}`)
      }),
      { numRuns: 300 },
    )
  })
})

const files = realOf('cyberark.pas')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ user }) => user?.name !== undefined)).toBe(true)
})
