// The line inside the JSON that a log agent put around it, with what the agent says of where and when it took it.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'

export interface CarriedLine {
  readonly text: string
  readonly host?: string
  readonly app?: string
  readonly process?: string
  readonly messageId?: string
  /** Time as the agent writes it. */
  readonly time?: Json
}

/**
 * Filebeat and Elastic Agent keep the line in `event.original` or `message`, Fluent Bit in `log`, Vector in `message`,
 * Splunk HEC in `event`, rsyslog's templates in `msg` or `rawmsg`, GELF in `full_message`, journald in `MESSAGE`.
 */
const places = [
  'event.original',
  'rawmsg',
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
const hosts = [
  'host.name',
  'hostname',
  'host',
  'sysloghost',
  'source_host',
  '_HOSTNAME',
  'HOSTNAME',
  'fromhost',
  'log.syslog.hostname',
  'HostName',
  'Computer',
  'agent.name',
]
const apps = [
  'process.name',
  'programname',
  'appname',
  'app_name',
  'ident',
  'syslogtag',
  'SYSLOG_IDENTIFIER',
  'program',
  'log.syslog.appname',
  'tag',
  'ProcessName',
]
const times = ['@timestamp', 'timestamp', 'timereported', 'time', 'date', 'ts', '_time', 'EventTime', 'TimeGenerated']

/** Undefined where the object holds no line. */
export function carriedLine(value: JsonObject): CarriedLine | undefined {
  for (const place of places) {
    const text = look(value, place)
    if (typeof text !== 'string' || text.trim() === '') continue
    const [host, app] = [hosts, apps].map((names) => textAmong(value, names))
    const process = textAmong(value, ['process.pid', 'procid', 'proc_id', 'pid'])
    const messageId = textAmong(value, ['msgid', 'msg_id', 'messageid', 'log.syslog.msgid', 'MSGID', 'SYSLOG_MSGID'])
    const time = times.map((name) => look(value, name)).find((held) => held !== undefined) ?? journalTime(value)
    return {
      text,
      ...(host ? { host } : {}),
      ...(app ? { app: app.replace(/(\[[^\]]*\])?:$/, '') } : {}),
      ...(process ? { process } : {}),
      ...(messageId ? { messageId } : {}),
      ...(time === undefined ? {} : { time }),
    }
  }
  return undefined
}

/** By the whole name first, since some agents write dots into names, then by the way of the dots. */
function look(value: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(value, name)) return value[name]
  const dot = name.indexOf('.')
  const head = dot < 0 ? '' : name.slice(0, dot)
  const inner = dot < 0 || !Object.hasOwn(value, head) ? undefined : value[head]
  return isObject(inner) ? look(inner, name.slice(dot + 1)) : undefined
}

function textAmong(value: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const held = look(value, name)
    if (typeof held === 'string' && held !== '' && held !== '-') return held
    if (typeof held === 'number') return String(held)
  }
  return undefined
}

/** The journal counts microseconds, and writes them as a text. */
function journalTime(value: JsonObject): number | undefined {
  const text = look(value, '__REALTIME_TIMESTAMP')
  return typeof text === 'string' && /^\d{16}$/.test(text) ? Math.floor(Number(text) / 1000) : undefined
}
