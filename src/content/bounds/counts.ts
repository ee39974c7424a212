// Neighbours of a threshold on what memory counts: one act fewer, exactly as many, all just within the time, one just past it.
import { day, hour, second } from '../../lib/duration.ts'
import type { CompiledRule } from '../../sigma/compile.ts'
import type { Fields } from '../../sigma/program.ts'
import type { Moment } from '../case-steps.ts'
import { isTimely, moved, type PlayedCase, type Seen, upTo } from './played.ts'
import type { Neighbour, Way } from './subject.ts'
import { type Given, numberIn, saysYes, sidesOf, type Threshold, thresholdsOf } from './truth.ts'

/** Milliseconds that a fact's name says: `deleted_by_actor_48h`. */
function windowIn(field: string): number | undefined {
  const [, count, unit] = /_(\d+)(h|d)$/.exec(field) ?? []
  return count === undefined ? undefined : Number(count) * (unit === 'd' ? day : hour)
}

export interface CountWays {
  readonly fewer: Way
  readonly exactly: Way
  readonly within: Way
  readonly past: Way
}

/** The ways of a threshold that is reached from below by acts, each of which counts one. */
export function countWays(rule: CompiledRule, threshold: Threshold, fields: Fields): CountWays {
  const { field } = threshold
  const [, enough] = sidesOf(threshold)
  const name = field.replace(/^backup\.history\./, '')
  const neighbour = (acts: readonly Seen[], must: boolean, changed: string, moments: readonly Moment[]): Neighbour => {
    const last = acts.at(-1)
    return {
      changed,
      must,
      moments,
      // With as many acts as the rule wants it would say yes to the last one: so nothing else has changed.
      tells: (played) => {
        const event = played.seen.find(({ key }) => key === last?.key)?.detected.event
        return event !== undefined && isTimely(played) && saysYes(rule, event, fields, new Map([[field, enough]]))
      },
      fires: ({ seen }) => seen.some(({ matches }) => matches.has(rule.meta.id)),
    }
  }
  const way =
    (make: (played: PlayedCase, acts: readonly Seen[]) => Neighbour | undefined): Way =>
    (played) => {
      // What a case gives by hand is not counted from its steps.
      if (played.moments.some(({ step }) => step.facts !== undefined)) return undefined
      const acts = actsOf(played, rule, threshold, fields)
      return acts && make(played, acts)
    }
  const spread = (by: number, must: boolean, words: string): Way =>
    way((played, acts) => {
      const [first, last] = [acts[0], acts.at(-1)]
      const length = windowIn(field)
      if (!first || !last || length === undefined) return undefined
      const gap = (played.moments[last.place]?.at ?? 0) - (played.moments[first.place]?.at ?? 0)
      const earlier = length + by - gap
      if (earlier < 0) return undefined
      const moments = upTo(played, last.place).map((moment, place) =>
        place <= first.place ? moved(moment, -earlier) : moment,
      )
      return neighbour(acts, must, `${name} at ${enough}, the first of them ${words}`, moments)
    })
  return {
    fewer: way((played, acts) => {
      const [before, last] = acts.slice(-2)
      if (!before || !last || before === last) return undefined
      const moments = upTo(played, last.place).filter((_, place) => place !== before.place)
      return neighbour(acts, false, `${name} at ${enough - 1} instead of ${enough}`, moments)
    }),
    exactly: way((played, acts) => {
      const last = acts.at(-1)
      if (!last || last.place === played.moments.length - 1) return undefined
      return neighbour(acts, true, `ends with ${name} at ${enough}`, upTo(played, last.place))
    }),
    within: spread(-second, true, 'a second within its time'),
    past: spread(second, false, 'a second past its time'),
  }
}

/** The acts that make the count, from one to enough, each at a moment of its own; undefined where they do not decide. */
function actsOf(
  { seen }: PlayedCase,
  rule: CompiledRule,
  threshold: Threshold,
  fields: Fields,
): readonly Seen[] | undefined {
  const { field } = threshold
  const [, enough] = sidesOf(threshold)
  const at = seen.findIndex(({ matches }) => matches.has(rule.meta.id))
  const last = seen[at]
  if (!last || enough < 2 || numberIn(rule, last.detected.event, fields, field) !== enough) return undefined
  if (saysYes(rule, last.detected.event, fields, oneLess(rule, last, fields))) return undefined
  const acts: Seen[] = [last]
  for (let place = at - 1; place >= 0 && acts.length < enough; place -= 1) {
    const one = seen[place]
    if (!one || !isAlike(field, one, last)) continue
    if (numberIn(rule, one.detected.event, fields, field) === enough - acts.length) acts.unshift(one)
  }
  return acts.length === enough && new Set(acts.map(({ place }) => place)).size === enough ? acts : undefined
}

/** What counts by actor counts acts of that one. */
const isAlike = (field: string, one: Seen, last: Seen): boolean =>
  !/actor_\d|by_actor|own/.test(field) || actorOf(one) === actorOf(last)
const actorOf = ({ detected }: Seen): string | undefined => detected.event.backup?.actor?.id

/** All counts of memory that the rule asks for, one lower. */
function oneLess(rule: CompiledRule, { detected }: Seen, fields: Fields): Given {
  const counts = thresholdsOf(rule).filter(({ field }) => field.startsWith('backup.history.'))
  return new Map(
    counts.flatMap(({ field }) => {
      const value = numberIn(rule, detected.event, fields, field)
      return value === undefined ? [] : [[field, value - 1] as const]
    }),
  )
}
