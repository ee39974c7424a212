// Neighbours of a correlation: one part fewer, all just within its time, one just past it, the first and the last exchanged.
import { modeOf } from '../../correlate/group.ts'
import type { Plan } from '../../correlate/plan.ts'
import { second, tellDuration } from '../../lib/duration.ts'
import type { Correlation } from '../../model/correlation.ts'
import type { Moment } from '../case-steps.ts'
import { isTimely, moved, type PlayedCase, type Seen, upTo } from './played.ts'
import type { Neighbour, Subject, Way } from './subject.ts'

/** What a correlation has a boundary in; undefined where it keeps no window, or only gives several rules one name. */
export function windowSubject(plan: Plan, plans: readonly Plan[]): Subject | undefined {
  const { correlation } = plan
  if (isName(correlation)) return undefined
  const { meta, type, timespan, bounds } = correlation
  const condition = bounds.map(({ order, value }) => ` ${order} ${value}`).join('')
  const about = `${type}${condition} within ${tellDuration(timespan)}`
  const spoken = spokenOf(plan)
  if (modeOf(correlation) !== 'once' || !spoken) return { rule: meta, about, neighbours: [] }
  const parts = partsWay(plan, spoken, plans)
  const length = tellDuration(timespan)
  return {
    rule: meta,
    about,
    neighbours: [
      // Any of the parts may be one that the others rest on: then the next one is left out.
      [0, 1, 2].map((index) => parts((played, found) => without(played, found, index))),
      shifts(parts, timespan - second, true, `just within ${length}`),
      shifts(parts, timespan + second, false, `just past ${length}`),
      ...(type === 'temporal_ordered' ? [[parts(exchanged)]] : []),
    ],
  }
}

/** `event_count` of one keeps no window. */
const isName = ({ type, bounds }: Correlation): boolean =>
  type === 'event_count' && bounds.every(({ order, value }) => (order === 'gte' && value <= 1) || value < 1)

/** The correlation whose firing is told: itself, or the one that it feeds. */
function spokenOf(plan: Plan): Plan | undefined {
  if (plan.told) return plan
  const [outer, ...more] = new Set(plan.outer.map((route) => route.plan))
  return outer && more.length === 0 ? spokenOf(outer) : undefined
}

interface Found {
  /** In the order of their times. */
  readonly parts: readonly Seen[]
  /** The one from which its time counts: of a correlation within it, the one that completed that. */
  readonly start: Seen | undefined
  /** Moment of the event that completed it. */
  readonly last: Seen
  neighbour(changed: string, must: boolean, moments: readonly Moment[], kept: readonly Seen[]): Neighbour
}

type PartsWay = (make: (played: PlayedCase, found: Found) => Neighbour | undefined) => Way

/** The parts of the first firing, where no other match could take the place of one of them. */
function partsWay(plan: Plan, spoken: Plan, plans: readonly Plan[]): PartsWay {
  const members = new Set(plan.members.map(({ id }) => id))
  const all = new Set(spoken.members.map(({ id }) => id))
  const id = spoken.correlation.meta.id
  const firingAt = (one: Seen) => one.detected.firings.find(({ correlation }) => correlation.id === id)
  return (make) => (played) => {
    const last = played.seen.find((one) => firingAt(one))
    const firing = last && firingAt(last)
    if (!last || !firing) return undefined
    const before = played.seen.filter(({ place }) => place <= last.place)
    const named = firing.events.map((name) => before.find((one) => one.name === name))
    const known = named.filter((one) => one !== undefined)
    const isPart = (one: Seen): boolean => !one.matches.isDisjointFrom(members)
    const parts = known.filter(isPart)
    const others = before.filter((one) => isPart(one) && !parts.includes(one))
    if (known.length < named.length || others.length > 0 || !isWhole(plan, parts, plans)) return undefined
    if (new Set(parts.map(({ place }) => place)).size < parts.length) return undefined
    const neighbour: Found['neighbour'] = (changed, must, moments, kept) => ({
      changed,
      must,
      moments,
      tells: (replayed) => isTimely(replayed) && kept.every((part) => isStillOne(part, replayed, all)),
      fires: ({ seen }) => seen.some((one) => firingAt(one) !== undefined),
    })
    return make(played, { parts, start: startOf(plan, parts, plans), last, neighbour })
  }
}

function startOf(plan: Plan, parts: readonly Seen[], plans: readonly Plan[]): Seen | undefined {
  const insides = innerOf(plan, plans).map((inner) => partsOf(inner, parts))
  return parts.find((part, index) => {
    const inside = insides.find((one) => one.includes(part))
    return !inside || parts.slice(index + 1).every((later) => !inside.includes(later))
  })
}

/** Correlations with a window of their own that feed this one. */
const innerOf = (plan: Plan, plans: readonly Plan[]): readonly Plan[] =>
  plans.filter(({ correlation, outer }) => !isName(correlation) && outer.some((way) => way.plan === plan))

function partsOf({ members }: Plan, parts: readonly Seen[]): readonly Seen[] {
  const ids = new Set(members.map(({ id }) => id))
  return parts.filter(({ matches }) => !ids.isDisjointFrom(matches))
}

/** Each part is needed: there is none that could be left out without a difference. */
function isWhole(plan: Plan, parts: readonly Seen[], plans: readonly Plan[]): boolean {
  const { type, bounds, rules, expression } = plan.correlation
  if (type.startsWith('temporal')) {
    const inner = innerOf(plan, plans).map((one) => ({ one, inside: partsOf(one, parts) }))
    const present = inner.filter(({ inside }) => inside.length > 0)
    const own = parts.filter((part) => !present.some(({ inside }) => inside.includes(part)))
    return (
      expression === undefined &&
      own.length + present.length === rules.length &&
      parts.length > 1 &&
      present.every(({ one, inside }) => isWhole(one, inside, plans))
    )
  }
  const [bound, ...more] = bounds
  if (!bound || more.length > 0 || parts.length < 2) return false
  return parts.length === (bound.order === 'gt' ? bound.value + 1 : bound.value)
}

/** The act is the same to the rules of the correlation. */
const isStillOne = (part: Seen, { seen }: PlayedCase, members: ReadonlySet<string>): boolean =>
  seen.some(
    ({ key, matches }) =>
      key === part.key && part.matches.intersection(members).isSubsetOf(matches.intersection(members)),
  )

function without(played: PlayedCase, { parts, last, neighbour }: Found, index: number): Neighbour | undefined {
  const left = parts[index]
  if (!left || left === last) return undefined
  const moments = upTo(played, last.place).filter((_, place) => place !== left.place)
  const kept = [...parts, last].filter((part) => part !== left)
  return neighbour(`${parts.length - 1} of ${parts.length}, without step ${nameOf(left)}`, false, moments, kept)
}

/** The last one later, or else the first one and what came before it earlier. */
function shifts(parts: PartsWay, length: number, must: boolean, words: string): readonly Way[] {
  const plan = (played: PlayedCase, { parts: found, start }: Found): Shift | undefined => {
    const end = found.at(-1)
    if (!start || !end || start.place >= end.place) return undefined
    const at = ({ place }: Seen): number => played.moments[place]?.at ?? 0
    const by = length - (at(end) - at(start))
    return by < 0 ? undefined : { start: start.place, end: end.place, by }
  }
  const way = (which: string, by: (place: number, shift: Shift) => number): Way =>
    parts((played, found) => {
      const shift = plan(played, found)
      if (!shift) return undefined
      const moments = upTo(played, found.last.place).map((moment, place) => moved(moment, by(place, shift)))
      return found.neighbour(`its ${which} step ${words}`, must, moments, [...found.parts, found.last])
    })
  return [
    way('last', (place, { end, by }) => (place >= end ? by : 0)),
    way('first', (place, { start, by }) => (place <= start ? -by : 0)),
  ]
}

/** Places between which the time is stretched, and by how much, in milliseconds. */
interface Shift {
  readonly start: number
  readonly end: number
  readonly by: number
}

/** The first and the last change places and times. */
function exchanged(played: PlayedCase, { parts, last, neighbour }: Found): Neighbour | undefined {
  const [first, end] = [parts[0], parts.at(-1)]
  const [early, late] = [played.moments[first?.place ?? -1], played.moments[end?.place ?? -1]]
  if (!first || !end || !early || !late || early === late) return undefined
  const moments = upTo(played, last.place).map((moment) => {
    if (moment === early) return { ...late, at: early.at }
    return moment === late ? { ...early, at: late.at } : moment
  })
  return neighbour('first and last step exchanged', false, moments, parts)
}

const nameOf = ({ key }: Seen): string => key.replace(/\.1$/, '').replace('.', ', repetition ')
