// Messages in a stream of syslog: octet counting or line ends (RFC 6587, section 3.4), told apart for each connection.
import { gather } from './pieces.ts'

export type Frame =
  | { readonly kind: 'record'; readonly bytes: Buffer }
  | {
      readonly kind: 'unfit'
      readonly why: 'too-long' | 'cut-off' | 'no-framing'
      /** Its beginning. */
      readonly bytes: Buffer
      /** Bytes that it has, or that came of it. */
      readonly length: number
    }

export interface Framer {
  feed(chunk: Buffer): readonly Frame[]
  /** @param how `ended`: the sender closed; `broken`: the connection did not come to its end */
  end(how: 'ended' | 'broken'): readonly Frame[]
  /** True while a message has begun and not come to its end. */
  unfinished(): boolean
  /** True when nobody knows any more where the next message begins: only a new connection helps. */
  lost(): boolean
}

/** @param most bytes of a message */
export function makeFramer(most: number): Framer {
  let head = Buffer.alloc(0)
  let inner: Framer | undefined
  const decide = (): Framer | undefined => {
    const begin = head.toString('latin1', 0, longestCount + 2)
    if (/^[1-9]\d{0,9} </.test(begin)) return countFramer(most)
    return head.length > 0 && !/^[1-9]\d{0,9} ?$/.test(begin) ? lineFramer(most) : undefined
  }
  return {
    feed(chunk) {
      if (inner) return inner.feed(chunk)
      head = Buffer.concat([head, chunk])
      inner = decide()
      return inner?.feed(head) ?? []
    },
    end(how) {
      if (inner) return inner.end(how)
      const last = lineFramer(most)
      return [...last.feed(head), ...last.end(how)]
    },
    unfinished: () => inner?.unfinished() ?? head.length > 0,
    lost: () => inner?.lost() ?? false,
  }
}

const longestCount = 10
const [lf, cr, nul, space] = [10, 13, 0, 32]

/** Non-transparent framing: a line feed, or the zero byte of some senders, ends a message. */
function lineFramer(most: number): Framer {
  const held = gather(most)
  let terminated = false
  const take = (): readonly Frame[] => {
    const { bytes, length } = held.take()
    if (length > most) return [{ kind: 'unfit', why: 'too-long', bytes, length }]
    const line = bytes.at(-1) === cr ? bytes.subarray(0, -1) : bytes
    return line.length === 0 ? [] : [{ kind: 'record', bytes: line }]
  }
  return {
    feed(chunk) {
      const found: Frame[] = []
      let start = 0
      for (let stop = lineEnd(chunk, 0); stop !== -1; stop = lineEnd(chunk, start)) {
        held.add(chunk.subarray(start, stop))
        start = stop + 1
        terminated = true
        found.push(...take())
      }
      held.add(chunk.subarray(start))
      return found
    },
    end(how) {
      // Who never ends a line sends one message a connection, which its end ends; of anybody else the last one is cut.
      if (how === 'ended' && !terminated) return take()
      return take().map((frame) =>
        frame.kind === 'record' ? { ...frame, kind: 'unfit', why: 'cut-off', length: frame.bytes.length } : frame,
      )
    },
    unfinished: () => held.length() > 0,
    lost: () => false,
  }
}

function lineEnd(chunk: Buffer, from: number): number {
  const [line, zero] = [chunk.indexOf(lf, from), chunk.indexOf(nul, from)]
  return line === -1 || zero === -1 ? Math.max(line, zero) : Math.min(line, zero)
}

/** A count that is so many times too large is none: what follows would be swallowed for hours. */
const absurd = 64

/** Octet counting: `length SP message`. */
function countFramer(most: number): Framer {
  const held = gather(most)
  let count = ''
  let left = 0
  let lost = false
  const unframed = (bytes: Buffer): Frame => {
    lost = true
    return { kind: 'unfit', why: 'no-framing', bytes, length: bytes.length }
  }
  return {
    feed(chunk) {
      const found: Frame[] = []
      for (let at = 0; at < chunk.length && !lost; ) {
        if (left > 0) {
          const part = chunk.subarray(at, at + left)
          held.add(part)
          at += part.length
          left -= part.length
          if (left > 0) continue
          const { bytes, length } = held.take()
          found.push(length > most ? { kind: 'unfit', why: 'too-long', bytes, length } : { kind: 'record', bytes })
          continue
        }
        const byte = chunk[at] ?? 0
        const digit = byte >= 48 && byte <= 57
        if (digit && count.length < longestCount) count += String.fromCharCode(byte)
        else if (byte === space && count !== '') {
          left = Number(count)
          count = ''
          if (left > most * absurd) found.push(unframed(chunk.subarray(at + 1)))
        } else if (count !== '' || ![lf, cr, nul, space].includes(byte)) found.push(unframed(chunk.subarray(at)))
        at += 1
      }
      return found
    },
    end() {
      if (lost || (left === 0 && count === '')) return []
      const { bytes, length } = held.take()
      return [{ kind: 'unfit', why: 'cut-off', bytes, length }]
    },
    unfinished: () => left > 0 || count !== '',
    lost: () => lost,
  }
}
