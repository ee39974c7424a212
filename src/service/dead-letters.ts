// Dead letters for the API: the newest of them, one of them, and one of them put back on its raw topic.
import { isObject } from '../lib/json.ts'
import type { Journal, JournalRecord } from '../model/journal.ts'
import { type DeadLetter, topics } from '../model/wire.ts'
import type { DeadLetterEntry, WebDeps } from '../web/deps.ts'

/** Newest first. */
export function deadLetters(journal: Journal): WebDeps['deadLetters'] {
  const get = async (id: string): Promise<DeadLetterEntry | undefined> => {
    const offset = /^\d{1,9}-(\d{1,19})$/.exec(id)?.[1]
    if (offset === undefined) return undefined
    for await (const record of journal.read(topics.deadLetter, offset)) if (idOf(record) === id) return entryOf(record)
    return undefined
  }
  return {
    async list({ source, limit }) {
      const newest: DeadLetterEntry[] = []
      for await (const record of journal.read(topics.deadLetter)) {
        const entry = entryOf(record)
        if (!entry || (source !== undefined && entry.letter.source !== source)) continue
        newest.push(entry)
        if (newest.length > limit) newest.shift()
      }
      return newest.reverse()
    },
    get,
    async replay(id) {
      const entry = await get(id)
      if (!entry) return false
      const { position, record, key } = entry.letter
      const headers = { 'lastcopy-replayed-from': id }
      await journal.append([
        { topic: position.topic, value: Buffer.from(record, 'base64'), headers, ...(key === undefined ? {} : { key }) },
      ])
      return true
    },
  }
}

const idOf = ({ partition, offset }: JournalRecord): string => `${partition}-${offset}`

function entryOf(record: JournalRecord): DeadLetterEntry | undefined {
  if (record.value === undefined) return undefined
  try {
    const letter: unknown = JSON.parse(Buffer.from(record.value).toString())
    if (!isObject(letter) || typeof letter.record !== 'string') return undefined
    return { id: idOf(record), at: new Date(record.timestamp).toISOString(), letter: letter as unknown as DeadLetter }
  } catch {
    return undefined
  }
}
