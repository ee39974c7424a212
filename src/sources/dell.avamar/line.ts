// One event of an Avamar server as its tags: `<Code> 22555 <Type> AUDIT … <Summary> … <requestor …/>`; no tag is ever closed.
import type { JsonObject } from '../../lib/json.ts'
import { text } from '../kit/look.ts'

export interface AvamarEvent {
  readonly code: string
  /** `AUDIT`, `INFORMATION`, `WARNING`, `ERROR` … in capitals. */
  readonly type: string
  readonly severity: string
  readonly category: string
  readonly summary: string
  readonly user?: string | undefined
  /** The server that tells it, in small letters. */
  readonly host: string
  /** Tags behind the summary, by their names in small letters. */
  readonly more: ReadonlyMap<string, string>
  /** Who asked for it, from where and with which program. */
  readonly requestor: ReadonlyMap<string, string>
}

const tag = /<([A-Za-z][\w-]{0,40})((?:\s+[\w-]{1,40}="[^"]{0,300}")*)\s*\/?>\s*/g

/** Undefined for a line without a code and a summary. @param host as the carrier has it */
export function eventIn(line: string, host: string | undefined): AvamarEvent | undefined {
  const whole = line.slice(0, 20_000)
  const start = whole.search(/<Code>/i)
  if (start < 0) return undefined
  const tags = [...whole.slice(start).matchAll(tag)].slice(0, 100)
  const body = whole.slice(start)
  const values = new Map<string, string>()
  const requestor = new Map<string, string>()
  for (const [index, found] of tags.entries()) {
    const name = (found[1] ?? '').toLowerCase()
    if (found[2])
      for (const [, key = '', value = ''] of found[2].matchAll(/([\w-]{1,40})="([^"]*)"/g))
        requestor.set(key.toLowerCase(), value)
    const value = body.slice(found.index + found[0].length, tags[index + 1]?.index ?? body.length).trim()
    if (!values.has(name)) values.set(name, value)
  }
  return ofValues(values, requestor, host)
}

const header = [
  'code',
  'type',
  'severity',
  'category',
  'user',
  'hwsource',
  'swsource',
  'summary',
  'requestor',
  'date',
  'time',
]

function ofValues(
  values: ReadonlyMap<string, string>,
  requestor: ReadonlyMap<string, string>,
  host: string | undefined,
): AvamarEvent | undefined {
  const get = (name: string): string => values.get(name) ?? ''
  if (!/^\d{1,6}$/.test(get('code')) || get('summary') === '') return undefined
  return {
    code: get('code'),
    type: get('type').toUpperCase(),
    severity: get('severity').toUpperCase(),
    category: get('category').toUpperCase(),
    summary: get('summary').slice(0, 2_000),
    user: get('user') || requestor.get('user'),
    host: (get('hwsource') || host || '').toLowerCase().slice(0, 200),
    more: new Map([...values].filter(([name, value]) => !header.includes(name) && value !== '')),
    requestor,
  }
}

export const isEvent = (value: JsonObject): boolean =>
  value.Summary !== undefined && (value.Code !== undefined || value.HwSource !== undefined)

/** The same as an object, as a collector makes of the tags. */
export function eventOf(value: JsonObject, host: string | undefined): AvamarEvent | undefined {
  const values = new Map<string, string>()
  for (const [name, held] of Object.entries(value).slice(0, 100)) {
    const plain = text(held)
    if (plain !== undefined) values.set(name.toLowerCase(), plain)
  }
  const whole = [...values].map(([name, held]) => `<${name}> ${held}`).join(' ')
  return eventIn(`<Code> ${values.get('code') ?? ''} ${whole}`, host)
}
