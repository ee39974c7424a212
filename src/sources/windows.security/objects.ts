// Events in JSON: Winlogbeat's `winlog`, `Event.System` of evtx tools, flat objects of NXLog and others.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { first, number, object, text } from '../kit/look.ts'
import { statedTime, zonedBy } from '../kit/time.ts'
import { dataIn, failedBy, textsOf, type WindowsRecord } from './record.ts'

const isWinlog = (value: JsonObject): boolean =>
  isObject(value.winlog) && (value.winlog.event_id !== undefined || isObject(value.event))
const isTool = (value: JsonObject): boolean => isObject(value.Event) && isObject(value.Event.System)
const isFlat = (value: JsonObject): boolean =>
  (number(value.EventID) !== undefined ||
    number(value.event_id) !== undefined ||
    number(value.EventId) !== undefined) &&
  [
    'Channel',
    'SourceName',
    'ProviderName',
    'Provider',
    'Hostname',
    'Computer',
    'LogName',
    'EventType',
    'log_name',
    'computer_name',
  ].some((name) => text(value[name]) !== undefined)

export const isEvent = (value: JsonObject): boolean => isWinlog(value) || isTool(value) || isFlat(value)

export const fromObject = (value: JsonObject): WindowsRecord =>
  isWinlog(value) ? fromWinlog(value) : isTool(value) ? fromTool(value) : fromFlat(value)

function withMessage(record: WindowsRecord): WindowsRecord {
  const known = Object.keys(record.data).some((name) =>
    /^(Subject|Target|Member|NewProcess|CommandLine|ScriptBlock|Image|PreviousTime|TaskName|param\d)/.test(name),
  )
  return known || record.message === '' ? record : { ...record, data: { ...dataIn(record.message), ...record.data } }
}

/** Version 7 writes numbers where 8 writes texts. */
function fromWinlog(value: JsonObject): WindowsRecord {
  const winlog = object(value.winlog)
  const event = object(value.event)
  const user = object(winlog.user_data)
  const sid = text(object(winlog.user).identifier) ?? text(object(value.user).id) ?? ''
  return withMessage({
    id: text(winlog.event_id) ?? text(object(winlog.event_id).id) ?? text(event.code) ?? '',
    channel: text(winlog.channel) ?? '',
    provider: text(winlog.provider_name) ?? text(event.provider) ?? '',
    computer: text(winlog.computer_name) ?? text(object(value.host).name) ?? '',
    time: statedTime(value['@timestamp']),
    collected: statedTime(event.created) ?? statedTime(event.ingested),
    recordId: text(winlog.record_id) ?? '',
    data: { ...textsOf(user), ...inner(user), ...textsOf(object(winlog.event_data)), ...scriptOf(value) },
    failed: failedBy(winlog.keywords, text(event.outcome) === 'failure' ? 'AUDIT_FAILURE' : undefined),
    message: text(value.message) ?? '',
    sid,
    account: accountOf(text(object(winlog.user).domain), text(object(winlog.user).name)),
  })
}

const accountOf = (domain: string | undefined, name: string | undefined): string | undefined =>
  name === undefined ? undefined : `${domain ?? ''}\\${name}`

/** With its module's pipeline a script stands under `powershell`, and a command under `process`. */
function scriptOf(value: JsonObject): Readonly<Record<string, string>> {
  const script = text(object(object(value.powershell).file).script_block_text)
  const command = text(object(value.process).command_line)
  return { ...(script ? { ScriptBlockText: script } : {}), ...(command ? { CommandLine: command } : {}) }
}

/** `LogFileCleared` and its like nest their data once more. */
const inner = (user: JsonObject): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...Object.values(user)
      .filter(isObject)
      .map((part) => textsOf(part)),
  ) as Record<string, string>

const attribute = (value: Json | undefined, name: string): string | undefined =>
  text(object(object(value)['#attributes'])[name]) ??
  text(object(object(value)['@attributes'])[name]) ??
  text(object(value)[name]) ??
  text(object(value)[`@${name}`])
const plain = (value: Json | undefined): string =>
  text(value) ?? text(object(value)['#text']) ?? text(object(value)._) ?? ''

function fromTool(value: JsonObject): WindowsRecord {
  const event = object(value.Event)
  const system = object(event.System)
  const eventData = object(event.EventData)
  const user = object(event.UserData)
  const listed = Array.isArray(eventData.Data) ? (eventData.Data as readonly Json[]) : []
  const named = Object.fromEntries(listed.filter(isObject).map((part) => [attribute(part, 'Name') ?? '', plain(part)]))
  const unnamed = Object.fromEntries(
    listed.map((part, index) => [`param${index + 1}`, text(part) ?? '']).filter(([, held]) => held !== ''),
  )
  return withMessage({
    id: plain(system.EventID),
    channel: plain(system.Channel),
    provider: attribute(system.Provider, 'Name') ?? '',
    computer: plain(system.Computer),
    time: statedTime(attribute(system.TimeCreated, 'SystemTime')),
    collected: undefined,
    recordId: plain(system.EventRecordID),
    data: { ...inner(user), ...textsOf(user), ...unnamed, ...named, ...textsOf(eventData) },
    failed: failedBy(plain(system.Keywords) || system.Keywords),
    message: text(object(event.RenderingInfo).Message) ?? '',
    sid: attribute(system.Security, 'UserID') ?? '',
  })
}

/** A time without a zone, put right by when it was taken. */
function zoned(stated: Json | undefined, taken: number | undefined): number | undefined {
  const time = statedTime(stated)
  if (time === undefined || typeof stated !== 'string' || /(Z|[+-]\d\d:?\d\d)$/i.test(stated)) return time
  return zonedBy(time, taken)
}

function fromFlat(value: JsonObject): WindowsRecord {
  const at = (...names: readonly string[]): string => text(first(value, ...names)) ?? ''
  const taken = statedTime(first(value, '@timestamp', 'EventReceivedTime', 'TimeGenerated'))
  const received = statedTime(value.EventReceivedTime)
  return withMessage({
    id: at('EventID', 'EventId', 'event_id'),
    channel: at('Channel', 'LogName', 'log_name'),
    provider: at('SourceName', 'ProviderName', 'Provider', 'Provider_Name', 'source_name'),
    computer: at('Hostname', 'Computer', 'ComputerName', 'computer_name', 'MachineName', 'host'),
    time: zoned(first(value, 'EventTime', 'TimeCreated', 'UtcTime', 'TimeGenerated', 'event_time'), taken) ?? taken,
    collected:
      typeof value.EventTime === 'string' && received !== undefined
        ? (zoned(value.EventReceivedTime, statedTime(value['@timestamp'])) ?? received)
        : statedTime(value['@timestamp']),
    recordId: at('RecordNumber', 'EventRecordID', 'RecordId', 'record_number'),
    data: { ...inner(object(value.EventData)), ...textsOf(object(value.EventData)), ...textsOf(value) },
    failed: failedBy(value.Keywords ?? value.KeywordsDisplayNames, text(value.EventType)),
    message: at('Message', 'message'),
    sid: at('UserID', 'SubjectUserSid'),
    account: accountOf(text(value.Domain), text(value.AccountName)),
  })
}
