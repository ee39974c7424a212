// The estate beside an event: before memory looks at it, before rules do, and behind the alerts that came of it.
import { allSetsOf, factsOf } from '../alert/facts.ts'
import { readAlert, writeAlert } from '../alert/state.ts'
import { type DrillNews, drillNews, noteStopwatch, overdueDrills } from '../estate/drills.ts'
import type { KnownEstate } from '../estate/know.ts'
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import type { Json } from '../lib/json.ts'
import { isoOf } from '../lib/time.ts'
import { signAsCopy } from '../memory/copies.ts'
import { mapKey } from '../memory/keys.ts'
import { lastPointBefore } from '../memory/newest.ts'
import type { Alert, Stake } from '../model/alert.ts'
import type { Drill } from '../model/drill.ts'
import { estateSet, setOf } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Match } from '../model/rule.ts'
import { defaultSite } from '../model/site.ts'
import { fateOf, noteFates } from '../posture/fate.ts'
import { deadlineOf, recoveries, stakeCopies } from '../posture/stake.ts'
import { eventOf } from '../sources/lastcopy.watch/event.ts'
import { mechanismIn, stakeIn } from './posture.ts'

/** Memory learns what the estate says of the event's resource; an account that nobody could place is what the estate calls it. */
export function introduce(memory: Memory, estate: KnownEstate, event: Event, now: number): Event {
  const { backup } = event
  if (!backup) return event
  const { resource, actor } = backup
  if (resource && estate.touched(event).length > 0) {
    if (resource.type === 'key') mapKey(memory, event, resource.id, now)
    else signAsCopy(memory, event, resource.id, now)
  }
  const called = actor && estate.account(actor.id, actor.name)
  if (!actor || called === undefined || actor.kind !== 'unknown') return event
  return { ...event, backup: { ...backup, actor: { ...actor, kind: called === 'service' ? 'service' : 'person' } } }
}

/** The event with what the estate says of its copy and of who acts. */
export function withEstate(memory: Memory, estate: KnownEstate, event: Event): Event {
  const { backup } = event
  if (!backup) return event
  const touched = estate.touched(event)
  const known = estate.account(backup.actor?.id, backup.actor?.name)
  const bastion = event.source?.ip !== undefined && estate.isBastion(event.source.ip)
  const others = estate.siblings(touched).filter((copy) => !touched.includes(copy))
  const left = others.filter((copy) => fateOf(memory, siteOf(event), copy) === undefined).length
  const [first] = touched
  const mechanism = first && mechanismIn(memory, siteOf(event), first)
  const sets = [...new Set(touched.map((one) => estateSet(setOf(one))))]
  const copy =
    touched.length === 0
      ? backup.copy
      : {
          ...backup.copy,
          left,
          ...(touched.some((one) => one['last-resort']) ? { last_resort: true } : {}),
          ...(mechanism === undefined ? {} : { mechanism }),
          ...(first?.tier === undefined ? {} : { tier: first.tier }),
        }
  const actor = backup.actor && {
    ...backup.actor,
    ...(known === undefined ? {} : { known }),
    ...(bastion ? { bastion } : {}),
  }
  const history = sets.length === 0 ? backup.history : { ...backup.history, sets: [...sets, ...setsOf(backup.history)] }
  return {
    ...event,
    backup: { ...backup, ...(copy ? { copy } : {}), ...(actor ? { actor } : {}), ...(history ? { history } : {}) },
  }
}

const setsOf = (history: Readonly<Record<string, Json>> | undefined): readonly Json[] =>
  Array.isArray(history?.sets) ? history.sets : []

/** Drills that are due by now, and those that took place at last, as events that rules judge. */
export const drillsOf = (
  memory: Memory,
  estate: KnownEstate | undefined,
  event: Event,
  now: number,
): readonly Event[] =>
  estate === undefined ? [] : drillNews(memory, estate, event, now).map((news) => drillEvent(news, siteOf(event), now))

/** The same where nothing comes: what is due by the wall clock. */
export const drillsDue = (
  memory: Memory,
  estate: KnownEstate | undefined,
  site: string,
  now: number,
): readonly Event[] =>
  estate === undefined ? [] : overdueDrills(memory, estate, site, now).map((news) => drillEvent(news, site, now))

/** Drills that a stopwatch ended after they were told overdue. */
export const drillsEnded = (
  memory: Memory,
  estate: KnownEstate | undefined,
  drill: Drill,
  now: number,
): readonly Event[] =>
  estate === undefined ? [] : noteStopwatch(memory, estate, drill).map((news) => drillEvent(news, drill.site, now))

const siteOf = ({ backup }: Event): string => backup?.site ?? defaultSite

function drillEvent({ drill, overdue, since, done }: DrillNews, site: string, now: number): Event {
  const { every, kind } = drill
  // Another thing than the application's drill: what ends the one does not end the other.
  const of = kind === 'full' ? `${drill.of} in a full scenario` : drill.of
  return eventOf({
    notice: 'drill',
    id: hashOf('drill', site, of, overdue ? 'overdue' : 'done', String(since)),
    at: new Date(now).toISOString(),
    site,
    of,
    set: estateSet(of),
    since: new Date(since).toISOString(),
    overdue,
    ...(done ? {} : { never: true }),
    every: Math.round(every / day),
  })
}

/** Versions of alerts with what is at stake; what the event did to copies of the estate is noted first. */
export function withStakes(
  memory: Memory,
  estate: KnownEstate | undefined,
  event: Event,
  matches: readonly Match[],
  alerts: readonly Alert[],
  now: number,
): readonly Alert[] {
  if (estate) {
    const classes = matches.flatMap(({ rule }) => rule.lastcopy?.class ?? [])
    noteFates(memory, event, estate.touched(event), classes, now)
  }
  const last = new Map(alerts.map((alert) => [alert.id, alert]))
  return alerts.map((alert) => (last.get(alert.id) === alert ? withStake(memory, estate, alert) : alert))
}

/** The alert's newest version with its stake, written to memory. */
function withStake(memory: Memory, estate: KnownEstate | undefined, alert: Alert): Alert {
  const state = readAlert(memory, alert.id)
  if (!state || state.alert.version !== alert.version) return alert
  const stake = stakeOf(memory, estate, alert)
  if (stake === undefined) return alert
  const next = { ...alert, stake }
  writeAlert(memory, { ...state, alert: next })
  return next
}

function stakeOf(memory: Memory, estate: KnownEstate | undefined, alert: Alert): Stake | undefined {
  const touched = estate ? [...new Set(alert.evidence.flatMap((event) => estate.touched(event)))] : []
  const stake = estate && touched.length > 0 ? stakeIn(memory, estate, alert.site, estate.siblings(touched)) : undefined
  const copies = stake ? stakeCopies(stake) : []
  const recover = stake ? recoveries(stake) : []
  const until = deadlineOf(alert.evidence, stake, Date.parse(alert.at))
  const sets = [...new Set(alert.evidence.flatMap((event) => allSetsOf(factsOf(event))))]
  const point = lastPointBefore(memory, alert.site, sets, Date.parse(alert.openedAt))
  const lastPoint = point === undefined ? undefined : isoOf(point)
  if (copies.length === 0 && until === undefined && lastPoint === undefined) return undefined
  return {
    copies,
    left: copies.filter(({ fate }) => fate === 'stands').length,
    ...(until ? { until } : {}),
    ...(lastPoint === undefined ? {} : { lastPoint }),
    ...(recover.length > 0 ? { recover } : {}),
  }
}
