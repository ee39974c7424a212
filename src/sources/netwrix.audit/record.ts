// One change that Netwrix Auditor saw: which of its data sources, what was done to which kind of object, and the values.
// https://docs.netwrix.com/docs/auditor (SIEM add-on, CEF export)
import { asWritten, type HeaderedRecord } from '../envelope/cef.ts'
import { statedTime } from '../kit/time.ts'

export interface NetwrixRecord {
  /** `Active Directory`, `Windows File Servers`, `Logon Activity`, `VMware` … */
  readonly product: string
  /** `Added`, `Removed`, `Modified`, `Renamed`, `Successful Logon` … */
  readonly done: string
  readonly name: string
  /** `user`, `group`, `File`, `Interactive logon`. */
  readonly kind: string
  readonly user: string
  /** What was changed: a path, an address, a name. */
  readonly object: string
  readonly host: string
  readonly workstation: string
  readonly message: string
  readonly time?: number | undefined
  readonly fields: Readonly<Record<string, string>>
}

/** The first letters of a month in the languages that consoles are installed in; without accents and in small letters. */
const months: Readonly<Record<string, number>> = {
  jan: 0,
  ene: 0,
  gen: 0,
  sty: 0,
  feb: 1,
  fev: 1,
  lut: 1,
  mar: 2,
  maa: 2,
  mrz: 2,
  mrt: 2,
  apr: 3,
  avr: 3,
  abr: 3,
  kwi: 3,
  may: 4,
  mai: 4,
  mag: 4,
  maj: 4,
  mei: 4,
  jun: 5,
  juin: 5,
  giu: 5,
  cze: 5,
  jul: 6,
  juil: 6,
  lug: 6,
  lip: 6,
  aug: 7,
  aou: 7,
  ago: 7,
  sie: 7,
  sep: 8,
  set: 8,
  wrz: 8,
  oct: 9,
  okt: 9,
  ott: 9,
  out: 9,
  paz: 9,
  nov: 10,
  lis: 10,
  dec: 11,
  dez: 11,
  dic: 11,
  gru: 11,
}

const stamp = /^(\p{L}{3,10})\.? (\d{1,2}),? (\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: (GMT|UTC|Z|[+-]\d\d:?\d\d))?$/u

/** Epoch milliseconds of `déc. 01 2022 13:40:34 GMT`, whatever language the month is in. Without a zone it is UTC. */
function timeOf(text: string): number | undefined {
  const found = stamp.exec(text.trim())
  if (!found) return statedTime(text)
  const [, word = '', date = '', year = '', hour = '', minute = '', second = '', zone = 'GMT'] = found
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const month = [plain.slice(0, 4), plain.slice(0, 3)]
    .map((key) => (Object.hasOwn(months, key) ? months[key] : undefined))
    .find((known) => known !== undefined)
  if (month === undefined) return undefined
  const two = (part: string | number): string => String(part).padStart(2, '0')
  return statedTime(
    `${year}-${two(month + 1)}-${two(date)}T${two(hour)}:${minute}:${second}${/^[+-]/.test(zone) ? zone : 'Z'}`,
  )
}

export function recordOf({ product, code, name = '', fields }: HeaderedRecord): NetwrixRecord {
  const at = (...names: readonly string[]): string =>
    names.map((one) => asWritten(fields[one])).find((one) => one !== '' && one !== 'N/A') ?? ''
  return {
    product,
    done: code,
    name,
    kind: at('cat'),
    // The program through which somebody did it stands behind the name in brackets.
    user: at('suser')
      .replace(/ \([\w. -]{1,200}\)$/, '')
      .replace(/\\{2,}/g, '\\'),
    object: at('filePath'),
    host: at('shost', 'dvchost', 'dhost'),
    workstation: at('src', 'deviceCustomString1', 'cs1'),
    message: at('msg'),
    time: timeOf(at('start', 'rt', 'end')),
    fields,
  }
}

/** `Member: Added: "\local\acme\Users\jdoe"`, one or several. @param what `Added` or `Removed` */
export const listedIn = (message: string, what: 'Added' | 'Removed'): readonly string[] =>
  [...message.slice(0, 20_000).matchAll(new RegExp(`${what}: ?"([^"]{1,500})"`, 'g'))].flatMap(([, one = '']) =>
    one.split('; '),
  )

/** The values of `Name changed from "a" to "b"`, `Name changed to "b"`. */
export function changedIn(
  message: string,
  attribute: RegExp,
): { readonly from?: string; readonly to: string } | undefined {
  for (const found of message
    .slice(0, 20_000)
    .matchAll(/([\w /()-]{1,100}?) changed (?:from[ ]"([^"]{0,1000})" )?to "([^"]{0,1000})"/g)) {
    const [, name = '', from, to = ''] = found
    if (attribute.test(name.replace(/^[\s,]+/, ''))) return { ...(from === undefined ? {} : { from }), to }
  }
  return undefined
}
