// Events as XML: `<Event><System>…</System><EventData>…`, whole, laid out over lines, or cut short by whoever sent them.
import { statedTime } from '../kit/time.ts'
import { failedBy, type WindowsRecord } from './record.ts'

const endMark = '</Event>'

/** Line breaks inside of an event would part it; they become references, as XML itself writes them. Several stand on lines of their own. */
export function onOneLine(record: Uint8Array): Uint8Array {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const isSeveral = bytes[0] === 0x3c && bytes.indexOf(endMark) !== bytes.lastIndexOf(endMark)
  if (record[0] === 0x1f || !(isSeveral || record.includes(0x0a))) return record
  const text = bytes.toString('utf8')
  const start = text.search(/<Event[\s>]/)
  if (start < 0 || /^\s*[[{]/.test(text)) return record
  const events = text.slice(start).split(/(?<=<\/Event>)/)
  return Buffer.from(
    events
      .map((event) => event.trim().replace(/\r?\n/g, '&#10;'))
      .filter((event) => event !== '' && event !== '</Events>')
      .join('\n'),
  )
}

/** No event is longer. */
const longest = 65_536

/** Whether an event inside of what a shipper wrote goes on with the next line. */
export const isOpen = (before: string): boolean =>
  before.length < longest && /^\s*<Event[\s>]/.test(before) && !before.trimEnd().endsWith(endMark)

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g,
    (whole, decimal: string | undefined, hexadecimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
      return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ''
    },
  )

const within = (text: string, tag: string): string => {
  const start = new RegExp(`<${tag}(?:\\s[^<>]*)?>`).exec(text)
  if (!start) return ''
  const from = start.index + start[0].length
  const end = text.indexOf(`</${tag}>`, from)
  return end < 0 ? text.slice(from) : text.slice(from, end)
}
const attribute = (text: string, tag: string, name: string): string =>
  unescaped(
    new RegExp(`<${tag}\\s[^<>]*?\\b${name}=(?:'([^']*)'|"([^"]*)")`)
      .exec(text)
      ?.slice(1)
      .find((value) => value !== undefined) ?? '',
  )

/** Undefined where there is no event with a number. */
export function fromXml(text: string): WindowsRecord | undefined {
  const start = text.search(/<Event[\s>]/)
  if (start < 0) return undefined
  const event = text.slice(start)
  const system = within(event, 'System')
  const id = within(system, 'EventID').trim()
  const computer = unescaped(within(system, 'Computer').trim())
  if (!/^\d{1,6}$/.test(id)) return undefined
  return {
    id,
    channel: unescaped(within(system, 'Channel').trim()),
    provider: attribute(system, 'Provider', 'Name'),
    computer: computer.includes('<') ? '' : computer,
    time: statedTime(attribute(system, 'TimeCreated', 'SystemTime')),
    collected: undefined,
    recordId: within(system, 'EventRecordID').trim(),
    data: { ...userData(within(event, 'UserData')), ...eventData(within(event, 'EventData')) },
    failed: failedBy(within(system, 'Keywords').trim()),
    message: unescaped(within(within(event, 'RenderingInfo'), 'Message')),
    sid: attribute(system, 'Security', 'UserID'),
  }
}

/** Values without names go by their places. What is cut off at the end is left out. */
function eventData(text: string): Readonly<Record<string, string>> {
  const data: Record<string, string> = Object.create(null)
  let place = 0
  for (const found of text.matchAll(
    /<Data(?:\s+Name=(?:'([^']{1,200})'|"([^"]{1,200})"))?\s*(?:\/>|>([^<]*)<\/Data>)/g,
  )) {
    place += 1
    data[found[1] ?? found[2] ?? `param${place}`] = unescaped(found[3] ?? '')
  }
  return data
}

function userData(text: string): Readonly<Record<string, string>> {
  const data: Record<string, string> = Object.create(null)
  for (const found of text.matchAll(/<([A-Za-z]\w{0,100})>([^<]*)<\/\1>/g))
    data[found[1] ?? ''] = unescaped(found[2] ?? '')
  return data
}
