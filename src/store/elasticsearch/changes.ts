// What was written since a place: documents are numbered when they are written, and those that were seen lately are known by name.
import { hashOf } from '../../lib/hash.ts'
import type { Alert } from '../../model/alert.ts'
import type { AlertChanges } from '../../model/store.ts'
import type { Elasticsearch } from './ask.ts'
import { search, searchIn } from './indices.ts'

/**
 * Indices become readable one after the other, and clocks of writers differ: so far behind the highest number that was seen,
 * others may still appear. Numbers are microseconds.
 */
const margin = 10_000_000
/** Of so many it is known by name that they were seen. */
const mostSeen = 200
const mostRead = 2_000

interface Place {
  readonly highest: number
  /** What lies at or below was seen. */
  readonly floor: number
  /** Short names of what was seen above the floor. */
  readonly seen: readonly string[]
}

interface Hit {
  readonly _id: string
  readonly _source: {
    readonly lastcopy: {
      readonly touched: number
      readonly alert?: { readonly id: string }
      readonly history?: { readonly alert: string }
    }
  }
}

interface Hits {
  readonly hits: { readonly hits: readonly Hit[] }
}

/** @param find alerts by their ids, in any order */
export async function changesSince(
  store: Elasticsearch,
  prefix: string,
  {
    after,
    limit,
    find,
  }: {
    readonly after: string | undefined
    readonly limit: number
    find(ids: readonly string[]): Promise<readonly Alert[]>
  },
): Promise<AlertChanges> {
  const read = async (query: object, order: 'asc' | 'desc'): Promise<readonly Hit[]> => {
    const sort = [{ 'lastcopy.touched': { order, unmapped_type: 'long' } }]
    const _source = ['lastcopy.touched', 'lastcopy.alert.id', 'lastcopy.history.alert']
    const body = { size: order === 'asc' ? mostRead : mostSeen, query, sort, _source }
    return (await search<Hits>(store, searchIn(prefix, 'alerts', 'history'), body)).hits.hits
  }
  const place = after === undefined ? undefined : readPlace(after)
  if (!place) {
    const newest = await read({ exists: { field: 'lastcopy.touched' } }, 'desc')
    const next = textOf(placeAfter({ highest: 0, floor: 0, seen: [] }, [...newest].reverse()))
    return { alerts: [], next, more: false, ...(after === undefined ? {} : { reset: true }) }
  }
  const known = new Set(place.seen)
  const hits = await read({ range: { 'lastcopy.touched': { gt: place.floor } } }, 'asc')
  const fresh = hits.filter((hit) => !known.has(nameOf(hit)))
  const last = new Map(fresh.map((hit) => [alertOf(hit), touchedOf(hit)]))
  const inOrder = [...last].sort(([, one], [, other]) => one - other)
  const told = inOrder.slice(0, limit)
  const upTo = inOrder.length > limit ? (told.at(-1)?.[1] ?? 0) : Number.POSITIVE_INFINITY
  const taken = hits.filter((hit) => touchedOf(hit) <= upTo)
  const alerts = new Map((await find(told.map(([id]) => id))).map((alert) => [alert.id, alert]))
  return {
    alerts: told.flatMap(([id]) => alerts.get(id) ?? []),
    next: fresh.length === 0 && after !== undefined ? after : textOf(placeAfter(place, taken)),
    more: inOrder.length > limit || hits.length === mostRead,
  }
}

/** @param hits what was read above the floor, oldest first, whether it had been seen or not */
function placeAfter({ highest, floor }: Place, hits: readonly Hit[]): Place {
  const now = Math.max(highest, ...hits.map(touchedOf))
  const near = hits.filter((hit) => touchedOf(hit) > now - margin)
  const named = near.slice(-mostSeen)
  const dropped = near.length > named.length ? touchedOf(near[near.length - named.length - 1]) : 0
  return { highest: now, floor: Math.max(floor, now - margin, dropped), seen: named.map(nameOf) }
}

const touchedOf = (hit: Hit | undefined): number => hit?._source.lastcopy.touched ?? 0
const alertOf = ({ _source: { lastcopy } }: Hit): string => lastcopy.alert?.id ?? lastcopy.history?.alert ?? ''
const nameOf = (hit: Hit): string => hashOf(hit._id, String(touchedOf(hit))).slice(0, 8)

const textOf = ({ highest, floor, seen }: Place): string => `${highest}-${floor}-${seen.join('')}`

function readPlace(text: string): Place | undefined {
  const found = /^(\d{1,16})-(\d{1,16})-((?:[0-9a-f]{8}){0,200})$/.exec(text)
  if (!found) return undefined
  const [, highest, floor, seen = ''] = found
  return { highest: Number(highest), floor: Number(floor), seen: seen.match(/.{8}/g) ?? [] }
}
