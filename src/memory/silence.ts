// When each source last spoke and how long it is silent by nature, so that a silence can be told from a pause. Contract, row 11.
import { day, hour, minute } from '../lib/duration.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { type Pauses, usualPause, withPause } from './pauses.ts'
import { asJson, keyOf, listOf, short, siteOf } from './recall.ts'

/** A source, or a console, host or account of it. Times are epoch milliseconds. */
export interface Voice {
  readonly site: string
  readonly source: string
  readonly part?: string
  readonly first: number
  readonly last: number
  /** How often it spoke, a minute counting once. */
  readonly count: number
  readonly pauses: Pauses
  /** The clock's last tick before it spoke; only where there is a clock. */
  readonly heard?: number
  /** It was told silent since then. */
  readonly told?: number
  readonly after?: Alarm
}

/** A page-now alert on what the voice tells of. */
export interface Alarm {
  readonly alert: string
  readonly at: number
  readonly actor: { readonly id: string; readonly name: string; readonly kind: string }
}

export interface Silence {
  readonly voice: Voice
  /** The longest pause that is usual. */
  readonly usual: number
  readonly after?: Alarm
}

/** Contract, section 5, row 11. */
const alarmFor = 72 * hour
const floor = 15 * minute
/** Alone, a silence is no hurry: it must be long, of a source that spoke for a week and a weekend. */
const floorAlone = 4 * hour
const learnt = 8 * day
const learntCount = 200
const learntForAlarm = { whole: [day, 20], part: [3 * day, 50] } as const
const kept = 35 * day
const mostVoices = 300
const grain = minute

const voiceKey = (site: string, source: string, part: string | undefined): string =>
  keyOf(site, 'voice', source, part ?? '')
const listKey = (site: string): string => keyOf(site, 'voices')
const nextKey = (site: string): string => keyOf(site, 'next')
const sitesKey = 'sites'
const tickKey = 'tick'

/** Whose voice an event is, beside its source's: where a source tells of several consoles, hosts or accounts. */
const partOf = ({ observer, host, cloud }: Event): string | undefined =>
  observer?.name ?? host?.name ?? cloud?.account?.id

/** The source of the event spoke, and its part. @param now sane event time */
export function hearEvent(memory: Memory, event: Event, now: number): void {
  const [site, source] = [siteOf(event), event.event.dataset]
  hear(memory, { site, source }, now)
  const part = partOf(event)
  if (part !== undefined) hear(memory, { site, source, part: short(part) }, now)
}

/** A source spoke. */
export function hear(
  memory: Memory,
  { site, source, part }: Pick<Voice, 'site' | 'source' | 'part'>,
  now: number,
): void {
  const key = voiceKey(site, source, part)
  const known = voiceAt(memory, key)
  const tick = tickOf(memory)?.last
  const heard = tick === undefined ? {} : { heard: tick }
  if (!known) {
    if (!enter(memory, site, key, now)) return
    const own = part === undefined ? {} : { part }
    write(memory, key, { site, source, ...own, first: now, last: now, count: 1, pauses: [], ...heard })
    return
  }
  if (now < known.last + grain && known.told === undefined && (heard.heard ?? 0) < (known.heard ?? 0) + grain) return
  const last = Math.max(known.last, now)
  const pauses = withPause(known.pauses, last, last - known.last)
  const { told, ...rest } = known
  write(memory, key, { ...rest, last, count: known.count + 1, pauses, ...heard })
}

/** What an event's sources tell of is under a page-now alert: their silence counts from now on. */
export function alarm(memory: Memory, event: Event, cause: Alarm): void {
  const [site, source] = [siteOf(event), event.event.dataset]
  const { resource } = event.backup ?? {}
  const parts = new Set([undefined, partOf(event)])
  const keys = [...parts].map((part) => voiceKey(site, source, part === undefined ? part : short(part)))
  // A console or host that somebody else's log tells of may be a voice of its own.
  const named = new Set([resource?.id, resource?.name].flatMap((name) => name ?? []))
  for (const key of listOf<string>(memory.get('voice', listKey(site)))) {
    const voice = voiceAt(memory, key)
    if (!voice || !(keys.includes(key) || (voice.part !== undefined && named.has(voice.part)))) continue
    write(memory, key, { ...voice, after: cause })
    wake(memory, site, Math.max(cause.at, voice.last + floor))
  }
}

/** The clock ticks: what is silent is held against how long anybody listened. @param now wall clock */
export function listen(memory: Memory, now: number): void {
  const tick = tickOf(memory)
  const gone = tick === undefined || now - tick.last > 2 * minute
  memory.put('voice', tickKey, asJson({ since: gone ? now : tick.since, last: now }))
}

/** Somebody listens from now on, where no clock has ticked yet: what lies in a backlog is not silent before it is read. */
export function beginListening(memory: Memory, now: number): void {
  if (tickOf(memory) === undefined) listen(memory, now)
}

/** Voices that are silent for longer than they are by nature, each told once until it speaks again. @param now the watermark */
export function silences(memory: Memory, site: string, now: number): readonly Silence[] {
  const next = memory.get('voice', nextKey(site))
  if (typeof next === 'number' && now < next) return []
  const tick = tickOf(memory)
  const voices = listOf<string>(memory.get('voice', listKey(site))).flatMap((key) => {
    const voice = voiceAt(memory, key)
    return voice ? [{ key, voice }] : []
  })
  let due = now + hour
  const found: Silence[] = []
  for (const { key, voice } of voices) {
    if (voice.told !== undefined) continue
    const limit = limitOf(voice, now)
    if (limit === undefined) continue
    // As long as nobody listened, or its records lie in a backlog, it is not known to be silent.
    const listened = tick === undefined || tick.last - Math.max(tick.since, voice.heard ?? 0) >= floor
    if (now - voice.last < limit.length || !listened) {
      due = Math.min(due, Math.max(voice.last + limit.length, now + minute))
      continue
    }
    write(memory, key, { ...voice, told: voice.last })
    found.push({ voice, usual: limit.usual, ...(limit.after ? { after: limit.after } : {}) })
  }
  memory.put('voice', nextKey(site), due)
  return withoutParts(
    found,
    voices.map(({ voice }) => voice),
  )
}

/** Epoch milliseconds by the clock's ticks: when a source was heard last; undefined where no clock ticked then. */
export const heardAt = (memory: Memory, site: string, source: string): number | undefined =>
  voiceAt(memory, voiceKey(site, source, undefined))?.heard

/** Since when the clock ticks without a pause. @param now wall clock */
export const listeningSince = (memory: Memory, now: number): number => tickOf(memory)?.since ?? now

/** The page-now alert on a source that a silence follows within three days. @param last when it was heard last */
export function alarmOf(memory: Memory, site: string, source: string, last: number): Alarm | undefined {
  const after = voiceAt(memory, voiceKey(site, source, undefined))?.after
  return after && Math.abs(last - after.at) <= alarmFor ? after : undefined
}

/** Sites that any source ever spoke of. */
export const sitesHeard = (memory: Memory): readonly string[] => listOf<string>(memory.get('voice', sitesKey))

/** True when some other source goes on as it always did. Else it is one thing that stopped, not many. */
export function othersSpeak(memory: Memory, { voice }: Silence, now: number): boolean {
  const others = voicesOf(memory, voice.site).filter(
    ({ part, source }) => part === undefined && source !== voice.source,
  )
  return others.length === 0 || others.some((one) => now - one.last <= Math.max(floor, usualPause(one, now)))
}

/** Every source of the site counts as told. */
export function hush(memory: Memory, site: string): void {
  for (const voice of voicesOf(memory, site))
    write(memory, voiceKey(site, voice.source, voice.part), { ...voice, told: voice.last })
}

const voicesOf = (memory: Memory, site: string): readonly Voice[] =>
  listOf<string>(memory.get('voice', listKey(site))).flatMap((key) => voiceAt(memory, key) ?? [])

/** It was told that it is silent, and has not spoken since. */
export const isSilent = (voice: Voice): boolean => voice.told !== undefined

/** The parts of a source that is silent as a whole are silent with it. */
function withoutParts(found: readonly Silence[], voices: readonly Voice[]): readonly Silence[] {
  const whole = new Set(
    [...found.map(({ voice }) => voice), ...voices.filter(isSilent)]
      .filter(({ part }) => part === undefined)
      .map(({ source }) => source),
  )
  const partsOf = (source: string): number =>
    voices.filter((voice) => voice.source === source && voice.part !== undefined).length
  return found.filter(
    ({ voice }) => voice.part === undefined || (!whole.has(voice.source) && partsOf(voice.source) > 1),
  )
}

/** How long it may be silent now; undefined where too little is known of it. */
function limitOf(voice: Voice, now: number): { length: number; usual: number; after?: Alarm } | undefined {
  const { first, last, count, after, part } = voice
  const usual = usualPause(voice, now)
  if (after && last - after.at <= alarmFor && now - after.at <= alarmFor + Math.max(floor, 1.5 * usual)) {
    const [age, often] = learntForAlarm[part === undefined ? 'whole' : 'part']
    if (last - first >= age && count >= often) return { length: Math.max(floor, 1.5 * usual), usual, after }
  }
  if (last - first < learnt || count < learntCount) return undefined
  return { length: Math.max(floorAlone, 2 * usual), usual }
}

/** Enters a voice into its site's list; false when there are too many and none of them is long gone. */
function enter(memory: Memory, site: string, key: string, now: number): boolean {
  const keys = listOf<string>(memory.get('voice', listKey(site)))
  const alive = keys.length < mostVoices ? keys : keys.filter((one) => (voiceAt(memory, one)?.last ?? 0) > now - kept)
  if (alive.length >= mostVoices) return false
  memory.put('voice', listKey(site), asJson([...alive, key]))
  const sites = listOf<string>(memory.get('voice', sitesKey))
  if (!sites.includes(site)) memory.put('voice', sitesKey, asJson([...sites, site]))
  return true
}

function wake(memory: Memory, site: string, at: number): void {
  const next = memory.get('voice', nextKey(site))
  if (typeof next !== 'number' || at < next) memory.put('voice', nextKey(site), at)
}

const write = (memory: Memory, key: string, voice: Voice): void =>
  memory.put('voice', key, asJson(voice), voice.last + kept)

function voiceAt(memory: Memory, key: string): Voice | undefined {
  const value: Json | undefined = memory.get('voice', key)
  return isObject(value) ? (value as unknown as Voice) : undefined
}

function tickOf(memory: Memory): { readonly since: number; readonly last: number } | undefined {
  const value = memory.get('voice', tickKey)
  return isObject(value) ? (value as unknown as { since: number; last: number }) : undefined
}
