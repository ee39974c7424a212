// Reads what a list is asked for from the address: every mistake told, nothing guessed.
import { fail, ok, type Result } from '../lib/result.ts'
import { type AlertClass, type AlertStatus, alertClasses, type Priority } from '../model/alert.ts'
import { type StateQuery, stateKinds } from '../model/state.ts'
import type { AlertQuery } from '../model/store.ts'
import type { LetterQuery } from './deps.ts'

const statuses: readonly AlertStatus[] = ['open', 'acknowledged', 'resolved', 'closed']
const priorities: readonly Priority[] = ['page-now', 'notify', 'queue']
const classes = Object.keys(alertClasses) as readonly AlertClass[]

type Given = Readonly<Record<string, unknown>>

/** `status`, `priority`, `class` (several with commas or repeated), `text`, `from`, `to`, `cursor`, `limit`. */
export function readAlertQuery(given: Given): Result<AlertQuery, string> {
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
  return ok({
    limit: limit.value,
    ...(status.value && { status: status.value }),
    ...(priority.value && { priority: priority.value }),
    ...(row.value && { class: row.value }),
    ...(from.value && { from: from.value }),
    ...(to.value && { to: to.value }),
    ...(typeof given.text === 'string' && given.text !== '' && { text: given.text }),
    ...(typeof given.cursor === 'string' && given.cursor !== '' && { cursor: given.cursor }),
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
  const words = (Array.isArray(given) ? given : [given]).flatMap((part) =>
    typeof part === 'string' ? part.split(',') : [],
  )
  const asked = words.filter((word) => word !== '')
  if (asked.length === 0) return ok(undefined)
  const odd = asked.find((word) => !known.includes(word as T))
  return odd === undefined
    ? ok(known.filter((word) => asked.includes(word)))
    : fail(`${name} must be one of ${known.join(', ')}`)
}

function time(name: string, given: unknown): Result<string | undefined, string> {
  if (given === undefined || given === '') return ok(undefined)
  const parsed = typeof given === 'string' ? Date.parse(given) : Number.NaN
  return Number.isNaN(parsed)
    ? fail(`${name} must be an ISO time, such as 2026-01-31T12:00:00Z`)
    : ok(new Date(parsed).toISOString())
}
