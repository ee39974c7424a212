// The text inside the JSON that a log agent put around it, with what the agent says of where and when it took it.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { type StructuredData, structuredData } from './syslog.ts'

export interface CarriedLine {
  readonly text: string
  readonly host?: string
  readonly app?: string
  readonly process?: string
  readonly messageId?: string
  /** Time as the agent writes it. */
  readonly time?: Json
  /** Structured data of RFC 5424 that the agent took apart. */
  readonly data?: StructuredData
}

/**
 * Where agents keep what they carry, as text or taken apart: Filebeat and Elastic Agent in `event.original` or `message`,
 * Fluent Bit in `log`, Vector in `message`, Splunk HEC in `event`, rsyslog's templates in `msg` or `rawmsg`, syslog-ng in
 * `MESSAGE`, NXLog in `raw_event` or `Message`, GELF in `full_message`, Kafka Connect in `payload` or `rawMessage`.
 */
const places = [
  'event.original',
  'rawmsg',
  'rawMessage',
  'raw_event',
  'full_message',
  'message',
  'msg',
  'log',
  'line',
  '_raw',
  'raw',
  'event',
  'MESSAGE',
  'SyslogMessage',
  'Message',
  '@message',
  'short_message',
  'rawEvent',
  'body',
  'data',
  'payload',
  'text',
] as const
const textPlaces = waysTo(places)
/** Where records stand that an agent read as JSON, besides. */
export const objectPlaces = waysTo([...places, 'log_processed', 'json', 'value'])
const hosts = waysTo([
  'host.name',
  'hostname',
  'host',
  'sysloghost',
  'source_host',
  '_HOSTNAME',
  'HOSTNAME',
  'HOST',
  'Hostname',
  'fromhost',
  'log.syslog.hostname',
  'HostName',
  'Computer',
  'winlog.computer_name',
  'agent.name',
])
const apps = waysTo([
  'process.name',
  'programname',
  'appname',
  'app_name',
  'app-name',
  'appName',
  'ident',
  'syslogtag',
  'SYSLOG_IDENTIFIER',
  'program',
  'PROGRAM',
  'log.syslog.appname',
  'tag',
  'ProcessName',
  'SourceName',
])
const processes = waysTo([
  'process.pid',
  'procid',
  'proc_id',
  'pid',
  'PID',
  'processId',
  'ProcessID',
  '_PID',
  'SYSLOG_PID',
])
const messageIds = waysTo(['msgid', 'msg_id', 'messageid', 'log.syslog.msgid', 'MSGID', 'MessageID', 'SYSLOG_MSGID'])
const times = waysTo([
  '@timestamp',
  'timestamp',
  'timereported',
  'time',
  'date',
  'ts',
  '_time',
  'ISODATE',
  'DATE',
  'EventTime',
  'TimeGenerated',
  'EventReceivedTime',
])
const datas = waysTo([
  'structured-data',
  'structured_data',
  'structuredData',
  'log.syslog.structured_data',
  'sd',
  'SDATA',
])

/** Undefined where the object holds no line. */
export function carriedLine(value: JsonObject): CarriedLine | undefined {
  const text = textAt(value)
  if (text === undefined) return undefined
  const host = textAmong(value, hosts)
  const app = textAmong(value, apps)
  const tag = app === undefined ? undefined : /^(.*?)(?:\[([^\]]*)\])?:?$/s.exec(app)
  const process = textAmong(value, processes) ?? tag?.[2]
  const messageId = textAmong(value, messageIds)
  const time = firstAmong(value, times) ?? journalTime(value)
  const data = dataOf(firstAmong(value, datas))
  return {
    text,
    ...(host ? { host } : {}),
    ...(app ? { app: tag?.[1] || app } : {}),
    ...(process ? { process } : {}),
    ...(messageId ? { messageId } : {}),
    ...(time === undefined ? {} : { time }),
    ...(data ? { data } : {}),
  }
}

/** Where a value stands: under its whole name, since some agents write dots into names, else by the way of the dots. */
export interface Way {
  readonly whole: string
  readonly steps: readonly string[]
}

function waysTo(names: readonly string[]): readonly Way[] {
  return names.map((whole) => ({ whole, steps: whole.split('.') }))
}

/** What stands there. None of the names that are asked for is one that every object has. */
export function lookAt(value: JsonObject, { whole, steps }: Way): Json | undefined {
  const held = value[whole]
  if (held !== undefined || steps.length === 1) return held
  const [head = '', ...rest] = steps
  const inner = value[head]
  return isObject(inner) ? lookAt(inner, { whole: rest.join('.'), steps: rest }) : undefined
}

function firstAmong(value: JsonObject, ways: readonly Way[]): Json | undefined {
  for (const way of ways) {
    const held = lookAt(value, way)
    if (held !== undefined) return held
  }
  return undefined
}

function textAt(value: JsonObject): string | undefined {
  for (const place of textPlaces) {
    const held = lookAt(value, place)
    if (typeof held === 'string' && held.trim() !== '') return held
    if (place.whole === 'MESSAGE' && Array.isArray(held)) return journalText(held as readonly Json[])
  }
  return undefined
}

function textAmong(value: JsonObject, ways: readonly Way[]): string | undefined {
  for (const way of ways) {
    const held = lookAt(value, way)
    if (typeof held === 'string' && held !== '' && held !== '-') return held
    if (typeof held === 'number') return String(held)
  }
  return undefined
}

/** The journal writes a message with colours or other controls in it as the numbers of its bytes. */
const journalText = (bytes: readonly Json[]): string | undefined =>
  bytes.length > 0 && bytes.every((byte) => typeof byte === 'number' && byte >= 0 && byte < 256)
    ? Buffer.from(bytes as readonly number[]).toString('utf8')
    : undefined

/** The journal counts microseconds, and writes them as a text. */
function journalTime(value: JsonObject): number | undefined {
  const text = value.__REALTIME_TIMESTAMP
  return typeof text === 'string' && /^\d{16}$/.test(text) ? Math.floor(Number(text) / 1000) : undefined
}

/** As text, or as an object of objects. */
function dataOf(held: Json | undefined): StructuredData | undefined {
  if (typeof held === 'string') {
    const found = structuredData(held)?.data
    return found && Object.keys(found).length > 0 ? found : undefined
  }
  if (!isObject(held)) return undefined
  const elements = Object.entries(held).flatMap(([id, element]) =>
    isObject(element)
      ? [[id, Object.fromEntries(Object.entries(element).filter(([, text]) => typeof text === 'string'))] as const]
      : [],
  )
  return elements.length === 0 ? undefined : (Object.fromEntries(elements) as StructuredData)
}
