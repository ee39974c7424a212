import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/veeam.vbr/source.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'
import { eventOf } from './records.ts'

const files = realOf('veeam.vbr')

describe.runIf(files.length > 0)('real logs, where the reference is', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  const events = eventsOf(readings)

  test('are all read', () => {
    expect(readings.filter(({ ok }) => !ok)).toEqual([])
    expect(readings.flatMap((reading) => (reading.ok ? reading.value.rejects : []))).toEqual([])
    expect(events.length).toBeGreaterThan(255)
  })

  test('give every field of every block, and none twice', () => {
    for (const { veeam, event } of events) {
      const held = (veeam as { vbr: Record<string, unknown> }).vbr
      expect(held.doubled_fields, event.original).toBeUndefined()
      if (/instanceId=/.test(event.original)) expect(event.code).toMatch(/^\d+$/)
    }
  })

  test('have the time of their header', () => {
    const headed = events.filter(({ event }) => /^(<\d+>)?1 \d{4}-/.test(event.original))
    expect(headed.length).toBeGreaterThan(200)
    expect(headed.filter(({ event }) => event.reason !== undefined)).toEqual([])
  })

  test('name the one who acts wherever a field of theirs does', () => {
    const named = events.filter(({ event }) =>
      /(UserName|fullName|InitiatorName|InitiatorUserName)="[^" ]/.test(event.original),
    )
    expect(named.filter(({ backup }) => backup?.actor === undefined)).toEqual([])
  })

  test('name their target wherever a field of theirs does', () => {
    const named = events.filter(({ event }) =>
      /(JobName|RepositoryName|VmName| Name|ProxyName|TapeObjectName|ProtectionGroupName)="[^"0 ]/.test(event.original),
    )
    expect(named.length).toBeGreaterThan(80)
    expect(named.filter(({ backup }) => !backup?.resource?.name && !backup?.related?.[0]?.name)).toEqual([])
  })
})

const catalogue = new URL('../../../../shared/reference/samples/veeam/vbr13-event-catalog.tsv', import.meta.url)

test.runIf(existsSync(catalogue))(
  'every number of the catalogue is an event, and what the vendor counts as destruction has a verb',
  () => {
    const rows = readFileSync(catalogue, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'))
    const codes = rows.flatMap(([ids = '', name = '', , text = '', , , technique = '']) =>
      ids.split(', ').map((id) => ({ id, name, text, technique })),
    )
    expect(codes.length).toBe(320)
    const silent = codes.filter(
      ({ id, text }) => eventOf(Number(id), { UserName: 'ACME\\a.weber' }, text).event.action === 'other',
    )
    expect(
      silent.filter(({ technique }) => /T1485|T1490/.test(technique)).map(({ id, name }) => `${id} ${name}`),
    ).toEqual([])
  },
)
