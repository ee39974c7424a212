// What could not be read, as it goes to the dead letters: one letter a record, whole, however many of its parts were bad.
import { createHash } from 'node:crypto'
import { isoOf } from '../lib/time.ts'
import type { NewRecord } from '../model/journal.ts'
import { type DeadLetter, topics } from '../model/wire.ts'
import type { Rejected } from './normalize.ts'

/** So many parts are named; a record of a million bad parts must not become a million copies of itself. */
const mostParts = 20

export function deadLetters(rejects: readonly Rejected[]): readonly NewRecord[] {
  const byRecord = new Map<Rejected['record'], Rejected[]>()
  for (const rejected of rejects) {
    const list = byRecord.get(rejected.record)
    if (list) list.push(rejected)
    else byRecord.set(rejected.record, [rejected])
  }
  return [...byRecord.values()].map(letterOf)
}

function letterOf(rejects: readonly Rejected[]): NewRecord {
  const [{ record, reject } = none()] = rejects
  const { source, bytes, origin: from } = record
  const letter: DeadLetter = {
    source: source.name,
    reason: reject.reason,
    ...(reject.field === undefined ? {} : { field: reject.field }),
    ...(reject.part === undefined
      ? {}
      : {
          part: reject.part,
          parts: rejects.slice(0, mostParts).map((one) => one.reject),
          badParts: rejects.length,
        }),
    position: { topic: from?.topic ?? '', partition: from?.partition ?? 0, offset: from?.offset ?? '' },
    received: isoOf(record.received ?? 0) ?? '',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    record: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    ...(from?.key === undefined ? {} : { key: from.key }),
    ...(from?.shipped ? { shipped: from.shipped } : {}),
    ...(from?.replayed ? { tries: from.replayed.tries + 1, before: from.replayed.from } : {}),
  }
  return { topic: topics.deadLetter, key: source.name, value: JSON.stringify(letter) }
}

function none(): never {
  throw new Error('a letter needs a reject')
}
