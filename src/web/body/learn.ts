// Reads events of before as `lastcopy learn` sends them: one `{"event":…,"at":…}` a line, ECS documents of a source of ours.
import { isObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { LearnedEvent } from '../deps.ts'
import { type BadLine, readLines } from './lines.ts'

/** All of them, or every line that cannot be used (the first hundred). */
export const readLearned = (text: string): Result<readonly LearnedEvent[], readonly BadLine[]> =>
  readLines(text, readLine)

const texts = ['id', 'action', 'code', 'outcome', 'dataset', 'module', 'original'] as const

function readLine(value: unknown): Result<LearnedEvent, string> {
  if (!isObject(value) || !isObject(value.event)) return fail('is no object with an event')
  const { event, at } = value
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return fail('at must be an ISO time')
  const meta = event.event
  if (!isObject(meta) || typeof event['@timestamp'] !== 'string') return fail('event is no ECS document')
  const lacking = texts.find((name) => typeof meta[name] !== 'string')
  if (lacking !== undefined) return fail(`event.${lacking} is missing`)
  if (meta.module === 'lastcopy') return fail('what Lastcopy did itself is in its own log')
  return ok({ event: event as unknown as Event, at: new Date(Date.parse(at)).toISOString() })
}
