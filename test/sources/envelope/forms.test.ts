import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadSource } from '../../../src/content/sources.ts'
import type { Json } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import type { Reading, Source } from '../../../src/model/source.ts'
import { call } from '../aws.cloudtrail/records.ts'
import { linesOf } from '../golden.ts'
import { ownSamples } from '../samples.ts'
import { forms, wrapped } from './forms.ts'

const received = Date.parse('2026-03-02T10:00:10Z')
const names = ['aws.cloudtrail', 'okta.system', 'hashicorp.vault', 'veeam.vbr', 'linux.syslog', 'windows.security']
/** One of JSON, one of lines, one of XML. */
const paired = ['aws.cloudtrail', 'veeam.vbr', 'windows.security']
const samples = await ownSamples()

/** The first record of a source that is one alone: a line, or JSON as its vendor writes it. */
function textOf(name: string): string {
  if (name === 'aws.cloudtrail') return JSON.stringify(call('s3 DeleteBucket', { bucketName: 'nightly-backup' }))
  const raw = samples.filter(({ source }) => source.name === name).flatMap(({ raw }) => linesOf(raw))
  const found = raw.find(({ text }) => (name === 'windows.security' ? text.startsWith('<Event') : true))
  if (!found) throw new Error(`no sample of ${name}`)
  return found.text
}
const all = await Promise.all(
  names.map(async (name) => {
    const source = await loadSource(name)
    if (!source) throw new Error(`no source ${name}`)
    return { name, source, text: textOf(name) }
  }),
)

const read = (source: Source, value: Json): Reading =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), received)
const eventsOf = (reading: Reading): readonly Event[] => (reading.ok ? reading.value.events : [])

/** Without what says how it came. */
function bare({ backup, ...event }: Event): object {
  const { carriers: _, ...facts } = backup ?? {}
  const { created: __, ...meta } = event.event
  return { ...event, event: meta, backup: facts }
}

describe.each(all)('$name', ({ source, text }) => {
  const alone = eventsOf(read(source, text))
  test('is one event by itself', () => {
    expect(alone).toHaveLength(1)
    expect(alone[0]?.backup?.carriers).toBeUndefined()
  })

  test('is found in every form, which the event tells', () => {
    for (const form of forms) {
      const value = wrapped(form, text)
      if (value === undefined) continue
      const reading = read(source, value)
      expect([form.name, reading]).toMatchObject([form.name, { ok: true, value: { rejects: [] } }])
      expect([form.name, ...eventsOf(reading).map(bare)]).toEqual([form.name, ...alone.map(bare)])
      expect([form.name, eventsOf(reading)[0]?.backup?.carriers]).toEqual([form.name, form.carriers])
    }
  })

  test('is found in lists, lines and gzip of a form', () => {
    const form = JSON.stringify(wrapped(forms[0] ?? { name: '', carriers: [] }, text) ?? null)
    const three = [`[${form},${form},${form}]`, `${form}\n${form}\n${form}`, `${form}${form}${form}`]
    for (const several of three)
      for (const record of [Buffer.from(several), gzipSync(several)])
        expect(eventsOf(source.read(record, received)).map(bare)).toEqual([alone, alone, alone].flat().map(bare))
  })
})

describe.each(all.filter(({ name }) => paired.includes(name)))('$name', ({ source, text }) => {
  test('is found in any form around any other', () => {
    const alone = JSON.stringify(eventsOf(read(source, text)).map(bare))
    const wrong: string[] = []
    for (const inner of forms) {
      const inside = JSON.stringify(wrapped(inner, text))
      for (const outer of inside === undefined ? [] : forms) {
        const found = eventsOf(read(source, wrapped(outer, inside) ?? null))
        const nested = inner.carriers.filter((carrier) => carrier !== 'json')
        const carriers = [...outer.carriers, ...nested].filter((carrier, place, list) => carrier !== list[place - 1])
        const told = JSON.stringify(found[0]?.backup?.carriers)
        if (JSON.stringify(found.map(bare)) !== alone || told !== JSON.stringify(carriers))
          wrong.push(`${outer.name} around ${inner.name}: ${told}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
