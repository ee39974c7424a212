// An audit message of StorageGRID: `[AUDT:[CODE(TYPE):value]…]`, the same as JSON, or what the NMS service sends of a call.
// https://docs.netapp.com/us-en/storagegrid-118/audit/audit-message-format.html
import { isObject, type JsonObject } from '../../lib/json.ts'
import { first, number, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface GridMessage {
  /** `SPUT`, `MGAU` … */
  readonly type: string
  /** Values by their codes: `S3BK`, `MPAT` … */
  readonly codes: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly time: number | undefined
  readonly id: string | undefined
}

const most = 200

/** Undefined where a line holds no audit message. A value in quotes may hold brackets, and quotes behind a backslash. @param whole with the stamp that a header's reader took away */
export function messageIn(line: string, whole = line): GridMessage | undefined {
  const start = line.indexOf('[AUDT:')
  if (start < 0) return undefined
  const codes: Record<string, string> = Object.create(null)
  let place = start + 6
  for (let count = 0; count < most; count += 1) {
    head.lastIndex = place
    const found = head.exec(line)
    if (!found) break
    const from = head.lastIndex
    const quoted = line.charCodeAt(from) === 0x22
    const end = quoted ? closing(line, from + 1) : line.indexOf(']', from)
    // A line that was cut off ends within a value: what stands there is kept.
    const stop = end < 0 ? line.length : end
    const value = line.slice(quoted ? from + 1 : from, stop)
    codes[found[1] ?? ''] ??= quoted && value.includes('\\') ? unquoted(value) : value
    place = quoted ? stop + 2 : stop + 1
  }
  return fromCodes(codes, statedTime(stamp.exec(whole)?.[1]))
}

const head = /\s*\[(\w{3,5})\(\w{3,5}\):\s*/y
const stamp = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)\s*\[AUDT:/

function closing(line: string, from: number): number {
  for (let place = from; place < line.length; place += 1) {
    const here = line.charCodeAt(place)
    if (here === 0x5c) place += 1
    else if (here === 0x22) return place
  }
  return -1
}

const unquoted = (value: string): string => value.replace(/\\(["\\/])/g, '$1').replace(/\\n/g, '\n')

const day = 86_400_000

/** The time of the message itself, in microseconds, goes before the one that the log puts in front, unless digits of it are lost. */
function fromCodes(codes: Readonly<Record<string, string>>, stamped: number | undefined): GridMessage | undefined {
  const type = codes.ATYP ?? ''
  if (!/^[A-Z0-9]{4}$/.test(type)) return undefined
  const micro = Number(codes.ATIM)
  const time = Number.isFinite(micro) && micro > 0 ? statedTime(Math.floor(micro / 1000)) : undefined
  const lost = time !== undefined && stamped !== undefined && Math.abs(time - stamped) > day
  return { type, codes, time: lost ? stamped : (time ?? stamped), id: codes.ATID }
}

/** Fields of the NMS form, by the codes of the audit message that says the same. */
const ofNms: Readonly<Record<string, string>> = {
  requestMethod: 'MRMD',
  requestPath: 'MPAT',
  queryParameters: 'MPQP',
  domainName: 'MDNA',
  sourceIp: 'MSIP',
  destinationIp: 'MDIP',
  userURN: 'MUUN',
  responseCode: 'MRSC',
  requestBody: 'MRBD',
  responseBody: 'MRSP',
}

export const isMessage = (value: JsonObject): boolean =>
  isObject(value.MGAU) || (typeof value.ATYP === 'string' && (value.ATIM !== undefined || value.AMID !== undefined))

/** An audit message as an object: what the NMS service sends, or codes as names. */
export function messageOf(value: JsonObject): GridMessage | undefined {
  const codes: Record<string, string> = Object.create(null)
  const call = object(value.MGAU)
  if (isObject(value.MGAU)) {
    codes.ATYP = 'MGAU'
    for (const [name, code] of Object.entries(ofNms)) {
      const held = text(call[name])
      if (held !== undefined) codes[code] = held
    }
    if (isObject(call.requestBody)) codes.MRBD = JSON.stringify(call.requestBody)
    return fromCodes(codes, statedTime(first(call, 'timestamp', 'time')))
  }
  for (const [name, held] of Object.entries(value).slice(0, most)) {
    const said = text(held) ?? (isObject(held) ? JSON.stringify(held) : undefined)
    if (said !== undefined) codes[name] = said
  }
  return fromCodes(codes, statedTime(first(value, 'Timestamp', 'timestamp', '@timestamp')))
}

/** The HTTP code of a call of the management API. */
export const statusOf = ({ codes }: GridMessage): number | undefined => number(codes.MRSC)
