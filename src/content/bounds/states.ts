// Neighbours of a rule over open states: one state fewer, and two by one actor at the end of an episode.
import { second, tellDuration } from '../../lib/duration.ts'
import type { Chains } from '../../pipeline/chains.ts'
import type { Moment } from '../case-steps.ts'
import { isTimely, moved, type PlayedCase, type Seen, upTo } from './played.ts'
import type { Neighbour, Subject } from './subject.ts'

export function statesSubject({ rule, wanted, begunBy }: Chains['states'][number]): Subject {
  const { atLeast, episode } = wanted
  const begins = ({ matches }: Seen): boolean => !matches.isDisjointFrom(begunBy)
  /** The states that stand when it fires, where there are no more of them than it takes. */
  const statesIn = ({ seen, alerts }: PlayedCase): readonly Seen[] | undefined => {
    const begun = seen.filter(begins).slice(0, atLeast)
    const fired = alerts.some(({ rules }) => rules.includes(rule.id))
    return fired && new Set(begun.map(({ place }) => place)).size === atLeast ? begun : undefined
  }
  const neighbour = (changed: string, must: boolean, moments: readonly Moment[], kept: readonly Seen[]): Neighbour => ({
    changed,
    must,
    moments,
    tells: (played) =>
      isTimely(played) && kept.every(({ key }) => played.seen.some((one) => one.key === key && begins(one))),
    fires: ({ alerts }) => alerts.some(({ rules }) => rules.includes(rule.id)),
  })
  const apart =
    (by: number, must: boolean, words: string) =>
    (played: PlayedCase): Neighbour | undefined => {
      const states = statesIn(played)
      const [before, last] = states?.slice(-2) ?? []
      if (!states || !before || !last || actorOf(before) !== actorOf(last)) return undefined
      const start = played.moments[before.place]?.at ?? 0
      const moments = upTo(played, last.place).map((moment, place) =>
        place === last.place ? moved(moment, start + episode + by - moment.at) : moment,
      )
      return neighbour(`the second ${words} ${tellDuration(episode)} after the first`, must, moments, states)
    }
  return {
    rule,
    about: `states gte ${atLeast}, episode ${tellDuration(episode)}`,
    neighbours: [
      [
        (played) => {
          const [left, ...kept] = statesIn(played) ?? []
          const last = kept.at(-1)
          if (!left || !last) return undefined
          const moments = upTo(played, last.place).filter((_, place) => place !== left.place)
          return neighbour(
            `${atLeast - 1} of ${atLeast} states, without step ${left.key.replace(/\.1$/, '')}`,
            false,
            moments,
            kept,
          )
        },
      ],
      [apart(-second, false, 'a second less than')],
      [apart(second, true, 'a second more than')],
    ],
  }
}

const actorOf = ({ detected }: Seen): string | undefined => detected.event.backup?.actor?.id
