// What Lastcopy notices about its own sources and topics, as records: gaps in what it reads, sources that fell silent, restore drills that are due.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { isoOf } from '../../lib/time.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import { eventOf, type Notice } from './event.ts'

const kinds = {
  gap: ['stage', 'topic', 'what', 'expected', 'found'],
  silence: ['source', 'since'],
  drill: ['of', 'set', 'since'],
  missed: ['name', 'since'],
} as const

function read(record: Uint8Array): Reading {
  const text = Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8')
  const found = noticeIn(text)
  return 'reason' in found ? fail(found) : ok({ events: [eventOf(found, text.trim())], rejects: [] })
}

function noticeIn(text: string): Notice | Reject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { reason: 'it is no JSON' }
  }
  if (!isObject(value)) return { reason: 'it is no object' }
  const kind = value.notice
  if (kind !== 'gap' && kind !== 'silence' && kind !== 'drill' && kind !== 'missed')
    return { reason: 'it is no gap, no silence, no drill and no missing sign of life', field: 'notice' }
  const missing = ['id', 'at', ...kinds[kind]].find((name) => typeof value[name] !== 'string')
  if (missing !== undefined) return { reason: 'a text is missing', field: missing }
  const at = ['at', 'since', 'last'].find((name) => value[name] !== undefined && !isTime(value, name))
  return at === undefined ? (value as unknown as Notice) : { reason: 'it is no time', field: at }
}

const isTime = (value: JsonObject, name: string): boolean => isoOf(Date.parse(String(value[name]))) !== undefined

export default {
  name: 'lastcopy.watch',
  logsource: [{ product: 'lastcopy', service: 'watch' }, { category: 'backup' }],
  read,
} satisfies Source
