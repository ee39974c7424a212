// What each setting was, and so which way a change goes: shorter or longer, weaker or stronger. Contract, section 4.
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { compareSetting, isBest, isOff } from '../model/setting.ts'
import { knowAssignment } from './assignments.ts'
import { type Held, isGuarded, isReverted, keep, kept } from './held.ts'
import { keyOf, listOf, siteOf } from './recall.ts'

/** Verbs that change a setting even where their record does not say to what. */
const changers = new Set(['retention-changed', 'immutability-changed', 'versioning-changed', 'guard-changed'])

const worstFirst = { weakened: 0, unknown: 1, unchanged: 2, strengthened: 3 } as const

/**
 * The event's changes with where they come from and which way they go, the worst first.
 * @param young the resource was made within 24 h: a first setting is its baseline
 */
export function knowChanges(memory: Memory, event: Event, now: number, young: boolean): readonly Change[] {
  const { backup } = event
  const resource = backup?.resource
  const given = backup?.changes ?? (backup?.change ? [backup.change] : derived(event))
  const good = event.event.outcome !== 'failure'
  if (resource && good && event.event.action === 'policy-assigned') {
    const assigned = knowAssignment(memory, event, given, now, young)
    for (const change of assigned) keep(memory, event, change, now)
    return assigned
  }
  if (given.length === 0)
    return good && resource && changers.has(event.event.action) && !event.backup?.detail?.selection
      ? [unsaid(memory, event, now, young)]
      : []
  const said = backup?.change !== undefined
  const judged = given
    .map((change) => (resource ? judge(memory, event, change, now, young) : withoutResource(change)))
    // A policy without a guard says nothing where no guard was known.
    .filter((change) => said || change.basis !== 'first-sight' || change.to !== 'off')
  return [...judged].sort(
    (one, other) =>
      worstFirst[one.direction ?? 'unknown'] - worstFirst[other.direction ?? 'unknown'] ||
      Number(severe(other)) - Number(severe(one)),
  )
}

/** A change that names no value is taken for a weakening, unless it is the first of a new thing. */
function unsaid(memory: Memory, event: Event, now: number, young: boolean): Change {
  const setting = event.event.action.replace(/-changed$/, '')
  const key = keyOf(siteOf(event), 'unsaid', event.backup?.resource?.id ?? '', setting)
  const first = memory.get('setting', key) === undefined && !isGuarded(memory, event)
  memory.put('setting', key, now, now + kept)
  return young && first
    ? { setting, direction: 'unchanged', basis: 'baseline' }
    : { setting, direction: 'weakened', basis: 'no-value' }
}

/** A switch that nobody's resource carries still says which way it goes. */
const withoutResource = (change: Change): Change =>
  change.direction === undefined && switches.has(change.setting) && isOff(change.setting, change.to)
    ? { ...change, direction: 'weakened', basis: 'verb' }
    : change

/** A policy that was read says whether it guards against deletion. */
function derived(event: Event): readonly Change[] {
  const { detail } = event.backup ?? {}
  return event.event.action === 'access-policy-changed' && detail?.policy === 'read'
    ? [{ setting: 'access-guard', to: detail.guards_deletion === true ? 'on' : 'off' }]
    : []
}

const isSet = ({ direction, to }: Change): boolean => to !== undefined && (direction ?? 'weakened') === 'weakened'

function judge(memory: Memory, event: Event, change: Change, now: number, young: boolean): Change {
  const site = siteOf(event)
  const id = event.backup?.resource?.id ?? ''
  const by = event.backup?.actor?.id ?? ''
  const key = keyOf(site, 'setting', id, change.setting)
  const history = listOf<Held>(memory.get('setting', key))
  const before = history.filter(({ at }) => at <= now)
  const held = before.at(-1)
  if (event.event.outcome !== 'failure') keep(memory, event, change, now)
  const from = change.from ?? held?.value
  const known = from === undefined ? change : { ...change, from }
  // A new thing's first setting is what it begins with, whatever the vendor puts there before.
  const takenOff = change.direction === 'weakened' && isOff(change.setting, change.to)
  if (young && held === undefined && isSet(change) && !takenOff)
    return { ...known, direction: 'unchanged', basis: 'baseline' }
  if (change.direction !== undefined) return { ...known, basis: 'verb' }
  const compared = compareSetting(change.setting, from, change.to)
  if (from !== undefined && compared !== undefined) {
    const basis = change.from === undefined ? 'remembered' : 'record'
    const direction = compared < 0 ? 'weakened' : compared > 0 ? 'strengthened' : 'unchanged'
    return {
      ...known,
      direction,
      basis,
      ...(compared < 0 && isReverted(before, change.to, now, by) ? { reverted: true } : {}),
    }
  }
  if (from !== undefined) return { ...known, direction: 'unknown', basis: 'remembered' }
  if (change.to === undefined || change.to === null) return { ...change, direction: 'weakened', basis: 'no-value' }
  if (young) return { ...change, direction: 'unchanged', basis: 'baseline' }
  if (switches.has(change.setting) && isOff(change.setting, change.to))
    return { ...change, direction: 'weakened', basis: 'first-sight' }
  // The best there is can be no weakening, whatever stood before: to lock, to enable, to keep for ever.
  return { ...change, direction: isBest(change.setting, change.to) ? 'strengthened' : 'unknown', basis: 'first-sight' }
}

/** What switches these off does so, whatever stood before: the act itself is the danger. */
const switches = new Set([
  'logging',
  'logging-scope',
  'logging-level',
  'logging-categories',
  'logging-forwarding',
  'logging-target',
  'mfa',
  'four-eyes',
  'approvers',
  'ssh',
  'share',
  'remote-access',
  'support-access',
  'firewall',
  'lockdown',
  'time-source',
  'selection',
])
/** Off is a choice here, or another row's matter. */
const calm = new Set([
  'public-access-block',
  'schedule',
  'replication',
  'delete-replication',
  'selection',
  'assignment',
  'quota',
  'reserve',
  'ssh',
  'share',
  'remote-access',
  'support-access',
  'firewall',
  'lockdown',
  'time-source',
])

/** First sight of a value that is dangerous by itself: protection off, or a week or less. */
export function severe(change: Change): boolean {
  if (change.basis !== 'first-sight') return false
  if (isOff(change.setting, change.to)) return !calm.has(change.setting)
  return /^(retention|lock-days)$/.test(change.setting) && typeof change.to === 'number' && change.to <= 7
}
