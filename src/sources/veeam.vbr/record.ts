// What every reader of a Veeam event is given, whatever way it came: number, named fields, text, server.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { type Changed, readChanges } from './changes.ts'

export interface VbrRecord {
  readonly code: string
  /** Named fields as the record has them; docs of the events: https://helpcenter.veeam.com/docs/vbr/events/ */
  readonly fields: ReadonlyMap<string, string>
  /** One sentence in English: what happened. */
  readonly text: string
  /** The backup server without its domain, in small letters: records of one server write it both ways. Empty where none says it. */
  readonly server: string
  /** As the sender ranked it, which is no measure of danger. */
  readonly level?: 'info' | 'warning' | 'error' | undefined
}

export type Outcome = 'success' | 'failure' | 'unknown'

/** What a reader says of a record. */
export interface Said extends Facts {
  readonly outcome?: Outcome
  /** Why it was refused, or went wrong. */
  readonly error?: string
  /** People who agreed to it, or did not. */
  readonly peers?: readonly string[]
}
export type Reader = (record: VbrRecord) => Said

/** A field by the first of its spellings that says something: a blank, `N\A` and an empty id are nothing. */
export function field(record: VbrRecord, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = record.fields.get(name)?.trim()
    if (value !== undefined && value !== '' && value !== 'N\\A' && !/^0{8}-[0-]+$/.test(value)) return value
  }
  return undefined
}

/** The changes that the record lists. 42800 calls its list otherwise. */
export const changesOf = (record: VbrRecord): Changed => readChanges(field(record, 'ChangesXML', 'XmlChange'))

/** Ids are the product's; some (the default repository, "this server") are the same on every server, so the server is in front. */
export const idOf = (record: VbrRecord, id: string): string =>
  record.server === '' ? id.toLowerCase() : `${record.server}/${id.toLowerCase()}`

export const consoleOf = (record: VbrRecord): Resource => ({
  type: 'console',
  id: record.server === '' ? 'veeam' : record.server,
  name: record.server === '' ? 'Veeam Backup & Replication' : record.server,
})

/** A thing by its id field, else by its name; where the record names neither it is one that nobody can tell from others. */
export function thing(record: VbrRecord, type: string, id: readonly string[], name: readonly string[]): Resource {
  const called = field(record, ...name) ?? calledIn(record.text)
  return named(record, type, field(record, ...id) ?? called ?? `unnamed ${type}`, called)
}

/** A thing of the server by id and name. The server contains nothing: it would make one alert of all that happens on it. */
export const named = (record: VbrRecord, type: string, id: string, name?: string): Resource => ({
  type,
  id: idOf(record, id),
  ...(name === undefined ? {} : { name }),
})

/** The job that a sentence puts in quotes: the only name where no field has it. Names may have quotes in them. */
const calledIn = (text: string): string | undefined =>
  /\b(?:job|full for) '(.{1,200}?)'? (?:has been|has finished|finished)/i.exec(text)?.[1]

/** How something ended: by its number, or as its sentence says; the worse of both, for they were seen to differ. */
export function endOf(record: VbrRecord): { readonly state: string; readonly outcome: Outcome } {
  const given = field(record, 'JobResult', 'Result', 'Status', 'param3')?.toLowerCase() ?? ''
  const said = /\b(?:finished with|result:?|has finished:?)\s+['[]?(success|warning|failed|none|inprogress)/i.exec(
    record.text,
  )
  const words = said?.[1]?.toLowerCase()
  const all = [given, words ?? '']
  if (all.some((one) => /^(2|fail(ed|ure)?|false)$/.test(one)) || / state:? ?['[]?failed/i.test(record.text))
    return { state: 'Failed', outcome: 'failure' }
  if (words === undefined && given === '' && record.level === 'error') return { state: 'Failed', outcome: 'failure' }
  if (all.some((one) => /^(5|inprogress)$/.test(one))) return { state: 'InProgress', outcome: 'unknown' }
  if (all.some((one) => /^(1|warning)$/.test(one))) return { state: 'Warning', outcome: 'success' }
  return { state: 'Success', outcome: 'success' }
}
