// Audit events as agents write them in JSON: Auditbeat's `auditd.*`, Laurel's one object a event.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { many, object, objects, text, texts } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import type { AuditRecord } from './record.ts'

/** Its module for the audit daemon, and those for the system and for files. */
export const isAuditbeat = (value: JsonObject): boolean =>
  isObject(value.event) &&
  (isObject(value.auditd) ||
    [object(value.agent).type, object(value['@metadata']).beat].includes('auditbeat') ||
    (text(value.event.module) === 'file_integrity' && isObject(value.file)))

const flat = (value: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => (text(held) === undefined ? [] : [[name, text(held) ?? '']])),
  )

export function fromAuditbeat(raw: JsonObject): AuditRecord {
  const auditd = object(raw.auditd)
  const [process, user, event, host] = [raw.process, raw.user, raw.event, raw.host].map((part) => object(part)) as [
    JsonObject,
    JsonObject,
    JsonObject,
    JsonObject,
  ]
  const data = flat(object(auditd.data))
  const audit = object(user.audit)
  const result = text(auditd.result) ?? text(event.outcome)
  return {
    types: [(text(auditd.message_type) ?? text(event.action) ?? 'unknown').toUpperCase().replaceAll('-', '_')],
    node: text(host.name) ?? text(host.hostname) ?? '',
    time: statedTime(raw['@timestamp']),
    serial: text(auditd.sequence) ?? '',
    fields: {
      ...data,
      ...(text(audit.id) ? { auid: text(audit.id) ?? '' } : {}),
      ...(text(user.id) ? { uid: text(user.id) ?? '' } : {}),
      ...(text(auditd.session) ? { ses: text(auditd.session) ?? '' } : {}),
      ...(text(process.executable) ? { exe: text(process.executable) ?? '' } : {}),
      ...(text(process.name) ? { comm: text(process.name) ?? '' } : {}),
      ...(text(object(raw.source).ip) ? { addr: text(object(raw.source).ip) ?? '' } : {}),
      ...(result ? { res: result } : {}),
    },
    names: {
      ...(text(audit.name) ? { AUID: text(audit.name) ?? '' } : {}),
      ...(text(user.name) ? { UID: text(user.name) ?? '' } : {}),
      ...(data.syscall ? { SYSCALL: data.syscall } : {}),
    },
    command: data.cmd ?? (texts(process.args, 256).join(' ') || (text(process.title) ?? '')),
    paths: [...objects(auditd.paths), ...objects(object(raw.file))].map((path) => ({
      name: text(path.name) ?? text(path.path) ?? '',
      kind: text(path.nametype) ?? '',
    })),
  }
}

/** `{"ID":"1722950859.266:6994","NODE":…,"SYSCALL":{…},"EXECVE":{"ARGV":[…]}}`. */
export const isLaurel = (value: JsonObject): boolean =>
  typeof value.ID === 'string' &&
  /^\d+\.\d+:\d+$/.test(value.ID) &&
  Object.keys(value).some((name) => isObject(value[name]) || Array.isArray(value[name]))

export function fromLaurel(raw: JsonObject): AuditRecord {
  const [, seconds = '0', serial = ''] = /^([\d.]+):(\d+)$/.exec(text(raw.ID) ?? '') ?? []
  const parts = Object.entries(raw).filter(([name]) => /^[A-Z_]+$/.test(name) && name !== 'ID' && name !== 'NODE')
  const merged = Object.assign({}, ...parts.flatMap(([, part]) => objects(part)).reverse()) as JsonObject
  const fields = flat(merged)
  return {
    types: parts.map(([name]) => name),
    node: text(raw.NODE) ?? '',
    time: Math.floor(Number(seconds) * 1000),
    serial,
    fields,
    names: Object.fromEntries(Object.entries(fields).filter(([name]) => /^[A-Z]{2,}$/.test(name))),
    command:
      fields.cmd ?? (texts(object(raw.EXECVE).ARGV, 256).join(' ') || texts(object(raw.PROCTITLE).ARGV, 256).join(' ')),
    paths: many(raw.PATH)
      .filter(isObject)
      .map((path) => ({ name: text(path.name) ?? '', kind: text(path.nametype) ?? '' })),
  }
}
