// The event block of Veeam's syslog lines: `[categoryId=0 instanceId=31200 Name="value" …]`, whose inner quotes nobody escapes.

export interface Block {
  /** The event's number: `31200`. */
  readonly code: string
  readonly fields: ReadonlyMap<string, string>
  /** Names that stood there twice: somebody may have written one into a value. */
  readonly doubled: readonly string[]
}

const head = /\[categoryId="?(\d{1,9})"?\s+instanceId="?(\d{1,9})"?/
const key = /\s+([A-Z][A-Za-z0-9_]{0,63}|param\d{1,2}|isDisabled)="/y

/** Where the block begins; -1 where a text has none. */
export const blockIn = (text: string): number => text.indexOf('[categoryId=')

/**
 * The block of a message; undefined where there is none. A value ends at the first quote that is followed by another name or by
 * the end; one that begins with `<` at the first `>` of which the same holds. A backslash escapes nothing.
 */
export function readBlock(message: string): Block | undefined {
  const start = blockIn(message)
  if (start < 0) return undefined
  const found = head.exec(message.slice(start, start + 60))
  if (!found) return undefined
  const whole = message.slice(start).trimEnd()
  const text = whole.endsWith(']') ? whole.slice(0, -1).trimEnd() : whole
  const fields = new Map<string, string>()
  const doubled = new Set<string>()
  let place = found[0].length
  for (;;) {
    const name = nameAt(text, place)
    if (!name) break
    const end = endOfValue(text, name.end)
    const value = text.slice(name.end, end.value)
    if (fields.has(name.name)) doubled.add(name.name)
    fields.set(name.name, value)
    place = end.next
    // The description stands last and is free text: what looks like a name in it is none.
    if (name.name === 'Description') break
  }
  return { code: found[2] ?? '', fields, doubled: [...doubled] }
}

function nameAt(text: string, place: number): { readonly name: string; readonly end: number } | undefined {
  key.lastIndex = place
  const found = key.exec(text)
  return found ? { name: found[1] ?? '', end: key.lastIndex } : undefined
}

interface End {
  /** Where the value ends, and where the next name may begin. */
  readonly value: number
  readonly next: number
}

function endOfValue(text: string, start: number): End {
  const mark = text.charAt(start) === '<' ? '>' : '"'
  for (let place = text.indexOf(mark, start); place >= 0; place = text.indexOf(mark, place + 1)) {
    const end = endAt(text, place, mark)
    if (end) return end
  }
  const whole = text.endsWith('"') && text.length > start ? text.length - 1 : text.length
  return { value: whole, next: text.length }
}

/** The end that stands at a mark, if it is one. An XML value was seen to lack its closing quote. */
function endAt(text: string, place: number, mark: string): End | undefined {
  const value = mark === '>' ? place + 1 : place
  const quoted = mark === '"' || text.charAt(value) === '"'
  const next = quoted ? value + 1 : value
  return next >= text.length || nameAt(text, next) ? { value, next } : undefined
}
