// What ends an open state: the job is started again, the way in is closed, the product is seen at work again.
import { hour } from '../lib/duration.ts'
import type { OpenStateKind } from '../model/alert.ts'
import { isEstateSet } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { isBest } from '../model/setting.ts'
import { factsOf } from './facts.ts'
import { dropState, type OpenState, readState, stateKey, statesOn, writeState } from './open-state.ts'
import { afterwards } from './undo.ts'

const jobs = new Set([
  'job-created',
  'job-changed',
  'retention-changed',
  'replication-changed',
  'selection-changed',
  'policy-assigned',
])
const switches = new Set(['schedule', 'replication', 'selection'])
/** Verbs that say by themselves that a way is closed, a proof given, a clock set right. */
const closers = new Set([
  'exposure-changed',
  'access-policy-changed',
  'restore-tested',
  'support-opened',
  'clock-changed',
  'media-moved',
  'encryption-changed',
])
const work = new Set(['object-written', 'recovery-point-created', 'job-finished'])
/** An account's newest states, for what replaces a thing under another name. */
const replaced = 1 * hour

/** Drops every state of the event's sets that the event reverts, and gives these. */
export function closeStates(memory: Memory, event: Event, now: number): readonly OpenState[] {
  if (event.event.outcome === 'failure' || !reverts(event)) return []
  const ended: OpenState[] = []
  const end = (state: OpenState): void => {
    dropState(memory, state)
    ended.push(state)
  }
  const facts = factsOf(event)
  // What the estate holds for one set lies in several places: what happens in one of them undoes nothing in the others.
  const own = (facts.sets ?? []).filter((set) => !isEstateSet(set))
  // What a product does shows that its rights and its credential still hold, too.
  const sets = work.has(event.event.action) ? [...own, facts.actor.id] : own
  for (const state of statesOn(memory, { ...facts, sets })) {
    const rest = after(state, event, facts.resource.id)
    if (rest === undefined) end(state)
    else if (rest !== state) writeState(memory, rest)
  }
  if (event.event.action !== 'job-created') return ended
  const last = memory.get('open-state', lastKey(event))
  const state = typeof last === 'string' ? readState(memory, last) : undefined
  if (state && now - state.since <= replaced) end(state)
  return ended
}

/** Notes the newest state of an actor, so that a replacement made at once is known as one. */
export function noteLast(memory: Memory, event: Event, state: OpenState): void {
  if (state.kind === 'stop') memory.put('open-state', lastKey(event), state.key, state.since + replaced)
}

const lastKey = (event: Event): string =>
  stateKey(factsOf(event).site, 'stop', `last ${event.backup?.actor?.id ?? ''} ${event.backup?.platform ?? ''}`)

const reverts = ({ event, backup }: Event): boolean =>
  jobs.has(event.action) ||
  work.has(event.action) ||
  undoers.has(event.action) ||
  closers.has(event.action) ||
  Array.isArray(backup?.detail?.shared_with)

/** Verbs by which a setting, a log, a gate or a key may come back, by the kind of state that they end. */
const families: Partial<Record<OpenStateKind, ReadonlySet<string>>> = {
  retention: new Set(['retention-changed', 'policy-assigned', 'guard-changed']),
  lock: new Set(['immutability-changed', 'versioning-changed', 'guard-changed']),
  audit: new Set(['audit-changed']),
  key: new Set(['key-destruction-cancelled', 'key-enabled', 'key-policy-changed']),
  gate: new Set(['mfa-changed', 'four-eyes-changed', 'access-policy-changed']),
  clock: new Set(['clock-changed']),
}
const undoers = new Set(Object.values(families).flatMap((verbs) => [...verbs]))

/** The state as the event leaves it; undefined when it ends it. */
function after(state: OpenState, event: Event, resource: string): OpenState | undefined {
  const same = state.facts.resource.id === resource
  const family = families[state.kind]
  if (!family || state.kind === 'clock') return enders[state.kind]?.(event, same) === true ? undefined : state
  if (!same || !family.has(event.event.action)) return state
  if (state.undo === undefined) return isHarmless(event) ? undefined : state
  const rest = afterwards(state.undo, event)
  return rest === undefined ? undefined : { ...state, undo: rest }
}

/** A policy that was weakened without a setting ends when one is set that lets nobody in and guards again. */
const isHarmless = ({ backup }: Event): boolean =>
  backup?.change?.direction === 'strengthened' ||
  (backup?.change?.direction !== 'weakened' &&
    backup?.detail?.public !== true &&
    backup?.detail?.foreign_manages !== true &&
    backup?.detail?.handed_over !== true)

const failed = (state: unknown): boolean => /^(failed|aborted|expired|partial|error)/i.test(String(state ?? ''))

const enders: Partial<Record<OpenStateKind, (event: Event, same: boolean) => boolean>> = {
  stop: ({ event, backup }) =>
    event.action === 'job-created' ||
    (jobs.has(event.action) &&
      [backup?.change, ...(backup?.changes ?? [])].some(
        (change) =>
          change !== undefined &&
          ((switches.has(change.setting) && change.to === 'on') ||
            (change.setting === 'assignment' && change.to !== 'off')),
      ) &&
      backup?.history?.dropped_targets === undefined),
  open: ({ event, backup }, same) =>
    same &&
    ([backup?.change, ...(backup?.changes ?? [])].some(
      (change) => change?.setting === 'encryption' && change.to === 'on',
    ) ||
      ((event.action === 'exposure-changed' || event.action === 'support-opened') &&
        backup?.change !== undefined &&
        (backup.change.direction === 'strengthened' || isBest(backup.change.setting, backup.change.to))) ||
      (Array.isArray(backup?.detail?.shared_with) && backup.detail.shared_with.length === 0)),
  proof: ({ event, backup }, same) =>
    // What failed on the same thing went well now, such as the backup of a configuration.
    (same && event.action === 'job-finished' && event.outcome === 'success' && !failed(backup?.detail?.state)) ||
    // A test that began or failed has shown nothing.
    (event.action === 'restore-tested' &&
      backup?.detail?.overdue !== true &&
      /^(complet|success)/i.test(String(backup?.detail?.state ?? (event.outcome === 'success' ? 'success' : '')))) ||
    (event.action === 'job-created' && backup?.detail?.restore_test === true),
  access: ({ event, backup }, same) =>
    (work.has(event.action) &&
      (backup?.actor?.kind === 'product' || backup?.actor?.kind === 'provider') &&
      !failed(backup.detail?.state)) ||
    (same && event.action === 'access-policy-changed' && backup?.detail?.cuts_access !== true) ||
    (same && event.action === 'media-moved' && backup?.detail?.returned === true),
  clock: ({ event, backup }) =>
    event.action === 'clock-changed' &&
    (backup?.change?.direction === 'strengthened' || backup?.detail?.synced === true),
}
