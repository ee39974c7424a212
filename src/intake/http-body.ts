// The bytes of a request: unzipped, bounded, and whole where a signature is to be seen.
import type { IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

export type BadBody = 'too-large' | 'encoding' | 'zip' | 'gone'

export class BodyError extends Error {
  readonly why: BadBody
  constructor(why: BadBody) {
    super(why)
    this.why = why
  }
}

/** What the body says by its headers alone. */
export function whyNotBody({ headers }: IncomingMessage, most: number): BadBody | undefined {
  if (!['gzip', 'identity'].includes(headers['content-encoding'] ?? 'identity')) return 'encoding'
  return Number(headers['content-length'] ?? 0) > most ? 'too-large' : undefined
}

/** All of it as it was sent. @throws BodyError */
export async function wholeBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of bounded(request, most)) parts.push(part)
  return Buffer.concat(parts)
}

/**
 * Its content, part by part.
 * @param sent the bytes where they were read already
 * @throws BodyError
 */
export async function* contentOf(request: IncomingMessage, most: number, sent?: Buffer): AsyncGenerator<Buffer> {
  const stream = sent ? Readable.from([sent]) : request
  if (request.headers['content-encoding'] !== 'gzip') yield* bounded(stream, most)
  else {
    const gunzip = createGunzip()
    // A sender that goes away in the middle ends both.
    pipeline(stream, gunzip, () => undefined)
    yield* bounded(gunzip, most)
  }
}

async function* bounded(stream: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let total = 0
  try {
    for await (const part of stream) {
      total += part.length
      if (total > most) throw new BodyError('too-large')
      yield part
    }
  } catch (cause) {
    if (cause instanceof BodyError) throw cause
    throw new BodyError(isZip(cause) ? 'zip' : 'gone')
  }
}

const isZip = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code))
