import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.networker/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (text: string) => eventsOf([source.read(Buffer.from(text), received)])[0]
const line = (said: string): string =>
  `152904 03/01/26 09:00:00 1 5 0 140 2611 0 nsr01.example.com nsrd SYSTEM notice User 'jdoe' on host adm1 ${said}`

test.each([
  ["deleted NSR pool 'Offsite'", 'repository-deleted', undefined],
  ["deleted NSR device 'dd01_1'", 'repository-deleted', undefined],
  ["modified NSR client 'db01': 'retention policy' changed from 'Year' to 'Day'", 'retention-changed', 1],
  [
    "modified NSR client 'db01': 'retention policy' changed from 'Gold' to 'Silver'",
    'policy-assigned',
    'nsr01/plan/silver',
  ],
  ["deleted NSR Protection Policy 'Gold'", 'job-stopped', 'off'],
  ["modified NSR auditlog 'x': 'auditlog hostname' changed from 'nsr01' to ''", 'audit-changed', 'off'],
  ["created user 'helper' with role 'Security Administrators'", 'admin-added', undefined],
  ["deleted save set 'ssid 7'", 'recovery-point-deleted', undefined],
])('%s', (said, action, to) => {
  const event = eventIn(line(said))
  expect([event?.event.action, event?.backup?.change?.to]).toEqual([action, to])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-01T09:00:00.000Z',
    event: { code: '152904', provider: 'nsrd' },
    host: { name: 'nsr01.example.com' },
    backup: { actor: { id: 'jdoe@nsr01' } },
  })
})

test.each([
  ['42506 03/21/09 09:24:39 2 0 0 1 11700 0 smurf nsrd server notice: started', '2009-03-21T09:24:39.000Z'],
  [
    '42506 03/21/2026 09:24:39 PM 2 0 0 1 11700 0 smurf nsrmmdbd media db is checking btrees',
    '2026-03-21T21:24:39.000Z',
  ],
  ['0 1772355600 1 5 0 140 26 0 host nsrd a message', '2026-03-01T09:00:00.000Z'],
  ['<86>Mar  1 09:00:00 nsr01 nsrlogd[8]: anything', '2026-03-01T09:00:00.000Z'],
])('%s', (text, time) => {
  expect([eventIn(text)?.['@timestamp'], eventIn(text)?.event.action]).toEqual([time, 'other'])
})

test('lines of other programs are rejects', () => {
  expect(source.read(Buffer.from('<86>Mar  1 09:00:00 nsr01 sshd[8]: Accepted'), received).ok).toBe(false)
})

describe('hostile input', () => {
  withstands(source, line)
})
