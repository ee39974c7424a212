// A row of the DS8000's audit log: values between commas, with one field of parameters in quotes.
// https://www.ibm.com/docs/en/ds8000-10th-generation, "Syslog audit log details".

export interface AuditRow {
  /** `U` a person asked, `S` the server by itself, `C` more parameters of the row before. */
  readonly source: string
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  /** As it stood: the same in a row and what continues it. */
  readonly stamp: string
  readonly user?: string | undefined
  readonly application?: string | undefined
  /** `IBM.2107-75ABCD1` */
  readonly device: string
  readonly entry: string
  /** `Volume_Create` */
  readonly name: string
  readonly object?: string | undefined
  readonly exit?: string | undefined
  readonly parameters: string
}

const begins = /(?:^|[\s:])([CSU]),(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d[:.]\d{3}(?: ?[A-Z]{2,5}| ?[+-]\d\d:?\d\d)?),/

/** Undefined where a line is no row. @param message one row, and behind it on lines of their own what continues it */
export function rowIn(message: string): AuditRow | undefined {
  const found = begins.exec(message.slice(0, 1_000))
  if (!found) return undefined
  const [source = '', stamp = ''] = [found[1], found[2]]
  const [first = '', ...others] = message.slice(found.index + found[0].length).split('\n')
  const fields = fieldsOf(first)
  const place = fields.findIndex((field) => /^IBM\.\d{4}-\w+/i.test(field))
  if (place < 0) return undefined
  const [, , entry = '', name = '', object, exit, parameters = '', client] = fields.slice(place)
  return {
    source,
    time: timeOf(stamp),
    stamp,
    user: said(fields[0]),
    application: place > 2 ? said(fields[1]) : said(client),
    device: fields[place] ?? '',
    entry,
    name,
    object: said(object),
    exit: said(exit),
    parameters: [parameters, ...others.map((line) => fieldsOf(line).find((field) => field.includes('=')) ?? '')].join(
      ', ',
    ),
  }
}

/** Commas in quotes part nothing; a quote that nothing closes goes to the end. */
function fieldsOf(line: string): readonly string[] {
  const fields: string[] = []
  for (const found of line.slice(0, 20_000).matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)(?:"|$)|([^,]*))/g))
    if (fields.length < 40) fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim())
  return fields
}

/** Names of zones that a management console may be set to, in hours. */
const zones: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  SGT: 8,
  HKT: 8,
  AEST: 10,
  AEDT: 11,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  BRT: -3,
}

/** `2015/11/16 19:42:02:173 EST`; a zone that nobody knows is taken as UTC. */
function timeOf(stamp: string): number | undefined {
  const found = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)[:.](\d{3}) ?(.*)$/.exec(stamp)
  if (!found) return undefined
  const [year = 0, month = 1, date, hour, minute, second, milli] = found.slice(1, 8).map(Number)
  const local = Date.UTC(year, month - 1, date, hour, minute, second, milli)
  const zone = found[8] ?? ''
  const signed = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  const minutes = signed
    ? (Number(signed[2]) * 60 + Number(signed[3])) * (signed[1] === '-' ? -1 : 1)
    : (Object.hasOwn(zones, zone) ? (zones[zone] ?? 0) : 0) * 60
  return Number.isNaN(local) ? undefined : local - minutes * 60_000
}

const said = (value: string | undefined): string | undefined =>
  value === undefined || /^-*$/.test(value) ? undefined : value
