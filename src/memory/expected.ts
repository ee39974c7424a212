// Who must be heard from by now: what the site expects, held against when a sign of life came. By the wall clock's ticks.
import { minute } from '../lib/duration.ts'
import { isObject } from '../lib/json.ts'
import type { Expected } from '../model/heartbeat.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf } from './recall.ts'
import { type Alarm, alarmOf, heardAt, listeningSince } from './silence.ts'

export interface Missed {
  readonly expected: Expected
  /** Epoch milliseconds: the last sign of life, or since when one is waited for. */
  readonly since: number
  readonly after?: Alarm
}

interface Life {
  /** Epoch milliseconds of the first tick that waited. */
  readonly since: number
  readonly last?: number
  /** The silence that began then was told. */
  readonly told?: number
}

const listKey = (site: string): string => keyOf(site, 'expected')
const lifeKey = (site: string, name: string): string => keyOf(site, 'life', name)
const sitesKey = 'expected-sites'
/** As long as nobody listened for that long, what lies in a backlog is not missing. */
const listened = 15 * minute

/** What a site expects from now on; who is no longer named is forgotten. */
export function expectFrom(memory: Memory, site: string, expected: readonly Expected[]): void {
  const names = new Set(expected.map(({ name }) => name))
  for (const { name } of expectedOf(memory, site)) if (!names.has(name)) memory.drop('voice', lifeKey(site, name))
  memory.put('voice', listKey(site), asJson(expected))
  const sites = listOf<string>(memory.get('voice', sitesKey))
  if (!sites.includes(site)) memory.put('voice', sitesKey, asJson([...sites, site]))
}

/** A sign of life. @param at wall clock, epoch milliseconds */
export function noteBeat(memory: Memory, site: string, name: string, at: number): void {
  const life = lifeOf(memory, site, name)
  memory.put('voice', lifeKey(site, name), asJson({ since: life?.since ?? at, last: Math.max(life?.last ?? 0, at) }))
}

/** Who is missing, each told once until it is heard again. @param now wall clock, epoch milliseconds */
export function missedAt(
  memory: Memory,
  now: number,
): readonly { readonly site: string; readonly missed: readonly Missed[] }[] {
  return listOf<string>(memory.get('voice', sitesKey)).map((site) => ({
    site,
    missed: expectedOf(memory, site).flatMap((expected) => missing(memory, site, expected, now) ?? []),
  }))
}

function missing(memory: Memory, site: string, expected: Expected, now: number): Missed | undefined {
  const key = lifeKey(site, expected.name)
  const life = lifeOf(memory, site, expected.name)
  if (!life) {
    memory.put('voice', key, asJson({ since: now }))
    return undefined
  }
  const spoke = expected.source === undefined ? undefined : heardAt(memory, site, expected.source)
  const last = Math.max(life.last ?? 0, spoke ?? 0) || undefined
  const since = Math.max(last ?? 0, life.since)
  const waited = now - listeningSince(memory, now)
  if (now - since < expected.within || waited < Math.min(expected.within, listened)) return undefined
  if (life.told === since) return undefined
  memory.put('voice', key, asJson({ ...life, told: since }))
  const after = expected.source === undefined ? undefined : alarmOf(memory, site, expected.source, since)
  return { expected, since, ...(after ? { after } : {}) }
}

const expectedOf = (memory: Memory, site: string): readonly Expected[] =>
  listOf<Expected>(memory.get('voice', listKey(site)))

function lifeOf(memory: Memory, site: string, name: string): Life | undefined {
  const value = memory.get('voice', lifeKey(site, name))
  return isObject(value) ? (value as unknown as Life) : undefined
}
