// A line as syslog carries it: RFC 5424, RFC 3164 and what relays make of them; whatever is no header is the message.
import { syslogTime } from './syslog-time.ts'

export interface SyslogLine {
  readonly form: 'rfc5424' | 'rfc3164' | 'plain'
  readonly facility?: number
  readonly severity?: number
  /** Epoch milliseconds of the header. */
  readonly time?: number
  /** False: the header states no zone, and UTC stands for it. */
  readonly zoned?: boolean
  readonly host?: string
  /** APP-NAME, or the tag of RFC 3164. */
  readonly app?: string
  readonly process?: string
  readonly messageId?: string
  /** Structured data by its id and name; RFC 5424, section 6.3. */
  readonly data?: StructuredData
  /** Behind the header; in RFC 5424 behind the structured data where that is well formed, else with it. */
  readonly message: string
}

/** Octet counts (RFC 6587, section 3.4.1) and what senders leave at the ends. */
const frame = /^\ufeff?(?:\d{1,7} (?=<\d{1,3}>))?/
const ends = /[\r\n\0]+$/

/**
 * Reads a line; never fails.
 * @param received epoch milliseconds, to find the year that RFC 3164 leaves out; 0 where nobody knows
 */
export function parseSyslog(line: string, received: number): SyslogLine {
  const text = unframed(line)
  const found = /^<(\d{1,3})>\s?/.exec(text)
  const value = found ? Number(found[1]) : undefined
  const priority = value === undefined || value > 191 ? {} : { facility: Math.floor(value / 8), severity: value % 8 }
  const rest = found ? text.slice(found[0].length) : text
  if (!found && bare.test(rest)) return rfc5424(rest, received)
  const modern = /^1 {1,2}(?=(?:-|\d{4}-\d\d-\d\dT\S+) )/.exec(rest)
  if (modern) return { ...priority, ...rfc5424(rest.slice(modern[0].length), received) }
  return { ...priority, ...rfc3164(rest, received, found !== null) }
}

/** RFC 5424 as some relays write it to files, without priority and version: its five fields stand there, and structured data or none. */
const bare = /^\d{4}-\d\d-\d\dT\S{8,26} \S{1,255} \S{1,48} (?:\d{1,10}|-) \S{1,32} (?:- |\[[\w.@-]{1,64}[ \]])/

/** Most lines have neither, which their first and last letters tell. */
function unframed(line: string): string {
  const first = line.charCodeAt(0)
  const inside = first === 0xfeff || isDigit(first) ? line.replace(frame, '') : line
  return inside.charCodeAt(inside.length - 1) <= 0x0d ? inside.replace(ends, '') : inside
}

const isDigit = (letter: number): boolean => letter >= 0x30 && letter <= 0x39

function rfc5424(text: string, received: number): SyslogLine {
  const fields = /^(\S+) (\S+) (\S+) (\S+) (\S+)(?: ([\s\S]*))?$/.exec(text)
  if (!fields) return shortHeader(text, received)
  const [, stamp = '-', host = '-', app = '-', process = '-', messageId = '-', rest = ''] = fields
  const time = syslogTime(stamp, received)
  // Some senders leave out what they have no value for, and the message follows the host.
  if (beginsMessage.test(app)) {
    const message = text.slice(stamp.length + host.length + 2)
    return { form: 'rfc5424', ...(time ? { time: time.time, zoned: time.zoned } : {}), ...named('host', host), message }
  }
  const structured = structuredData(rest)
  return {
    form: 'rfc5424',
    ...(time ? { time: time.time, zoned: time.zoned } : {}),
    ...named('host', host),
    ...named('app', app),
    ...named('process', process),
    ...named('messageId', messageId),
    ...(structured && Object.keys(structured.data).length > 0 ? { data: structured.data } : {}),
    message: (structured ? structured.rest : rest).replace(/^ ?\ufeff?/, ''),
  }
}

function shortHeader(text: string, received: number): SyslogLine {
  const [whole = '', stamp = '', host = ''] = /^(\S+) (\S+) (?=\S)/.exec(text) ?? []
  const time = whole === '' ? undefined : syslogTime(stamp, received)
  if (!time) return { form: 'plain', message: text }
  return {
    form: 'rfc5424',
    time: time.time,
    zoned: time.zoned,
    ...named('host', host),
    message: text.slice(whole.length),
  }
}

/** JSON, CEF or LEEF where the name of an application should stand. */
const beginsMessage = /^(?:[{[]|(?:CEF|LEEF):)/

const named = (name: string, value: string): object => (value === '-' ? {} : { [name]: value })

/** By id, then by name. */
export type StructuredData = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Elements in brackets, with their ends escaped as section 6.3.3 says; undefined where they are not. */
export function structuredData(text: string): { readonly data: StructuredData; readonly rest: string } | undefined {
  if (text === '-' || text.startsWith('- ')) return { data: {}, rest: text.slice(1) }
  const data: Record<string, Record<string, string>> = Object.create(null)
  let place = 0
  while (text[place] === '[') {
    const id = /^\[([^\s=\]"]{1,128})/.exec(text.slice(place, place + 130))
    if (!id) return undefined
    const element: Record<string, string> = Object.create(null)
    place += id[0].length
    for (;;) {
      const parameter = parameterAt(text, place)
      if (!parameter) break
      element[parameter.name] = parameter.value
      place = parameter.end
    }
    if (text[place] !== ']') return undefined
    place += 1
    data[id[1] ?? ''] = element
  }
  const after = text[place]
  return place === 0 || (after !== undefined && after !== ' ') ? undefined : { data, rest: text.slice(place) }
}

const parameterStart = / *([^\s=\]"]{1,128})="/y

function parameterAt(
  text: string,
  from: number,
): { readonly name: string; readonly value: string; readonly end: number } | undefined {
  parameterStart.lastIndex = from
  const start = parameterStart.exec(text)
  if (!start) return undefined
  let value = ''
  for (let place = parameterStart.lastIndex; place < text.length; place += 1) {
    const here = text.charAt(place)
    if (here === '"') return { name: start[1] ?? '', value, end: place + 1 }
    const escaped = here === '\\' && /["\\\]]/.test(text.charAt(place + 1))
    if (escaped) place += 1
    value += escaped ? text.charAt(place) : here
  }
  return undefined
}

/** A tag, also with a process behind it: `sshd[412]:`, `vault:`, `Hostd:`. */
const tagged = /^([^\s:[\]]{1,64})(?:\[([^\]\s]{0,64})\])?:(?:\s|$)/
const hosted = /^(\S{1,255})\s+/

function rfc3164(text: string, received: number, hasPriority: boolean): SyslogLine {
  const stamp = stampAt(text, received)
  if (!stamp) return hasPriority ? { form: 'rfc3164', ...tagIn(text) } : { form: 'plain', message: text }
  const rest = text.slice(stamp.length).replace(/^:?\s+/, '')
  const here = { form: 'rfc3164', time: stamp.time, zoned: stamp.zoned } as const
  if (tagged.test(rest) && !/^\S+:\s+\S+(?:\[[^\]\s]*\])?:\s/.test(rest)) return { ...here, ...tagIn(rest) }
  const host = hosted.exec(rest)
  if (!host || /^[[{(<"']/.test(rest)) return { ...here, message: rest }
  return { ...here, host: (host[1] ?? '').replace(/:$/, ''), ...tagIn(rest.slice(host[0].length)) }
}

function tagIn(text: string): { readonly app?: string; readonly process?: string; readonly message: string } {
  const tag = tagged.exec(text)
  if (!tag) return { message: text }
  return { app: tag[1] ?? '', ...(tag[2] ? { process: tag[2] } : {}), message: text.slice(tag[0].length) }
}

/** The ways in which headers write a time, longest first: by the name of the month, and by numbers. */
const namedStamps: readonly RegExp[] = [
  /^[*.]?[A-Z][a-z]{2}\s{1,2}\d{1,2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)?(?: (?:[A-Z]{3,4}|[+-]\d\d:?\d\d)(?=[\s:]))?/,
  /^[*.]?[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)? \d{4}(?=[\s:])/,
  /^[*.]?[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?(?: (?:UTC|GMT|Z|[A-Z]{2}S?T|[+-]\d\d:?\d\d)(?=[\s:]))?/,
]
const plainStamps: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?(?=[\s:]|$)/,
]

function stampAt(text: string, received: number) {
  for (const pattern of isDigit(text.charCodeAt(0)) ? plainStamps : namedStamps) {
    const found = pattern.exec(text)?.[0]
    const time = found === undefined ? undefined : syslogTime(found.replace(/^[*.]/, ''), received)
    if (found !== undefined && time) return { ...time, length: found.length }
  }
  return undefined
}
