// Which log agent wrote an object, by the names that only it gives.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'

/** The agent's name; undefined where nothing tells it. */
export function shipperOf(value: JsonObject): string | undefined {
  for (const [name, isFrom] of shippers) if (isFrom(value)) return name === 'beats' ? beatOf(value) : name
  return undefined
}

/** Agents that leave a vendor's record in its own place and add names of theirs beside it. */
export const wroteInto = (value: JsonObject): string | undefined =>
  isBeat(value) || isElasticAgent(value)
    ? shipperOf(value)
    : 'SourceModuleType' in value || 'SourceModuleName' in value
      ? 'nxlog'
      : typeof value.source_type === 'string' && isVectorSource.test(value.source_type)
        ? 'vector'
        : undefined

const beats = /^(?:file|winlog|audit|journal|packet|metric|heart|function|cloud)beat$/
const isVectorSource =
  /^(?:file|kafka|syslog|socket|stdin|http_server|http|aws_s3|aws_sqs|aws_kinesis_firehose|journald|docker_logs|kubernetes_logs|splunk_hec|fluent|logstash|amqp|nats|gcp_pubsub|opentelemetry|vector|exec|datadog_agent|redis|heroku_logs|mqtt|pulsar)$/

/** Under both names, or under the two with a dot between. */
const inside = (value: JsonObject, outer: string, inner: string): Json | undefined => {
  const held = value[outer]
  return isObject(held) ? held[inner] : value[`${outer}.${inner}`]
}
const beatNamed = (value: JsonObject): string | undefined => {
  const named = inside(value, 'agent', 'type') ?? inside(value, '@metadata', 'beat')
  return typeof named === 'string' && beats.test(named) ? named : undefined
}
const isBeat = (value: JsonObject): boolean =>
  beatNamed(value) !== undefined ||
  (isObject(value.beat) && typeof value.beat.name === 'string') ||
  (isObject(value.winlog) && '@timestamp' in value)
/** Versions before 7 say that it is one and not which. */
const beatOf = (value: JsonObject): string => beatNamed(value) ?? (isObject(value.winlog) ? 'winlogbeat' : 'filebeat')

const isElasticAgent = (value: JsonObject): boolean =>
  isObject(value.elastic_agent) || 'elastic_agent.id' in value || isObject(value.data_stream)
const has =
  (...names: readonly string[]) =>
  (value: JsonObject): boolean =>
    names.some((name) => Object.hasOwn(value, name))

/** The more particular stand first; an agent that read another's records keeps the other's names. */
const shippers: readonly (readonly [name: string, isFrom: (value: JsonObject) => boolean])[] = [
  ['elastic-agent', isElasticAgent],
  ['beats', isBeat],
  ['vector', (v) => typeof v.source_type === 'string'],
  ['nxlog', has('SourceModuleName', 'SourceModuleType', 'EventReceivedTime')],
  ['kafka-connect', (v) => 'schema' in v && 'payload' in v],
  ['kafka-connect', has('rawMessage')],
  ['journald', has('__REALTIME_TIMESTAMP', '_HOSTNAME', '_SYSTEMD_UNIT', 'SYSLOG_IDENTIFIER')],
  ['syslog-ng', has('HOST_FROM', 'LEGACY_MSGHDR', 'PROGRAM')],
  ['rsyslog', has('rawmsg', 'syslogtag', 'timereported', 'sysloghost', 'fromhost-ip', 'fromhost', 'programname')],
  ['rsyslog', has('syslogfacility', 'syslogseverity', 'syslogfacility-text', 'syslogseverity-text', 'inputname')],
  ['splunk-hec', (v) => typeof v.sourcetype === 'string' || ('event' in v && 'time' in v)],
  ['splunk', has('_raw')],
  ['gelf', has('short_message')],
  ['datadog', has('ddsource', 'ddtags')],
  ['azure-monitor', has('SyslogMessage')],
  ['logstash', has('@version')],
  ['docker', (v) => 'log' in v && (v.stream === 'stdout' || v.stream === 'stderr') && typeof v.time === 'string'],
  ['fluent-bit', (v) => typeof v.date === 'number' || typeof v['@timestamp'] === 'number'],
  ['fluent-bit', (v) => typeof v.log === 'string' || isObject(v.log_processed) || isObject(v.kubernetes)],
  // What Elastic's schema asks of whoever writes it, where nothing else is left.
  ['filebeat', (v) => isObject(v.event) && typeof v.event.original === 'string'],
]
