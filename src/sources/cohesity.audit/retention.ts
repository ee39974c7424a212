// Retention and locks of a policy, read out of the records that an audit keeps of it before and after.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { many, number, text } from '../kit/look.ts'

const daysOf: Readonly<Record<string, number>> = {
  days: 1,
  day: 1,
  weeks: 7,
  week: 7,
  months: 30,
  month: 30,
  years: 365,
  year: 365,
}

interface Found {
  readonly retention: readonly number[]
  readonly lock: readonly number[]
}

/** What changed between the two; with nothing before, what is set. */
export function retentionIn(before: JsonObject, after: JsonObject): readonly Change[] {
  const [was, is] = [lengthsIn(before), lengthsIn(after)]
  const changes: Change[] = []
  const [from, to] = [least(was.retention), least(is.retention)]
  if (to !== undefined && from !== to)
    changes.push({ setting: 'retention', ...(from === undefined ? {} : { from }), to, unit: 'd' })
  const [lockedFrom, lockedTo] = [least(was.lock), least(is.lock)]
  if (lockedFrom !== lockedTo && (lockedTo !== undefined || to !== undefined))
    changes.push({
      setting: 'lock-days',
      ...(lockedFrom === undefined ? {} : { from: lockedFrom }),
      to: lockedTo ?? 0,
      unit: 'd',
    })
  return changes
}

const least = (lengths: readonly number[]): number | undefined =>
  lengths.length === 0 ? undefined : Math.min(...lengths)

/** `{"unit":"Days","duration":30,"dataLockConfig":{…}}` in newer records, `daysToKeep` and `wormRetentionType` in older ones. */
function lengthsIn(record: JsonObject): Found {
  const retention: number[] = []
  const lock: number[] = []
  const walk = (value: Json | undefined, name: string, locked: boolean, depth: number): void => {
    if (depth > 12) return
    for (const part of many(value)) {
      if (!isObject(part)) continue
      const length = durationOf(part)
      const inLock = locked || /lock|worm/i.test(name)
      if (length !== undefined && /retention|lock|worm/i.test(name)) (inLock ? lock : retention).push(length)
      const days = number(part.daysToKeep)
      if (days !== undefined) (inLock ? lock : retention).push(days)
      for (const [inner, held] of Object.entries(part)) walk(held, inner, inLock, depth + 1)
    }
  }
  walk(record, '', false, 0)
  return { retention, lock }
}

function durationOf(part: JsonObject): number | undefined {
  const unit = daysOf[(text(part.unit) ?? '').toLowerCase()]
  const length = number(part.duration)
  return unit === undefined || length === undefined ? undefined : unit * length
}
