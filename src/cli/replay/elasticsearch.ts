// Events for a backtest from Elasticsearch: our own documents, ECS as `normalize` prints it, or records that a source reads.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { at } from '../../lib/path.ts'
import type { ElasticsearchConfig } from '../../model/config.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { StoreTrouble } from '../../model/store.ts'
import { eventsOf, noTotals } from '../../pipeline/replay.ts'
import { type ReadAsk, readDocuments } from '../../store/elasticsearch/read.ts'
import { StopError } from '../command.ts'

/** What is dropped, and whose an event is. */
export type Reading = Parameters<typeof eventsOf>[1]

export interface IndexAsk extends ReadAsk {
  readonly connection: ElasticsearchConfig
  /** Reads what the documents hold; without it they are events. */
  readonly source?: Source
  /** Where the record's text stands. */
  readonly field: string
  readonly reading: Reading
  say(line: string): void
}

/** @throws StopError when the cluster does not answer, or has no such index */
export async function* indexEvents(ask: IndexAsk): AsyncGenerator<{ readonly event: Event; readonly at: number }> {
  try {
    yield* ask.source ? recordEvents(ask, ask.source) : storedEvents(ask)
  } catch (cause) {
    if (cause instanceof StoreTrouble) throw new StopError(cause.message)
    throw cause
  }
}

async function* storedEvents(ask: IndexAsk) {
  let odd = 0
  for await (const document of readDocuments(ask.connection, ask)) {
    const found = eventIn(document)
    if (found) yield found
    else odd += 1
  }
  if (odd > 0) ask.say(`${odd} documents are no events as Lastcopy keeps them; --source names who reads records`)
}

/** As the store keeps events, whole in one text; else the document itself. */
function eventIn(document: JsonObject): { readonly event: Event; readonly at: number } | undefined {
  const body = at(document, 'lastcopy.body')
  const event = typeof body === 'string' ? parse(body) : document
  const own = at(document, 'lastcopy.at')
  const time = Date.parse(String(own ?? at(event, '@timestamp')))
  const whole = ['id', 'action', 'code', 'dataset', 'module', 'original'].every(
    (name) => typeof at(event, `event.${name}`) === 'string',
  )
  return whole && !Number.isNaN(time) ? { event: event as unknown as Event, at: time } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function* recordEvents(ask: IndexAsk, source: Source) {
  const totals = noTotals()
  const file = { source, name: ask.index, before: Date.now(), lines: recordsOf(ask) }
  yield* eventsOf([file], ask.reading, totals)
  if (totals.rejects > 0) ask.say(`${totals.rejects} records could not be read by ${source.name}`)
}

async function* recordsOf(ask: IndexAsk) {
  let number = 0
  for await (const document of readDocuments(ask.connection, ask)) {
    number += 1
    const text = textAt(document, ask.field)
    yield { number, bytes: Buffer.from(text ?? JSON.stringify(document)) }
  }
}

/** Documents hold a dotted name as objects in each other, or as it is. */
function textAt(document: JsonObject, field: string): string | undefined {
  const found = Object.hasOwn(document, field) ? document[field] : at(document, field)
  if (typeof found === 'string') return found
  return isObject(found) ? JSON.stringify(found) : undefined
}
