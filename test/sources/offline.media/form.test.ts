import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/offline.media/source.ts'
import { linesOf } from '../golden.ts'
import { eventsOf, ownSamples } from '../samples.ts'

const schema = JSON.parse(readFileSync(new URL('../../../schemas/offline-media.schema.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ strict: true, strictRequired: false })
const add = addFormats as unknown as (target: Ajv) => void
add(ajv)
const conforms = ajv.compile(schema)

const good = { event: 'taken-out', medium: 'A00017L8', time: '2026-03-02T08:00:00Z', by: 'ACME\\jdoe', set: 'weekly' }
const read = (record: unknown) => source.read(Buffer.from(JSON.stringify(record)), 0)
const told = (more: object) => eventsOf([read({ ...good, ...more })])[0]

describe('an event of an offline medium', () => {
  test.each([
    [{ event: 'taken-out' }, 'media-moved', 'success', {}],
    [{ event: 'taken-out', scheduled: true }, 'media-moved', 'success', { scheduled: true }],
    [{ event: 'Taken out' }, 'media-moved', 'success', {}],
    [{ event: 'returned' }, 'media-moved', 'success', { returned: true }],
    [{ event: 'missing', scheduled: true }, 'media-moved', 'success', {}],
    [{ event: 'verified', result: 'good' }, 'restore-tested', 'success', {}],
    [{ event: 'verified', result: 'bad' }, 'restore-tested', 'failure', {}],
    [{ event: 'overdue' }, 'restore-tested', 'unknown', { overdue: true }],
    [{ event: 'destroyed' }, 'recovery-point-deleted', 'success', { permanent: true }],
    [{ event: 'relabelled' }, 'other', 'success', {}],
  ])('%j is told as %s, %s', (more, action, outcome, detail) => {
    const event = told(more)
    expect([event?.event.action, event?.event.outcome, event?.backup?.detail ?? {}]).toEqual([action, outcome, detail])
    expect(event).toMatchObject({ '@timestamp': '2026-03-02T08:00:00.000Z', backup: { actor: { id: 'jdoe@acme' } } })
  })

  test('is of the medium of its label, and verifications of a set are one drill', () => {
    expect(told({})?.backup?.resource).toMatchObject({
      type: 'tape',
      id: 'tape/A00017L8',
      container: { id: 'offline/weekly' },
    })
    const drills = ['A', 'B'].map((medium) => told({ medium, event: 'verified', result: 'bad' })?.backup?.resource?.id)
    expect(new Set(drills).size).toBe(1)
  })

  test.each([
    [{ time: '2026-03-02' }, 'time'],
    [{ time: '2026-03-02T08:00:00' }, 'time'],
    [{ time: 1772438400 }, 'time'],
    [{ medium: '' }, 'medium'],
    [{ medium: 7 }, 'medium'],
    [{ medium: 'x'.repeat(201) }, 'medium'],
    [{ event: 7 }, 'event'],
    [{ event: 'verified' }, 'result'],
    [{ event: 'verified', result: 'fine' }, 'result'],
    [{ scheduled: 'yes' }, 'scheduled'],
    [{ by: 7 }, 'by'],
    [{ set: [] }, 'set'],
  ])('%j is refused by the source and by the schema, and the field is named', (more, field) => {
    const reading = read({ ...good, ...more })
    expect(reading).toMatchObject({ ok: false, error: { field } })
    expect(conforms({ ...good, ...more })).toBe(false)
  })

  test('one that is wrong takes no other with it', () => {
    const reading = read([good, { ...good, time: 'yesterday' }, { ...good, medium: 'B' }])
    expect(reading).toMatchObject({ ok: true, value: { rejects: [{ part: 1, field: 'time' }] } })
    expect(eventsOf([reading])).toHaveLength(2)
  })

  test('what conforms to the schema is read', async () => {
    const own = (await ownSamples()).filter((sample) => sample.source.name === 'offline.media')
    const records = own.flatMap(({ raw }) => linesOf(raw)).map(({ text }) => JSON.parse(text))
    const conforming = records.filter((record) => conforms(record))
    expect(conforming.length).toBeGreaterThan(8)
    expect(eventsOf(conforming.map(read))).toHaveLength(conforming.length)
  })

  test('anything else throws nothing', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        source.read(Buffer.from(json), 0)
        source.read(Buffer.from(`{"event":${json},"medium":${json},"time":${json},"__proto__":${json}}`), 0)
      }),
      { numRuns: 200 },
    )
  })
})
