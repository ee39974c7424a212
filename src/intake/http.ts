// Records over HTTP: `POST /intake/<source>`, one record a line, gzip or not, answered when they are durable.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { nearest } from '../lib/nearest.ts'
import type { NamedToken } from '../model/config.ts'
import type { Journal, NewRecord } from '../model/journal.ts'

export interface IntakeOptions {
  readonly journal: Pick<Journal, 'append'>
  /** Raw topics and the source that reads each. */
  readonly topics: Readonly<Record<string, string>>
  /** Bytes of a request, unzipped. */
  readonly maxBody: number
  /** Without any, only this machine may send. */
  readonly tokens: readonly NamedToken[]
}

type Asked = IncomingMessage & { readonly params: Readonly<Record<string, string | readonly string[] | undefined>> }

/** Written in one step: so many records, or so many bytes. */
const stepRecords = 500
const stepBytes = 4 << 20

/** A handler for Node's or Express's server; the source is `params.source`. It always answers, whatever is sent. */
export function intakeHandler({ journal, topics, maxBody, tokens }: IntakeOptions) {
  const topicOf = new Map(Object.entries(topics).map(([topic, source]) => [source, topic]))
  return async (request: Asked, response: ServerResponse): Promise<void> => {
    const refused = whyNot(request, tokens)
    if (refused) return end(request, response, ...refused)
    const source = String(request.params.source)
    const topic = topicOf.get(source)
    if (topic === undefined) {
      const close = nearest(source, [...topicOf.keys()])
      return end(
        request,
        response,
        404,
        `no topic takes records of "${source.slice(0, 60)}"${close ? `; did you mean ${close}?` : ''}`,
      )
    }
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'gzip' && encoding !== 'identity')
      return end(request, response, 415, `content-encoding ${encoding.slice(0, 20)} is not read; gzip is`)
    if (Number(request.headers['content-length'] ?? 0) > maxBody)
      return end(request, response, 413, tooLarge(maxBody), 0)
    await take(request, response, { journal, topic, maxBody, gzip: encoding === 'gzip' })
  }
}

interface Taking {
  readonly journal: Pick<Journal, 'append'>
  readonly topic: string
  readonly maxBody: number
  readonly gzip: boolean
}

async function take(
  request: Asked,
  response: ServerResponse,
  { journal, topic, maxBody, gzip }: Taking,
): Promise<void> {
  let accepted = 0
  let waiting: NewRecord[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    await journal.append(waiting)
    accepted += waiting.length
    waiting = []
    bytes = 0
  }
  try {
    for await (const line of linesOf(gzip ? unzipped(request) : request, maxBody)) {
      waiting.push({ topic, value: line })
      bytes += line.length
      if (waiting.length >= stepRecords || bytes >= stepBytes) await flush()
    }
    await flush()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ accepted }))
  } catch (cause) {
    // What was accepted stays; sending it again is no harm, an event counts once.
    if (cause instanceof TooLarge) return end(request, response, 413, tooLarge(maxBody), accepted)
    if (isZip(cause)) return end(request, response, 400, 'the body is no gzip, or ends too early', accepted)
    if (request.errored || response.destroyed) return
    end(request, response, 503, 'the records could not be written; send them again', accepted)
  }
}

class TooLarge extends Error {}

/** Lines without their ends; empty ones are nothing. */
async function* linesOf(stream: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let total = 0
  let rest: Buffer[] = []
  for await (const part of stream) {
    total += part.length
    if (total > limit) throw new TooLarge()
    let start = 0
    for (let stop = part.indexOf(10); stop !== -1; stop = part.indexOf(10, start)) {
      const line = whole([...rest, part.subarray(start, stop)])
      rest = []
      start = stop + 1
      if (line.length > 0) yield line
    }
    if (start < part.length) rest.push(part.subarray(start))
  }
  const last = whole(rest)
  if (last.length > 0) yield last
}

function whole(parts: readonly Buffer[]): Buffer {
  const [only] = parts
  const line = parts.length === 1 && only ? only : Buffer.concat(parts)
  return line.at(-1) === 13 ? line.subarray(0, -1) : line
}

/** Without tokens: this machine, and no browser in it, since any web page could make one send. */
function whyNot(
  { headers, socket }: IncomingMessage,
  tokens: readonly NamedToken[],
): readonly [number, string] | undefined {
  if (tokens.length > 0) {
    const given = /^Bearer (.{1,600})$/i.exec(headers.authorization ?? '')?.[1]
    return given !== undefined && tokens.some(({ token }) => equal(given, token))
      ? undefined
      : [401, 'a token is needed: Authorization: Bearer ...']
  }
  if (!isLoopback(socket.remoteAddress ?? '')) return [403, 'without intake.tokens only this machine may send']
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
    ? [403, 'a web page may not send']
    : undefined
}

const isLoopback = (address: string): boolean => {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const isZip = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code))

const tooLarge = (limit: number): string => `the body is larger than ${limit} bytes; send it in parts`

function end(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
  accepted?: number,
): void {
  // The rest of the body is not read: the connection cannot be used again.
  response.setHeader('connection', 'close')
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error, ...(accepted === undefined ? {} : { accepted }) }))
  request.resume()
}

/** A sender that goes away in the middle ends both. */
function unzipped(request: IncomingMessage): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  pipeline(request, gunzip, () => undefined)
  return gunzip
}
