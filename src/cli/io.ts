// The terminal: NDJSON out with back-pressure, people's words on stderr, and a quiet end when the reader has gone.
import { once } from 'node:events'
import type { Writable } from 'node:stream'

export interface Io {
  /** One value as one JSON line on stdout; resolves when the reader has room. */
  json(value: unknown): Promise<void> | void
  /** Plain text on stdout, as it is. */
  text(text: string): Promise<void> | void
  /** A line for people, or a problem as JSON, on stderr. */
  say(line: string): void
  /** True where a progress bar may be drawn. */
  readonly interactive: boolean
  readonly out: Writable
  readonly err: Writable
  readonly stdin: NodeJS.ReadableStream
}

/** The process's own streams. A closed pipe ends the program with its last code and no words, as `cat` does. */
export function processIo(): Io {
  const { stdout, stderr, stdin } = process
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') process.exit(0)
      throw error
    })
  }
  const lines = bufferedLines(stdout)
  return {
    json: (value) => lines.write(`${JSON.stringify(value)}\n`),
    text: (text) => lines.write(text),
    say: (line) => void stderr.write(`${line}\n`),
    interactive: stderr.isTTY === true,
    out: stdout,
    err: stderr,
    stdin,
  }
}

const chunk = 1 << 16

/** Gathers small writes of one turn into large ones: a system call a line costs more than the line. */
function bufferedLines(stream: Writable): { write(text: string): Promise<void> | void } {
  let waiting = ''
  let scheduled = false
  const flush = (): boolean => {
    scheduled = false
    const text = waiting
    waiting = ''
    return text === '' || stream.write(text)
  }
  process.once('beforeExit', flush)
  process.once('exit', flush)
  return {
    write(text) {
      waiting += text
      if (waiting.length >= chunk) return flush() ? undefined : once(stream, 'drain').then(() => undefined)
      if (!scheduled) {
        scheduled = true
        setImmediate(flush)
      }
      return undefined
    },
  }
}
