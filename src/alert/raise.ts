// Writes versions of alerts: opens, raises and worsens them within their story, and keeps the indexes that find them.
import type { Alert, Priority } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'
import { type Joining, joinAlert, openAlert, type Part } from './compose.ts'
import { storyLinksOf } from './facts.ts'
import { withUndo } from './revert.ts'
import { type AlertState, actorKey, index, linkKey, readAlert, writeAlert } from './state.ts'
import { enterStory, findStory } from './story.ts'
import { worsening } from './worse.ts'

export const loudness = { queue: 0, notify: 1, 'page-now': 2 } as const satisfies Record<Priority, number>

type More = Pick<Joining, 'at' | 'after'>

/** Undefined for an event that opened an alert before, which has ended: nobody is woken for the same thing again. */
export function openPart(memory: Memory, part: Part): Alert | undefined {
  const story = part.priority === 'page-now' ? findStory(memory, part.facts, part.now) : undefined
  if (story?.full) return intoFull(memory, story.full, part)
  const opened = openAlert(part)
  if (readAlert(memory, opened.alert.id)) return undefined
  return save(memory, story ? enterStory(memory, opened, story.id, part.now) : opened, part)
}

/** Raises a quiet alert: to the priority of what joins, or to a page because of a second class. */
export function raise(memory: Memory, target: AlertState, part: Part, more: More = {}): Alert {
  const priority = target.alert.priority === 'notify' ? 'page-now' : part.priority
  if (priority !== 'page-now') return save(memory, joinAlert(target, part, { change: 'raised', priority }), part)
  const story = findStory(memory, part.facts, part.now)
  if (story.full) return intoFull(memory, story.full, part, more)
  const joining: Joining = {
    change: 'raised',
    priority,
    ...(target.alert.class === part.class ? {} : { foreign: true }),
    ...more,
  }
  return save(memory, enterStory(memory, joinAlert(target, part, joining), story.id, part.now), part)
}

/** A story that has its six takes what is new into the newest and says so once a kind; more of the same joins without a sound. */
function intoFull(memory: Memory, full: AlertState, part: Part, more: More = {}): Alert {
  const fresh = !full.alert.rules.includes(part.rule.id) || worsening(full, part) !== undefined
  const joining: Joining = {
    change: fresh ? 'worse' : 'joined',
    priority: 'page-now',
    ...more,
  }
  // The story goes on: its last act is this one, not the one that opened its newest alert.
  return save(memory, enterStory(memory, joinAlert(full, part, joining), full.story, part.now), part)
}

/** Writes the alert and every index entry that later acts could find it by. */
export function save(memory: Memory, state: AlertState, { event, facts, now }: Part): Alert {
  const { alert } = state
  const entry = { id: alert.id, class: alert.class, priority: alert.priority, at: Math.max(now, Date.parse(alert.at)) }
  writeAlert(memory, withUndo(state, event))
  index(memory, actorKey(facts.site, alert.class, facts.actor.id), entry)
  // What rises because of something else must be found as loud from where it began, too.
  const began = alert.change === 'raised' ? [...state.resources, ...state.containers].map((id) => `set ${id}`) : []
  for (const link of new Set([...storyLinksOf(facts), ...began])) index(memory, linkKey(facts.site, link), entry)
  return alert
}
