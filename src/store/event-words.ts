// What a search of events looks at: the values of an event, whole and in their parts, by the fields that people ask for.
import { isObject } from '../lib/json.ts'
import type { Event, Resource } from '../model/event.ts'
import { type EventField, eventFields } from '../model/store.ts'

/** Words by field; what belongs to no field that is asked for stands under `other`. */
export type EventWords = Readonly<Record<EventField | 'other', readonly string[]>>

const longest = 200
const mostWords = 200
const deepest = 8

/** Every word by which an event is found. Texts of the whole record are not looked into: their values stand in the fields. */
export function wordsOfEvent(event: Event): EventWords {
  const { backup, user, source, host, cloud, observer } = event
  const meta = event.event
  const actor = backup?.actor
  const told: Readonly<Record<EventField, readonly (string | undefined)[]>> = {
    actor: [actor?.id, actor?.name, actor?.session, user?.id, user?.name, user?.email, ...(event.related?.user ?? [])],
    address: [source?.ip, source?.address, ...(event.related?.ip ?? [])],
    key: [actor?.credential, ...keysIn(backup?.resource, ...(backup?.related ?? []))],
    copy: [backup?.resource, ...(backup?.related ?? [])].flatMap(namesOf),
    account: [cloud?.account?.id, cloud?.account?.name, event.organization?.id, event.organization?.name],
    source: [meta.dataset, meta.provider, backup?.platform, observer?.product],
    action: [meta.action, meta.code],
    host: [host?.id, host?.name, observer?.name, ...(event.related?.hosts ?? [])],
    id: [meta.id],
    outcome: [meta.outcome],
  }
  const known = new Set<string>()
  const byField = eventFields.map((field) => {
    const words = new Set(told[field].flatMap((value) => (value === undefined ? [] : wordsIn(value))))
    for (const word of words) known.add(word)
    return [field, [...words]] as const
  })
  const other = new Set<string>()
  walk(event, 0, (value) => {
    if (other.size < mostWords) for (const word of wordsIn(value)) if (!known.has(word)) other.add(word)
  })
  return { ...(Object.fromEntries(byField) as Record<EventField, string[]>), other: [...other] }
}

/** What a word of a search means: these must all occur, each in its field where it has one. */
export interface EventTerm {
  readonly field?: EventField
  readonly word: string
}

/**
 * Reads a search: words that must all occur, `field:word`, and `"several words"` for one value. What stands before a colon and
 * is no field is a part of the word, as in the name of a resource.
 */
export function termsOf(text: string): readonly EventTerm[] {
  const terms: EventTerm[] = []
  for (const [whole, before, quoted, bare] of text.slice(0, 1_000).matchAll(/(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/g)) {
    const field = eventFields.find((name) => name === before)
    const value = field === undefined && quoted === undefined ? whole : (quoted ?? bare ?? '')
    if (field !== undefined) terms.push({ field, word: oneWord(value) })
    else terms.push(...segmentsOf(value).map((word) => ({ word: oneWord(word) })))
  }
  return terms.filter(({ word }) => word !== '' && word.length <= longest).slice(0, 16)
}

const keysIn = (...resources: readonly (Resource | undefined)[]): readonly string[] =>
  resources.flatMap((resource) => (resource?.type === 'key' ? namesOf(resource) : []))

const namesOf = (resource: Resource | undefined): readonly string[] =>
  resource === undefined
    ? []
    : [
        resource.id,
        resource.name ?? '',
        ...(resource.aliases ?? []),
        resource.container?.id ?? '',
        resource.container?.name ?? '',
      ]

/** Texts and numbers, but for what is found by time and what repeats the rest. */
function walk(value: unknown, depth: number, tell: (text: string) => void): void {
  if (typeof value === 'string') tell(value)
  else if (typeof value === 'number') tell(String(value))
  else if (Array.isArray(value)) for (const member of value.slice(0, 100)) walk(member, depth + 1, tell)
  else if (isObject(value) && depth < deepest)
    for (const [name, member] of Object.entries(value)) if (!passedOver.has(name)) walk(member, depth + 1, tell)
}

const passedOver: ReadonlySet<string> = new Set(['original', 'hash', 'ingested', 'created', '@timestamp'])
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** The value whole; what stands between signs that join names; and what stands between the signs within a name. */
function wordsIn(value: string): readonly string[] {
  if (value === '' || isTime.test(value)) return []
  const text = value.slice(0, 4_000).toWellFormed().toLowerCase()
  const words = text.length <= longest ? [oneWord(text)] : []
  for (const segment of segmentsOf(text)) {
    words.push(segment)
    if (/[a-z]/.test(segment)) words.push(...segment.split(/[-_.+~]+/))
  }
  return words.filter((word) => word !== '' && word.length <= longest)
}

const segmentsOf = (text: string): readonly string[] =>
  text.split(/[\s/:@\\,;=()[\]{}"'`|?&<>*#!$%^]+/).filter((segment) => segment !== '')

/** In small letters and without blanks, which would make two of it. */
const oneWord = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replace(/[\s\p{Cc}"]+/gu, '␣')
