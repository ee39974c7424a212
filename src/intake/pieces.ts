// Cuts a stream of bytes into records: lines, or JSON values one after the other. Nothing longer than wanted is ever held.

/** One record, or as much of it as is kept. */
export interface Piece {
  readonly bytes: Buffer
  /** Bytes that it has; more than are kept where it is too long. */
  readonly length: number
  /** Bytes of the stream up to its end, terminator included. */
  readonly end: number
  /** False: the stream ended before it did. */
  readonly whole: boolean
}

export interface Cutter {
  feed(chunk: Buffer): readonly Piece[]
  /** What is left when nothing more comes. */
  end(): readonly Piece[]
}

export interface CutOptions {
  /** Bytes that are kept of a record. */
  readonly most: number
  /** Bytes of the stream that were cut before. */
  readonly from?: number
}

/** All pieces of a stream. */
export async function* cut(chunks: AsyncIterable<Buffer>, cutter: Cutter): AsyncGenerator<Piece> {
  for await (const chunk of chunks) yield* cutter.feed(chunk)
  yield* cutter.end()
}

const [tab, lf, cr, space, comma, quote, backslash] = [9, 10, 13, 32, 44, 34, 92]
const [opens, closes] = [new Set([91, 123]), new Set([93, 125])]
const [listStart, listEnd] = [91, 93]

/** Lines without their ends; blank ones are nothing. */
export function lineCutter({ most, from = 0 }: CutOptions): Cutter {
  const held = gather(most)
  let place = from
  const finish = (end: number, whole: boolean): readonly Piece[] => {
    const { bytes, length } = held.take()
    const trimmed = bytes.length === length && bytes.at(-1) === cr ? bytes.subarray(0, -1) : bytes
    if (trimmed.length === 0) return []
    return [{ bytes: trimmed, length: length - (bytes.length - trimmed.length), end, whole }]
  }
  return {
    feed(chunk) {
      const found: Piece[] = []
      let start = 0
      for (let stop = chunk.indexOf(lf); stop !== -1; stop = chunk.indexOf(lf, start)) {
        held.add(chunk.subarray(start, stop))
        start = stop + 1
        found.push(...finish(place + start, true))
      }
      held.add(chunk.subarray(start))
      place += chunk.length
      return found
    },
    end: () => finish(place, false),
  }
}

/**
 * JSON values over any number of lines, and the members of lists that stand outside. What is no JSON goes to the end of its
 * line, so that it is told and not lost.
 */
export function jsonCutter({ most, from = 0 }: CutOptions): Cutter {
  const held = gather(most)
  let place = from
  let listed = false
  let state: 'between' | 'value' | 'text' = 'between'
  let depth = 0
  let quoted = false
  let escaped = false
  const finish = (end: number, whole: boolean): Piece => {
    state = 'between'
    return { ...held.take(), end, whole }
  }
  /** Whether the byte ends the value. */
  const within = (byte: number): boolean => {
    if (escaped) escaped = false
    else if (quoted) {
      if (byte === backslash) escaped = true
      else if (byte === quote) quoted = false
    } else if (byte === quote) quoted = true
    else if (opens.has(byte)) depth += 1
    else if (closes.has(byte)) depth -= 1
    return depth === 0
  }
  const begin = (byte: number): void => {
    if (byte === lf || byte === cr || byte === space || byte === tab || byte === comma) return
    if (byte === listStart && !listed) listed = true
    // Also of a list that began before the place where this one goes on.
    else if (byte === listEnd) listed = false
    else if (opens.has(byte)) {
      state = 'value'
      depth = 1
    } else state = 'text'
  }
  return {
    feed(chunk) {
      const found: Piece[] = []
      let start = 0
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at] ?? 0
        if (state === 'between') {
          begin(byte)
          start = at
        } else if (state === 'value' ? within(byte) : byte === lf) {
          held.add(chunk.subarray(start, state === 'value' ? at + 1 : at))
          found.push(finish(place + at + 1, true))
        }
      }
      if (state !== 'between') held.add(chunk.subarray(start))
      place += chunk.length
      return found
    },
    end: () => (state === 'between' ? [] : [finish(place, state === 'text')]),
  }
}

/** Gathers what comes of one record, and forgets what is too much. */
export function gather(most: number) {
  let parts: Buffer[] = []
  let kept = 0
  let length = 0
  return {
    add(slice: Buffer): void {
      length += slice.length
      if (kept >= most || slice.length === 0) return
      const part = slice.subarray(0, most - kept)
      parts.push(part)
      kept += part.length
    },
    length: () => length,
    take(): { readonly bytes: Buffer; readonly length: number } {
      const [only] = parts
      const taken = { bytes: parts.length === 1 && only ? only : Buffer.concat(parts), length }
      parts = []
      kept = 0
      length = 0
      return taken
    },
  }
}
