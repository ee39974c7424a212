import { describe, expect, test } from 'vitest'
import { entry, eventOf, eventsIn } from './lines.ts'

const v = '6f2c1e90-0a11-4c5e-9d3a-00a098d0c101'
const s = '7a2c1e90-0a11-4c5e-9d3a-00a098d0c201'
const call = (input: string) => eventOf(input, { app: 'http' })

describe('a call by REST', () => {
  test.each([
    [`DELETE /api/storage/volumes/${v}`, 'repository-deleted', v],
    ['DELETE /api/storage/volumes?name=v1&svm.name=svm1', 'repository-deleted', 'na01/svm1/v1'],
    [
      'POST /api/protocols/nfs/export-policies/12884901889/rules : {"clients":[{"match":"0.0.0.0/0"}],"superuser":["sys"]}',
      'exposure-changed',
      'na01/export-policy/na01/12884901889',
    ],
    [
      'PATCH /api/protocols/nfs/export-policies/12884901889 : {"rules":[{"clients":[{"match":"192.0.2.0/24"}],"superuser":["any"]},{"clients":[{"match":"192.0.2.9"},{"match":"0.0.0.0/0"}],"superuser":["any"]}]}',
      'exposure-changed',
      'na01/export-policy/na01/12884901889',
    ],
    [
      'POST /api/protocols/nfs/export-policies : {"name":"backup","svm":{"name":"svm1"},"rules":[{"clients":[{"match":"192.0.2.0/24"}],"superuser":["any"]},{"clients":[{"match":"0.0.0.0/0"}],"superuser":["none"]}]}',
      'other',
      'na01/export-policy/svm1/backup',
    ],
    [`DELETE /api/storage/volumes/${v}/snapshots/${s}`, 'recovery-point-deleted', s],
    [`PATCH /api/storage/volumes/${v} : {"state":"offline"}`, 'repository-deleted', v],
    [
      `PATCH /api/storage/volumes/${v} : {"restore_to":{"snapshot":{"name":"x"}}}`,
      'recovery-point-deleted',
      `${v}/snapshot/*`,
    ],
    [`PATCH /api/storage/volumes/${v} : {"comment":"x"}`, 'repository-changed', v],
    [`PATCH /api/svm/svms/${v} : {"state":"stopped"}`, 'parent-deleted', v],
    [`PATCH /api/snapmirror/relationships/${v} : {"state":"broken_off"}`, 'replication-changed', v],
    [`PATCH /api/snapmirror/relationships/${v} : {"state":"paused"}`, 'replication-changed', v],
    ['POST /api/security/accounts : {"name":"u","role":{"name":"admin"}}', 'admin-added', 'u@na01'],
    ['PATCH /api/security/multi-admin-verify : {"enabled":false}', 'four-eyes-changed', 'na01/multi-admin-verify'],
    ['DELETE /api/security/audit/destinations/192.0.2.5/514', 'audit-changed', 'na01/log forwarding to 192.0.2.5'],
    [`DELETE /api/security/key-managers/${v}`, 'key-disabled', v],
    ['DELETE /api/cluster/ntp/servers/ntp1.example.com', 'clock-changed', 'na01'],
    ['DELETE /api/private/cli/volume : {"vserver":"svm1","volume":"v1"}', 'repository-deleted', 'na01/svm1/v1'],
    ['POST /api/private/cli/volume/offline : {"vserver":"svm1","volume":"v1"}', 'repository-deleted', 'na01/svm1/v1'],
    [
      'DELETE /api/private/cli/volume/snapshot?vserver=svm1&volume=v1&snapshot=s',
      'recovery-point-deleted',
      'na01/svm1/v1/snapshot/s',
    ],
    ['GET /api/storage/volumes', 'read', undefined],
    ['HEAD /api/storage/volumes', 'read', undefined],
    ['POST /api/storage/qos/policies : {"name":"gold"}', 'other', undefined],
    ['DELETE /api/storage/volumes/%E0%A4%A', 'repository-deleted', 'na01/%E0%A4%A'],
    ['PATCH /api/__proto__/constructor', 'other', undefined],
  ])('%s', (input, action, id) => {
    const { event, backup } = call(input)
    expect([event.action, backup?.resource?.id]).toEqual([action, id])
  })

  test('has one code, whatever the UUID', () => {
    expect(call(`DELETE /api/storage/volumes/${v}`).event.code).toBe('DELETE /api/storage/volumes/{id}')
    expect(call(`DELETE /api/storage/volumes/${s}?return_timeout=0`).event.code).toBe(
      'DELETE /api/storage/volumes/{id}',
    )
  })

  test.each([
    ['{"snaplock":{"retention":{"default":"P30D"}}}', 30],
    ['{"snaplock.retention.default":"P1Y"}', 365],
    ['{^I"snaplock.retention":^I{"default":^I"PT12H"}}', 0.5],
    ['{"snaplock":{"retention":{"default":"infinite"}}}', 'unlimited'],
    ['{"snaplock":{"retention":{"default":"P6M","minimum":"P1D"}},"comment":"cut off he', 180],
  ])('nests or dots its fields: %s', (body, days) => {
    expect(call(`PATCH /api/storage/volumes/${v} : ${body}`).backup?.change).toMatchObject({
      setting: 'lock-days',
      to: days,
    })
  })

  test('changes several things, and each is told under its own verb', () => {
    const line = entry(
      `PATCH /api/storage/volumes/${v} : {"snapshot_locking_enabled":false,"snapshot_policy":{"name":"none"},"state":"offline"}`,
      { app: 'http' },
    )
    const events = eventsIn(line)
    expect(events.map(({ event }) => event.action).sort()).toEqual([
      'immutability-changed',
      'policy-assigned',
      'repository-deleted',
    ])
    expect(new Set(events.map(({ event }) => event.id)).size).toBe(1)
  })

  test('that names a volume beside its UUID tells which is which', () => {
    const event = call(`PATCH /api/storage/volumes/${v} : {"name":"v1","svm":{"name":"svm1"}}`)
    expect(event.backup?.resource).toMatchObject({ id: 'na01/svm1/v1', aliases: [v] })
  })

  test('keeps no password', () => {
    const event = call('POST /api/security/accounts : {"name":"u","role":"admin","password":"Sup3rSecret"}')
    expect(JSON.stringify(event)).not.toContain('Sup3rSecret')
    expect(event.event.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(eventOf('security key-manager onboard enable -passphrase "Two words"'))).not.toContain(
      'words',
    )
  })
})
