// The same events from the Windows log "Veeam Backup": as Winlogbeat, NXLog, Fluent Bit and Azure's agent write them.
import type { Json, JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import { at, first, many, object, text } from '../kit/look.ts'
import type { FoundObject, Read } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { serverOf, toEvent } from './event.ts'
import type { VbrRecord } from './record.ts'

/** Provider and log: https://helpcenter.veeam.com/docs/vbr/events/ ; in Windows' own names of them. */
const provider = /^veeam[ _-](mp|backup|security)\b/i

const ofWindows = (value: JsonObject): JsonObject => {
  const inner = object(value.winlog)
  return Object.keys(inner).length > 0 ? inner : value
}
const providerOf = (value: JsonObject): string | undefined => {
  const event = ofWindows(value)
  return [
    event.provider_name,
    event.SourceName,
    event.ProviderName,
    event.Provider,
    event.source_name,
    event.Source,
    at(value, 'event.provider'),
    at(value, 'System.Provider.Name'),
    event.channel,
    event.Channel,
    event.EventLog,
  ]
    .map((one) => text(one))
    .find((one) => one !== undefined && provider.test(one))
}
const numberOf = (value: JsonObject): string | undefined => {
  const event = ofWindows(value)
  const number =
    text(first(event, 'event_id', 'EventID', 'EventId', 'Id')) ??
    text(at(value, 'System.EventID')) ??
    text(at(value, 'event.code'))
  return number === undefined ? undefined : /^\d{1,9}/.exec(number)?.[0]
}

/** Whether an object is an event of Veeam's Windows log. */
export const isWindows = (value: JsonObject): boolean =>
  providerOf(value) !== undefined && numberOf(value) !== undefined

/** Reads one. */
export function readWindows({ value, original, created, received }: FoundObject): Read {
  const event = ofWindows(value)
  const said = text(first(value, 'message', 'Message', 'RenderedDescription')) ?? text(event.Message) ?? ''
  const code = numberOf(value) ?? ''
  const host =
    text(first(event, 'computer_name', 'Hostname', 'ComputerName', 'Computer', 'host_name')) ??
    text(at(value, 'host.name')) ??
    text(at(value, 'System.Computer'))
  const fields = fieldsOf(code, insertsOf(value, event), said)
  const record: VbrRecord = {
    code,
    fields,
    text: said.slice(0, 4000),
    server: serverOf(fields.get('VbrHostName') ?? host),
    level: levelOf(text(at(value, 'log.level')) ?? text(first(event, 'level', 'Level', 'Severity', 'EventLevelName'))),
  }
  return ok(
    toEvent(record, {
      original,
      created: statedTime(text(at(value, 'event.created'))) ?? created,
      received,
      time: timeOf(value, event),
      provider: providerOf(value),
      host,
    }),
  )
}

/** NXLog and Fluent Bit write the server's local time with its zone, or UTC without. */
const timeOf = (value: JsonObject, event: JsonObject): number | undefined =>
  [
    value['@timestamp'],
    first(event, 'EventTime', 'TimeCreated', 'TimeGenerated', 'time_created'),
    at(value, 'System.TimeCreated.SystemTime'),
  ]
    .map((one) => statedTime(typeof one === 'number' ? one : text(one)))
    .find((one) => one !== undefined)

const levelOf = (level: string | undefined): VbrRecord['level'] =>
  level === undefined ? undefined : /err|^2$/i.test(level) ? 'error' : /warn|^3$/i.test(level) ? 'warning' : 'info'

/** The values that are put into the event's sentence, by name where they have one, else by place. */
function insertsOf(value: JsonObject, event: JsonObject): readonly (readonly [name: string, value: string])[] {
  const held: Json | undefined =
    first(event, 'event_data', 'EventData', 'StringInserts', 'user_data') ?? first(value, 'EventData', 'StringInserts')
  if (Array.isArray(held)) return many(held).flatMap((one, index) => pair(`param${index + 1}`, one))
  const named = object(held)
  const list = many(named.Data)
  if (list.length > 0)
    return list.flatMap((one, index) =>
      pair(text(object(one).Name) ?? `param${index + 1}`, object(one).Value ?? object(one)['#text'] ?? one),
    )
  const flat = Object.keys(named).length > 0 ? named : event
  return Object.entries(flat).flatMap(([name, one]) => pair(name, one))
}

const pair = (name: string, value: Json | undefined): readonly (readonly [string, string])[] => {
  const held = text(value)
  return held === undefined ? [] : [[name, held]]
}

/** Where the slots have no names: changes stand fifth, the user sixth, as 12.1 numbers them in syslog. */
function fieldsOf(
  code: string,
  inserts: readonly (readonly [string, string])[],
  said: string,
): ReadonlyMap<string, string> {
  const fields = new Map(inserts)
  const slot = (number: number): string | undefined => fields.get(`param${number}`)
  const name = (field: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && !fields.has(field)) fields.set(field, value)
  }
  for (const [, value] of inserts) {
    if (/^<changes|^<practices|^<property/i.test(value)) name('ChangesXML', value)
    else if (value.startsWith('<ModifiedUserInfo')) name('UserFullInfo', value)
  }
  for (const [index, field] of (slots[Math.floor(Number(code) / 100)] ?? []).entries()) name(field, slot(index + 1))
  if (/\\/.test(slot(6) ?? '') && !(slot(6) ?? '').startsWith('<')) name('UserName', slot(6))
  name('Description', said)
  return fields
}

/** Names of the first slots by hundreds of numbers, where their order is documented. */
const slots: Readonly<Record<number, readonly string[]>> = {
  230: ['JobID', 'JobType', 'Platform', 'JobName'],
  231: ['JobID', 'JobType', 'Platform', 'JobName'],
  232: ['JobID', 'JobType', 'Platform', 'JobName'],
  234: ['JobID', 'JobType', 'Platform', 'JobName'],
  280: ['RepositoryID', 'Type', 'RepositoryName'],
  281: ['RepositoryID', 'Type', 'RepositoryName'],
  282: ['RepositoryID', 'Type', 'RepositoryName'],
  289: ['StorageID', 'Type', 'Name'],
  301: ['RepositoryID', 'Name'],
  302: ['RepositoryID', 'Name'],
  312: ['ID', 'Name'],
  314: ['ID', 'Name'],
  316: ['Hint', 'ID'],
  317: ['Hint', 'ID'],
  318: ['Hint', 'ID'],
  321: ['JobID', 'JobType', 'Platform', 'JobName'],
  418: ['EventType', 'Endpoint', 'UserName'],
  423: ['KMSServerID', 'Name'],
}
