// Derives neighbours of the hand-written cases of a detection, runs them, and says of which boundaries there are none.
import { second, tellDuration } from '../../lib/duration.ts'
import type { RuleMeta } from '../../model/rule.ts'
import type { CaseFile } from '../case-file.ts'
import type { Trace } from '../case-trace.ts'
import type { CaseRules } from '../cases.ts'
import type { Detections } from '../load.ts'
import { countWays } from './counts.ts'
import { type PlayedCase, replayCase } from './played.ts'
import { statesSubject } from './states.ts'
import type { Neighbour, Subject, Way } from './subject.ts'
import { thresholdsOf } from './truth.ts'
import { valueWay } from './values.ts'
import { waitWay } from './waits.ts'
import { windowSubject } from './windows.ts'

/** A case that nobody wrote. */
export interface Boundary {
  /** From which case it comes, and what was changed. */
  readonly name: string
  /** The hand-written case. */
  readonly from: string
  readonly rule: RuleMeta
  /** The threshold or window that it lies beside. */
  readonly about: string
  readonly must: boolean
  readonly differences: readonly string[]
  readonly trace: Trace
}

/** No case gives enough for a neighbour. */
export interface Underived {
  readonly rule: RuleMeta
  readonly about: string
  readonly why: string
}

export interface Boundaries {
  readonly made: readonly Boundary[]
  readonly without: readonly Underived[]
}

/** @param played the hand-written cases that pass and expect an alert */
export function tryBoundaries(
  file: CaseFile,
  played: readonly PlayedCase[],
  detections: Detections,
  ruleFile: string,
): Boundaries {
  const tried = subjectsOf(detections, ruleFile).map((subject) => trySubject(file, subject, played, detections))
  return { made: tried.flatMap(({ made }) => made), without: tried.flatMap(({ without }) => without) }
}

/** The neighbours of one boundary; without any, why there are none. */
export function trySubject(
  file: CaseFile,
  subject: Subject,
  played: readonly PlayedCase[],
  detections: CaseRules,
): Boundaries {
  const tried = subject.neighbours.map((ways) => tryWays(file, ways, played, detections))
  const made = tried.flatMap((one) => (typeof one === 'object' ? [boundaryOf(subject, one)] : []))
  if (made.length > 0) return { made, without: [] }
  const why = tried.includes('changed-more')
    ? 'what could be changed in a case changes more than that'
    : 'no case comes to it by steps that can be left out, moved or given a value'
  return { made, without: [{ rule: subject.rule, about: subject.about, why }] }
}

/** All boundaries of the rules in a file. */
function subjectsOf({ detector }: Detections, ruleFile: string): readonly Subject[] {
  const { rules, fields } = detector.rules
  const { plans } = detector.chains.windows
  const ours = rules.filter(({ meta }) => meta.file === ruleFile)
  return [
    ...ours.flatMap((rule) =>
      thresholdsOf(rule).map((threshold): Subject => {
        const count = countWays(rule, threshold, fields)
        const value = (side: 'low' | 'high'): Way => valueWay(rule, threshold, fields, side)
        return {
          rule: rule.meta,
          about: `${threshold.label}: ${threshold.value}`,
          neighbours: [[count.fewer, value('low')], [count.exactly, value('high')], [count.within], [count.past]],
        }
      }),
    ),
    ...ours.flatMap(({ meta }): Subject[] =>
      meta.lastcopy?.wait === undefined
        ? []
        : [
            {
              rule: meta,
              about: `wait: ${tellDuration(meta.lastcopy.wait)}`,
              neighbours: [[waitWay(meta, -second)], [waitWay(meta, second)]],
            },
          ],
    ),
    ...plans
      .filter(({ correlation }) => correlation.meta.file === ruleFile)
      .flatMap((plan) => windowSubject(plan, plans) ?? []),
    ...detector.chains.states.filter(({ rule }) => rule.file === ruleFile).map(statesSubject),
  ]
}

interface Tried {
  readonly from: PlayedCase
  readonly neighbour: Neighbour
  readonly replayed: PlayedCase
}

/** So many cases a way are tried: who has hundreds of cases need not wait for what none of them gives. */
const mostTries = 6

function tryWays(
  file: CaseFile,
  ways: readonly Way[],
  played: readonly PlayedCase[],
  detections: CaseRules,
): Tried | 'changed-more' | undefined {
  let changedMore = false
  for (const way of ways) {
    let tries = 0
    for (const from of played) {
      const neighbour = tries < mostTries ? way(from) : undefined
      if (!neighbour) continue
      tries += 1
      const replayed = replayCase(file, from.one, neighbour.moments, detections)
      if (replayed && neighbour.tells(replayed)) return { from, neighbour, replayed }
      changedMore = true
    }
  }
  return changedMore ? 'changed-more' : undefined
}

function boundaryOf({ rule, about }: Subject, { from, neighbour, replayed }: Tried): Boundary {
  const { must, changed } = neighbour
  const fired = neighbour.fires(replayed)
  const words = must ? 'must fire and does not' : 'must not fire and does'
  return {
    name: `${from.one.name} › ${changed}`,
    from: from.one.name,
    rule,
    about,
    must,
    differences: fired === must ? [] : [`the rule "${rule.title}" (${rule.id}) ${words}, at its boundary ${about}`],
    trace: replayed.trace,
  }
}
