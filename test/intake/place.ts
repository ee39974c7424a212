// A journal on disk that intakes hand over to, what they count, and what lies in it afterwards.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IntakeParts } from '../../src/intake/parts.ts'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Journal, JournalRecord } from '../../src/model/journal.ts'
import { type DeadLetter, topics } from '../../src/model/wire.ts'

const raw = { 'audit.samba': 'samba.audit', 'audit.vault': 'hashicorp.vault', 'audit.aws': 'aws.cloudtrail' }

export interface IntakePlace {
  readonly folder: string
  readonly parts: IntakeParts
  readonly journal: Journal
  /** `intake why` and how often. */
  readonly troubles: ReadonlyMap<string, number>
  /** The same file, opened again. */
  reopen(): Promise<IntakePlace>
  records(topic: string): Promise<readonly JournalRecord[]>
  texts(topic: string): Promise<readonly string[]>
  letters(): Promise<readonly (DeadLetter & { readonly text: string })[]>
  clean(): Promise<void>
}

export async function intakePlace(folder = mkdtempSync(join(tmpdir(), 'lastcopy-intake-'))): Promise<IntakePlace> {
  const journal = sqliteJournal({ path: join(folder, 'journal.db') })
  await journal.open()
  const troubles = new Map<string, number>()
  const place: IntakePlace = {
    folder,
    journal,
    troubles,
    parts: {
      journal,
      topics: raw,
      counts: {
        records: () => undefined,
        trouble: (intake, why, count) =>
          void troubles.set(`${intake} ${why}`, (troubles.get(`${intake} ${why}`) ?? 0) + count),
        connections: () => undefined,
        waiting: () => undefined,
      },
      log: { info: () => undefined, warn: () => undefined },
    },
    async reopen() {
      await journal.close()
      return intakePlace(folder)
    },
    async records(topic) {
      const found: JournalRecord[] = []
      for await (const record of journal.read(topic)) found.push(record)
      return found
    },
    texts: async (topic) => (await place.records(topic)).map(({ value }) => Buffer.from(value ?? []).toString()),
    letters: async () =>
      (await place.texts(topics.deadLetter)).map((text) => {
        const letter = JSON.parse(text) as DeadLetter
        return { ...letter, text: Buffer.from(letter.record, 'base64').toString() }
      }),
    async clean() {
      await journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return place
}
