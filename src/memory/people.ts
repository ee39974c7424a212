// Factors taken from people, product accounts, and the first days of an account: what later acts are judged by.
import { day, hour } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Actor, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf } from './recall.ts'
import { isAdminGroup, wordsIn } from './words.ts'

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
  facts.site_days = ageOf(memory, keyOf(site, 'site'), now)
  Object.assign(facts, factorFacts(memory, event, now), grantFacts(memory, event, now, words))
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

/** A sign-in within a day after the second factor of the account was taken; by name within an account, and by id. */
function factorFacts(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { action, outcome } = event.event
  const account = event.cloud?.account?.id ?? ''
  const keys = (name: string | undefined, id: string | undefined): readonly string[] => [
    ...(name === undefined ? [] : [keyOf(siteOf(event), 'factor', short(name), account)]),
    ...(id === undefined ? [] : [keyOf(siteOf(event), 'factor-of', short(id))]),
  ]
  const { target } = event.user ?? {}
  if (action === 'mfa-changed' && outcome !== 'failure') {
    for (const key of keys(target?.name, target?.id))
      if (event.backup?.change?.direction === 'weakened') memory.put('seen', key, now, now + day)
      else memory.drop('seen', key)
  }
  if (action !== 'sign-in') return {}
  const resets = keys(event.user?.name, event.backup?.actor?.id).map((key) => memory.get('seen', key))
  return resets.some((reset) => typeof reset === 'number' && now - reset <= 24 * hour) ? { factor_reset_24h: true } : {}
}

const grants = new Set(['admin-added', 'role-granted', 'user-added', 'group-created', 'group-renamed'])
const month = 30 * day

/** Whether a group rules backups or hypervisors; and on how many other hosts the machine's own management made the same account. */
function grantFacts(memory: Memory, event: Event, now: number, words: WordLists): Readonly<Record<string, Json>> {
  const { action, outcome } = event.event
  const { detail, resource, plane } = event.backup ?? {}
  if (!grants.has(action) || outcome === 'failure') return {}
  const facts: Record<string, Json> = {}
  const group =
    detail?.role ?? event.user?.target?.group?.name ?? (resource?.type === 'group' ? resource.name : undefined)
  if ((plane === 'directory' || plane === 'host') && typeof group === 'string' && isAdminGroup(words, group))
    facts.admin_group = true
  const who = (event.user?.target?.name ?? resource?.name ?? '').split('@')[0]?.toLowerCase() ?? ''
  const host = event.host?.name?.toLowerCase()
  if (detail?.machine !== true || host === undefined || who === '') return facts
  const key = keyOf(siteOf(event), 'made-by-machine', who)
  const hosts = listOf<readonly [string, number]>(memory.get('count', key)).filter(
    ([other, at]) => other !== host && Math.abs(now - at) <= month,
  )
  memory.put('count', key, asJson([...hosts, [short(host), now]].slice(-20)), now + month)
  return { ...facts, made_elsewhere: hosts.length }
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
