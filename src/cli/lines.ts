// A file, a gzipped file or stdin as lines of bytes, in constant memory: a line is what stands between two `\n`.
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { UsageError } from './command.ts'

export interface Line {
  /** From 0. */
  readonly number: number
  /** Without the `\n`, and without a `\r` before it. */
  readonly bytes: Buffer
  /** The line was longer than the limit; `bytes` is its beginning. */
  readonly cut: boolean
}

/** A longer line is cut: no record of a known source comes near, and one line must never fill the memory. */
export const longestLine = 64 << 20

/**
 * Lines of a file; `-` is stdin; gzip is recognised by its first bytes.
 * @throws UsageError when the file cannot be read
 */
export async function* readLines(
  file: string,
  stdin: NodeJS.ReadableStream,
  limit = longestLine,
): AsyncGenerator<Line> {
  for await (const batch of readBatches(file, stdin, limit)) yield* batch
}

/** The same, those of one piece of the file together: to wait for each line costs as much as to look at it. */
export async function* readBatches(
  file: string,
  stdin: NodeJS.ReadableStream,
  limit = longestLine,
): AsyncGenerator<readonly Line[]> {
  /** The beginning of a line that goes on in the next piece. */
  let parts: Buffer[] = []
  let length = 0
  let number = 0
  let some = false
  const line = (whole: Buffer): Line => {
    const cut = whole.length > limit
    const bytes = cut ? whole.subarray(0, limit) : whole
    return { number: number++, bytes: bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes, cut }
  }
  const begun = (rest: Buffer): Buffer => {
    const whole = Buffer.concat([...parts, rest])
    parts = []
    length = 0
    return whole
  }
  for await (const bytes of readBytes(file, stdin)) {
    const batch: Line[] = []
    let start = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      const piece = bytes.subarray(start, end)
      batch.push(line(parts.length > 0 ? begun(piece) : piece))
      start = end + 1
    }
    const rest = bytes.subarray(start)
    some = rest.length > 0 || (some && start === 0)
    // Of a line without end no more is kept than tells that it is too long.
    if (rest.length > 0 && length <= limit) {
      parts.push(rest)
      length += rest.length
    }
    if (batch.length > 0) yield batch
  }
  if (some) yield [line(begun(Buffer.alloc(0)))]
}

/** The bytes of a file or stdin, unzipped where they are gzip. */
async function* readBytes(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const source = file === '-' ? stdin : createReadStream(file, { highWaterMark: 1 << 18 })
  try {
    const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>
    const first = await chunks.next()
    if (first.done) return
    const head = Buffer.from(first.value)
    const whole = replay(head, chunks)
    if (head[0] === 0x1f && head[1] === 0x8b) yield* unzip(whole)
    else yield* whole
  } catch (cause) {
    throw new UsageError(`${file === '-' ? 'stdin' : file} cannot be read: ${(cause as Error).message}`)
  }
}

async function* replay(head: Buffer, rest: AsyncIterator<Buffer | string>): AsyncGenerator<Buffer> {
  yield head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value)
}

async function* unzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  const feed = (async () => {
    try {
      for await (const part of bytes) if (!gunzip.write(part)) await new Promise((go) => gunzip.once('drain', go))
      gunzip.end()
    } catch (cause) {
      gunzip.destroy(cause as Error)
    }
  })()
  yield* gunzip as AsyncIterable<Buffer>
  await feed
}
