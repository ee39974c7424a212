// Factors taken from people, product accounts, and the first days of an account: what later acts are judged by.
import { day, hour } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Actor, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf } from './recall.ts'
import { wordsIn } from './words.ts'

/** Facts about the people in the event. */
export function knowPeople(
  memory: Memory,
  event: Event,
  actor: Actor | undefined,
  now: number,
  words: WordLists,
): Readonly<Record<string, Json>> {
  const site = siteOf(event)
  const facts: Record<string, Json> = {}
  const account = event.cloud?.account?.id
  if (account !== undefined) facts.account_days = ageOf(memory, keyOf(site, 'account', account), now)
  const { action, outcome } = event.event
  const target = event.user?.target?.name
  if (action === 'mfa-changed' && outcome !== 'failure' && target !== undefined) {
    const key = keyOf(site, 'factor', short(target), account ?? '')
    if (event.backup?.change?.direction === 'weakened') memory.put('seen', key, now, now + day)
    else memory.drop('seen', key)
  }
  const name = event.user?.name
  if (action === 'sign-in' && name !== undefined) {
    const reset = memory.get('seen', keyOf(site, 'factor', short(name), account ?? ''))
    if (typeof reset === 'number' && now - reset <= 24 * hour) facts.factor_reset_24h = true
  }
  const made = actor?.kind === 'product' ? actor.id : undefined
  if (made !== undefined) stamp(memory, keyOf(site, 'product', made), now)
  const concerned = event.user?.target?.id ?? event.backup?.resource?.id
  if (concerned !== undefined && memory.get('seen', keyOf(site, 'product', concerned)) !== undefined)
    facts.target_is_product = true
  if (event.backup?.detail?.denied !== undefined && Array.isArray(event.backup.detail.denied)) {
    const denied = event.backup.detail.denied.map(String)
    const spared = listOf<string>(event.backup.detail.denied_except).map(String)
    const isProduct = (id: string): boolean =>
      memory.get('seen', keyOf(site, 'product', id)) !== undefined || wordsIn(words, id).strong
    // A denial of everybody but some leaves a product out where one of these is a product, or stands for all.
    const everybody = denied.includes('*') && !spared.some((id) => isProduct(id) || /(^|[:/])\*$/.test(id))
    if (everybody || denied.some(isProduct)) facts.denies_product = true
  }
  return facts
}

function stamp(memory: Memory, key: string, now: number): void {
  const last = memory.get('seen', key)
  if (typeof last !== 'number' || now - last > day) memory.put('seen', key, now, now + 180 * day)
}

/** Whole days since the account's first record. */
function ageOf(memory: Memory, key: string, now: number): number {
  const known = recordOf<{ first: number; last: number }>(memory.get('seen', key))
  const first = Math.min(known.first ?? now, now)
  if (known.last === undefined || now - known.last > day || first !== known.first)
    memory.put('seen', key, asJson({ first, last: Math.max(now, known.last ?? now) }), now + 180 * day)
  return Math.floor((now - first) / day)
}
