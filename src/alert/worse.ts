// Whether what joins a page-now alert makes it worse, so that people are told again, and the one word that says why.
import { day, hour, minute } from '../lib/duration.ts'
import type { Part } from './compose.ts'
import { containerOf } from './facts.ts'
import type { AlertState } from './state.ts'

export type Worsening =
  | 'higher-stage'
  | 'success-after-refusals'
  | 'locked-copy'
  | 'other-address'
  | 'other-resource'
  | 'further-weakening'
  | 'other-container'

/** Matches of one class by one actor within this time are one episode: contract, section 5, "Joining". */
export const episode = 15 * minute

/** Undefined: it joins without a sound. */
export function worsening(state: AlertState, part: Part): Worsening | undefined {
  const { alert } = state
  const { event, facts, now } = part
  if ((part.rule.lastcopy?.stage ?? 0) > state.ruleStage) return 'higher-stage'
  const quietFor = now - (state.pagedAt ?? now)
  if (isWeakening(part) && quietFor > patience(part)) return 'further-weakening'
  if (alert.status !== 'acknowledged') {
    const apart = now - Date.parse(alert.at) > episode
    return apart && isOtherContainer(state, part) ? 'other-container' : undefined
  }
  if (!state.succeeded && event.event.outcome !== 'failure') return 'success-after-refusals'
  if (!state.locked && event.backup?.copy?.locked === true) return 'locked-copy'
  if (facts.ip !== undefined && !alert.actor.addresses.includes(facts.ip)) return 'other-address'
  if (isWeakening(part) && event.backup?.change?.basis !== 'no-value') return 'further-weakening'
  return isOtherContainer(state, part) ? 'other-resource' : undefined
}

/** Classes that pages count up to: rows 5 and 9. */
export const gathers = ({ class: alertClass, rule }: Part): boolean =>
  alertClass === 'points-deleted' || alertClass === 'refused' || rule.lastcopy?.join === 'actor'

/** A change whose record carries no value counts once a day, every other one when the last page is an hour old. */
const patience = ({ event }: Part): number => (event.backup?.change?.basis === 'no-value' ? day : hour)

const isWeakening = ({ event }: Part): boolean =>
  event.event.outcome !== 'failure' && event.backup?.change?.direction === 'weakened'

function isOtherContainer(state: AlertState, part: Part): boolean {
  const { facts } = part
  const container = containerOf(facts)
  // What a count gathers lies in nothing narrower than the account: each further one is what the count is about.
  if (container === undefined && gathers(part) && facts.account === state.alert.account) return false
  if (state.resources.includes(facts.resource.id)) return false
  return container === undefined || !(state.containers.includes(container.id) || state.resources.includes(container.id))
}
