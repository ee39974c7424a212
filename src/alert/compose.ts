// Builds the versions of an alert: the first from a match, each later one from what joined.
import { hashOf } from '../lib/hash.ts'
import type { Alert, AlertClass, EventRef, OpenStateKind, PlannedNote, Priority } from '../model/alert.ts'
import type { StatesWanted } from '../model/correlation.ts'
import type { Event } from '../model/event.ts'
import type { RuleMeta } from '../model/rule.ts'
import { containerOf, type Facts } from './facts.ts'
import { newNotes, withPlan } from './planned-words.ts'
import { type AlertState, longestList } from './state.ts'
import { plain, summarize } from './summary.ts'

/** A match that is about to become part of an alert. */
export interface Part {
  readonly class: AlertClass
  readonly priority: Priority
  /** The rule that speaks for it; `rules` are all of its class that said yes. */
  readonly rule: RuleMeta
  readonly rules: readonly RuleMeta[]
  readonly event: Event
  readonly facts: Facts
  readonly ref: EventRef
  /** Epoch milliseconds of `ref.at`. */
  readonly now: number
  /** The open state that it begins, and the rules that make that rise when nothing reverts it in time. */
  readonly state?: OpenStateKind
  readonly waiting?: readonly RuleMeta[]
  /** Rules that ask for several open states on one set. */
  readonly pairs?: readonly StateRule[]
  /** The planned change that it fits or comes near to, and the mute that it falls under. */
  readonly planned?: PlannedNote
  readonly muted?: string
}

/** A rule over open states: so many of different kinds on one protected set, begun by these rules. */
export interface StateRule {
  readonly rule: RuleMeta
  readonly wanted: StatesWanted
  /** Ids. */
  readonly begunBy: ReadonlySet<string>
}

const longestEvidence = 20
const evidenceBytes = 1 << 18
const few = 32

/** The alert that a match opens. Its id depends on nothing but the site, the class, the actor, the resource and the event. */
export function openAlert(part: Part): AlertState {
  const { facts, rule, event, ref } = part
  const alert: Alert = {
    id: hashOf('alert', facts.site, part.class, facts.actor.id, facts.resource.id, event.event.id),
    version: 1,
    change: 'opened',
    status: 'open',
    class: part.class,
    priority: part.priority,
    stage: 1,
    rule: { id: rule.id, title: rule.title, file: rule.file },
    title: plain(rule.title, 200),
    summary: lineOf(part),
    site: facts.site,
    actor: actorOf(facts),
    resource: resourceOf(facts),
    ...(facts.account === undefined ? {} : { account: facts.account }),
    ...(facts.region === undefined ? {} : { region: facts.region }),
    changes: event.backup?.change ? [event.backup.change] : [],
    openedAt: ref.at,
    at: ref.at,
    events: [ref],
    eventCount: 1,
    evidence: withEvidence([], event),
    rules: [...new Set(part.rules.map(({ id }) => id))],
    ...(part.planned === undefined ? {} : { planned: [part.planned] }),
    ...(part.muted === undefined ? {} : { muted: part.muted }),
  }
  return cover({ alert, began: ref.at, ruleStage: 0, resources: [], containers: [], settings: [], ...none }, part)
}

const none = { locked: false, succeeded: false, habit: true, undo: {} }

export interface Joining {
  readonly change: Alert['change']
  readonly priority: Priority
  /** The part is of another class, and only what makes the alert rise: the alert keeps its own rule and name. */
  readonly foreign?: true
  /** It rises together with what it told before, so its line tells both. */
  readonly after?: true
  /** What the line says it came after, in place of what it told before. */
  readonly since?: string
  /** When that is not the part's own time: ISO. */
  readonly at?: string
}

/** The next version of an alert that a match joins. */
export function joinAlert(
  state: AlertState,
  part: Part,
  { change, priority, foreign, after, since, at }: Joining,
): AlertState {
  const { alert } = state
  const loud = change !== 'joined'
  const { rule, event, facts, ref } = part
  const known = alert.events.some(({ id }) => id === ref.id)
  const line = lineOf(part)
  const before = since ?? state.line ?? alert.summary
  const next: Alert = {
    ...unmuted(loud ? unanswered(alert) : alert, part),
    version: alert.version + 1,
    change,
    priority,
    status: loud ? 'open' : alert.status,
    stage: change === 'worse' ? alert.stage + 1 : alert.stage,
    ...(loud && !foreign
      ? { rule: { id: rule.id, title: rule.title, file: rule.file }, title: plain(rule.title, 200) }
      : {}),
    ...(loud ? { summary: foreign || after ? both(line, before) : line } : {}),
    actor: withActor(alert.actor, facts),
    resource: foreign || state.resources.includes(facts.resource.id) ? alert.resource : common(alert, facts),
    changes: withChange(alert.changes, event),
    openedAt: [ref.at, alert.openedAt].sort()[0] ?? ref.at,
    at: at ?? (loud || ref.at > alert.at ? ref.at : alert.at),
    events: known ? alert.events : insert(alert.events, ref),
    eventCount: alert.eventCount + (known ? 0 : 1),
    evidence: known ? alert.evidence : withEvidence(alert.evidence, event),
    rules: union(
      alert.rules,
      part.rules.map(({ id }) => id),
    ),
    ...(part.planned ? { planned: union(alert.planned ?? [], newNotes(alert, part.planned), few) } : {}),
  }
  return cover({ ...state, alert: next, ...(loud ? { line } : {}) }, part)
}

/** The alert with further events in it, in the same version: the other steps of what a correlation found. */
export function withSteps(state: AlertState, refs: readonly EventRef[], events: readonly Event[]): AlertState {
  const { alert } = state
  const fresh = refs.filter(({ id }) => !alert.events.some((known) => known.id === id))
  if (fresh.length === 0) return state
  const evidence = events.filter((one) => !alert.evidence.some((known) => known.event.id === one.event.id))
  return {
    ...state,
    alert: {
      ...alert,
      events: fresh.reduce(insert, alert.events),
      eventCount: alert.eventCount + fresh.length,
      evidence: evidence.reduce(withEvidence, alert.evidence),
    },
  }
}

/** What the alert covers once the part is in it. */
function cover(state: AlertState, { rule, event, facts, now }: Part): AlertState {
  const { alert } = state
  const loud = alert.priority === 'page-now' && alert.change !== 'joined'
  const container = containerOf(facts)
  const setting = event.backup?.change?.setting
  return {
    ...state,
    ruleStage: Math.max(state.ruleStage, rule.lastcopy?.stage ?? 0),
    ...(loud ? { pagedAt: Math.max(now, state.pagedAt ?? now) } : {}),
    resources: union(state.resources, [facts.resource.id]),
    containers: container ? union(state.containers, [container.id]) : state.containers,
    settings: setting === undefined ? state.settings : union(state.settings, [`${facts.resource.id} ${setting}`]),
    locked: state.locked || event.backup?.copy?.locked === true,
    succeeded: state.succeeded || event.event.outcome !== 'failure',
    habit: state.habit && event.backup?.actor?.habit === true,
  }
}

/** Its sentence, with what was planned of it. */
const lineOf = ({ rule, event, planned }: Part): string => withPlan(summarize(rule, event), planned)

/** One line of what is new and of what it came after; what that came after is told by the timeline. */
export const both = (news: string, before: string): string =>
  plain(`${plain(news, 170)}, after: ${plain(before, 110)}`, 300)

/** What joins and is not muted makes the whole alert heard. */
function unmuted(alert: Alert, part: Part): Alert {
  if (alert.muted === undefined || part.muted !== undefined) return alert
  const { muted: _, ...heard } = alert
  return heard
}

/** What rings anew nobody has yet. */
function unanswered({ answered: _, ...alert }: Alert): Alert {
  return alert
}

const actorOf = ({ actor, address, agent }: Facts): Alert['actor'] => ({
  id: actor.id,
  name: plain(actor.name ?? actor.id, 200),
  kind: actor.kind,
  addresses: address === undefined ? [] : [address],
  agents: agent === undefined ? [] : [plain(agent, 300)],
})

const withActor = (actor: Alert['actor'], { address, agent }: Facts): Alert['actor'] => ({
  ...actor,
  addresses: address === undefined ? actor.addresses : union(actor.addresses, [address], few),
  agents: agent === undefined ? actor.agents : union(actor.agents, [plain(agent, 300)], few),
})

const resourceOf = ({ resource, platform }: Facts): Alert['resource'] => ({
  type: resource.type,
  id: resource.id,
  name: plain(resource.name ?? resource.id, 200),
  platform,
  ...(resource.container === undefined ? {} : { container: resource.container.id }),
})

/** What two resources have in common: the one that holds the other, their container, else the account. */
function common(alert: Alert, facts: Facts): Alert['resource'] {
  const { resource } = alert
  const { container } = facts.resource
  if (container?.id === resource.id) return resource
  if (resource.container === facts.resource.id) return resourceOf(facts)
  if (container !== undefined && resource.container === container.id) {
    const name = plain(container.name ?? container.id, 200)
    return { type: container.type, id: container.id, name, platform: resource.platform }
  }
  if (alert.account === undefined || alert.account !== facts.account) return resource
  return { type: 'account', id: alert.account, name: alert.account, platform: resource.platform }
}

function withChange(changes: Alert['changes'], { backup }: Event): Alert['changes'] {
  return backup?.change && changes.length < longestEvidence ? [...changes, backup.change] : changes
}

/** The first events whole, as long as they stay small together; a later one too large is left to the source's archive. */
function withEvidence(evidence: readonly Event[], event: Event): readonly Event[] {
  if (evidence.length >= longestEvidence) return evidence
  const used = evidence.reduce((sum, { event: { original } }) => sum + original.length, 0)
  return used > 0 && used + event.event.original.length > evidenceBytes ? evidence : [...evidence, event]
}

/** In order of time; when there is no more room the newest of the middle gives way, so that the beginning stays. */
function insert(events: readonly EventRef[], ref: EventRef): readonly EventRef[] {
  const place = events.findLastIndex(({ at }) => at <= ref.at) + 1
  const all = [...events.slice(0, place), ref, ...events.slice(place)]
  return all.length > longestList ? [...all.slice(0, longestList - 1), ...all.slice(-1)] : all
}

const union = <T>(list: readonly T[], more: readonly T[], longest = longestList): readonly T[] => {
  const fresh = more.filter((item) => !list.includes(item))
  return fresh.length === 0 ? list : [...list, ...fresh].slice(0, longest)
}
