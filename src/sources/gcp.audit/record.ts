// One entry of Cloud Audit Logs as its readers want it, whatever renamed its fields on the way.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Setting } from '../../model/setting.ts'
import type { Verb } from '../../model/verb.ts'
import { bodyOf } from '../kit/body.ts'
import type { Facts } from '../kit/facts.ts'
import { anyCase, number, object, text, texts } from '../kit/look.ts'

export interface GcpRecord {
  readonly raw: JsonObject
  readonly payload: JsonObject
  /** `storage.googleapis.com`. */
  readonly service: string
  /** As it is written, and its last word in small letters: `deletebackup` of `google.cloud.backupdr.v1.BackupDR.DeleteBackup`. */
  readonly method: string
  readonly call: string
  /** `projects/_/buckets/x`, without a leading service. */
  readonly target: string
  readonly request: JsonObject
  readonly response: JsonObject
  /** Which fields an update names; empty where it names none. */
  readonly mask: readonly string[]
  readonly labels: JsonObject
  readonly project: string
}

export type Reader = (record: GcpRecord) => Facts
export type Readers = Readonly<Record<string, Reader>>

export function recordOf(raw: JsonObject): GcpRecord {
  const payload = payloadOf(raw) ?? {}
  const method = text(payload.methodName) ?? text(payload.method_name) ?? ''
  const target = (text(payload.resourceName) ?? text(payload.resource_name) ?? '')
    .slice(0, 1_500)
    .replace(/^\/\/[^/]+\//, '')
    .replace(/^\/+|\/+$/g, '')
  const request = bodyOf(payload.request ?? payload.requestJson) ?? {}
  const labels = object(object(raw.resource).labels)
  const mask = request.updateMask ?? request.update_mask
  return {
    raw,
    payload,
    service: text(payload.serviceName) ?? text(payload.service_name) ?? '',
    method,
    call: (method.split('.').at(-1) ?? '').toLowerCase(),
    target,
    request,
    response: bodyOf(payload.response ?? payload.responseJson) ?? {},
    mask: (isObject(mask) ? texts(mask.paths) : (text(mask) ?? '').split(','))
      .map((one) => plainField(one))
      .filter((one) => one !== ''),
    labels,
    project: projectOf(raw, target, labels),
  }
}

/** The payload under any name that exporters give it. */
export const payloadOf = (raw: JsonObject): JsonObject | undefined =>
  [raw.protoPayload, raw.protopayload, raw.proto_payload, raw.jsonPayload, raw.protopayload_auditlog].find(
    (held): held is JsonObject => isObject(held) && text(held.methodName ?? held.method_name) !== undefined,
  )

/** `retention_policy.retention_period` and `retentionPolicy.retentionPeriod` are one field. */
const plainField = (name: string): string => name.trim().toLowerCase().replace(/_/g, '')

function projectOf(raw: JsonObject, target: string, labels: JsonObject): string {
  const named = /^projects\/([^/]+)/.exec(target)?.[1]
  const logged = /^projects\/([^/]+)\//.exec(text(raw.logName) ?? text(raw.logname) ?? '')?.[1]
  return text(labels.project_id) ?? (named === '_' ? undefined : named) ?? logged ?? ''
}

/** A value of the request, whatever the case of its names, with or without underscores. @param path dotted, in small letters */
export function asked(from: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = from
  for (const name of path.split('.')) {
    if (!isObject(here)) return undefined
    const own: JsonObject = here
    const found = Object.hasOwn(own, name) ? name : Object.keys(own).find((key) => plainField(key) === name)
    here = found === undefined ? undefined : own[found]
  }
  return here
}

/** Days of `2592000s`, of seconds as number or text, or of `{ seconds }`. */
export function secondsInDays(value: Json | undefined): number | undefined {
  const said = isObject(value) ? anyCase(value, 'seconds') : value
  const seconds = number(typeof said === 'string' ? said.replace(/s$/, '') : said)
  return seconds === undefined || seconds < 0 ? undefined : Math.round((seconds / 86_400) * 1_000) / 1_000
}

export const change = (setting: Setting, to: Json, more: Omit<Change, 'setting' | 'to'> = {}): Change => ({
  setting,
  to,
  ...more,
})
export const days = (setting: Setting, value: number | undefined): readonly Change[] =>
  value === undefined ? [] : [change(setting, value, { unit: 'd' })]
export const switched = (setting: Setting, value: Json | undefined): readonly Change[] =>
  value === true ? [change(setting, 'on')] : value === false ? [change(setting, 'off')] : []

/** A resource by its path; `container` is the part of the path up to a kind's name. */
export function resourceOf(type: string, path: string, container?: readonly [type: string, segment: string]): Resource {
  const name = path.split('/').at(-1) || path
  const within = container ? upTo(path, container[1]) : undefined
  return {
    type,
    id: path,
    name,
    ...(container && within !== undefined
      ? { container: { type: container[0], id: within, name: within.split('/').at(-1) ?? within } }
      : {}),
  }
}

/** The part of a path up to the name behind a kind. */
export function upTo(path: string, segment: string): string | undefined {
  const parts = path.split('/')
  const place = parts.indexOf(segment)
  return place === -1 || parts[place + 1] === undefined ? undefined : parts.slice(0, place + 2).join('/')
}

/** A reader of one kind of resource by the path that the entry names. */
export const on =
  (
    type: string,
    action: Verb,
    more: (record: GcpRecord) => Partial<Facts> = () => ({}),
    container?: readonly [string, string],
  ): Reader =>
  (record) => ({
    action,
    resource: record.target === '' ? undefined : resourceOf(type, record.target, container),
    ...more(record),
  })
