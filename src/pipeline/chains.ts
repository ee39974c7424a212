// Matches into windows, and what fires into alerts: where correlations meet the line, live, in replay and in cases.
import { type Chained, type Completing, joinChained } from '../alert/chain.ts'
import type { StateRule } from '../alert/compose.ts'
import { factsOf, sharedOf } from '../alert/facts.ts'
import { plain, summarize } from '../alert/summary.ts'
import type { SiteEvent, SiteFiring, Windows } from '../correlate/windows.ts'
import { hour } from '../lib/duration.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { Alert, EventRef } from '../model/alert.ts'
import { type EventMark, type LinkKind, linkField, linkKinds } from '../model/correlation.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Match, RuleMeta } from '../model/rule.ts'
import type { LogSource } from '../model/source.ts'
import { cellOf } from '../sigma/cell.ts'
import { fieldPath, valuesAt } from '../sigma/lookup.ts'
import type { ClockedMemory } from './memory-map.ts'

/** So far behind the newest event one may come and still find its place: cloud logs are half an hour late on a good day. */
export const allowedLateness = hour

/** Correlations ready for the line. */
export interface Chains {
  readonly windows: Windows
  /** Rules over open states. */
  readonly states: readonly StateRule[]
  /** Some correlation waits for time, so that an event may be all that is left of what fires. */
  readonly waits: boolean
  /** The longest window, in milliseconds. */
  readonly longest: number
  /** Where events of a log source hold what rules call by the vendor's name. */
  fieldPath?(logsource: LogSource, field: string): string | undefined
}

/** What an event completed. */
export interface ChainedAlerts {
  readonly firings: readonly SiteFiring[]
  readonly alerts: readonly Alert[]
}

export interface Happened {
  /** Names the act, however often it is delivered. */
  readonly id: string
  readonly event: Event
  readonly matches: readonly Match[]
  readonly ref: EventRef
  /** Versions of alerts that it led to by itself. */
  readonly alerts: readonly Alert[]
}

const nothing: ChainedAlerts = { firings: [], alerts: [] }

/** Puts an event's matches into their windows. */
export function chainEvent(memory: ClockedMemory, chains: Chains, happened: Happened): ChainedAlerts {
  const { windows } = chains
  const rules = happened.matches.map(({ rule }) => rule).filter(windows.takes)
  if (rules.length === 0) return nothing
  writeMark(memory, chains, happened, rules)
  const { event, ref } = happened
  const firings = rules.flatMap((rule) => windows.match(memory, rule, siteEvent(chains, happened, rule), memory.clock))
  return { firings, alerts: join(memory, firings, { event, ref }) }
}

/** Judges what waited until a watermark (epoch milliseconds). @param finish there will be no more events at all */
export function chainTime(
  memory: Memory,
  { windows, waits }: Chains,
  watermark: number,
  finish = false,
): ChainedAlerts {
  if (!waits) return nothing
  const firings = finish ? windows.finish(memory, watermark) : windows.settle(memory, watermark)
  return firings.length === 0 ? nothing : { firings, alerts: join(memory, firings, undefined) }
}

/** An event as the windows take it, seen with a rule's eyes. */
export const siteEvent = ({ fieldPath: pathOf }: Chains, { id, event, ref }: Happened, rule: RuleMeta): SiteEvent => ({
  id,
  at: Date.parse(ref.at),
  site: factsOf(event).site,
  read: (field) => valuesOf(event, rule, field, pathOf),
})

/** Values of a field of the event; those that begin with `lastcopy.` say what it shares with others, and what the rule is. */
export function valuesOf(
  event: object,
  rule: RuleMeta,
  field: string,
  pathOf: Chains['fieldPath'],
): readonly (string | number | boolean)[] {
  if (field === 'lastcopy.class') return rule.lastcopy ? [rule.lastcopy.class] : []
  if (field === 'lastcopy.detection') return [rule.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')]
  const kinds = kindsOf(field)
  if (kinds) return isObject((event as Event).event) ? sharedOf(event as Event, kinds) : []
  return cellOf(valuesAt(event, fieldPath(pathOf?.(rule.logsource, field) ?? field))).values
}

const linkPrefix = linkField([])
const kindsOf = (field: string): readonly LinkKind[] | undefined =>
  field.startsWith(linkPrefix)
    ? linkKinds.filter((kind) => field.slice(linkPrefix.length).split(',').includes(kind))
    : undefined

/** One alert a correlation: of the groups that fired at once, the one that knows most speaks. */
function join(memory: Memory, firings: readonly SiteFiring[], by: Completing | undefined): readonly Alert[] {
  const fullest = new Map<string, SiteFiring>()
  for (const firing of firings) {
    const key = by ? firing.correlation.id : `${firing.correlation.id} ${firing.events.join(' ')}`
    const known = fullest.get(key)
    if (!known || known.events.length < firing.events.length) fullest.set(key, firing)
  }
  const chained = [...fullest.values()].map(
    ({ correlation, events, at }): Chained => ({
      rule: correlation,
      steps: events.slice(-mostSteps).flatMap((id) => readMark(memory, id) ?? []),
      at,
    }),
  )
  if (by) return joinChained(memory, chained, by)
  return chained.flatMap((one) => joinChained(memory, [one], undefined))
}

const mostSteps = 200
const longestSay = 200

function writeMark(
  memory: ClockedMemory,
  { longest, waits }: Chains,
  { id, event, ref, matches, alerts }: Happened,
  rules: readonly RuleMeta[],
): void {
  const [speaker] = [...matches.filter(({ rule }) => rule.lastcopy).map(({ rule }) => rule), ...rules]
  const mark: EventMark = {
    ref,
    alerts: [...new Set(alerts.filter(({ events }) => events.some((one) => one.id === ref.id)).map((one) => one.id))],
    say: speaker ? plain(summarize(speaker, event), longestSay) : '',
    ...(waits ? { event: slim(event) } : {}),
  }
  memory.put('mark', id, mark as unknown as Json, Date.parse(ref.at) + longest + allowedLateness)
}

export function readMark(memory: Memory, id: string): EventMark | undefined {
  const value: unknown = memory.get('mark', id)
  return isObject(value) ? (value as unknown as EventMark) : undefined
}

/** What an alert asks of an event, without the record and the vendor's own fields. */
function slim(event: Event): Event {
  const { related: _, detail: __, ...backup } = event.backup ?? {}
  const kept = ['@timestamp', 'user', 'user_agent', 'source', 'host', 'cloud'] as const
  const known = Object.fromEntries(kept.flatMap((key) => (event[key] === undefined ? [] : [[key, event[key]]])))
  return { ...known, event: { ...event.event, original: '' }, backup } as unknown as Event
}
