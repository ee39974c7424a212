// The words of a page: one line first, what is at stake, three steps, a link. Plain, whole, and safe to show anywhere.
import { cut } from '../lib/cut.ts'
import { wallOf } from '../lib/local-time.ts'
import type { Alert, AlertClass, Recovery } from '../model/alert.ts'
import type { PageText } from '../model/page.ts'
import { recoveryNotes } from '../model/recovery.ts'

export interface TextOptions {
  /** First steps of the runbook, as written. */
  readonly steps: readonly string[]
  /** Where people reach the console: `https://lastcopy.example.com`. */
  readonly baseUrl?: string
  /** IANA zone of the readers; UTC stands beside it. */
  readonly zone?: string
}

const stakes: Readonly<Record<AlertClass, string>> = {
  'protection-weakened':
    'Copies will expire sooner, or can be deleted now. What is already gone cannot be restored from here.',
  'admin-added': 'Whoever holds this right can delete the copies, change their retention and shut others out.',
  'repository-removed':
    'The copies in it are gone or out of reach. Look at once which other copies of the same systems remain.',
  'parent-removed': 'Everything in it, copies included, goes with it, often after a grace period of days.',
  'points-deleted': 'Points in time to restore to are gone. The more are deleted, the older the last good state.',
  'key-endangered':
    'Copies sealed with this key cannot be read once it is gone. Scheduled destruction can be cancelled until its day.',
  'key-rotated': 'New copies are sealed with a new key. If the old one goes too, the older copies cannot be read.',
  'copies-overwritten': 'The copies exist, but only who holds the other key can read them.',
  refused: 'Somebody is trying to destroy copies and was stopped so far. The next attempt may take another way.',
  'gate-weakened':
    'The gate before the copies stands open: what needed a second factor, a second person or a right needs it no longer.',
  'audit-stopped': 'What happens next there will leave no line in this log.',
  'protection-stopped': 'Nothing new is copied. Every hour adds to what would be lost.',
  'access-cut': 'The backup product cannot reach its copies: no new backup, and no restore.',
  'clock-changed': 'Locks run by the clock. A clock put forward lets them expire at once.',
  decisive: 'This is what happens shortly before or during the destruction of copies.',
  chain: 'Several steps that lead to the destruction of copies have happened one after the other.',
}

/** What the on-call reads. */
export function pageText(alert: Alert, options: TextOptions): PageText {
  const link =
    options.baseUrl === undefined
      ? undefined
      : `${options.baseUrl.replace(/\/+$/, '')}/alerts/${encodeURIComponent(alert.id)}`
  return {
    headline: safe(`${alert.summary}, ${when(alert.at, options.zone)}`, 700),
    // What a short message cuts off first stands last.
    stake: safe(
      [...stakeWords(alert, options.zone), deadline(alert, options.zone), stakes[alert.class]]
        .filter(Boolean)
        .join(' '),
      900,
    ),
    // Runbooks are the site's own: their links lead somewhere.
    steps: options.steps.slice(0, 3).map((step) => safe(step, 400, 'links')),
    ...(link === undefined ? {} : { link }),
  }
}

/** The one line: at most 1,024 characters, PagerDuty's limit for a summary. */
export const summaryOf = (alert: Alert, text: PageText): string =>
  cut(`${alert.priority === 'page-now' ? 'BACKUP UNDER ATTACK? ' : ''}${text.headline}`, 1_024)

/** Readable facts beside the text, by name. */
export function detailsOf(alert: Alert): Readonly<Record<string, string>> {
  const change = alert.changes.at(-1)
  const facts: Readonly<Record<string, string | undefined>> = {
    What: alert.title,
    Copy: `${alert.resource.type} ${alert.resource.name} (${alert.resource.id})`,
    Platform: alert.resource.platform,
    Change:
      change === undefined
        ? undefined
        : `${change.setting}: ${told(change.from)} → ${told(change.to)}${change.unit ? ` ${change.unit}` : ''}`,
    Who: `${alert.actor.name} (${alert.actor.kind}, ${alert.actor.id})`,
    From: alert.actor.addresses.join(', '),
    With: alert.actor.agents[0],
    Account: alert.account,
    Region: alert.region,
    'First seen': alert.openedAt,
    'Last seen': alert.at,
    Events: String(alert.eventCount),
    Site: alert.site,
    Rule: `${alert.rule.id} (${alert.rule.file})`,
  }
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, safe(value, 600)]],
    ),
  )
}

const told = (value: unknown): string =>
  value === undefined || value === null ? 'unknown' : typeof value === 'object' ? 'several values' : String(value)

/** Until when something can still be saved, where the record says so. */
function deadline({ class: name, stake, at }: Alert, zone: string | undefined): string {
  if (stake?.until === undefined) return ''
  const by = when(stake.until.at, zone)
  if (Date.parse(stake.until.at) <= Date.parse(at)) return `Data was there until ${by}: ${stake.until.why}.`
  return name === 'key-endangered'
    ? `It can be cancelled until ${by}.`
    : `Data is there until ${by}: then ${stake.until.why}.`
}

/** What is left, by the estate, and the newest point from before it began. */
function stakeWords({ stake }: Alert, zone: string | undefined): readonly string[] {
  if (!stake) return []
  const { copies, left, lastPoint, recover = [] } = stake
  const sets = [...new Set(copies.map(({ of }) => of))].join(', ')
  const standing = copies
    .filter(({ fate }) => fate === 'stands')
    .map(({ name, mechanism }) => (mechanism ? `${name} (${mechanism})` : name))
  return [
    ...(copies.length === 0
      ? []
      : [
          left === 0
            ? `No copy of ${sets} is left untouched.`
            : `${left} of ${copies.length} copies of ${sets} stand: ${standing.slice(0, 3).join(', ')}.`,
        ]),
    ...(lastPoint === undefined ? [] : [`Last restore point before it began: ${when(lastPoint, zone)}.`]),
    ...recover.slice(0, 2).map(recoveryWords),
  ]
}

const recoveryWords = (one: Recovery): string =>
  `Restore ${one.of} from ${one.copy} (${recoveryNotes(one).join('; ')}).`

/** `2026-03-02 09:00 UTC`; with a zone the readers' own time: `2026-03-02 10:00 CET (09:00 UTC)`. */
function when(iso: string, zone: string | undefined): string {
  const utc = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
  const time = Date.parse(iso)
  if (zone === undefined || zone === 'UTC' || Number.isNaN(time)) return utc
  const local = new Date(wallOf(time, zone)).toISOString()
  const sameDay = local.slice(0, 10) === iso.slice(0, 10)
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${zoneName(time, zone)} (${sameDay ? utc.slice(11) : utc})`
}

/** `CET`, `EST`; where it has no name of its own, `GMT+5:45`. */
const zoneName = (time: number, zone: string): string =>
  zoneFormat(zone)
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone

const zoneFormats = new Map<string, Intl.DateTimeFormat>()

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const locale = zone.startsWith('America/') ? 'en-US' : 'en-GB'
  const format = zoneFormats.get(zone) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
  zoneFormats.set(zone, format)
  return format
}

/** Keys and tokens by their shape: AWS access key ids, bearer tokens, long secrets behind a telling name. */
const secrets =
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b|\bBearer\s+\S+|\b(?:password|passwd|secret|token|apikey|api_key)\s*[=:]\s*\S+/gi
/** What some channels take for markup, mentions or a link of their own. */
const markup = /[<>`*_~|[\]\\]/g

/** Ways in which channels let a text address somebody: a word behind an at sign that begins it. */
const mention = /(?<![\p{L}\p{N}._%+-])@(?=[\p{L}\p{N}])/gu
/** What nobody sees, or what turns the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{DI}]+/gu

/**
 * Text as one safe line: nothing that nobody sees, no markup, no mention, no secret.
 * @param keep `links` of a text that the site wrote itself; an address in any other is shown and cannot be followed
 */
export function safe(text: string, longest: number, keep?: 'links'): string {
  const line = text
    .slice(0, longest * 4)
    .toWellFormed()
    .replace(unseen, ' ')
    // Marks piled upon one letter cover the lines around it.
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(secrets, '(hidden)')
    .replace(markup, (mark) => look[mark] ?? mark)
    .replace(mention, '＠')
    .replace(/:\/\//g, keep === 'links' ? '://' : ':∕∕')
    .replace(/\s+/g, ' ')
    .trim()
  return cut(line, longest)
}

/** Characters that look like the mark and are none. */
const look: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '`': 'ˋ',
  '*': '∗',
  '|': '¦',
  '[': '(',
  ']': ')',
  '\\': '/',
}
