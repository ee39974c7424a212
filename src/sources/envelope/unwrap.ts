// Takes a vendor's records out of whatever a shipper put around them: lists, files, buses, queues, log agents.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { parseJson, unfoldBase64 } from './decode.ts'
import { documentsIn } from './documents.ts'

/** One thing found inside: a record, or something that is none, with the way to it. */
export interface Unwrapped {
  readonly value: Json
  /** Envelopes from the outside in: `Records`, `eventbridge`, `cloudwatch-logs` ... */
  readonly envelopes: readonly string[]
  /** When the carrier says it was created (ISO), where it does. */
  readonly created?: string
}

/** Shippers nest: a queue around a bus around a file. More than this is no shipper. */
const deepest = 8

/**
 * All records inside a JSON value, in order.
 * @param isRecord says whether an object is already a record of the vendor
 * @param isLine says whether an object carries a line as text: it is opened only where a record is inside
 */
export function unwrap(
  value: Json,
  isRecord: (value: JsonObject) => boolean,
  isLine: (value: JsonObject) => boolean = () => false,
): readonly Unwrapped[] {
  const open = (here: Json, envelopes: readonly string[], created?: string): readonly Unwrapped[] => {
    if (Array.isArray(here) && envelopes.length <= deepest)
      return (here as readonly Json[]).flatMap((part) => open(part, [...envelopes, 'list'], created))
    const kept: readonly Unwrapped[] = [{ value: here, envelopes, ...(created ? { created } : {}) }]
    const carrier = isObject(here) && envelopes.length <= deepest && !isRecord(here) ? carrierOf(here) : undefined
    if (!carrier || !isObject(here)) return kept
    const found = carrier.values.flatMap((part) => open(part, [...envelopes, carrier.name], carrier.created ?? created))
    return isLine(here) && !found.some((one) => isObject(one.value) && isRecord(one.value)) ? kept : found
  }
  return open(value, [])
}

/** The first carrier that the object is, with what it holds. */
function carrierOf(value: JsonObject): (Inside & { readonly name: string }) | undefined {
  for (const { name, inside } of carriers) {
    const held = inside(value)
    if (held) return { ...held, name }
  }
  return undefined
}

interface Inside {
  readonly values: readonly Json[]
  readonly created?: string | undefined
}
interface Carrier {
  readonly name: string
  inside(value: JsonObject): Inside | undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** JSON inside a string, plain or as base64 of gzip; undefined where the string holds none. */
function embedded(value: Json | undefined): Json | undefined {
  if (isObject(value) || Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  const plain = trimmed.startsWith('{') || trimmed.startsWith('[') ? trimmed : unfoldBase64(trimmed)
  if (plain === undefined) return undefined
  const parsed = parseJson(plain)
  if (parsed.ok) return isObject(parsed.value) || Array.isArray(parsed.value) ? parsed.value : undefined
  // One that cannot be read stays as its text, so that it is told and the others are not lost with it.
  return documentsIn(plain)?.map((part) => jsonIn(part) ?? part)
}

const held = (value: Json | undefined, created?: string): Inside | undefined => {
  const inner = embedded(value)
  return inner === undefined ? undefined : { values: [inner], created }
}

/** First that fits wins; the more particular stand first. */
const carriers: readonly Carrier[] = [
  // AWS: trail files and S3-style lists; Azure Event Hubs `records`.
  { name: 'Records', inside: (v) => listOf(v.Records) ?? listOf(v.records) ?? listOf(v.events) },
  // AWS EventBridge: {version, id, detail-type, source, account, time, region, resources, detail}.
  {
    name: 'eventbridge',
    inside: (v) =>
      isObject(v.detail) && 'detail-type' in v ? { values: [v.detail], created: text(v.time) } : undefined,
  },
  // CloudWatch Logs subscription: a control message is a probe and holds nothing.
  {
    name: 'cloudwatch-logs',
    inside: (v) => {
      if (v.messageType === 'CONTROL_MESSAGE') return { values: [] }
      if (!Array.isArray(v.logEvents)) return undefined
      return {
        values: (v.logEvents as readonly Json[]).map((entry) =>
          isObject(entry) ? (embedded(entry.message) ?? entry.message ?? entry) : entry,
        ),
      }
    },
  },
  { name: 'awslogs', inside: (v) => (isObject(v.awslogs) ? held(v.awslogs.data) : undefined) },
  { name: 'commservEvents', inside: (v) => listOf(v.commservEvents) },
  { name: 'lookup-events', inside: (v) => listOf(v.Events) ?? held(v.CloudTrailEvent) },
  // CloudTrail Lake: rows of one-column objects; `eventJson` holds the whole record.
  {
    name: 'lake',
    inside: (v) =>
      Array.isArray(v.QueryResultRows)
        ? { values: (v.QueryResultRows as readonly Json[]).map(rowOf) }
        : 'eventJson' in v
          ? held(v.eventJson)
          : undefined,
  },
  { name: 'kinesis', inside: (v) => (isObject(v.kinesis) ? held(v.kinesis.data) : held(v.Data)) },
  {
    name: 'sns',
    inside: (v) =>
      typeof v.Message === 'string'
        ? held(v.Message, text(v.Timestamp))
        : isObject(v.Sns)
          ? held(v.Sns.Message, text(v.Sns.Timestamp))
          : undefined,
  },
  {
    name: 'sqs',
    inside: (v) => (typeof v.body === 'string' ? held(v.body) : typeof v.Body === 'string' ? held(v.Body) : undefined),
  },
  // Answers of REST services in pages: OData's {"@odata.context", "value": [...]}, Azure's {"value": [...], "nextLink"}.
  { name: 'page', inside: (v) => listOf(v.value) },
  // Splunk's export of a search: {"preview", "result": {"_raw": "..."}}.
  { name: 'splunk-search', inside: (v) => ('preview' in v && isObject(v.result) ? { values: [v.result] } : undefined) },
  // Kafka Connect: {schema, payload}.
  { name: 'kafka-connect', inside: (v) => ('payload' in v ? held(v.payload) : undefined) },
  // Filebeat and Elastic Agent keep the line in event.original or message; Fluent Bit in log; Vector in message; Splunk HEC in event.
  { name: 'beats', inside: (v) => (isObject(v.event) ? held(v.event.original) : undefined) },
  { name: 'message', inside: (v) => held(v.message) ?? held(v['@message']) ?? held(v['event.original']) },
  { name: 'log', inside: (v) => held(v.log) ?? held(v.msg) ?? held(v.line) ?? held(v._raw) ?? held(v.data) },
  { name: 'event', inside: (v) => held(v.event) },
]

/** The columns of a row as one object; a column that holds JSON as text is that JSON. */
function rowOf(row: Json): Json {
  const columns = Array.isArray(row) ? (row as readonly Json[]).filter(isObject) : isObject(row) ? [row] : []
  const cells = columns.flatMap((column) => Object.entries(column))
  if (cells.length === 0) return row
  return Object.fromEntries(cells.map(([name, cell]) => [name, jsonIn(cell) ?? cell]))
}

/** What a text that begins as JSON holds; undefined for every other value. */
function jsonIn(cell: Json | undefined): Json | undefined {
  if (typeof cell !== 'string' || !/^\s*[[{]/.test(cell)) return undefined
  const parsed = parseJson(cell)
  return parsed.ok ? parsed.value : undefined
}

const listOf = (value: Json | undefined): Inside | undefined =>
  Array.isArray(value) ? { values: value as readonly Json[] } : undefined
