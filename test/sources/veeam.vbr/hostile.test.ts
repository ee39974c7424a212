import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../golden.ts'
import { ownSamples } from '../samples.ts'
import { line, read, received } from './records.ts'

const lines = (await ownSamples())
  .filter(({ source: { name } }) => name === 'veeam.vbr')
  .flatMap(({ raw }) => linesOf(raw).map(({ text }) => text))

/** What must hold of every reading, whatever came in. */
function expectSound(text: string): void {
  const reading = read(text)
  if (!reading.ok) return void expect(reading.error.reason).not.toBe('')
  for (const event of reading.value.events) {
    expect(Number.isNaN(Date.parse(event['@timestamp'])), text).toBe(false)
    expect([event.event.id, event.event.code].includes(''), text).toBe(false)
    expect(event.backup?.actor?.id, text).not.toBe('')
    expect(JSON.stringify(event).includes('[object Object]'), text).toBe(false)
  }
}

test('any text is read or rejected', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => expectSound(text)),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.json(), (text) => expectSound(text)),
    { numRuns: 300 },
  )
})

test('any cut, and any text in any place of a sample, is read or rejected', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.nat(), fc.string({ maxLength: 40 }), (text, place, what) => {
      expectSound(text.slice(0, place % text.length))
      expectSound(text.slice(0, place % text.length) + what + text.slice(place % text.length))
    }),
    { numRuns: 1_500 },
  )
})

test('any value in any field is an event', () => {
  const names = [
    'JobID',
    'JobName',
    'ChangesXML',
    'UserName',
    'UserFullInfo',
    'Operation',
    'TapeIDs',
    'Endpoint',
    'JobResult',
  ]
  const codes = [
    10050, 23050, 26500, 28100, 31000, 31200, 31500, 32120, 40204, 41800, 42260, 42290, 42402, 42800, 44002, 115, 190,
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.constantFrom(...names),
      fc.string({ maxLength: 60 }),
      (code, name, value) => {
        const text = line(code, { [name]: value.replace(/[\r\n]/g, ' ') })
        expect(read(text).ok).toBe(true)
        expectSound(text)
      },
    ),
    { numRuns: 1_500 },
  )
})

test('ten megabytes of anything take no more than a moment', () => {
  const start = performance.now()
  const long = 10_000_000
  for (const filler of ['x', '<', '"', ' by ', '<a b="c">', "'", '\\', ' A="'])
    read(line(23050, { ChangesXML: `<changes>${filler.repeat(long / filler.length)}` }, filler.repeat(1000)))
  expect(performance.now() - start).toBeLessThan(8_000)
})

test('names of prototypes are names', () => {
  const [event] = (
    read(line(28200, { RepositoryName: '__proto__', RepositoryID: 'constructor' })) as {
      value: { events: readonly { backup: object }[] }
    }
  ).value.events
  expect(event?.backup).toMatchObject({ resource: { name: '__proto__' } })
  expect(received).toBeGreaterThan(0)
})
