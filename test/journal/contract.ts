// The contract of every journal: what is appended is read, what a stage commits is committed once, and all or nothing.
import { afterEach, describe, expect, test } from 'vitest'
import type { Journal, JournalRecord, Stage, StageHandle } from '../../src/model/journal.ts'
import { until } from '../support/until.ts'

export interface JournalSetup {
  /** A journal over the same place each time it is called: closing one and opening the next is a restart. */
  open(): Promise<Journal>
  /** Fresh topic names, so that cases do not see each other. */
  topic(name: string): string
  clean(): Promise<void>
}

const textOf = ({ value }: JournalRecord): string | undefined =>
  value === undefined ? undefined : Buffer.from(value).toString()

export function journalContract(name: string, setup: () => Promise<JournalSetup>): void {
  describe(name, () => {
    let place: JournalSetup
    let journal: Journal
    const begin = async (): Promise<void> => {
      place = await setup()
      journal = await place.open()
    }
    const restart = async (): Promise<void> => {
      await journal.close()
      journal = await place.open()
    }
    afterEach(async () => {
      await journal.close()
      await place.clean()
    })
    const all = async (topic: string): Promise<readonly JournalRecord[]> => {
      const found: JournalRecord[] = []
      for await (const record of journal.read(topic)) found.push(record)
      return found
    }
    const copying = (from: string, to: string, more: Partial<Stage> = {}): Stage => ({
      name: from.replaceAll('.', '-'),
      topics: [from],
      stateful: false,
      process: (batch) => ({
        records: batch.map((record) => ({ topic: to, key: record.key ?? '', value: textOf(record) ?? 'tombstone' })),
        state: [],
      }),
      ...more,
    })
    const counting = (from: string, to: string): Stage =>
      copying(from, to, {
        stateful: true,
        process(batch, state) {
          const before = Number(state.get('count') ?? 0)
          return {
            records: batch.map((_, index) => ({ topic: to, value: String(before + index + 1) })),
            state: [['count', String(before + batch.length)]],
          }
        },
      })

    test('what is appended is read in order, with key, headers and bytes', async () => {
      await begin()
      const topic = place.topic('plain')
      const bytes = Buffer.from([0, 255, 10, 128])
      await journal.append([
        { topic, partition: 0, key: 'a', value: 'one', headers: { h: 'v' } },
        { topic, partition: 0, value: bytes },
      ])
      const [first, second] = await until(
        () => all(topic),
        (seen) => seen.length === 2,
      )
      expect(first).toMatchObject({ key: 'a', headers: { h: 'v' } })
      expect(first && textOf(first)).toBe('one')
      expect(second && Buffer.from(second.value ?? [])).toEqual(bytes)
      expect(second?.key).toBeUndefined()
    })

    test('a stage sees each record once, and its results are there for the next', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      const handle = await journal.run(copying(from, to))
      await journal.append(
        Array.from({ length: 2_000 }, (_, index) => ({ topic: from, key: String(index), value: String(index) })),
      )
      const found = await until(
        () => all(to),
        (seen) => seen.length >= 2_000,
      )
      expect(new Set(found.map(textOf)).size).toBe(2_000)
      expect(found.length).toBe(2_000)
      await until(
        () => handle.lag(),
        (lag) => lag.every(({ records }) => records === 0),
      )
    })

    test('state and position go with the results, over a restart', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      await journal.run(counting(from, to))
      await journal.append(Array.from({ length: 30 }, () => ({ topic: from, partition: 0, value: 'x' })))
      await until(
        () => all(to),
        (seen) => seen.length === 30,
      )
      await restart()
      await journal.run(counting(from, to))
      await journal.append(Array.from({ length: 30 }, () => ({ topic: from, partition: 0, value: 'x' })))
      const found = await until(
        () => all(to),
        (seen) => seen.length >= 60,
      )
      expect(
        found
          .map(textOf)
          .map(Number)
          .sort((one, other) => one - other),
      ).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    })

    test('a batch that fails leaves nothing behind, says why, and is tried again', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      let failing = true
      const stage = copying(from, to)
      const handle: StageHandle = await journal.run({
        ...stage,
        process(batch, state) {
          if (failing) throw new Error('not today')
          return stage.process(batch, state)
        },
      })
      await journal.append([{ topic: from, value: 'a' }])
      await until(
        () => handle.lag(),
        (lag) => lag.some(({ trouble }) => trouble?.includes('not today') === true),
      )
      expect(await all(to)).toEqual([])
      failing = false
      expect(
        (
          await until(
            () => all(to),
            (seen) => seen.length > 0,
          )
        ).map(textOf),
      ).toEqual(['a'])
    })

    test('what comes of one batch may be larger than the journal takes at once', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      const large = 'x'.repeat(600_000)
      await journal.run(
        copying(from, to, {
          stateful: true,
          process: (batch) => ({
            records: batch.flatMap((_, index) =>
              Array.from({ length: 40 }, () => ({ topic: to, partition: 0, value: `${index} ${large}` })),
            ),
            state: Array.from({ length: 40 }, (_, index) => [`key ${index}`, large] as const),
          }),
        }),
      )
      await journal.append([{ topic: from, partition: 0, value: 'a' }])
      const found = await until(
        () => all(to),
        (seen) => seen.length > 0,
      )
      expect(found.length).toBe(40)
    })

    test('an append is whole or not at all', async () => {
      await begin()
      const [one, other] = [place.topic('one'), place.topic('other')]
      await journal.append([
        { topic: one, value: '1' },
        { topic: other, value: '2' },
      ])
      await until(
        async () => [(await all(one)).length, (await all(other)).length],
        (seen) => seen.join() === '1,1',
      )
    })

    test('a state is followed as it is committed, and known whole after a restart', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      const stage = counting(from, to)
      const send = (count: number) =>
        journal.append(Array.from({ length: count }, () => ({ topic: from, partition: 0, value: 'x' })))
      await journal.run(stage)
      await send(3)
      const heard: string[] = []
      const followed = await journal.follow(stage.name, (changes) => {
        for (const [key, value] of changes) heard.push(`${key} ${value}`)
      })
      await until(
        () => followed.view.get('count'),
        (seen) => seen === '3',
      )
      await send(2)
      await until(
        () => heard.at(-1),
        (seen) => seen === 'count 5',
      )
      expect([followed.view.get('count'), followed.view.scan('co', 5), followed.view.get('none')]).toEqual([
        '5',
        [['count', '5']],
        undefined,
      ])
      await restart()
      const again = await journal.follow(stage.name, () => undefined)
      expect(again.view.get('count')).toBe('5')
    })

    test('effects are told of committed batches only', async () => {
      await begin()
      const [from, to] = [place.topic('in'), place.topic('out')]
      const told: string[] = []
      await journal.run(
        copying(from, to, { committed: (batch) => void told.push(...batch.map((record) => textOf(record) ?? '')) }),
      )
      await journal.append([{ topic: from, value: 'a' }])
      await until(
        () => told.length,
        (seen) => seen === 1,
      )
      const found = await until(
        () => all(to),
        (seen) => seen.length > 0,
      )
      expect(found.map(textOf)).toEqual(['a'])
    })

    test('what was read elsewhere is noted in the same step as what came of it, is found again and can be forgotten', async () => {
      await begin()
      const name = `file/${place.topic('logs')}`
      const raw = place.topic('plain')
      const mark = (id: string, offset: string) => ({
        topic: `${name}/${id}`,
        partition: 0,
        offset,
        note: `at ${offset}`,
      })
      expect(await journal.marks(`${name}/`)).toEqual([])
      await journal.take([{ topic: raw, value: 'a' }], mark('one', '10'))
      await journal.take([{ topic: raw, value: 'b' }], mark('one', '20'))
      await journal.take([{ topic: raw, value: 'c' }], mark('two', '5'))
      await restart()
      const found = [...(await journal.marks(`${name}/`))].sort((a, b) => (a.topic < b.topic ? -1 : 1))
      expect(found).toEqual([mark('one', '20'), mark('two', '5')])
      expect(await journal.marks(`${name}x/`)).toEqual([])
      expect((await all(raw)).map(textOf).sort()).toEqual(['a', 'b', 'c'])
      await journal.forget(mark('one', '20'))
      await restart()
      expect(await journal.marks(`${name}/`)).toEqual([mark('two', '5')])
    })
  })
}
