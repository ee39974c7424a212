// Gives what an event led to its timeline: from the alerts around it, the open states, and the windows that it fell into.
import { type Around, followedBy, withTimeline } from '../alert/timeline.ts'
import { type LiveWindow, missingWords } from '../correlate/inspect.ts'
import type { Plan } from '../correlate/plan.ts'
import { isoOf } from '../lib/time.ts'
import type { Alert, TimelineNext } from '../model/alert.ts'
import { linkName } from '../model/correlation.ts'
import type { Memory } from '../model/memory.ts'
import { type Chains, type Happened, readMark, siteEvent } from './chains.ts'

type Live = LiveWindow<string> & { readonly plan: Plan }

/** What joins an alert that has gathered so much already changes nothing about what lies around it. */
const fewEvents = 20
/** Of each window so many of the newest events. */
const mostOfWindow = 24
const nothing: Around = { steps: [], next: [] }

/** The versions, the last of each alert with its timeline; behind them the alerts that these followed. */
export function withTimelines(
  memory: Memory,
  chains: Chains,
  versions: readonly Alert[],
  happened: Happened | undefined,
): readonly Alert[] {
  if (versions.length === 0) return versions
  const last = new Map(versions.map((alert) => [alert.id, alert]))
  const around = happened && [...last.values()].some(isWorthIt) ? aroundOf(memory, chains, happened) : nothing
  const told = versions.map((alert) =>
    last.get(alert.id) === alert && isWorthIt(alert) ? withTimeline(memory, alert, around) : alert,
  )
  const news = told.filter(({ change }) => change === 'opened' || change === 'raised' || change === 'worse')
  return [...told, ...[...new Set(news.map(({ id }) => id))].flatMap((id) => followersOf(memory, told, id))]
}

const isWorthIt = ({ change, eventCount, timeline }: Alert): boolean =>
  change !== 'acted' && (change !== 'joined' || eventCount <= fewEvents || timeline === undefined)

function followersOf(memory: Memory, told: readonly Alert[], id: string): readonly Alert[] {
  const alert = told.findLast((one) => one.id === id)
  return alert ? followedBy(memory, alert) : []
}

function aroundOf(memory: Memory, chains: Chains, happened: Happened): Around {
  const rules = happened.matches.map(({ rule }) => rule).filter(chains.windows.takes)
  const lives = rules.flatMap((rule) => chains.windows.around(memory, [rule], siteEvent(chains, happened, rule)))
  const steps = lives.flatMap(({ group, has }) =>
    has
      .slice(-mostOfWindow)
      .flatMap(({ events }) => events)
      .flatMap((id) => {
        const mark = readMark(memory, id)
        return mark ? [{ mark, shared: sharedOf(group) }] : []
      }),
  )
  return { steps, next: nextOf(lives) }
}

const sharedOf = (group: Live['group']): string => String(group[linkName] ?? Object.values(group).join(', '))

/** Correlations that have begun, each once: where most has happened. Of an ordered one the beginning must have. */
function nextOf(lives: readonly Live[]): readonly TimelineNext[] {
  const best = new Map<Plan, Live>()
  for (const live of lives) {
    const { plan, missing } = live
    const known = best.get(plan)
    if (missing.length === 0 || !plan.told || !hasBegun(live)) continue
    if (!known || distance(live) < distance(known)) best.set(plan, live)
  }
  return [...best.values()]
    .sort(
      (one, other) =>
        distance(one) - distance(other) || one.plan.correlation.timespan - other.plan.correlation.timespan,
    )
    .map((live) => ({
      title: live.plan.correlation.meta.title,
      missing: missingWords(live.plan, live),
      shared: sharedOf(live.group),
      until: isoOf(live.expires) ?? '',
    }))
}

const hasBegun = ({ plan: { correlation, rules }, missing }: Live): boolean =>
  correlation.type !== 'temporal_ordered' || !missing.includes(rules[0] ?? '')

/** How much is still missing: steps, or what a count lacks. */
function distance({ plan: { correlation }, missing, measure }: Live): number {
  const [bound] = correlation.bounds
  return bound && !correlation.type.startsWith('temporal') ? bound.value - (measure[0] ?? 0) : missing.length
}
