// Restores that the estate says are practised: when each was last, and which are overdue. Contract, section 5, row 12.
import { day, hour } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import { type Drill, isByOthers, servedIn } from '../model/drill.ts'
import { type EstateCopy, setOf } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { restoreEnd } from '../model/restore.ts'
import { defaultSite } from '../model/site.ts'
import type { KnownDrill, KnownEstate } from './know.ts'

/** What is known of one drill. Times are epoch milliseconds. */
interface Practice {
  /** When it last went well; before it ever did, since when somebody would know. */
  readonly since: number
  /** It was seen to go well, or the estate says when it did. */
  readonly done: boolean
  /** It was told overdue since then. */
  readonly told?: number
}

/** A drill that is due, or one that was and has taken place after all. */
export interface DrillNews {
  readonly drill: KnownDrill
  readonly overdue: boolean
  readonly since: number
  readonly done: boolean
}

const kept = 3650 * day

const practiceKey = (site: string, { of, kind }: KnownDrill): string =>
  kind === 'full' ? hashOf('drill', site, of, kind) : hashOf('drill', site, of)
const nextKey = (site: string): string => hashOf('drill-next', site)
const hereOf = (estate: KnownEstate, site: string): readonly KnownDrill[] =>
  estate.drills.filter((drill) => drill.site === undefined || drill.site === site)

/**
 * What the event and the time say of the site's drills; each overdue one is told once until it takes place.
 * @param event with what memory knows of it
 * @param now the watermark, epoch milliseconds
 */
export function drillNews(memory: Memory, estate: KnownEstate, event: Event, now: number): readonly DrillNews[] {
  const site = event.backup?.site ?? defaultSite
  return [...noteDrill(memory, estate, event), ...overdueDrills(memory, estate, site, now)]
}

/** Remembers a restore that went well. @returns drills that had been told overdue */
export function noteDrill(memory: Memory, estate: KnownEstate, event: Event): readonly DrillNews[] {
  if (estate.drills.length === 0 || restoreEnd(event)?.how !== 'well') return []
  const site = event.backup?.site ?? defaultSite
  const at = Date.parse(event['@timestamp'])
  return hereOf(estate, site).flatMap((drill) => {
    // That one restore went well says nothing of the whole scenario, unless the estate names it as its test.
    if ((drill.kind === 'full' && drill.tests.length === 0) || !isOf(estate, drill, event)) return []
    return notePractised(memory, site, drill, at)
  })
}

/** Remembers a drill on the stopwatch. @returns drills that had been told overdue */
export function noteStopwatch(memory: Memory, estate: KnownEstate, drill: Drill): readonly DrillNews[] {
  const at = Date.parse(drill.finishedAt ?? '')
  if (Number.isNaN(at) || !isByOthers(drill)) return []
  const served = new Set(servedIn(drill).map(({ of }) => of))
  const whole = drill.kind === 'full' && drill.status === 'served'
  return hereOf(estate, drill.site)
    .filter(({ of, kind }) => served.has(of) && (kind === 'application' || whole))
    .flatMap((one) => notePractised(memory, drill.site, one, at))
}

function notePractised(memory: Memory, site: string, drill: KnownDrill, at: number): readonly DrillNews[] {
  const before = practiceOf(memory, site, drill)
  if (before?.done === true && before.since >= at) return []
  write(memory, site, drill, { since: at, done: true })
  memory.drop('seen', nextKey(site))
  return before?.told === undefined ? [] : [{ drill, overdue: false, since: at, done: true }]
}

/** Drills that are due by now. @param now epoch milliseconds */
export function overdueDrills(memory: Memory, estate: KnownEstate, site: string, now: number): readonly DrillNews[] {
  if (estate.drills.length === 0) return []
  const next = memory.get('seen', nextKey(site))
  if (typeof next === 'number' && now < next) return []
  let due = now + day
  const late = hereOf(estate, site).flatMap((drill): readonly DrillNews[] => {
    const practice = practiceOf(memory, site, drill) ?? begun(drill, now)
    const ends = practice.since + drill.every
    const overdue = practice.told === undefined && now >= ends
    write(memory, site, drill, overdue ? { ...practice, told: now } : practice)
    if (practice.told === undefined && !overdue) due = Math.min(due, Math.max(ends, now + hour))
    return overdue ? [{ drill, overdue, since: practice.since, done: practice.done }] : []
  })
  memory.put('seen', nextKey(site), due)
  return late
}

/** Nobody can know what was before anybody listened, but from the estate. */
const begun = ({ last }: KnownDrill, now: number): Practice =>
  last === undefined ? { since: now, done: false } : { since: last, done: true }

function practiceOf(memory: Memory, site: string, drill: KnownDrill): Practice | undefined {
  const known: unknown = memory.get('seen', practiceKey(site, drill))
  return isObject(known) ? (known as unknown as Practice) : undefined
}

const write = (memory: Memory, site: string, drill: KnownDrill, practice: Practice): void =>
  memory.put('seen', practiceKey(site, drill), practice as unknown as Json, practice.since + drill.every + kept)

/** The restore is of the drill's set: by what it concerns, by the estate's word, or because its name says so. */
function isOf(estate: KnownEstate, { of, tests }: KnownDrill, event: Event): boolean {
  const { resource, related = [], history } = event.backup ?? {}
  const names = [resource?.id, resource?.name, resource?.container?.id, resource?.container?.name]
    .flatMap((name) => name ?? [])
    .map((name) => name.toLowerCase())
  if (tests.length > 0) return names.some((name) => tests.includes(name))
  const sets = Array.isArray(history?.sets) ? history.sets.filter((id) => typeof id === 'string') : []
  const copies: readonly EstateCopy[] = [
    ...estate.touched(event),
    ...[...related.flatMap(({ id, name }) => [id, name ?? id]), ...sets].flatMap((name) => estate.at(name)),
  ]
  return copies.some((copy) => setOf(copy) === of) || names.some((name) => says(name, of.toLowerCase()))
}

/** Whole words: `SureBackup ERP weekly` is of ERP, `Enterprise` is not. */
function says(name: string, of: string): boolean {
  for (let at = name.indexOf(of); at !== -1; at = name.indexOf(of, at + 1))
    if (!isWord(name[at - 1]) && !isWord(name[at + of.length])) return true
  return false
}
const isWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)
