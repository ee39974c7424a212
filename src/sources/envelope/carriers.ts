// What buses, queues, files and pages put around records, and what each holds.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { parseJson } from './decode.ts'
import { documentsIn } from './documents.ts'
import { loki, openTelemetry } from './telemetry.ts'

/** One thing inside a carrier. */
export interface Part {
  readonly value: Json
  /** Its own text, where it stood there as text. */
  readonly text?: string
  /** When the carrier was made, or took it. */
  readonly created?: Json | undefined
}

export interface Inside {
  readonly name: string
  readonly parts: readonly Part[]
}

/** The text in base64, unfolded where it is gzip; undefined where it is none, or where the record unfolded too much already. */
export type Unpack = (text: string) => string | undefined

/** The first carrier that an object is, with what it holds; undefined where it is none of these. */
export function carrierOf(value: JsonObject, unpack: Unpack): Inside | undefined {
  for (const carrier of carriers) {
    const inside = carrier(value, unpack)
    if (inside) return inside
  }
  return undefined
}

/** Lists and objects, as such or as text; undefined for anything else. */
export function jsonParts(value: Json | undefined, unpack: Unpack, created?: Json): readonly Part[] | undefined {
  if (isObject(value) || Array.isArray(value)) return [{ value, created }]
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  const plain = beginsJson(trimmed) ? trimmed : unpack(trimmed)
  return plain !== undefined && beginsJson(plain) ? partsIn(plain, created) : undefined
}

function partsIn(text: string, created: Json | undefined): readonly Part[] | undefined {
  const parsed = parseJson(text)
  if (parsed.ok)
    return isObject(parsed.value) || Array.isArray(parsed.value)
      ? [{ value: parsed.value, text: text.trim(), created }]
      : undefined
  // One that cannot be read stays as its text, so that it is told and the others are not lost with it.
  return documentsIn(text)?.map((part) => ({ value: jsonIn(part) ?? part, text: part, created }))
}

/** What a text that begins as JSON holds; undefined for every other value. */
function jsonIn(cell: Json | undefined): Json | undefined {
  if (typeof cell !== 'string' || !beginsJson(cell)) return undefined
  const parsed = parseJson(cell)
  return parsed.ok ? parsed.value : undefined
}

const beginsJson = (text: string): boolean => /^\s*[[{]/.test(text)

/** As `jsonParts`; a text without JSON is a line. */
function parts(value: Json | undefined, unpack: Unpack, created?: Json): readonly Part[] | undefined {
  const found = jsonParts(value, unpack, created)
  if (found || typeof value !== 'string') return found
  const line = unpack(value.trim()) ?? value
  return line.trim() === '' ? [] : [{ value: line, created }]
}

type Carrier = (value: JsonObject, unpack: Unpack) => Inside | undefined

const all = (value: Json | undefined): readonly Part[] | undefined =>
  Array.isArray(value) ? (value as readonly Json[]).map((part) => ({ value: part })) : undefined
const inside = (name: string, found: readonly Part[] | undefined): Inside | undefined => found && { name, parts: found }
const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
const first = (list: readonly Json[]): JsonObject => (isObject(list[0]) ? list[0] : {})

/** A list of packed records, each under one name. */
const packed =
  (name: string) =>
  (unpack: Unpack, list: readonly Json[]): readonly Part[] =>
    list.flatMap((entry) => (isObject(entry) ? (parts(entry[name], unpack) ?? [{ value: entry }]) : [{ value: entry }]))

/** First that fits wins; the more particular stand first. */
const carriers: readonly Carrier[] = [
  // AWS: files of a trail, and what a function is called with.
  ({ Records: list }) =>
    Array.isArray(list)
      ? inside(
          /^aws:/.test(text(first(list).eventSource ?? first(list).EventSource) ?? '') ? 'lambda' : 's3-file',
          all(list),
        )
      : undefined,
  // Firehose, its transformations, and Azure's Event Hubs.
  (v, unpack) => {
    const { records } = v
    if (!Array.isArray(records)) return undefined
    const fromFirehose =
      text(v.deliveryStreamArn) ?? text(v.invocationId) ?? ('timestamp' in v ? text(v.requestId) : undefined)
    return fromFirehose === undefined
      ? inside('event-hubs', all(records))
      : inside('firehose', packed('data')(unpack, records))
  },
  (v) => inside('page', all(v.events) ?? all(v.commservEvents)),
  ({ resourceLogs }) => inside('opentelemetry', openTelemetry(resourceLogs)),
  ({ streams }) => inside('loki', loki(streams)),
  // EventBridge: {version, id, detail-type, source, account, time, region, resources, detail}.
  (v) =>
    isObject(v.detail) && 'detail-type' in v
      ? inside('eventbridge', [{ value: v.detail, created: text(v.time) }])
      : undefined,
  // CloudWatch Logs subscription: a control message is a probe and holds nothing.
  (v, unpack) => {
    if (v.messageType === 'CONTROL_MESSAGE') return inside('cloudwatch-logs', [])
    if (!Array.isArray(v.logEvents)) return undefined
    const found = (v.logEvents as readonly Json[]).flatMap((entry): readonly Part[] =>
      isObject(entry)
        ? (jsonParts(entry.message, unpack) ?? [{ value: logged(entry, v), created: entry.timestamp }])
        : [{ value: entry }],
    )
    return inside('cloudwatch-logs', found)
  },
  (v, unpack) => (isObject(v.awslogs) ? inside('lambda', parts(v.awslogs.data, unpack)) : undefined),
  (v, unpack) => inside('lookup-events', all(v.Events) ?? jsonParts(v.CloudTrailEvent, unpack)),
  // CloudTrail Lake: rows of one-column objects; `eventJson` holds the whole record.
  (v, unpack) =>
    Array.isArray(v.QueryResultRows)
      ? inside('lake', all((v.QueryResultRows as readonly Json[]).map(rowOf)))
      : 'eventJson' in v
        ? inside('lake', jsonParts(v.eventJson, unpack))
        : undefined,
  (v, unpack) =>
    inside(
      'kinesis',
      isObject(v.kinesis)
        ? parts(v.kinesis.data, unpack)
        : 'PartitionKey' in v
          ? parts(v.Data, unpack)
          : jsonParts(v.Data, unpack),
    ),
  (v, unpack) =>
    isObject(v.Sns)
      ? inside('sns', parts(v.Sns.Message, unpack, text(v.Sns.Timestamp)))
      : 'TopicArn' in v || v.Type === 'Notification'
        ? inside('sns', parts(v.Message, unpack, text(v.Timestamp)))
        : undefined,
  (v, unpack) =>
    inside(
      'sqs',
      typeof v.Body === 'string'
        ? jsonParts(v.Body, unpack)
        : 'messageId' in v && typeof v.body === 'string'
          ? parts(v.body, unpack)
          : undefined,
    ),
  // Google's Pub/Sub, pushed and pulled.
  (v, unpack) =>
    isObject(v.message) &&
    'data' in v.message &&
    ('messageId' in v.message || 'attributes' in v.message || 'subscription' in v)
      ? inside('pubsub', parts(v.message.data, unpack, text(v.message.publishTime)))
      : inside('pubsub', all(v.receivedMessages)),
  // CloudEvents, and Azure's Event Grid in its own form.
  (v, unpack) =>
    typeof v.specversion === 'string'
      ? inside('cloudevents', parts(v.data ?? v.data_base64, unpack, text(v.time)))
      : 'eventType' in v && 'dataVersion' in v
        ? inside('event-grid', parts(v.data, unpack, text(v.eventTime)))
        : undefined,
  // Answers of REST services in pages: OData's {"@odata.context", "value": [...]}, Azure's {"value": [...], "nextLink"}, HAL's
  // {"_embedded": {"activities": [...]}}, Spring's {"page": {...}, "content": [...]}.
  (v) =>
    inside(
      'page',
      all(v.value) ??
        ('page' in v ? all(v.content) : undefined) ??
        (isObject(v._embedded) ? all(Object.values(v._embedded).find(Array.isArray)) : undefined),
    ),
  // Splunk's export of a search: {"preview", "result": {"_raw": "..."}}.
  (v) => ('preview' in v && isObject(v.result) ? inside('splunk', [{ value: v.result }]) : undefined),
  // A change of a row, as Debezium tells it: what was deleted is no record of anything new.
  (v) => {
    if (!('op' in v && ('after' in v || 'before' in v))) return undefined
    if (v.op === 'd' || v.op === 't') return inside('debezium', [])
    return isObject(v.after) ? inside('debezium', [{ value: v.after, created: v.ts_ms }]) : undefined
  },
  // Kafka Connect's JSON with its schema beside it.
  (v, unpack) => ('schema' in v && 'payload' in v ? inside('kafka-connect', parts(v.payload, unpack)) : undefined),
]

/** A line that CloudWatch keeps, with the log that it is from: a stream is named after its host, as a rule. */
const logged = (entry: JsonObject, { logGroup, logStream }: JsonObject): Json =>
  typeof entry.message === 'string'
    ? {
        message: entry.message,
        ...(logStream === undefined ? {} : { hostname: logStream }),
        ...(logGroup === undefined ? {} : { program: logGroup }),
      }
    : (entry.message ?? entry)

/** The columns of a row as one object; a column that holds JSON as text is that JSON. */
function rowOf(row: Json): Json {
  const columns = Array.isArray(row) ? (row as readonly Json[]).filter(isObject) : isObject(row) ? [row] : []
  const cells = columns.flatMap((column) => Object.entries(column))
  if (cells.length === 0) return row
  return Object.fromEntries(cells.map(([name, cell]) => [name, jsonIn(cell) ?? cell]))
}
