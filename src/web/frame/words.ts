// The words of the pages: what classes, settings and priorities are called for people.
import type { Json } from '../../lib/json.ts'
import type { AlertClass, AlertStatus, Priority } from '../../model/alert.ts'
import type { Change } from '../../model/event.ts'
import type { PageReason, Verdict } from '../../model/page.ts'
import { texts } from '../texts/common.ts'

export const classWords: Readonly<Record<AlertClass, string>> = texts.classes
export const priorityWords: Readonly<Record<Priority, string>> = texts.priorities
export const statusWords: Readonly<Record<AlertStatus, string>> = texts.statuses

export const reasonWords: Readonly<Record<PageReason, string>> = {
  first: 'First page',
  worse: 'It got worse',
  repeat: 'Repeated: nobody had answered',
  resolved: 'Told that it is over',
  acknowledged: 'Told that somebody answered',
  summary: 'Several alerts in one',
  test: 'Test',
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  accepted: 'accepted',
  retry: 'failed, tried again',
  refused: 'refused: its settings need mending',
}

/** A change as people say it: the setting, the value before, the value after. */
export function tellChange({ setting, from, to, unit, basis }: Change) {
  return {
    setting: setting.charAt(0).toUpperCase() + setting.slice(1).replaceAll('-', ' '),
    from: from === undefined ? (basis === 'first-sight' ? 'never seen before' : 'not known') : tellValue(from, unit),
    to: to === undefined ? 'not told' : tellValue(to, unit),
  }
}

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  d: ['day', 'days'],
  days: ['day', 'days'],
  day: ['day', 'days'],
  h: ['hour', 'hours'],
  years: ['year', 'years'],
  versions: ['version', 'versions'],
}

function tellValue(value: Json, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (value === null || typeof value === 'object') return JSON.stringify(value).slice(0, 200)
  if (typeof value !== 'number' || unit === undefined) return String(value).slice(0, 200)
  const words = units[unit]
  return words ? `${value} ${value === 1 ? words[0] : words[1]}` : `${value} ${unit}`
}
