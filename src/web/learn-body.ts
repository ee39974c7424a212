// Reads events of before as `lastcopy learn` sends them: one `{"event":…,"at":…}` a line, ECS documents of a source of ours.
import { isObject } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Event } from '../model/event.ts'
import type { BadLine } from './baseline-body.ts'
import type { LearnedEvent } from './deps.ts'

/** All of them, or every line that cannot be used (the first hundred). */
export function readLearned(text: string): Result<readonly LearnedEvent[], readonly BadLine[]> {
  const events: LearnedEvent[] = []
  const bad: BadLine[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = readLine(line)
    if (read.ok) events.push(read.value)
    else if (bad.length < 100) bad.push({ line: index + 1, reason: read.error })
  }
  return bad.length > 0 ? fail(bad) : ok(events)
}

const texts = ['id', 'action', 'code', 'outcome', 'dataset', 'module', 'original'] as const

function readLine(line: string): Result<LearnedEvent, string> {
  const value = parse(line)
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

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
