// Events in Elasticsearch, found by the same words as in SQLite, the newest first.
import type { Event } from '../../model/event.ts'
import { type EventList, type EventQuery, mostCounted } from '../../model/store.ts'
import { termsOf } from '../event-words.ts'
import type { Elasticsearch } from './ask.ts'
import { search, searchIn } from './indices.ts'

interface Hits {
  readonly hits: {
    readonly total: { readonly value: number }
    readonly hits: readonly {
      readonly _source: {
        readonly lastcopy: { readonly body: string; readonly position: string; readonly at: string }
      }
      readonly sort: readonly unknown[]
    }[]
  }
}

/** @throws StoreTrouble when no node answers, or the search is refused */
export async function findEvents(store: Elasticsearch, prefix: string, query: EventQuery): Promise<EventList> {
  const { hits } = await search<Hits>(store, searchIn(prefix, 'events'), eventSearch(query))
  const page = hits.hits.slice(0, query.limit)
  const last = page.at(-1)
  return {
    events: page.map(({ _source: { lastcopy } }) => {
      const event = JSON.parse(lastcopy.body) as Event
      return {
        type: 'event',
        event,
        ref: { source: event.event.dataset, position: lastcopy.position, at: lastcopy.at },
      }
    }),
    total: Math.min(hits.total.value, mostCounted),
    ...(hits.hits.length > query.limit && last ? { next: placeOf(last.sort) } : {}),
  }
}

function eventSearch({ text, from, to, cursor, limit }: EventQuery): object {
  const after = readPlace(cursor)
  const time = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) }
  return {
    size: limit + 1,
    _source: ['lastcopy.body', 'lastcopy.position', 'lastcopy.at'],
    track_total_hits: mostCounted,
    query: {
      bool: {
        filter: [
          ...termsOf(text ?? '').map(({ field, word }) => ({ term: { [`lastcopy.words.${field ?? 'any'}`]: word } })),
          ...(from === undefined && to === undefined ? [] : [{ range: { 'lastcopy.at': time } }]),
        ],
      },
    },
    sort: ['at', 'position'].map((name) => ({ [`lastcopy.${name}`]: { order: 'desc', unmapped_type: 'keyword' } })),
    ...(after ? { search_after: after } : {}),
  }
}

const placeOf = (sort: readonly unknown[]): string => Buffer.from(JSON.stringify(sort)).toString('base64url')

/** Undefined for what is no place of ours: the list then begins at its beginning. */
function readPlace(cursor: string | undefined): readonly string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor.slice(0, 1_000), 'base64url').toString())
    const [at, position] = Array.isArray(read) ? (read as unknown[]) : []
    return typeof at === 'string' && typeof position === 'string' ? [at, position] : undefined
  } catch {
    return undefined
  }
}
