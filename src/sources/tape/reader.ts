// How tape libraries are read: lines of syslog, and entries of their interfaces as JSON under the names that makers use.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { first, text } from '../kit/look.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { type Maker, type TapeEntry, toEvent } from './event.ts'

const texts = ['description', 'message', 'Text', 'text', 'eventText', 'summary', 'Description', 'Message'] as const
const times = [
  'time',
  'timestamp',
  'TimeStamp',
  'date',
  'created',
  'dateTime',
  'Time',
  'Timestamp',
  'eventTime',
] as const
const marks = [
  'severity',
  'Severity',
  'EventCode',
  'eventCode',
  'code',
  'ID',
  'id',
  'type',
  'category',
  'user',
  'messageNumber',
] as const

/** An entry has a time, a text, and something that says what it is. */
const isEntry = (value: JsonObject): boolean =>
  statedTime(first(value, ...times)) !== undefined &&
  (text(first(value, ...texts)) !== undefined || isTask(value)) &&
  marks.some((name) => text(value[name]) !== undefined)

/** What was asked of a library: a move with its cartridge and its ends. */
const isTask = (value: JsonObject): boolean =>
  typeof value.type === 'string' &&
  ['cartridge', 'volser', 'destination', 'state'].some((name) => typeof value[name] === 'string')

function fromEntry(value: JsonObject): TapeEntry {
  const at = (...names: readonly string[]): string | undefined => text(first(value, ...names))
  const volume = at('volser', 'cartridge', 'barcode', 'volume', 'Volser', 'Barcode')
  const said = at(...texts)
  const task = [
    at('type')?.replace(/([a-z])([A-Z])/g, '$1 $2'),
    volume,
    at('source') && `from ${at('source')}`,
    at('destination') && `to ${at('destination')}`,
    at('state', 'status'),
  ]
  return {
    id: at('ID', 'id', 'Number', 'eventId', 'messageId'),
    time: statedTime(first(value, ...times)),
    library: at('library', 'libraryName', 'Library', 'serialNumber', 'librarySerialNumber', 'sn'),
    code: at('code', 'EventCode', 'eventCode', 'errorCode', 'type', 'category'),
    message: said ?? `${task.filter(Boolean).join(' ')}`.replace(/^/, volume ? 'cartridge ' : ''),
    user: at('user', 'userName', 'username', 'User', 'initiator'),
    address: at('ip', 'ipAddress', 'clientAddress', 'remoteAddress'),
    volume: volume !== undefined && /^[A-Z0-9]{6,8}$/i.test(volume) ? volume.toUpperCase() : undefined,
    fields: value,
  }
}

/** @param lineOf reads a line of the maker's own form; undefined where it is none */
export function tapeReader(maker: Maker, lineOf?: (line: string) => TapeEntry | undefined): Source['read'] {
  const whyNot = (value: Json): Reject =>
    isObject(value)
      ? { reason: 'the object is no entry of a library: it has no time with a text', field: 'time' }
      : { reason: 'the line has neither a header of syslog nor the form of a library' }
  const entryOf = ({ syslog, original }: FoundLine): TapeEntry | undefined => {
    const own = lineOf?.(original)
    if (own) return own
    const { host, app } = syslog
    // Of a header that a shipper took off, both are there beside a plain text.
    const hasHeader = syslog.form === 'plain' ? host !== undefined && app !== undefined : (host ?? app) !== undefined
    if (!hasHeader || syslog.message.trim() === '') return undefined
    return { message: syslog.message.trim(), code: syslog.messageId ?? codeIn(syslog.message) }
  }
  return readerOf({
    isRecord: isEntry,
    whyNot,
    object: (found) => ok(toEvent(maker, fromEntry(found.value), found)),
    line(found) {
      const entry = entryOf(found)
      return entry ? ok(toEvent(maker, entry, found)) : fail(whyNot(found.original))
    },
  })
}

/** A number or a code that a text begins with: `[0x2031]`, `Event 9002:`, `RAS ticket T042`. */
const codeIn = (message: string): string | undefined =>
  /^\s*(?:\[((?:0x)?[0-9A-Za-z]{2,12})\]|(?:RAS )?(?:event|ticket|code|msg)\s*#?:?\s*([A-Za-z]?\d{1,11})\b)/i
    .exec(message)
    ?.slice(1)
    .find((part) => part !== undefined)
