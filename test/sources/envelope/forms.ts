// The forms in which shippers, buses and queues send records, each as it wraps a text or an object.
import { gzipSync } from 'node:zlib'
import type { Json, JsonObject } from '../../../src/lib/json.ts'

export interface Form {
  readonly name: string
  /** What the event says of it. */
  readonly carriers: readonly string[]
  /** Around a text: a line, or JSON as text. */
  readonly text?: (text: string) => Json
  /** Around an object as such. */
  readonly object?: (value: JsonObject) => Json
}

const at = '2026-03-02T10:00:05.000Z'
const seconds = Date.parse(at) / 1000
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const packed = (text: string): string => gzipSync(text).toString('base64')
const subscription = (message: string): JsonObject => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'audit',
  logStream: 's',
  subscriptionFilters: ['all'],
  logEvents: [{ id: '1', timestamp: Date.parse(at), message }],
})
const bridge = (detail: JsonObject): JsonObject => ({
  version: '0',
  id: 'e1',
  'detail-type': 'an event',
  source: 'custom.audit',
  account: '111122223333',
  time: at,
  region: 'eu-central-1',
  resources: [],
  detail,
})
const schema = { type: 'string', optional: false }
const ecs = { version: '8.0.0' }
const beat = { type: 'filebeat', version: '8.15.0', id: 'a', name: 'collector-1' }
const log = { file: { path: '/var/log/audit.log' }, offset: 123 }

export const forms: readonly Form[] = [
  {
    name: 'Filebeat',
    carriers: ['filebeat'],
    text: (message) => ({
      '@timestamp': at,
      '@metadata': { beat: 'filebeat' },
      agent: beat,
      ecs,
      log,
      message,
      input: { type: 'log' },
    }),
  },
  {
    name: 'Filebeat that kept the original',
    carriers: ['filebeat'],
    text: (original) => ({ '@timestamp': at, agent: beat, event: { original }, message: 'in other words', log }),
  },
  {
    name: 'Filebeat before 7',
    carriers: ['filebeat'],
    text: (message) => ({
      '@timestamp': at,
      beat: { hostname: 'h', name: 'h', version: '6.8.0' },
      message,
      source: '/var/log/x',
    }),
  },
  {
    name: 'Filebeat that read the JSON',
    carriers: ['filebeat'],
    object: (json) => ({ '@timestamp': at, agent: beat, log, json }),
  },
  {
    name: 'Elastic Agent',
    carriers: ['elastic-agent'],
    text: (original) => ({
      '@timestamp': at,
      agent: beat,
      elastic_agent: { id: 'a', version: '8.15.0', snapshot: false },
      data_stream: { type: 'logs', dataset: 'generic', namespace: 'default' },
      event: { original, dataset: 'generic' },
      log,
    }),
  },
  { name: 'Fluent Bit', carriers: ['fluent-bit'], text: (text) => ({ date: seconds, log: text }) },
  {
    name: 'Fluent Bit to Kafka',
    carriers: ['fluent-bit'],
    text: (text) => ({ '@timestamp': seconds, log: `${text}\n` }),
  },
  {
    name: 'Fluent Bit in Kubernetes',
    carriers: ['fluent-bit'],
    text: (text) => ({
      date: seconds,
      stream: 'stdout',
      _p: 'F',
      log: text,
      kubernetes: { pod_name: 'p', host: 'node-1' },
    }),
  },
  {
    name: 'Fluent Bit that read the JSON',
    carriers: ['fluent-bit'],
    object: (value) => ({ date: seconds, log_processed: value, kubernetes: {} }),
  },
  { name: 'Docker', carriers: ['docker'], text: (text) => ({ log: `${text}\n`, stream: 'stdout', time: at }) },
  {
    name: 'Vector',
    carriers: ['vector'],
    text: (message) => ({ file: '/var/log/x', host: 'collector-1', message, source_type: 'file', timestamp: at }),
  },
  {
    name: 'Vector that read the JSON',
    carriers: ['vector'],
    object: (message) => ({ host: 'collector-1', message, source_type: 'kafka', timestamp: at }),
  },
  {
    name: 'rsyslog with the whole message',
    carriers: ['rsyslog'],
    text: (rawmsg) => ({
      rawmsg,
      fromhost: '192.0.2.1',
      'fromhost-ip': '192.0.2.1',
      inputname: 'imtcp',
      timegenerated: at,
    }),
  },
  {
    name: 'syslog-ng',
    carriers: ['syslog-ng'],
    text: (MESSAGE) => ({
      MESSAGE,
      HOST_FROM: 'relay',
      SOURCE: 's_net',
      PRIORITY: 'info',
      FACILITY: 'auth',
      ISODATE: at,
    }),
  },
  {
    name: 'NXLog',
    carriers: ['nxlog'],
    text: (raw_event) => ({
      raw_event,
      EventReceivedTime: '2026-03-02 10:00:05',
      SourceModuleName: 'tcp',
      SourceModuleType: 'im_tcp',
    }),
  },
  {
    name: 'the journal',
    carriers: ['journald'],
    text: (MESSAGE) => ({ MESSAGE, _SYSTEMD_UNIT: 'x.service', __REALTIME_TIMESTAMP: '1772445605000000' }),
  },
  {
    name: 'GELF',
    carriers: ['gelf'],
    text: (text) => ({ version: '1.1', short_message: 'short', full_message: text, timestamp: seconds }),
  },
  {
    name: 'Logstash',
    carriers: ['logstash'],
    text: (message) => ({ '@version': '1', '@timestamp': at, message, tags: ['syslog'] }),
  },
  {
    name: 'Splunk HEC',
    carriers: ['splunk-hec'],
    text: (event) => ({ time: seconds, sourcetype: 'st', index: 'main', event }),
  },
  {
    name: 'Splunk HEC with an object',
    carriers: ['splunk-hec'],
    object: (event) => ({ time: seconds, sourcetype: 'st', event }),
  },
  {
    name: 'an export of Splunk',
    carriers: ['splunk'],
    text: (_raw) => ({ preview: false, offset: 0, result: { _raw, _time: at } }),
  },
  {
    name: 'OpenTelemetry',
    carriers: ['opentelemetry'],
    text: (stringValue) => ({
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] },
          scopeLogs: [
            { scope: {}, logRecords: [{ observedTimeUnixNano: '1772445605000000000', body: { stringValue } }] },
          ],
        },
      ],
    }),
  },
  {
    name: 'Loki',
    carriers: ['loki'],
    text: (line) => ({ streams: [{ stream: { job: 'j' }, values: [['1772445605000000000', line]] }] }),
  },
  { name: 'Kafka Connect with a schema', carriers: ['kafka-connect'], text: (payload) => ({ schema, payload }) },
  {
    name: 'Kafka Connect with an object',
    carriers: ['kafka-connect'],
    object: (payload) => ({ schema: { type: 'struct', fields: [] }, payload }),
  },
  {
    name: "Kafka Connect's syslog",
    carriers: ['kafka-connect'],
    text: (rawMessage) => ({
      schema,
      payload: { type: 'RFC5424', rawMessage, message: 'a part', date: seconds * 1000 },
    }),
  },
  {
    name: 'Debezium with a schema',
    carriers: ['kafka-connect', 'debezium'],
    text: (message) => ({
      schema,
      payload: { before: null, after: { id: 1, message }, source: { table: 'audit' }, op: 'c', ts_ms: seconds * 1000 },
    }),
  },
  {
    name: 'Debezium without',
    carriers: ['debezium'],
    object: (after) => ({ before: null, after, source: { table: 'audit' }, op: 'r', ts_ms: seconds * 1000 }),
  },
  { name: 'Event Hubs', carriers: ['event-hubs'], object: (value) => ({ records: [value] }) },
  { name: 'Event Hubs, as text', carriers: ['event-hubs'], text: (message) => ({ records: [{ message }] }) },
  {
    name: 'CloudEvents',
    carriers: ['cloudevents'],
    object: (data) => ({ specversion: '1.0', type: 'audit', source: '/x', id: '1', time: at, data }),
  },
  {
    name: 'CloudEvents in base64',
    carriers: ['cloudevents'],
    text: (text) => ({ specversion: '1.0', type: 'audit', source: '/x', id: '1', data_base64: base64(text) }),
  },
  { name: 'EventBridge', carriers: ['eventbridge'], object: bridge },
  { name: 'CloudWatch Logs', carriers: ['cloudwatch-logs'], text: subscription },
  {
    name: 'CloudWatch Logs to a function',
    carriers: ['lambda', 'cloudwatch-logs'],
    text: (text) => ({ awslogs: { data: packed(JSON.stringify(subscription(text))) } }),
  },
  {
    name: 'Firehose',
    carriers: ['firehose'],
    text: (text) => ({ requestId: 'r', timestamp: 1, records: [{ data: base64(text) }] }),
  },
  {
    name: 'Kinesis to a function',
    carriers: ['lambda', 'kinesis'],
    text: (text) => ({
      Records: [{ eventSource: 'aws:kinesis', eventName: 'aws:kinesis:record', kinesis: { data: base64(text) } }],
    }),
  },
  {
    name: 'SNS',
    carriers: ['sns'],
    text: (Message) => ({
      Type: 'Notification',
      MessageId: 'm',
      TopicArn: 'arn:aws:sns:eu-central-1:111122223333:t',
      Message,
      Timestamp: at,
    }),
  },
  {
    name: 'SQS to a function',
    carriers: ['lambda', 'sqs'],
    text: (body) => ({ Records: [{ messageId: 'm', receiptHandle: 'r', body, eventSource: 'aws:sqs' }] }),
  },
  {
    name: 'Pub/Sub',
    carriers: ['pubsub'],
    text: (text) => ({
      message: { data: base64(text), messageId: '1', publishTime: at },
      subscription: 'projects/p/subscriptions/s',
    }),
  },
  { name: 'a file in a bucket', carriers: ['s3-file'], object: (value) => ({ Records: [value] }) },
  {
    name: 'a page of an API',
    carriers: ['page'],
    object: (value) => ({ value: [value], nextLink: 'https://api.example.com/next' }),
  },
  { name: 'Datadog', carriers: ['datadog'], text: (message) => ({ message, ddsource: 'x', ddtags: 'env:prod' }) },
  { name: 'somebody else', carriers: ['json'], text: (message) => ({ message, level: 'info' }) },
]

/** The form around a text that is a line or JSON; undefined where the form takes only the other. */
export function wrapped(form: Form, text: string): Json | undefined {
  if (form.text) return form.text(text)
  return text.startsWith('{') ? form.object?.(JSON.parse(text) as JsonObject) : undefined
}
