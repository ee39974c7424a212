// Open states at work: they rise when nobody reverts them in time, and page in pairs. Contract, section 5, "Open states".
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { RuleMeta } from '../model/rule.ts'
import { noteLast } from './close-state.ts'
import { joinAlert, type Part, type StateRule } from './compose.ts'
import { allSetsOf } from './facts.ts'
import {
  beginState,
  dueStates,
  type OpenState,
  pairWith,
  readState,
  type SpokenRule,
  spoken,
  statesOn,
  waitTogether,
  writeState,
} from './open-state.ts'
import { raise, save } from './raise.ts'
import { type AlertState, type Entry, isLive, linkKey, liveAlerts, readAlert, readIndex } from './state.ts'

/**
 * Alerts that rise because nobody reverted what they tell of.
 * @param due what is due by then, in epoch milliseconds
 * @param now the watermark
 */
export function riseDue(memory: Memory, due: number, now: number = due): readonly Alert[] {
  return dueStates(memory, due).flatMap(({ state, wait }) => {
    const rest = { ...state, waits: state.waits.filter((one) => one !== wait) }
    writeState(memory, rest)
    if (wait.with !== undefined && readState(memory, wait.with) === undefined) return []
    const other = wait.with === undefined ? undefined : readState(memory, wait.with)
    if (other) pairWith(memory, other, [state.key])
    return riseOf(memory, rest, wait.rule, now, other !== undefined)
  })
}

/** What a match that was saved as `alert` does to open states: begins one, or meets those that stand on its sets. */
export function meetStates(memory: Memory, part: Part, alert: Alert): readonly Alert[] {
  const begun = part.state === undefined ? undefined : beginState(memory, part, part.state, alert.id)
  if (begun) noteLast(memory, part.event, begun)
  if (begun && part.priority !== 'page-now') {
    const risen = (part.pairs ?? []).flatMap((pair) => meetOthers(memory, begun, pair))
    return [...risen, ...meetLoud(memory, begun, part)]
  }
  // Who is woken for it sees what is loud on the set already: none of that tells of it again.
  if (begun)
    pairWith(
      memory,
      begun,
      loudOn(memory, part).map(({ id }) => id),
    )
  return part.priority === 'page-now' && alert.priority === 'page-now' ? takeStates(memory, part, alert) : []
}

/**
 * States of different kinds on one set: at once, or after an episode's end (a maintenance, an upgrade, a failover test) when one
 * actor began both in it.
 */
function meetOthers(memory: Memory, begun: OpenState, pair: StateRule): readonly Alert[] {
  const { episode, atLeast } = pair.wanted
  const rule = spoken(pair.rule)
  if (!isOf(begun, pair)) return []
  const others = statesOn(memory, begun.facts).filter((one) => one.kind !== begun.kind && isOf(one, pair))
  if (new Set(others.map(({ kind }) => kind)).size < atLeast - 1) return []
  const risen: Alert[] = []
  for (const other of others) {
    const state = readState(memory, begun.key)
    if (!state || other.paired.includes(state.key)) continue
    // What has risen already is a page-now alert on the set: that one takes the new state in.
    const told = readAlert(memory, other.alert)
    if (told?.alert.priority === 'page-now' && isLive(told.alert)) continue
    const together = other.facts.actor.id === state.facts.actor.id && Math.abs(state.since - other.since) < episode
    if (together) {
      waitTogether(memory, state, other.key, state.since + episode, rule)
      continue
    }
    pairWith(memory, state, [other.key])
    pairWith(memory, other, [state.key])
    risen.push(...riseOf(memory, state, rule, state.since, true))
  }
  return risen
}

const isOf = ({ begunBy = [] }: OpenState, { begunBy: rules }: StateRule): boolean =>
  begunBy.some((id) => rules.has(id))

/** A page-now alert that is open on a set of the state: told again, with the state in it. */
function meetLoud(memory: Memory, begun: OpenState, part: Part): readonly Alert[] {
  const loud = loudOn(memory, part).filter(({ id }) => id !== begun.alert)
  const newest = liveAlerts(
    memory,
    [...loud].sort((one, other) => other.at - one.at),
  )[0]
  const state = readState(memory, begun.key)
  if (!newest || !state || newest.alert.events.some(({ id }) => id === part.ref.id)) return []
  pairWith(
    memory,
    state,
    loud.map(({ id }) => id),
  )
  return [save(memory, joinAlert(newest, part, { change: 'worse', priority: 'page-now', foreign: true }), part)]
}

/** Alerts that page, or did, on the sets of a part. */
const loudOn = (memory: Memory, { facts }: Part): readonly Entry[] =>
  allSetsOf(facts)
    .flatMap((set) => readIndex(memory, linkKey(facts.site, `set ${set}`)))
    .filter(({ priority }) => priority === 'page-now')

/** A page-now alert takes the states on its sets in; what joined it without a sound is told after all. */
function takeStates(memory: Memory, part: Part, alert: Alert): readonly Alert[] {
  const versions: Alert[] = []
  for (const state of statesOn(memory, part.facts)) {
    const current = readAlert(memory, alert.id)
    if (!current || state.alert === alert.id || state.paired.includes(alert.id)) continue
    pairWith(memory, state, [alert.id])
    const told = readAlert(memory, state.alert)
    const event = told && eventOf(told, state)
    if (!event) continue
    const joined = { ...part, facts: state.facts, event, ref: state.ref, rule: part.rule, rules: part.rules }
    const change = alert.change === 'joined' && versions.length === 0 ? 'worse' : 'joined'
    versions.push(
      save(memory, joinAlert(current, joined, { change, priority: 'page-now', foreign: true, at: part.ref.at }), part),
    )
  }
  return versions
}

function riseOf(memory: Memory, state: OpenState, rule: SpokenRule, now: number, after: boolean): readonly Alert[] {
  const target = readAlert(memory, state.alert)
  if (!target || target.alert.priority === 'page-now') return []
  if (target.alert.status !== 'open' && target.alert.status !== 'acknowledged') return []
  const event = eventOf(target, state)
  if (!event) return []
  const meta = metaOf(rule)
  const { facts, ref } = state
  const part: Part = { class: state.class, priority: 'page-now', rule: meta, rules: [meta], event, facts, ref, now }
  writeState(memory, { ...state, waits: [] })
  return [raise(memory, target, part, { at: new Date(now).toISOString(), ...(after ? { after } : {}) })]
}

/** The state's own event as the alert keeps it; of a large alert the first stands for those it no longer keeps. */
const eventOf = ({ alert }: AlertState, { ref }: OpenState): Event | undefined =>
  alert.evidence.find(({ event }) => event.id === ref.id) ?? alert.evidence[0]

const metaOf = (rule: SpokenRule): RuleMeta => ({
  ...rule,
  tags: [],
  logsource: {},
  fields: [],
  falsepositives: [],
  references: [],
})
