// Dell PowerProtect Data Manager: its audit log, by syslog and from its REST interface.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { type Deed, wordsOf } from '../deeds/deed.ts'
import { addressIn, deedEvent, listedFields, subjectIn } from '../deeds/told.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { anyCase, object, text } from '../kit/look.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const product = {
  source: 'dell.powerprotect',
  vendor: 'Dell',
  product: 'PowerProtect Data Manager',
  own: /^(ppdm|system|scheduler|service_account)/i,
}

const shortHost = (syslog: SyslogLine | undefined): string =>
  (/^[\d.:]+$/.test(syslog?.host ?? '')
    ? (syslog?.host ?? '')
    : ((syslog?.host ?? '').split('.', 1)[0] ?? '')
  ).toLowerCase()

const isAudit = (value: JsonObject): boolean =>
  typeof anyCase(value, 'audittype') === 'string' &&
  (isObject(anyCase(value, 'changedobject')) ||
    anyCase(value, 'createdat') !== undefined ||
    anyCase(value, 'message') !== undefined)

/** `/api/v2/audit-logs`: the kind of thing is the last part of the path of its resource. */
function ofObject({ value, syslog, ...carried }: FoundObject): Event {
  const at = (...paths: readonly string[]): string | undefined => {
    for (const path of paths) {
      const held = text(anyCase(value, path))
      if (held !== undefined) return held
    }
    return undefined
  }
  const kind = at('changedobject.resourcetype', 'objecttype', 'resourcetype') ?? ''
  const said = at('message', 'details', 'description', 'note', 'summary') ?? ''
  const { who, rest } = subjectIn(said)
  const verb = at('action', 'operation', 'eventtype', 'event', 'method') ?? ''
  const place = (at('servername', 'hostname') ?? shortHost(syslog)) || 'ppdm'
  const login = /login|session/i.test(kind)
  const deed: Deed = {
    place,
    code: login && !/log ?out/i.test(said) ? 'login' : verb,
    text: rest,
    ...(kind === '' || login ? {} : { kind: kind.split('/').at(-1) ?? kind }),
    name: at('changedobject.name', 'changedobject.resourcename', 'objectname', 'resourcename'),
    id: at('changedobject.resourceid', 'changedobject.id', 'objectid'),
    fields: [
      ...listedFields(anyCase(value, 'changes')),
      ...listedFields(anyCase(value, 'changedvalues')),
      ...between(object(anyCase(value, 'oldvalue')), object(anyCase(value, 'newvalue'))),
    ],
  }
  return deedEvent(
    product,
    deed,
    {
      id: at('id'),
      time: statedTime(at('createdat', 'timestamp', 'auditedat', 'time')) ?? syslog?.time,
      who: at('user.username', 'user.name', 'username', 'changedby', 'createdby', 'subject.name', 'user') ?? who,
      address: at('clientip', 'ipaddress', 'sourceip', 'client.ip', 'client.ipaddress') ?? addressIn(said),
      host: syslog?.host,
      failed:
        at('status', 'result', 'outcome') === undefined
          ? undefined
          : /fail|error|denied/i.test(at('status', 'result', 'outcome') ?? ''),
      provider: at('audittype'),
      code: `${verb} ${kind}`.trim() || at('audittype'),
      vendor: value,
    },
    carried,
  )
}

/** What differs between two states of a thing. */
const between = (before: JsonObject, after: JsonObject): Deed['fields'] =>
  Object.entries(after)
    .slice(0, 60)
    .filter(([name, to]) => JSON.stringify(before[name]) !== JSON.stringify(to))
    .map(([name, to]) => ({ name: wordsOf(name), from: before[name], to }))

/** `user-audit … AUDIT 2026-03-01T09:00:00.123Z … [TRACE_ID:…] [] Details: …; Summary: …;` */
function ofLine({ syslog, ...carried }: FoundLine): Event | undefined {
  const line = carried.original.slice(0, 20_000)
  const details = /\bDetails:\s([^;]{1,4000})(?:;|$)/.exec(line)?.[1]
  if (details === undefined || !/\buser-\w+|\bmonitoring\b|\[TRACE_ID:/.test(line)) return undefined
  const { who, rest } = subjectIn(details)
  const trace = /\[TRACE_ID:([^\]]{1,100})\]/.exec(line)?.[1]
  const audit = /\bAUDIT\b/.test(line)
  const summary = /\bSummary:\s([^;]{1,1000})(?:;|$)/.exec(line)?.[1]
  return deedEvent(
    product,
    { place: shortHost(syslog) || 'ppdm', code: '', text: audit ? rest : '', fields: [] },
    {
      time: statedTime(/\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/.exec(line)?.[1]) ?? syslog.time,
      who,
      address: addressIn(details),
      host: syslog.host,
      failed: /\b(fail(ed|ure)?|denied|invalid)\b/i.test(details),
      provider: /\b(user-\w+)/.exec(line)?.[1],
      code: summary ?? (audit ? 'audit' : 'event'),
      vendor: { details, ...(summary ? { summary } : {}), ...(trace ? { trace_id: trace } : {}) },
    },
    carried,
  )
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason:
          'the object is no entry of the audit log: it has no auditType with a changed object, a time or a message',
        field: 'auditType',
      }
    : { reason: 'the line is none of PowerProtect Data Manager: it has no Details behind a user-audit or a TRACE_ID' }

export default {
  name: product.source,
  logsource: [{ product: 'dell', service: 'powerprotect' }, { product: 'powerprotect' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAudit,
    whyNot,
    object: (found) => ok(ofObject(found)),
    line: (found) => {
      const event = ofLine(found)
      return event ? ok(event) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
