// Under which plan, policy or vault a protected object is, and whether another one keeps it for a shorter time. Contract, section 4.
import type { Json } from '../lib/json.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { compareSetting } from '../model/setting.ts'
import { heldValue, heldValues, isReverted } from './held.ts'

/** Names of what protects nothing. */
const nothing = /^(off|none|no|unprotected|do.?not.?protect|)$/i
const lengths = ['retention', 'retention-count', 'retention-minimum', 'lock-days']

/**
 * What a new assignment means, told as one change: of the retention where both are known, else of the assignment itself.
 * A plan that is shorter, or that nobody knows, weakens, at first sight too: what is moved under it has no baseline there.
 * None at all takes the object out of what is protected.
 * @param given the changes that the record states
 * @param young the object was made within 24 h
 */
export function knowAssignment(
  memory: Memory,
  event: Event,
  given: readonly Change[],
  now: number,
  young: boolean,
): readonly Change[] {
  const id = event.backup?.resource?.id ?? ''
  const said = given.find(({ setting }) => setting === 'assignment')
  const to = said?.to ?? event.backup?.detail?.plan
  const past = heldValues(memory, event, id, 'assignment').filter(({ at }) => at <= now)
  const last = said?.from ?? past.at(-1)?.value
  // What is protected again is measured by what it was under before that.
  const freed = last !== undefined && isNothing(last)
  const from = freed ? past.findLast(({ value }) => !isNothing(value))?.value : last
  const assignment: Change = {
    setting: 'assignment',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
  if (said?.direction !== undefined) return [{ ...assignment, direction: said.direction, basis: 'verb' }]
  if (isNothing(to)) return [{ ...assignment, to: 'off', direction: 'weakened', basis: 'verb' }]
  if (freed && (from === undefined || from === to))
    return [{ ...assignment, direction: 'strengthened', basis: said?.from === undefined ? 'remembered' : 'record' }]
  if (from === to) return [{ ...assignment, direction: 'unchanged', basis: 'remembered' }]
  const stated = given.find(({ setting }) => lengths.includes(setting))
  const setting = stated?.setting ?? 'retention'
  const after = stated?.to ?? lengthOf(memory, event, to)
  const before = stated?.from ?? lengthOf(memory, event, from) ?? heldValue(memory, event, id, setting)
  const known = from !== undefined || before !== undefined
  if (!known && young) return [{ ...assignment, direction: 'unchanged', basis: 'baseline' }]
  if (after === undefined) return [{ ...assignment, direction: 'weakened', basis: 'no-value' }]
  const compared = compareSetting(setting, before, after)
  const change: Change = { setting, ...(before === undefined ? {} : { from: before }), to: after }
  if (compared === undefined) return [{ ...change, direction: 'unknown', basis: 'first-sight' }, assignment]
  const direction = compared < 0 ? 'weakened' : compared > 0 ? 'strengthened' : 'unchanged'
  const basis = stated?.from === undefined ? 'remembered' : 'record'
  const back = isReverted(past, to, now, event.backup?.actor?.id ?? '')
  return [{ ...change, direction, basis, ...(compared < 0 && back ? { reverted: true } : {}) }, assignment]
}

const isNothing = (plan: Json | undefined): boolean => nothing.test(String(plan ?? ''))

/** How long a plan, policy or vault keeps what is under it, as far as memory knows. */
function lengthOf(memory: Memory, event: Event, plan: Json | undefined): Json | undefined {
  if (typeof plan !== 'string') return undefined
  for (const setting of lengths) {
    const value = heldValue(memory, event, plan, setting)
    if (value !== undefined) return value
  }
  return undefined
}
