// A case that was played, with what was seen at each of its moments: what its neighbours are derived from.
import type { Detected } from '../../pipeline/detect.ts'
import { nameOf } from '../../pipeline/seen.ts'
import type { Case, CaseFile } from '../case-file.ts'
import { type Moment, momentsOf } from '../case-steps.ts'
import { type CaseResult, type CaseRules, playCase, runCase } from '../cases.ts'

/** An event of a moment. */
export interface Seen {
  /** Of the moment, from 0. */
  readonly place: number
  /** Of the moment, the same in all neighbours. */
  readonly key: string
  readonly detected: Detected
  /** As windows call it. */
  readonly name: string
  /** Ids of the rules that said yes. */
  readonly matches: ReadonlySet<string>
}

export interface PlayedCase extends Pick<CaseResult, 'alerts' | 'trace'> {
  readonly one: Case
  readonly moments: readonly Moment[]
  readonly seen: readonly Seen[]
}

/** Runs a hand-written case and keeps what was seen. */
export function watchCase(
  file: CaseFile,
  one: Case,
  rules: CaseRules,
  ruleFile: string,
): CaseResult & { readonly played: PlayedCase } {
  const seen: Seen[] = []
  const moments = momentsOf(file, one.steps)
  const result = runCase(file, one, rules, ruleFile, (place, detected) => seen.push(seenAt(moments, place, detected)))
  const { alerts, trace } = result
  return { ...result, played: { one, moments, seen, alerts, trace } }
}

/** The same case with other moments; undefined where these cannot be played. */
export function replayCase(
  file: CaseFile,
  one: Case,
  moments: readonly Moment[],
  rules: CaseRules,
): PlayedCase | undefined {
  const seen: Seen[] = []
  const { trouble, alerts, trace } = playCase(file, one, moments, rules, (place, detected) =>
    seen.push(seenAt(moments, place, detected)),
  )
  return trouble.length > 0 ? undefined : { one, moments, seen, alerts, trace }
}

const keyOf = ({ number, repetition }: Moment): string => `${number}.${repetition}`

const seenAt = (moments: readonly Moment[], place: number, detected: Detected): Seen => ({
  place,
  key: moments[place] ? keyOf(moments[place]) : '',
  detected,
  name: nameOf(detected.event),
  matches: new Set(detected.matches.map(({ rule }) => rule.id)),
})

/** Moments up to a place, and it. */
export const upTo = ({ moments }: PlayedCase, place: number): readonly Moment[] => moments.slice(0, place + 1)

/** The moment's own, at another time. */
export const moved = (moment: Moment, by: number): Moment => ({ ...moment, at: moment.at + by })

/** An event carries its own time only where the record does not say another: then it cannot be moved. */
export const isTimely = ({ moments, seen }: PlayedCase): boolean =>
  seen.every(({ place, detected }) => {
    const at = moments[place]?.at ?? 0
    return Math.abs(Date.parse(detected.event['@timestamp']) - at) < 1000
  })
