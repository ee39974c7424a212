// Splunk's HTTP Event Collector as its senders know it: events and raw lines in, its codes and acknowledgements out.
// Codes: Splunk, "Troubleshoot HTTP Event Collector"; acknowledgements: "About HTTP Event Collector Indexer Acknowledgment".
import { isObject } from '../lib/json.ts'
import type { Sender } from '../model/intake.ts'
import type { HecAnswer, HecForm } from './hec-answer.ts'
import { openBatch } from './http-batch.ts'
import { contentOf, wholeBody } from './http-body.ts'
import { type Context, failed, maySend, type Request, type Seen, shippedBy } from './http-context.ts'
import { cut, jsonCutter, lineCutter, type Piece } from './pieces.ts'

export interface HecTaking extends Seen {
  readonly context: Context
  readonly form: HecForm
  readonly query: URLSearchParams
}

/** An acknowledgement says that the records are in the journal, which holds by the time that its number is given. */
export async function takeHec(request: Request, answer: HecAnswer, taking: HecTaking): Promise<void> {
  const { context, form, query, sender, sent } = taking
  const channel = textOf(request.headers['x-splunk-request-channel']) ?? query.get('channel') ?? undefined
  if (channel !== undefined && !guid.test(channel)) return answer.code(request, 11)
  if (form === 'ack') {
    if (channel === undefined) return answer.code(request, 10)
    const ids = idsIn(sent ?? (await wholeBody(request, mostAsked)))
    return ids ? answer.acks(context.acks.ask(channel, ids)) : answer.code(request, 6)
  }
  const batch = openBatch(context, shippedBy(request, context, sender, 'splunk-hec'))
  const { maxBody } = context.config
  const cutter = (form === 'raw' ? lineCutter : jsonCutter)({ most: maxBody })
  let number = 0
  try {
    for await (const piece of cut(contentOf(request, maxBody, sent), cutter)) {
      const found = form === 'raw' ? routeOf(context, sender, query.get('sourcetype')) : eventOf(piece, taking)
      if ('code' in found) {
        // As with Splunk, the events before it are taken.
        await batch.flush()
        return answer.code(request, found.code, { number, ...found })
      }
      await batch.add(found.topic, piece.bytes)
      number += 1
    }
    if (number === 0) return answer.code(request, 5)
    await batch.flush()
    answer.success(channel === undefined ? undefined : context.acks.give(channel))
  } catch (cause) {
    failed(request, answer, { cause, batch, context })
  }
}

const guid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
const mostAsked = 1 << 20
const mostIds = 10_000

type Route = { readonly topic: string } | { readonly code: 6 | 7 | 12 | 13; readonly words?: string }

function eventOf({ bytes, whole }: Piece, { context, sender, query }: HecTaking): Route {
  let value: unknown
  try {
    value = whole ? JSON.parse(bytes.toString()) : undefined
  } catch {
    return { code: 6 }
  }
  if (!isObject(value)) return { code: 6 }
  if (value.event === undefined) return { code: 12 }
  if (value.event === '' || value.event === null) return { code: 13 }
  return routeOf(context, sender, typeof value.sourcetype === 'string' ? value.sourcetype : query.get('sourcetype'))
}

/** By the sourcetype, which may be the name of a source itself; else the only one that the sender may send. */
function routeOf({ config, topicOf }: Context, sender: Sender | undefined, type: string | null): Route {
  const mapped = type !== null && Object.hasOwn(config.sourcetypes, type) ? config.sourcetypes[type] : (type ?? '')
  const only = sender?.sources.length === 1 ? sender.sources[0] : undefined
  const source = topicOf.has(mapped ?? '') ? mapped : only
  const topic = topicOf.get(source ?? '')
  if (source === undefined || topic === undefined)
    return {
      code: 7,
      words: `no source is named for the sourcetype "${(type ?? '').slice(0, 60)}": intake.sourcetypes`,
    }
  return maySend(sender, source) ? { topic } : { code: 7, words: `${sender?.name} may not send records of ${source}` }
}

function idsIn(body: Buffer): readonly number[] | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    const ids = isObject(value) && Array.isArray(value.acks) ? (value.acks as readonly unknown[]) : undefined
    return ids && ids.length <= mostIds && ids.every((id) => Number.isSafeInteger(id)) ? (ids as number[]) : undefined
  } catch {
    return undefined
  }
}

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
