// The alert that a match joins: contract, section 5, "Joining" and "Notify".
import { day } from '../lib/duration.ts'
import type { Memory } from '../model/memory.ts'
import type { Part } from './compose.ts'
import { containerOf, setOf } from './facts.ts'
import { type AlertState, actorKey, linkKey, liveAlerts, readAlert, readIndex } from './state.ts'
import { episode, gathers } from './worse.ts'

/** Undefined: it opens one. */
export function findAlert(memory: Memory, part: Part): AlertState | undefined {
  const { facts } = part
  const followed = followedAlert(memory, part)
  if (followed) return followed
  const own = liveAlerts(memory, readIndex(memory, actorKey(facts.site, part.class, facts.actor.id)))
  const fits = own.filter((state) => isWhole(state, part))
  return (
    fits.find((state) => isSame(state, part)) ??
    fits.find((state) => isEpisode(state, part)) ??
    fits.find((state) => isDigest(state, part)) ??
    fits.find((state) => isGathered(state, part)) ??
    (part.priority === 'page-now' ? ofOtherActor(memory, part) : undefined)
  )
}

/** A source that falls silent after a page-now alert on its assets joins that alert: contract, section 5, row 11. */
function followedAlert(memory: Memory, { event }: Part): AlertState | undefined {
  const id = event.event.action === 'source-silent' ? event.backup?.detail?.after_alert : undefined
  const state = typeof id === 'string' ? readAlert(memory, id) : undefined
  return state && (state.alert.status === 'open' || state.alert.status === 'acknowledged') ? state : undefined
}

/** A notify alert gathers for a day; what a count gathers, whatever the time between. */
function isWhole({ alert }: AlertState, part: Part): boolean {
  if (alert.priority === 'page-now' || part.priority === 'page-now' || gathers(part)) return true
  return Math.abs(part.now - Date.parse(alert.openedAt)) < day
}

/** Joined by what the rule says: the resource or what holds it, its container, the account, or the actor alone. */
function isSame({ alert, resources, containers }: AlertState, { rule, facts }: Part): boolean {
  const container = containerOf(facts)
  const covers = (id: string): boolean => resources.includes(id) || alert.resource.id === id
  switch (rule.lastcopy?.join) {
    case 'actor':
      return true
    case 'account':
      return alert.account === facts.account
    case 'container':
      return covers(setOf(facts)) || containers.includes(setOf(facts))
    default:
      return [facts.resource.id, container?.id].some(
        (id) => id !== undefined && (covers(id) || containers.includes(id)),
      )
  }
}

const isEpisode = ({ alert }: AlertState, { now }: Part): boolean =>
  now >= Date.parse(alert.openedAt) - episode && now <= Date.parse(alert.at) + episode

/** Notify items of one principal, class and account are one alert a day. */
const isDigest = ({ alert }: AlertState, { facts, priority }: Part): boolean =>
  priority === 'notify' && alert.priority === 'notify' && alert.account === facts.account

/** What an actor's count gathers is one alert over all sets: the quiet one that it lifts, or the loud one of these days. */
const isGathered = ({ alert }: AlertState, part: Part): boolean =>
  gathers(part) && (alert.priority !== 'page-now' || Math.abs(part.now - Date.parse(alert.at)) <= 2 * day)

/** A count on one set gathers what several actors did to it. */
function ofOtherActor(memory: Memory, part: Part): AlertState | undefined {
  if (!gathers(part)) return undefined
  const entries = readIndex(memory, linkKey(part.facts.site, `set ${setOf(part.facts)}`))
  const same = entries.filter((entry) => entry.class === part.class && entry.priority !== 'page-now')
  return liveAlerts(memory, same)[0]
}
