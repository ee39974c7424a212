// What a source makes of a sample file, as text for people to read and for a test to compare.
import { type Shown, shownBy } from '../../src/content/coverage/samples.ts'
import type { Detections } from '../../src/content/load.ts'
import { isObject, type JsonObject } from '../../src/lib/json.ts'
import type { Event } from '../../src/model/event.ts'
import type { Source } from '../../src/model/source.ts'

/** Samples are read as if they had come at this time, so that a record without a time has the same one every time. */
export const receivedAt = Date.UTC(2026, 2, 2)

/** The lines of a sample with their numbers, from 1. */
export const linesOf = (raw: string): readonly { readonly number: number; readonly text: string }[] =>
  raw
    .split('\n')
    .map((text, index) => ({ number: index + 1, text }))
    .filter(({ text }) => text !== '')

/**
 * The golden text: for each line its events and rejects, keys sorted. The original and the vendor's own fields repeat
 * the record, so they are left out; tests of their own look at them.
 */
export function goldenOf(source: Source, raw: string): string {
  const entries = linesOf(raw).map(({ number, text }) => {
    const reading = source.read(Buffer.from(text), receivedAt)
    if (!reading.ok) return { line: number, rejects: [reading.error] }
    const { events, rejects } = reading.value
    return { line: number, events: events.map(bare), ...(rejects.length > 0 ? { rejects } : {}) }
  })
  return `[\n${entries.map((entry) => `  ${laidOut(entry, 2)}`).join(',\n')}\n]\n`
}

function bare(event: Event): JsonObject {
  const plain = JSON.parse(JSON.stringify(event)) as JsonObject
  const { original: _, ...meta } = isObject(plain.event) ? plain.event : {}
  const others = Object.entries(plain).filter(([name]) => name !== event.event.module)
  return { ...Object.fromEntries(others), event: meta }
}

const widest = 110

/** On one line where it fits, else one member a line. */
function laidOut(value: unknown, indent: number): string {
  const line = oneLine(value)
  if (indent + line.length <= widest || typeof value !== 'object' || value === null) return line
  const inner = ' '.repeat(indent + 2)
  const end = ' '.repeat(indent)
  if (Array.isArray(value))
    return `[\n${value.map((part) => `${inner}${laidOut(part, indent + 2)}`).join(',\n')}\n${end}]`
  const members = sorted(value).map(([name, held]) => `${inner}${JSON.stringify(name)}: ${laidOut(held, indent + 2)}`)
  return `{\n${members.join(',\n')}\n${end}}`
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = sorted(value).map(([name, held]) => `${JSON.stringify(name)}: ${oneLine(held)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

const sorted = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))

/** Which alerts the samples of a source lead to by themselves: the line that opened each, and the priority that it came to. */
export function alertsText(
  source: Source,
  files: readonly (readonly [name: string, raw: string])[],
  detections: Detections,
): string {
  const told = ({ line, opened, alert }: Shown['alerts'][number]): string =>
    `  line ${line}: ${alert.priority}, ${alert.class}: ${opened.summary}\n`
  return files
    .map(([name, raw]) => {
      const lines = shownBy(source, raw.split('\n'), detections, receivedAt).alerts.map(told)
      return `${name}\n${lines.join('') || '  nothing\n'}`
    })
    .join('\n')
}
