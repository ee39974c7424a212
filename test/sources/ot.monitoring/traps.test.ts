import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/ot.monitoring/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (record: string) => source.read(Buffer.from(record), Date.UTC(2026, 2, 2, 12))
const eventOf = (record: string) => eventsOf([read(record)])[0]
const activity = (action: string, message: string, status = 'Success') =>
  `<30> 2026-03-02T09:06:33Z plant1 syslog-ActivityLog - - - CEF:0|Claroty|CTD|4.10.0|ActivityLog|x|0|CtdTimeGenerated=Mar 02 2026 12:06:30 CtdSite=plant1 CtdUser=eng CtdAction=${action} CtdActionStatus=${status} CtdMessage=${message} CtdLogType=User`

describe('a monitor of plants', () => {
  test.each([
    ['Login', 'User eng logged in', 'sign-in'],
    ['User added', "User 'x' was added", 'user-added'],
    ['User changed', "User 'x' was changed to role 'Administrator'", 'admin-added'],
    ['User deleted', "User 'x' was deleted", 'user-removed'],
    ['Password changed', "Password of user 'x' was changed", 'credential-added'],
    ['Syslog deleted', 'Syslog server 198.51.100.9 was deleted', 'audit-changed'],
    ['NTP disabled', 'NTP was disabled', 'clock-changed'],
    ['SSH', 'SSH access was enabled', 'exposure-changed'],
    ['MFA', "Two-factor authentication of user 'x' was disabled", 'mfa-changed'],
    ['LDAP', 'Active Directory settings were changed', 'role-trust-changed'],
    ['Mode', 'System was moved to [[Operational Mode]]', 'other'],
  ])('says what people do in it: %s', (action, message, verb) => {
    expect(eventOf(activity(action, message))?.event.action).toBe(verb)
  })

  test('has the time of the act, whose zone only the header tells, and its outcome', () => {
    expect(eventOf(activity('User added', "User 'x' was added", 'Failure'))).toMatchObject({
      '@timestamp': '2026-03-02T09:06:30.000Z',
      event: { outcome: 'failure' },
      backup: { actor: { id: 'eng@plant1', kind: 'person' } },
    })
  })

  test('laid out over lines is one record, with blanks before them or without', () => {
    for (const indent of ['', '  ']) {
      const text = [
        'CEF:0|Nozomi Networks|N2OS|19|SIGN:MALWARE-DETECTED',
        ' |Malware detected|9|',
        'dvchost=g1',
        'msg=Suspicious',
        'src=198.51.100.4',
        'start=1571351543431',
      ].join(`\n${indent}`)
      expect(eventsOf([read(JSON.stringify({ raw: text }))])).toMatchObject([
        {
          '@timestamp': '2019-10-17T22:32:23.431Z',
          event: { code: 'SIGN:MALWARE-DETECTED' },
          source: { ip: '198.51.100.4' },
          observer: { name: 'g1' },
        },
      ])
    }
  })

  test('keeps no community of SNMP', () => {
    const event = eventOf(activity('x', 'y').replace('CtdLogType', 'CtdCommunity=s3cr3t CtdLogType'))
    expect(JSON.stringify(event)).not.toContain('s3cr3t')
  })

  test('an API key is a credential of its owner', () => {
    const audit = {
      id: 'e68f6c04-fe98-4549-abcf-6a2213249c3c',
      name: 'API key signed in',
      event: 'API key signed in',
      action: 'create',
      username: 'ann@example.com via APIkey AK6eef5d',
      controller: 'api/api_key_sessions',
      ip_address: '203.0.113.7',
      time: 1747028333579,
    }
    expect(eventOf(JSON.stringify(audit))).toMatchObject({
      '@timestamp': '2025-05-12T05:38:53.579Z',
      event: { id: audit.id, action: 'sign-in', outcome: 'success' },
      backup: { actor: { id: 'ann@example', kind: 'service', credential: 'AK6eef5d' } },
    })
  })

  test.each([['hello'], ['{"a":1}'], ['CEF:0|Acme|Firewall|1|x|y|1|src=192.0.2.1'], ['']])('is not "%s"', (record) => {
    expect(eventsOf([read(record)])).toEqual([])
  })

  test('of any values throws nothing', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        read(json)
        read(`{"type_id":${json},"time":1,"skt":${json},"observer":${json}}`)
        read(activity(text, text))
        read(`CEF:0|Claroty|${text}|1|${text}|${text}|5|event_timestamp=${text} src_ip=${text}`)
      }),
      { numRuns: 200 },
    )
  })
})

const files = realOf('ot.monitoring')
test.runIf(files.length > 0)('real records are all read, with their own times but for one that has none', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  const events = eventsOf(readings)
  expect(rejectsOf(readings)).toEqual([])
  expect(events).toHaveLength(14)
  expect(events.filter(({ event }) => event.reason !== undefined).map(({ event }) => event.code)).toEqual(['HEALTH'])
  expect(events.filter(({ event }) => event.action === 'sign-in')).toHaveLength(2)
})
