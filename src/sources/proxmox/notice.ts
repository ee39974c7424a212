// Notices as webhooks and gotify carry them: title, message, severity, and fields that say which job.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { Facts } from '../kit/facts.ts'
import { first, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import type { ProxmoxRecord } from './event.ts'

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

/** What a field of the notice holds; empty where it is not there. */
export type NoticeField = (name: string) => string

/** @param factsOf what a kind of notice means */
export function fromNotice(value: JsonObject, factsOf: (type: string, at: NoticeField) => Facts): ProxmoxRecord {
  const fields = fieldsOf(value)
  const at: NoticeField = (name) => text(fields[name]) ?? ''
  const severity = text(value.severity) ?? at('severity')
  const failed = /error/i.test(severity) || /fail|error/i.test(text(value.title) ?? '')
  return {
    code: at('type'),
    time: statedTime(first(value, 'timestamp', 'time')),
    outcome: failed ? 'failure' : 'success',
    facts: factsOf(at('type'), at),
    node: at('hostname') || undefined,
    error: failed ? (text(value.title) ?? severity) : undefined,
    message: text(value.message) ?? text(value.title),
    user: undefined,
    vendor: object(fields),
  }
}
