// An event to alerts: remember, match, join. The same function live, in a replay and in a rule's cases.
import { joinMatches } from '../alert/join.ts'
import { planMatches, unplanned } from '../alert/planned.ts'
import { riseDue } from '../alert/stand.ts'
import type { KnownEstate } from '../estate/know.ts'
import { hour, minute } from '../lib/duration.ts'
import { remember } from '../memory/remember.ts'
import { hearEvent, listen, sitesHeard } from '../memory/silence.ts'
import { knowTwin, noteTwin } from '../memory/twins.ts'
import type { Alert, EventRef } from '../model/alert.ts'
import type { Firing } from '../model/correlation.ts'
import type { Drill } from '../model/drill.ts'
import { type Event, isOwnLog } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Match } from '../model/rule.ts'
import { defaultSite } from '../model/site.ts'
import type { LogSource } from '../model/source.ts'
import type { Position } from '../model/wire.ts'
import type { WordLists } from '../model/words.ts'
import { allowedLateness, type Chains, chainEvent, chainTime } from './chains.ts'
import { drillsDue, drillsEnded, drillsOf, introduce, withEstate, withStakes } from './estate.ts'
import type { ClockedMemory } from './memory-map.ts'
import { keepDrill, withPosture } from './posture.ts'
import { nameOf, noteSeen } from './seen.ts'
import { allSilent, missedHeartbeats, noteAlarms, silentOf } from './silent.ts'
import { withTimelines } from './timelines.ts'

/** What detect asks of a compiled rule set. */
export interface Judge {
  match(event: object, logsources: readonly LogSource[]): readonly Match[]
}

export interface Detector {
  readonly rules: Judge
  readonly chains: Chains
  readonly words: WordLists
  /** Log sources of an event's dataset. */
  logsources(dataset: string): readonly LogSource[]
  /** What the site says of its copies. */
  readonly estate?: KnownEstate | undefined
  /** Facts that a case gives: laid over what memory knows. */
  given?(event: Event): Event
}

export interface Detected {
  /** With what memory knows of it. */
  readonly event: Event
  readonly matches: readonly Match[]
  /** Correlations that it completed. */
  readonly firings: readonly Firing<string>[]
  /** New versions, in order. */
  readonly alerts: readonly Alert[]
}

/** Undefined: this event was here before. */
export function detectEvent(
  memory: ClockedMemory,
  detector: Detector,
  event: Event,
  position: Position,
): Detected | undefined {
  if (isOwnLog(event)) return judge(memory, detector, event, position)
  const now = Date.parse(position.at)
  hearEvent(memory, event, now)
  const detected = judge(memory, detector, event, position)
  if (!detected) return undefined
  noteAlarms(memory, event, detected.alerts, now)
  const notices = [
    ...silentOf(memory, event.backup?.site ?? defaultSite, memory.clock),
    ...drillsOf(memory, detector.estate, detected.event, memory.clock),
  ]
  if (notices.length === 0) return detected
  return { ...detected, alerts: [...detected.alerts, ...judgeAll(memory, detector, notices)] }
}

/** Alerts of what Lastcopy itself noticed. */
const judgeAll = (memory: ClockedMemory, detector: Detector, notices: readonly Event[]): readonly Alert[] =>
  notices.flatMap((notice) => {
    const position = { source: notice.event.dataset, position: '', at: notice['@timestamp'] }
    return judge(memory, detector, notice, position)?.alerts ?? []
  })

function judge(
  memory: ClockedMemory,
  { rules, chains, words, logsources, given, estate }: Detector,
  told: Event,
  position: Position,
): Detected | undefined {
  const now = Date.parse(position.at)
  if (!isOwnLog(told)) {
    memory.advance(now)
    if (memory.get('window', busyKey) === undefined) memory.put('window', busyKey, true)
  }
  const seen = nameOf(told)
  if (!noteSeen(memory, seen, now)) return undefined
  const event = estate ? introduce(memory, estate, told, now) : told
  const twin = knowTwin(memory, event)
  const remembered = remember(memory, event, now, words, twin.twin)
  const placed = estate
    ? withPosture(memory, estate, withEstate(memory, estate, remembered), position.position, now)
    : remembered
  const known = given ? given(placed) : placed
  const spoken = rules
    .match(known, logsources(event.event.dataset))
    .filter(({ rule }) => !twin.classes.includes(rule.lastcopy?.class ?? rule.id))
  const spoke = spoken.map(({ rule }) => rule.lastcopy?.class ?? rule.id)
  noteTwin(memory, event, twin, spoke, now)
  const matches = planMatches(memory, known, spoken, now)
  const ref: EventRef = { id: event.event.id, source: position.source, position: position.position, at: position.at }
  const waited = chainTime(memory, chains, memory.clock - allowedLateness)
  const joined = joinMatches(memory, known, matches, ref, now, chains.states)
  const happened = { id: seen, event: known, matches: unplanned(matches), ref, alerts: joined }
  const chained = chainEvent(memory, chains, happened)
  const firings = [...waited.firings, ...chained.firings]
  const versions = withTimelines(memory, chains, [...waited.alerts, ...joined, ...chained.alerts], happened)
  const alerts = withStakes(memory, estate, known, matches, versions, now)
  return { event: known, matches, firings, alerts }
}

/** A drill that has ended: it is remembered, and what was overdue for want of it ends. */
export function detectDrill(memory: ClockedMemory, detector: Detector, drill: Drill): readonly Alert[] {
  keepDrill(memory, detector.estate, drill)
  const now = Math.max(memory.clock, Date.parse(drill.finishedAt ?? drill.startedAt))
  return judgeAll(memory, detector, drillsEnded(memory, detector.estate, drill, now))
}

/** Event time drives what waits; only where no event has come for so long does the wall clock. */
const idleFor = 10 * minute
const busyKey = 'events-since-tick'
const lastBusyKey = 'last-busy-tick'

/** What rises because time passes and no event tells it: open states that nobody reverted. @param at wall clock, ISO */
export function detectTick(memory: ClockedMemory, detector: Detector, at: string): readonly Alert[] {
  const now = Date.parse(at)
  listen(memory, now)
  const unheard = judgeAll(memory, detector, missedHeartbeats(memory, now))
  return withTimelines(memory, detector.chains, [...unheard, ...risenWhileIdle(memory, detector, now)], undefined)
}

function risenWhileIdle(memory: ClockedMemory, detector: Detector, now: number): readonly Alert[] {
  if (memory.get('window', busyKey) !== undefined) {
    memory.drop('window', busyKey)
    memory.put('window', lastBusyKey, now)
    return []
  }
  const last = memory.get('window', lastBusyKey)
  if (typeof last !== 'number' || now - last < idleFor) return []
  return [
    ...riseDue(memory, now),
    ...chainTime(memory, detector.chains, now - allowedLateness).alerts,
    ...judgeAll(memory, detector, allSilent(memory, now)),
    ...judgeAll(
      memory,
      detector,
      sitesHeard(memory).flatMap((site) => drillsDue(memory, detector.estate, site, now)),
    ),
  ]
}

/** What rises because the records have an end. @param last the newest event time, epoch milliseconds */
export function detectEnd(memory: Memory, { chains }: Detector, last: number): readonly Alert[] {
  const risen = [...riseDue(memory, last + patience, last), ...chainTime(memory, chains, last, true).alerts]
  return withTimelines(memory, chains, risen, undefined)
}

/** What waits for an hour at most for a sign that all is well has waited in vain when the records end; longer waits go on. */
const patience = hour

export { applyAction } from '../alert/act.ts'
