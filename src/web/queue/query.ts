// Reads what a list is asked for from the address: every mistake told, nothing guessed.
import { fail, ok, type Result } from '../../lib/result.ts'
import { type AlertClass, type AlertStatus, alertClasses, type Priority } from '../../model/alert.ts'
import type { IncidentQuery } from '../../model/incident.ts'
import { type StateQuery, stateKinds } from '../../model/state.ts'
import {
  type AlertQuery,
  alertSorts,
  type DeliveryQuery,
  deliveryOutcomes,
  type EventQuery,
} from '../../model/store.ts'
import type { LetterQuery } from '../deps.ts'

const statuses: readonly AlertStatus[] = ['open', 'acknowledged', 'resolved', 'closed']
const priorities: readonly Priority[] = ['page-now', 'notify', 'queue']
const classes = Object.keys(alertClasses) as readonly AlertClass[]

type Given = Readonly<Record<string, unknown>>

/** What may be anything: names of the site's own. */
const named = ['site', 'system', 'tier', 'rule'] as const

/**
 * `status`, `priority`, `class`, `site`, `system`, `tier`, `rule`, `assignee` (several with commas or repeated; of an assignee `-`
 * is nobody and `me` the reader), `text`, `from`, `to`, `sort`, `cursor`, `limit`.
 */
export function readAlertQuery(given: Given, me?: string): Result<AlertQuery, string> {
  const limit = readLimit(given.limit)
  if (!limit.ok) return limit
  const status = oneOf('status', given.status, statuses)
  if (!status.ok) return status
  const priority = oneOf('priority', given.priority, priorities)
  if (!priority.ok) return priority
  const row = oneOf('class', given.class, classes)
  if (!row.ok) return row
  const from = time('from', given.from)
  if (!from.ok) return from
  const to = time('to', given.to)
  if (!to.ok) return to
  const sort = oneOf('sort', given.sort, alertSorts)
  if (!sort.ok) return sort
  const holders = wordsIn(given.assignee)?.map((name) => (name === '-' ? '' : name === 'me' ? (me ?? 'me') : name))
  return ok({
    limit: limit.value,
    ...Object.fromEntries(
      named.flatMap((name) => {
        const words = wordsIn(given[name])
        return words ? [[name, words.map((word) => (word === '-' ? '' : word))]] : []
      }),
    ),
    ...(holders && { assignee: holders }),
    ...(sort.value?.[0] && { sort: sort.value[0] }),
    ...(status.value && { status: status.value }),
    ...(priority.value && { priority: priority.value }),
    ...(row.value && { class: row.value }),
    ...(from.value && { from: from.value }),
    ...(to.value && { to: to.value }),
    ...(typeof given.text === 'string' && given.text !== '' && { text: given.text }),
    ...(typeof given.cursor === 'string' && given.cursor !== '' && { cursor: given.cursor }),
  })
}

/** `text`, `from` (inclusive), `to` (exclusive), `cursor`, `limit`. */
export function readEventQuery(given: Given): Result<EventQuery, string> {
  const limit = readLimit(given.limit)
  if (!limit.ok) return limit
  const span = readLogQuery(given)
  if (!span.ok) return span
  const { text, cursor } = given
  return ok({
    limit: limit.value,
    ...span.value,
    ...(typeof text === 'string' && text.trim() !== '' && { text: text.trim().slice(0, 1_000) }),
    ...(typeof cursor === 'string' && cursor !== '' && { cursor }),
  })
}

/** `kind` (several with commas or repeated), `site`, `text`, `limit`. */
export function readStateQuery(given: Given): Result<StateQuery, string> {
  const limit = readLimit(given.limit, 10_000)
  if (!limit.ok) return limit
  const kinds = oneOf('kind', given.kind, stateKinds)
  if (!kinds.ok) return kinds
  return ok({
    limit: limit.value,
    ...(kinds.value && { kinds: kinds.value }),
    ...(typeof given.site === 'string' && given.site !== '' && { site: given.site }),
    ...(typeof given.text === 'string' && given.text !== '' && { text: given.text }),
  })
}

/** `source`, `reason`, `since`. */
export function readLetterQuery(given: Given): Result<LetterQuery, string> {
  const since = time('since', given.since)
  if (!since.ok) return since
  return ok({
    ...(typeof given.source === 'string' && given.source !== '' && { source: given.source }),
    ...(typeof given.reason === 'string' && given.reason !== '' && { reason: given.reason }),
    ...(since.value && { since: since.value }),
  })
}

/** `open` (false: all), `cursor`, `limit`. */
export function readPagesQuery(given: Given): Result<IncidentQuery, string> {
  const limit = readLimit(given.limit, 100)
  if (!limit.ok) return limit
  const { open = 'true', cursor } = given
  if (open !== 'true' && open !== 'false') return fail('open must be true or false')
  return ok({
    limit: limit.value,
    open: open === 'true',
    ...(typeof cursor === 'string' && cursor !== '' && { cursor }),
  })
}

/** `pager`, `outcome`, `alert`, `cursor`, `limit`. */
export function readDeliveryQuery(given: Given): Result<DeliveryQuery, string> {
  const limit = readLimit(given.limit)
  if (!limit.ok) return limit
  const outcome = oneOf('outcome', given.outcome, deliveryOutcomes)
  if (!outcome.ok) return outcome
  const text = (name: string) => {
    const value = given[name]
    return typeof value === 'string' && value.trim() !== '' ? { [name]: value.trim() } : {}
  }
  return ok({
    limit: limit.value,
    ...(outcome.value?.[0] && { outcome: outcome.value[0] }),
    ...text('pager'),
    ...text('alert'),
    ...text('cursor'),
  })
}

/** `from` (inclusive), `to` (exclusive). */
export function readLogQuery(given: Given): Result<{ readonly from?: string; readonly to?: string }, string> {
  const from = time('from', given.from)
  if (!from.ok) return from
  const to = time('to', given.to)
  if (!to.ok) return to
  return ok({ ...(from.value && { from: from.value }), ...(to.value && { to: to.value }) })
}

/** A number of entries; 50 when nothing is said. */
export function readLimit(given: unknown, most = 500): Result<number, string> {
  if (given === undefined || given === '') return ok(Math.min(50, most))
  const limit = Number(given)
  return Number.isInteger(limit) && limit >= 1 && limit <= most
    ? ok(limit)
    : fail(`limit must be a whole number from 1 to ${most}`)
}

function oneOf<T extends string>(
  name: string,
  given: unknown,
  known: readonly T[],
): Result<readonly T[] | undefined, string> {
  const asked = wordsIn(given)
  if (asked === undefined) return ok(undefined)
  const odd = asked.find((word) => !known.includes(word as T))
  return odd === undefined
    ? ok(known.filter((word) => asked.includes(word)))
    : fail(`${name} must be one of ${known.join(', ')}`)
}

const mostWords = 100

/** Undefined where nothing is asked. */
function wordsIn(given: unknown): readonly string[] | undefined {
  const parts = Array.isArray(given) ? given : [given]
  const words = parts.flatMap((part) => (typeof part === 'string' ? part.split(',') : [])).filter((word) => word !== '')
  return words.length === 0 ? undefined : words.slice(0, mostWords)
}

function time(name: string, given: unknown): Result<string | undefined, string> {
  if (given === undefined || given === '') return ok(undefined)
  const parsed = typeof given === 'string' ? Date.parse(given) : Number.NaN
  return Number.isNaN(parsed)
    ? fail(`${name} must be an ISO time, such as 2026-01-31T12:00:00Z`)
    : ok(new Date(parsed).toISOString())
}
