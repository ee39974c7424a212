// Notices as webhooks and gotify carry them: title, message, severity, and fields that say which job.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { Facts } from '../kit/facts.ts'
import { first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import type { PbsRecord } from './event.ts'

const fieldsOf = (value: JsonObject): JsonObject => {
  const held = first(value, 'fields', 'metadata')
  return isObject(held) ? held : value
}

/** A notice says its kind and, of a server's own, the host. */
export const isNotice = (value: JsonObject): boolean => {
  const fields = fieldsOf(value)
  return (
    typeof fields.type === 'string' &&
    ['hostname', 'datastore', 'job-id', 'media-pool'].some((name) => text(fields[name]) !== undefined)
  )
}

export function fromNotice(value: JsonObject): PbsRecord {
  const fields = fieldsOf(value)
  const at = (name: string): string => text(fields[name]) ?? ''
  const severity = text(value.severity) ?? at('severity')
  const failed = /error/i.test(severity) || /fail|error/i.test(text(value.title) ?? '')
  return {
    code: at('type'),
    time: statedTime(first(value, 'timestamp', 'time')),
    outcome: failed ? 'failure' : 'success',
    facts: factsOf(at('type'), at('datastore') || at('media-pool') || at('job-id')),
    node: at('hostname') || undefined,
    error: failed ? (text(value.title) ?? severity) : undefined,
    message: text(value.message) ?? text(value.title),
    user: undefined,
    vendor: object(fields),
  }
}

function factsOf(type: string, name: string): Facts {
  const resource = (kind: string): Facts['resource'] =>
    name === '' ? undefined : { type: kind, id: `pbs/${type}/${name}`, name }
  switch (type) {
    case 'verification':
    case 'verify':
      return { action: 'restore-tested', resource: resource('restore-test') }
    case 'sync':
    case 'tape-backup':
    case 'backup':
      return { action: 'job-finished', resource: resource('job') }
    case 'prune':
      return { action: 'job-finished', resource: resource('plan') }
    default:
      return { action: 'other' }
  }
}
