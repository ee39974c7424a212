// What every store of events does, whatever it lies in: one suite for all of them.
import { describe, expect, test } from 'vitest'
import type { EventQuery, EventStore } from '../../src/model/store.ts'
import type { EventRecord } from '../../src/model/wire.ts'
import { eventRecordOf, type Told } from './event.ts'

export interface Opened {
  readonly store: EventStore
  /** Until everything that was put is found. */
  written(): Promise<void>
}

/** @param empty opens a store that nothing was ever written to */
export function eventContract(name: string, empty: () => Opened): void {
  const filled = async (records: readonly EventRecord[]): Promise<EventStore> => {
    const { store, written } = empty()
    await store.putEvents(records)
    await written()
    return store
  }
  const found = async (store: EventStore, query: Partial<EventQuery>): Promise<readonly string[]> =>
    (await store.findEvents({ limit: 50, ...query })).events.map(({ event }) => event.event.id)

  describe(`events in ${name}`, () => {
    test('can be forgotten one by one, and by their age', async () => {
      const { store, written } = empty()
      const records = [0, 1, 2].map((n) => eventRecordOf({ n }))
      await store.putEvents([...records, eventRecordOf({ n: -60 * 24 * 40 })])
      await written()
      expect(await store.forgetEvents('2026-02-25T00:00:00.000Z')).toBe(1)
      await store.dropEvents(records.slice(0, 1))
      await written()
      expect(await found(store, {})).toEqual(['e2', 'e1'])
    })

    test('are found with everything that they said, the newest first', async () => {
      const records = [0, 1, 2].map((n) => eventRecordOf({ n }))
      const store = await filled(records)
      expect(await store.findEvents({ limit: 50 })).toEqual({ events: [...records].reverse(), total: 3 })
    })

    test.each<[string, string, Partial<Told>]>([
      ['a name', 'boris', { actor: 'boris' }],
      ['a part of a name', 'vault', { bucket: 'backup-vault-7' }],
      ['a name in other letters', 'Backup-VAULT-7', { bucket: 'backup-vault-7' }],
      ['the code of the vendor', 'deletebucket', { code: 'DeleteBucket' }],
      ['an address', '198.51.100.7', { address: '198.51.100.7' }],
      ['two words', 'boris refused-bucket', { actor: 'boris', bucket: 'refused-bucket' }],
      ['the whole name of a resource', 'arn:aws:s3:::backup-vault-7', { bucket: 'backup-vault-7' }],
      ['a piece of a long name', 's3:::backup-vault-7', { bucket: 'backup-vault-7' }],
      ['an actor', 'actor:boris', { actor: 'boris' }],
      ['a copy by its whole name', 'copy:arn:aws:s3:::backup-vault-7', { bucket: 'backup-vault-7' }],
      ['a value with blanks', 'actor:"Boris  B"', { actor: 'Boris B' }],
      ['an outcome and an action', 'outcome:failure action:retention-changed', { outcome: 'failure' }],
      ['signs that mean something to a search', 'actor:"a*(b) OR c\'d"', { actor: "a*(b) or c'd" }],
    ])('are found by %s', async (_, text, told) => {
      const store = await filled([eventRecordOf({ n: 0 }), eventRecordOf({ n: 1, ...told }), eventRecordOf({ n: 2 })])
      expect(await found(store, { text })).toEqual(['e1'])
    })

    test.each([
      ['a word in another field', 'address:maria.k'],
      ['the beginning of a word', 'mar'],
      ['one word that is not there', 'maria.k nowhere'],
      ['signs only', '"" * ( OR'],
    ])('are not found by %s', async (_, text) => {
      const store = await filled([eventRecordOf({ n: 0 })])
      expect(await found(store, { text })).toEqual([])
    })

    test('are found within a time, with words and without', async () => {
      const store = await filled([0, 1, 2, 3].map((n) => eventRecordOf({ n })))
      const span = { from: '2026-03-01T00:01:00.000Z', to: '2026-03-01T00:03:00.000Z' }
      expect(await found(store, span)).toEqual(['e2', 'e1'])
      expect(await store.findEvents({ limit: 1, text: 'maria.k', ...span })).toMatchObject({ total: 2 })
    })

    test('are read page after page, each once', async () => {
      const store = await filled(Array.from({ length: 25 }, (_, n) => eventRecordOf({ n: n >> 1, bucket: `b${n}` })))
      const all: string[] = []
      let cursor: string | undefined
      do {
        const page = await store.findEvents({ limit: 10, text: 'actor:maria.k', ...(cursor && { cursor }) })
        all.push(...page.events.map(({ event }) => event.backup?.resource?.name ?? ''))
        cursor = page.next
      } while (cursor !== undefined)
      // Two of one id at one place are one.
      expect(all.length).toBe(new Set(all).size)
      expect(new Set(all).size).toBe(13)
    })

    test('that are told twice stand once', async () => {
      const record = eventRecordOf({ n: 0 })
      const store = await filled([record, record])
      await store.putEvents([record])
      expect((await store.findEvents({ limit: 50 })).total).toBe(1)
    })

    test('of one moment all stand', async () => {
      const records = Array.from({ length: 200 }, (_, n) => {
        const { ref, ...rest } = eventRecordOf({ n })
        return { ...rest, ref: { ...ref, at: '2026-03-01T00:00:00.000Z' } }
      })
      const store = await filled(records)
      await store.putEvents([...records].reverse())
      expect((await store.findEvents({ limit: 1 })).total).toBe(200)
    })

    test('begin at their beginning for what is no place in the list', async () => {
      const store = await filled([eventRecordOf({ n: 0 })])
      expect(await found(store, { cursor: '%%%' })).toEqual(['e0'])
    })
  })
}
