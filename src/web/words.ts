// The words of the pages: what classes, settings, priorities and times are called for people.
import { tellDuration } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { AlertClass, AlertStatus, Priority } from '../model/alert.ts'
import type { Change } from '../model/event.ts'
import type { PageReason, Verdict } from '../model/page.ts'
import { type Html, html } from './html.ts'

export const classWords: Readonly<Record<AlertClass, string>> = {
  'protection-weakened': 'Protection weakened',
  'admin-added': 'Administrator added',
  'repository-removed': 'Container of copies removed',
  'parent-removed': 'What holds copies removed',
  'points-deleted': 'Recovery points deleted',
  'key-endangered': 'Encryption key endangered',
  'key-rotated': 'Encryption key rotated by hand',
  'copies-overwritten': 'Copies overwritten',
  refused: 'Deletion attempts refused',
  'gate-weakened': 'Sign-in protection weakened',
  'audit-stopped': 'Audit trail stopped or narrowed',
  'protection-stopped': 'Backup or replication stopped',
  'access-cut': 'Access to copies cut',
  'clock-changed': 'Clock changed',
  decisive: 'Decisive step of an attack',
  chain: 'Several steps of one attack',
}

export const priorityWords: Readonly<Record<Priority, string>> = {
  'page-now': 'Page now',
  notify: 'Notify',
  queue: 'Queue',
}

export const statusWords: Readonly<Record<AlertStatus, string>> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  closed: 'Closed',
}

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

/** A moment: how long ago, with the exact times in UTC and in the zone of the people on call. */
export function moment(iso: string, now: number, zone?: string): Html {
  const time = Date.parse(iso)
  if (Number.isNaN(time)) return html`${iso}`
  const exact = zone === undefined ? utc(iso) : `${utc(iso)} · ${inZone(time, zone)}`
  return html`<time datetime="${iso}" title="${exact}">${ago(now - time)}</time>`
}

/** `2026-03-01 02:00:00 UTC`. */
export const utc = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

export function inZone(time: number, zone: string): string {
  const told = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' }).format(
    time,
  )
  return `${told} ${zone.split('/').at(-1)?.replaceAll('_', ' ')}`
}

const ago = (ms: number): string =>
  ms < -60_000 ? `in ${tellDuration(-ms)}` : ms < 5_000 ? 'just now' : `${tellDuration(ms)} ago`
