// HPE Alletra, Primera, 3PAR and Nimble: commands of the shell, and records of the audit log.
import type { JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, type Product } from '../appliance/event.ts'
import { type Given, whole } from '../appliance/facts.ts'
import { typedIn } from '../appliance/options.ts'
import { pairsIn } from '../envelope/pairs.ts'
import type { Facts } from '../kit/facts.ts'
import { first, text } from '../kit/look.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { flags, shellCommands } from './commands.ts'
import { auditRecordOf, isAuditRecord, recordFacts } from './records.ts'
import { type ShellLine, shellLineIn } from './shell.ts'

const name = 'hpe.alletra'
/** `createuser -c PASSWORD` */
const secrets = [/(\b(?:createuser|setpassword|setuser)\s+(?:-\w+\s+){0,3}?-c\s+)(?:"[^"]*"|[^\s{}]+)/gi]
const product: Product = { source: name, vendor: 'HPE', product: 'Alletra', secrets }
const notOurs = {
  reason: 'neither a command of the shell (sw_cli) nor a record of the audit log (object_type, activity)',
  field: 'activity',
}

export default {
  name,
  logsource: [{ product: 'hpe', service: 'alletra' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAuditRecord,
    object: (found) => ok(recordEvent(found, found.value, found.syslog?.host)),
    line: (found) => {
      const line = shellLineIn(found.syslog)
      if (line) return ok(shellEvent(line, found))
      const { message } = found.syslog
      const pairs = message.includes('object_type=') || message.includes('activity_type=') ? pairsIn(message) : {}
      return isAuditRecord(pairs) ? ok(recordEvent(found, pairs, found.syslog.host, found.syslog.time)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

function shellEvent(line: ShellLine, { syslog, original, created, received }: FoundLine): Event {
  const given: Given = { device: syslog.host ?? 'alletra', time: syslog.time ?? created ?? received }
  const typed = typedIn(line.command, /^(?:cli|-)$/i, flags)
  const failed =
    /err|fail|denied/i.test(line.event) ||
    /^\s*(?:error|invalid|failed|.{0,80}\bnot (?:found|authorized|permitted|allowed)|permission denied)\b/i.test(
      line.answer,
    )
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time: syslog.time,
    code: typed?.command ?? line.event,
    provider: line.event,
    outcome: failed ? 'failure' : 'success',
    error: failed
      ? { code: /not found|does not exist/i.test(line.answer) ? 'NotFound' : 'Error', message: line.answer }
      : undefined,
    facts: typed ? shellFacts(typed, given) : { action: 'other', resource: whole(given) },
    user: line.user,
    address: line.address,
    port: line.port,
    message: line.command,
    vendor: {
      event: line.event,
      ...(line.role ? { role: line.role } : {}),
      ...(line.answer ? { answer: line.answer } : {}),
    },
  })
}

function shellFacts(typed: NonNullable<ReturnType<typeof typedIn>>, given: Given): Facts {
  const read = Object.hasOwn(shellCommands, typed.command) ? shellCommands[typed.command] : undefined
  return (
    read?.(typed, given) ?? {
      action: /^(show|stat|hist|check)/.test(typed.command) ? 'read' : 'other',
      resource: whole(given),
    }
  )
}

function recordEvent(
  { original, created, received }: FoundLine | FoundObject,
  value: JsonObject,
  host: string | undefined,
  sent?: number,
): Event {
  const said = (...names: readonly string[]): string | undefined => {
    const told = text(first(value, ...names))
    return told === undefined || /^(-|N\/A|none)$/i.test(told) ? undefined : told
  }
  const stated = first(value, 'time', 'timestamp')
  const time = statedTime(typeof stated === 'string' && /^\d{10,13}$/.test(stated) ? Number(stated) : stated) ?? sent
  const given: Given = {
    device: host ?? said('group_name', 'array_name', 'scope') ?? 'alletra',
    time: time ?? created ?? received,
  }
  const record = auditRecordOf(value)
  const status = said('status') ?? ''
  const failed = /^fail|^error/i.test(status)
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time,
    id: said('id'),
    code: [record.type, record.act].filter((one) => one !== '').join(' ') || 'audit',
    provider: said('category'),
    outcome: failed ? 'failure' : /inprogress|unknown/i.test(status) ? 'unknown' : 'success',
    error: failed ? { code: said('error_code') ?? 'Failed', message: record.activity } : undefined,
    facts: recordFacts(record, given),
    user: said('user_name', 'ext_user_id', 'user'),
    address: said('source_ip'),
    agent: said('app_name', 'access_type'),
    message: record.activity,
    vendor: Object.fromEntries(
      [
        'object_type',
        'object_name',
        'object_id',
        'scope',
        'category',
        'activity_type',
        'access_type',
        'status',
      ].flatMap((field) => {
        const told = said(field)
        return told === undefined ? [] : [[field, told]]
      }),
    ),
  })
}
