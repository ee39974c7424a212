// Turns matches into alerts: joins the open one, opens a new one, raises what was quiet. Contract, section 5.
import type { Alert, AlertClass, EventRef, Priority } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Match, RuleMeta } from '../model/rule.ts'
import { type Joining, joinAlert, openAlert, type Part } from './compose.ts'
import { type Facts, factsOf, storyLinksOf } from './facts.ts'
import { findAlert } from './find.ts'
import { revertAlerts, withUndo } from './revert.ts'
import { risingAlert } from './rise.ts'
import { type AlertState, actorKey, index, isLive, linkKey, readAlert, writeAlert } from './state.ts'
import { enterStory, findStory } from './story.ts'
import { worsening } from './worse.ts'

/**
 * New versions of the alerts that an event opens, joins, raises, worsens or resolves; written to memory as well.
 * @param ref where the event came from; its `at` is the sane event time
 * @param now the same in epoch milliseconds
 */
export function joinMatches(
  memory: Memory,
  event: Event,
  matches: readonly Match[],
  ref: EventRef,
  now: number,
): readonly Alert[] {
  const alerts = [...revertAlerts(memory, event, ref)]
  for (const part of partsOf(event, matches, ref, now)) alerts.push(...joinPart(memory, part))
  return alerts
}

/**
 * Raises the newest live page-now alert among those that led to a firing, as `worse`; undefined when there is none, and the
 * firing opens its own.
 */
export function raiseNewest(memory: Memory, ids: readonly string[], part: Part): Alert | undefined {
  const loud = ids.flatMap((id) => readAlert(memory, id) ?? []).filter(isLoud)
  const newest = loud.sort((one, other) => (one.alert.at < other.alert.at ? 1 : -1))[0]
  return newest && save(memory, joinAlert(newest, part, { change: 'worse', priority: 'page-now' }), part)
}

const loudness = { queue: 0, notify: 1, 'page-now': 2 } as const satisfies Record<Priority, number>

/** One part a class: the loudest rule speaks for it. */
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
    const [rule] = sorted
    const priority = rule?.lastcopy?.priority
    if (!rule || !priority) return []
    return { class: alertClass, priority, rule, rules: sorted, event, facts, ref: { ...ref, rule: rule.id }, now }
  })
}

const weight = ({ lastcopy }: RuleMeta): number =>
  lastcopy ? loudness[lastcopy.priority] * 1000 + (lastcopy.stage ?? 0) : 0

function joinPart(memory: Memory, part: Part): readonly Alert[] {
  const target = findAlert(memory, part)
  const riser = risingAlert(memory, part)
  const alert = target ? joinTarget(memory, target, part) : openPart(memory, part)
  if (!alert) return []
  if (!riser || riser.alert.id === alert.id) return [alert]
  return [alert, loudly(memory, readAlert(memory, riser.alert.id) ?? riser, part)]
}

/** Undefined for an event that opened an alert before, which has ended: nobody is woken for the same thing again. */
function openPart(memory: Memory, part: Part): Alert | undefined {
  const story = part.priority === 'page-now' ? findStory(memory, part.facts, part.now) : undefined
  if (story?.full) return save(memory, joinAlert(story.full, part, { change: 'worse', priority: 'page-now' }), part)
  const opened = openAlert(part)
  if (readAlert(memory, opened.alert.id)) return undefined
  return save(memory, story ? enterStory(memory, opened, story.id, part.now) : opened, part)
}

function joinTarget(memory: Memory, target: AlertState, part: Part): Alert {
  if (loudness[part.priority] > loudness[target.alert.priority]) return loudly(memory, target, part)
  return save(memory, joinAlert(target, part, joiningOf(target, part)), part)
}

function joiningOf(target: AlertState, part: Part): Joining {
  const { priority } = target.alert
  const worse = priority === 'page-now' && part.priority === 'page-now' && worsening(target, part) !== undefined
  return { change: worse ? 'worse' : 'joined', priority }
}

/** Raises a quiet alert: to the priority of what joins, or to a page because of a second class. */
function loudly(memory: Memory, target: AlertState, part: Part): Alert {
  const priority = target.alert.priority === 'notify' ? 'page-now' : part.priority
  if (priority !== 'page-now') return save(memory, joinAlert(target, part, { change: 'raised', priority }), part)
  const story = findStory(memory, part.facts, part.now)
  if (story.full) return save(memory, joinAlert(story.full, part, { change: 'worse', priority }), part)
  const foreign = target.alert.class === part.class ? {} : { foreign: true as const }
  const raised = joinAlert(target, part, { change: 'raised', priority, ...foreign })
  return save(memory, enterStory(memory, raised, story.id, part.now), part)
}

const isLoud = ({ alert }: AlertState): boolean => alert.priority === 'page-now' && isLive(alert)

/** Writes the alert and every index entry that later acts could find it by. */
function save(memory: Memory, state: AlertState, { event, facts, now }: Part): Alert {
  const { alert } = state
  const entry = { id: alert.id, class: alert.class, priority: alert.priority, at: Math.max(now, Date.parse(alert.at)) }
  writeAlert(memory, withUndo(state, event))
  index(memory, actorKey(facts.site, alert.class, facts.actor.id), entry)
  for (const link of storyLinksOf(facts)) index(memory, linkKey(facts.site, link), entry)
  return alert
}
