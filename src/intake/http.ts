// Records over HTTP: `POST /intake/<source>` and Splunk's HTTP Event Collector, answered when they are durable.
import type { ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { nearest } from '../lib/nearest.ts'
import { takeHec } from './hec.ts'
import { makeAcks } from './hec-acks.ts'
import { answerHec, hecForm } from './hec-answer.ts'
import { openBatch } from './http-batch.ts'
import { type BadBody, BodyError, contentOf, wholeBody, whyNotBody } from './http-body.ts'
import {
  type Answer,
  type Context,
  failed,
  type HttpIntakeOptions,
  maySend,
  type Request,
  type Seen,
  shippedBy,
} from './http-context.ts'
import { type Asked, askedBy, type Refusal, refusals, signerOf } from './http-senders.ts'
import { topicsBySource } from './parts.ts'
import { cut, jsonCutter, lineCutter } from './pieces.ts'
import { clientOf } from './tls.ts'

/** Requests at once: each may hold a record of the largest size. */
const mostAtOnce = 64
/** Nobody knows yet who sends one that is signed, and it has to be held whole: fewer at once, and smaller ones. */
const mostSigning = 16
const mostSigned = 8 << 20
/** A refusal of the journal makes the address unhealthy for so long: then somebody has to try again. */
const remembered = 3_000

/** A handler for Node's or Express's server. It always answers, whatever is sent. */
export function httpIntake(options: HttpIntakeOptions) {
  const topicOf = topicsBySource(options.topics)
  const context: Context = { ...options, topicOf, acks: makeAcks(), refusedAt: Number.NEGATIVE_INFINITY }
  let open = 0
  let signing = 0
  return async (request: Request, response: ServerResponse): Promise<void> => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    const source = /^\/intake\/([^/]{1,200})$/.exec(path)?.[1]
    const form = hecForm(path)
    const hec = answerHec(response)
    const answer = form ? hec : answerPlain(response)
    if (form === 'health') return hec.health(Date.now() - context.refusedAt > remembered && open < mostAtOnce)
    if (source === undefined && form === undefined)
      return answer.end(request, { status: 404, words: 'there is no such address' })
    if (request.method !== 'POST') return answer.end(request, { status: 405, words: 'records are posted' })
    const asked = askedBy(
      request,
      options.config,
      options.tls ? clientOf(request.socket as TLSSocket, options.tls) : {},
    )
    if (asked.kind === 'refused') {
      options.counts.trouble(options.name, 'denied', 1)
      return answer.refused(request, asked.why)
    }
    const signed = asked.kind === 'signed' ? 1 : 0
    if (open >= mostAtOnce || signing + signed > mostSigning) {
      options.counts.trouble(options.name, 'busy', 1)
      return answer.busy(request)
    }
    open += 1
    signing += signed
    try {
      const seen = await senderOf(request, asked, context)
      if ('why' in seen) {
        options.counts.trouble(options.name, 'denied', 1)
        return answer.refused(request, seen.why)
      }
      if ('bad' in seen) return answer.bad(request, seen.bad, options.config.maxBody, 0)
      if (form) return await takeHec(request, hec, { context, form, query: new URLSearchParams(query), ...seen })
      await takeRecords(request, answer, { context, source: decoded(source ?? ''), ...seen })
    } catch (cause) {
      if (request.errored || response.destroyed) return
      if (cause instanceof BodyError) return answer.bad(request, cause.why, options.config.maxBody, 0)
      throw cause
    } finally {
      open -= 1
      signing -= signed
    }
  }
}

async function senderOf(
  request: Request,
  asked: Exclude<Asked, { kind: 'refused' }>,
  { config }: Context,
): Promise<Seen | { readonly why: Refusal } | { readonly bad: BadBody }> {
  const bad = whyNotBody(request, config.maxBody)
  if (bad) return { bad }
  if (asked.kind === 'known') return asked
  const sent = await wholeBody(request, Math.min(config.maxBody, mostSigned))
  const sender = signerOf(request.headers, sent, config.signatures, Date.now())
  return sender ? { sender, sent } : { why: 'unknown' }
}

interface Taking extends Seen {
  readonly context: Context
  readonly source: string
}

async function takeRecords(request: Request, answer: Answer, { context, source, sender, sent }: Taking): Promise<void> {
  const { topicOf, config } = context
  const topic = topicOf.get(source)
  if (topic === undefined) {
    const close = nearest(source, [...topicOf.keys()])
    const words = `no topic takes records of "${source.slice(0, 60)}"${close ? `; did you mean ${close}?` : ''}`
    return answer.end(request, { status: 404, words })
  }
  if (!maySend(sender, source))
    return answer.end(request, { status: 403, words: `${sender?.name} may not send records of ${source}` })
  const batch = openBatch(context, shippedBy(request, context, sender, 'http'))
  const cutter = isJson(request) ? jsonCutter : lineCutter
  try {
    for await (const { bytes } of cut(contentOf(request, config.maxBody, sent), cutter({ most: config.maxBody })))
      await batch.add(topic, bytes)
    await batch.flush()
    answer.taken(batch.accepted())
  } catch (cause) {
    failed(request, answer, { cause, batch, context })
  }
}

const isJson = ({ headers }: Request): boolean => /^application\/json\b/i.test(headers['content-type'] ?? '')

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const plainBad: Readonly<Record<BadBody, readonly [number, (most: number) => string]>> = {
  'too-large': [413, (most) => `the body is larger than ${most} bytes; send it in parts`],
  encoding: [415, () => 'the content-encoding is not read; gzip is'],
  zip: [400, () => 'the body is no gzip, or ends too early'],
  gone: [400, () => 'the body ended too early'],
}

function answerPlain(response: ServerResponse): Answer {
  const json = (status: number, value: object): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  const end: Answer['end'] = (request, { status, words, accepted }) => {
    if (response.destroyed) return
    // The rest of the body is not read: the connection cannot be used again.
    response.setHeader('connection', 'close')
    json(status, { error: words, ...(accepted === undefined ? {} : { accepted }) })
    request.resume()
  }
  const again = (request: Request, words: string, accepted?: number): void => {
    response.setHeader('retry-after', '1')
    end(request, { status: 503, words, ...(accepted === undefined ? {} : { accepted }) })
  }
  return {
    end,
    taken: (accepted) => json(200, { accepted }),
    refused: (request, why) => end(request, { status: refusals[why][0], words: refusals[why][1] }),
    bad: (request, why, most, accepted) =>
      end(request, { status: plainBad[why][0], words: plainBad[why][1](most), accepted }),
    unwritten: (request, accepted) => again(request, 'the records could not be written; send them again', accepted),
    busy: (request) => again(request, 'too many requests at once'),
  }
}
