// Turns matches into alerts: joins the open one, opens a new one, raises what was quiet. Contract, section 5.
import type { Alert, AlertClass, EventRef } from '../model/alert.ts'
import { type Event, isOwnLog } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Match, RuleMeta } from '../model/rule.ts'
import { closeStates } from './close-state.ts'
import { type Joining, joinAlert, type Part, type StateRule } from './compose.ts'
import { type Facts, factsOf } from './facts.ts'
import { findAlert } from './find.ts'
import { isPlanned } from './planned.ts'
import { loudness, openPart, raise, save } from './raise.ts'
import { revertAlerts } from './revert.ts'
import { risingAlert } from './rise.ts'
import { meetStates, riseDue } from './stand.ts'
import { type AlertState, readAlert } from './state.ts'
import { closedIn } from './timeline.ts'
import { worsening } from './worse.ts'

/**
 * New versions of the alerts that an event opens, joins, raises, worsens or resolves; written to memory as well.
 * @param ref where the event came from; its `at` is the sane event time
 * @param now the same in epoch milliseconds
 * @param pairs rules over open states
 */
export function joinMatches(
  memory: Memory,
  event: Event,
  matches: readonly Match[],
  ref: EventRef,
  now: number,
  pairs: readonly StateRule[] = [],
): readonly Alert[] {
  // What reverts a state in the last moment of its time is in time.
  const alerts = isOwnLog(event) ? [] : [...riseDue(memory, now - 1, now)]
  for (const { key, alert, paired } of closeStates(memory, event, now))
    alerts.push(...closedIn(memory, key, [alert, ...paired]))
  alerts.push(...revertAlerts(memory, event, ref))
  for (const part of partsOf(event, matches, ref, now)) alerts.push(...joinPart(memory, { ...part, pairs }))
  return alerts
}

/** One part a class: the loudest rule that waits for nothing speaks for it; without one, one that waits is a notify item. */
function partsOf(event: Event, matches: readonly Match[], ref: EventRef, now: number): readonly Part[] {
  const byClass = new Map<AlertClass, RuleMeta[]>()
  for (const { rule } of matches) {
    if (!rule.lastcopy) continue
    const rules = byClass.get(rule.lastcopy.class) ?? []
    byClass.set(rule.lastcopy.class, rules)
    rules.push(rule)
  }
  if (byClass.size === 0) return []
  const facts: Facts = factsOf(event)
  return [...byClass].flatMap(([alertClass, rules]) => {
    const sorted = [...rules].sort((one, other) => weight(other) - weight(one) || (one.id < other.id ? -1 : 1))
    const waiting = sorted.filter(({ lastcopy }) => lastcopy?.wait !== undefined)
    const heard = sorted.filter(({ lastcopy }) => lastcopy?.wait === undefined)
    const [rule] = heard.length > 0 ? heard : waiting
    const block = rule?.lastcopy
    if (!rule || !block) return []
    const state = sorted.find(({ lastcopy }) => lastcopy?.state !== undefined)?.lastcopy?.state
    const { planned, muted } = matches.find((match) => match.rule === rule) ?? {}
    const fits = isPlanned({ ...(planned ? { planned } : {}) })
    return {
      class: alertClass,
      priority: fits ? 'queue' : block.wait === undefined ? block.priority : 'notify',
      rule,
      rules: heard.length > 0 ? heard : [rule],
      event,
      facts,
      ref: { ...ref, rule: rule.id },
      now,
      // What two people agreed on leaves nothing open that would have to be reverted.
      ...(state === undefined || fits ? {} : { state, waiting }),
      ...(planned ? { planned } : {}),
      ...(muted ? { muted } : {}),
    }
  })
}

const weight = ({ lastcopy }: RuleMeta): number =>
  lastcopy ? loudness[lastcopy.priority] * 1000 + (lastcopy.stage ?? 0) : 0

/** Joins, raises or opens what the part belongs to. */
export function joinPart(memory: Memory, part: Part): readonly Alert[] {
  const target = findAlert(memory, part)
  const riser = risingAlert(memory, part)
  const alert = target ? joinTarget(memory, target, part) : openPart(memory, part)
  if (!alert) return []
  const versions = [alert, ...meetStates(memory, part, alert)]
  if (!riser || riser.alert.id === alert.id) return versions
  return [...versions, raise(memory, readAlert(memory, riser.alert.id) ?? riser, part)]
}

function joinTarget(memory: Memory, target: AlertState, part: Part): Alert {
  if (loudness[part.priority] > loudness[target.alert.priority]) return raise(memory, target, part)
  return save(memory, joinAlert(target, part, joiningOf(target, part)), part)
}

function joiningOf(target: AlertState, part: Part): Joining {
  const { priority } = target.alert
  // A source that falls silent after it is another class, unless the log itself was what was stopped.
  if (part.class !== target.alert.class) return { change: 'worse', priority, foreign: true }
  const worse = priority === 'page-now' && part.priority === 'page-now' && worsening(target, part) !== undefined
  return { change: worse ? 'worse' : 'joined', priority }
}
