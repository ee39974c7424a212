// One line of an S3 server access log, as AWS and Ceph write it: fields by their places, in brackets or in quotes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html

import type { JsonObject } from '../../lib/json.ts'
import { first, number, text } from '../kit/look.ts'
import { accessLogTime, statedTime } from '../kit/time.ts'
import { unescaped } from '../kit/unescape.ts'

export interface Access {
  /** Canonical id of who owns the bucket. */
  readonly owner: string
  readonly bucket: string
  /** Epoch milliseconds. */
  readonly time: number | undefined
  readonly address: string
  readonly requester: string
  readonly request: string
  /** `REST.PUT.LIFECYCLE` */
  readonly operation: string
  readonly key: string
  /** `DELETE /bucket/key?versionId=3 HTTP/1.1` */
  readonly uri: string
  readonly status: number | undefined
  readonly error: string
  readonly agent: string
  readonly version: string
  /** `AuthHeader`, `QueryString`. */
  readonly auth: string
  /** ARN of the access point that was used. */
  readonly accessPoint: string
  readonly region: string
}

/** Kinds of operations; anything else where one should stand makes a line none of this log. */
const operation = /^(?:REST|SOAP|WEBSITE|BATCH|S3|SVC)\.[\w.]{2,80}$/

/** Undefined where the line is none of an access log. */
export function accessLine(line: string): Access | undefined {
  const fields = fieldsOf(line)
  const what = fields[6] ?? ''
  if (fields.length < 10 || !operation.test(what)) return undefined
  const at = (place: number): string => (fields[place] === '-' ? '' : (fields[place] ?? ''))
  const status = Number(at(9))
  return {
    owner: at(0),
    bucket: at(1),
    time: accessLogTime(at(2)),
    address: at(3),
    requester: at(4),
    request: at(5),
    operation: what,
    key: keyOf(at(7)),
    uri: at(8),
    status: Number.isInteger(status) && status > 99 ? status : undefined,
    error: at(10),
    agent: at(16),
    version: at(17) || (/[?&]versionId=([^&\s]+)/i.exec(at(8))?.[1] ?? ''),
    auth: at(21),
    accessPoint: at(24),
    region: at(26),
  }
}

/** The same as an object, as AWS delivers it to CloudWatch Logs. */
export function accessObject(value: JsonObject): Access {
  const said = (...names: readonly string[]): string => {
    const held = text(first(value, ...names))
    return held === undefined || held === '-' ? '' : held
  }
  const uri = said('request_uri', 'requesturi')
  return {
    owner: said('bucket_owner_id', 'bucket_owner', 'bucketowner'),
    bucket: said('bucket_name', 'bucket') || (said('bucket_arn').split(':::')[1] ?? ''),
    time: timeOf(first(value, 'request_time', 'requestdatetime', 'time')),
    address: said('remote_ip', 'remoteip'),
    requester: said('requester'),
    request: said('request_id', 'requestid'),
    operation: said('operation'),
    key: keyOf(said('key_name', 'key')),
    uri,
    status: number(first(value, 'http_status', 'httpstatus')),
    error: said('error_code', 'errorcode'),
    agent: said('user_agent', 'useragent'),
    version: said('version_id', 'versionid') || (/[?&]versionId=([^&\s]+)/i.exec(uri)?.[1] ?? ''),
    auth: said('authentication_type', 'authtype'),
    accessPoint: said('access_point_arn', 'accesspointarn'),
    region: said('source_region', 'region'),
  }
}

export const isAccessObject = (value: JsonObject): boolean =>
  typeof value.operation === 'string' &&
  operation.test(value.operation) &&
  ['bucket_name', 'bucket_arn', 'bucket', 'bucketowner'].some((name) => typeof value[name] === 'string')

const timeOf = (value: JsonObject[string] | undefined): number | undefined =>
  statedTime(value) ?? (typeof value === 'string' ? accessLogTime(value.replace(/^\[|\]$/g, '')) : undefined)

/** Keys are written as an address has them, and AWS escapes them once more. */
const keyOf = (key: string): string => {
  const once = unescaped(key)
  return /%[0-9A-Fa-f]{2}/.test(once) ? unescaped(once) : once
}

/** No line has more; AWS adds fields at the end from time to time. */
const most = 40

/** Fields between blanks; brackets and quotes hold blanks together, and a quote ends where a blank or nothing follows it. */
function fieldsOf(line: string): readonly string[] {
  const fields: string[] = []
  let place = 0
  while (place < line.length && fields.length < most) {
    const here = line.charCodeAt(place)
    if (here === 0x20) {
      place += 1
      continue
    }
    const end = here === 0x5b ? line.indexOf(']', place) : here === 0x22 ? closing(line, place + 1, fields.length) : -1
    if (end > place) {
      fields.push(line.slice(place + 1, end))
      place = end + 1
      continue
    }
    const blank = line.indexOf(' ', place)
    const stop = blank < 0 ? line.length : blank
    fields.push(line.slice(place, stop))
    place = stop
  }
  return fields
}

/** Programs write quotes into their names as they like; behind the agent no field has any. */
const agentAt = 16

function closing(line: string, from: number, field: number): number {
  if (field === agentAt) return line.lastIndexOf('"')
  let end = line.indexOf('"', from)
  while (end >= 0 && end + 1 < line.length && line.charCodeAt(end + 1) !== 0x20) end = line.indexOf('"', end + 1)
  return end
}
