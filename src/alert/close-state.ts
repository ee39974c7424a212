// What ends an open state: the job is started again, the way in is closed, the product is seen at work again.
import { hour } from '../lib/duration.ts'
import type { OpenStateKind } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { factsOf } from './facts.ts'
import { dropState, type OpenState, readState, stateKey, statesOn } from './open-state.ts'

const jobs = new Set(['job-created', 'job-changed', 'retention-changed', 'replication-changed'])
const work = new Set(['object-written', 'recovery-point-created', 'job-finished'])
/** An account's newest states, for what replaces a thing under another name. */
const replaced = 1 * hour

/** Drops every state of the event's sets that the event reverts. */
export function closeStates(memory: Memory, event: Event, now: number): void {
  if (event.event.outcome === 'failure' || !reverts(event)) return
  const facts = factsOf(event)
  // What a product does shows that its rights and its credential still hold, too.
  const sets = work.has(event.event.action) ? [...(facts.sets ?? []), facts.actor.id] : (facts.sets ?? [])
  for (const state of statesOn(memory, { ...facts, sets })) {
    if (ends(state, event, facts.resource.id)) dropState(memory, state)
  }
  if (event.event.action !== 'job-created') return
  const last = memory.get('open-state', lastKey(event))
  const state = typeof last === 'string' ? readState(memory, last) : undefined
  if (state && now - state.since <= replaced) dropState(memory, state)
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
  event.action === 'exposure-changed' ||
  event.action === 'access-policy-changed' ||
  event.action === 'restore-tested' ||
  Array.isArray(backup?.detail?.shared_with)

function ends(state: OpenState, event: Event, resource: string): boolean {
  const test = enders[state.kind]
  return test(event, state.facts.resource.id === resource)
}

const enders: Readonly<Record<OpenStateKind, (event: Event, same: boolean) => boolean>> = {
  stop: ({ event, backup }) =>
    event.action === 'job-created' ||
    (jobs.has(event.action) &&
      [backup?.change, ...(backup?.changes ?? [])].some(
        (change) => (change?.setting === 'schedule' || change?.setting === 'replication') && change.to === 'on',
      ) &&
      backup?.history?.dropped_targets === undefined),
  open: ({ event, backup }, same) =>
    same &&
    ((event.action === 'exposure-changed' && backup?.change?.to === 'on') ||
      (Array.isArray(backup?.detail?.shared_with) && backup.detail.shared_with.length === 0)),
  proof: ({ event, backup }) =>
    // A test that began or failed has shown nothing.
    (event.action === 'restore-tested' && /^(complet|success)/i.test(String(backup?.detail?.state ?? ''))) ||
    (event.action === 'job-created' && backup?.detail?.restore_test === true),
  access: ({ event, backup }, same) =>
    (work.has(event.action) &&
      (backup?.actor?.kind === 'product' || backup?.actor?.kind === 'provider') &&
      !/^(failed|aborted|expired|partial)$/i.test(String(backup.detail?.state ?? ''))) ||
    (same && event.action === 'access-policy-changed' && backup?.detail?.cuts_access !== true),
  clock: ({ event, backup }) => event.action === 'clock-changed' && backup?.change?.direction === 'strengthened',
}
