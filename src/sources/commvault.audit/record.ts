// An audit record of a CommCell: who did which operation, and what the details say.
import type { JsonObject } from '../../lib/json.ts'
import { first, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { bracesIn } from './braces.ts'
import { type Detail, detailsIn } from './details.ts'

export interface AuditRecord {
  readonly operation: string
  /** The details as they stand. */
  readonly text: string
  readonly details: readonly Detail[]
  readonly user: string
  /** `Critical`, `High`, `Medium`, `Low`; critical operations delete data. */
  readonly severity: string
  readonly cell: string
  readonly id?: string | undefined
  readonly time?: number | undefined
  readonly vendor: JsonObject
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `02 Mar 2026 09:00:00`, `Mon May  8 05: 05: 27 2023`, or as ISO; without a zone it counts as UTC. */
export function cellTime(given: string | undefined): number | undefined {
  const told = given?.replace(/(\d):\s+(?=\d)/g, '$1:').trim() ?? ''
  const day = /^(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4})[ ,]+(\d{1,2}):(\d{2}):(\d{2})/.exec(told)
  const ctime = /^(?:[A-Za-z]{3} )?([A-Za-z]{3})\s+(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2}) (\d{4})/.exec(told)
  const [date, month, year, hour, minute, second] = day
    ? day.slice(1)
    : ctime
      ? [ctime[2], ctime[1], ctime[6], ctime[3], ctime[4], ctime[5]]
      : []
  const index = months.indexOf((month ?? '').toLowerCase())
  if (index < 0) return /^\d{9,13}$/.test(told) ? statedTime(Number(told)) : statedTime(told)
  const time = Date.UTC(Number(year), index, Number(date), Number(hour), Number(minute), Number(second))
  return new Date(time).getUTCDate() === Number(date) ? time : undefined
}

/** The record of a line of the audit trail; undefined where it is none. */
export function recordIn(line: string): AuditRecord | undefined {
  if (!/Operation\s*=\s*\{/i.test(line)) return undefined
  const fields = bracesIn(line)
  const operation = fields.get('operation')
  return operation === undefined
    ? undefined
    : recordOf({
        operation,
        text: fields.get('details') ?? '',
        user: fields.get('username') ?? '',
        severity: fields.get('severitylevel') ?? '',
        cell: fields.get('commcellname') ?? '',
        id: fields.get('opid'),
        time: fields.get('audittime'),
        vendor: Object.fromEntries(fields),
      })
}

const named = (value: JsonObject, ...names: readonly string[]): string | undefined => text(first(value, ...names))

/** Whether an object is a record of the audit trail, as the API's report of it has them. */
export const isAudit = (value: JsonObject): boolean =>
  named(value, 'operation', 'Operation') !== undefined &&
  named(
    value,
    'severityLevel',
    'severitylevel',
    'Severitylevel',
    'severity',
    'Severity',
    'opId',
    'Opid',
    'auditTime',
    'Audittime',
  ) !== undefined &&
  named(value, 'details', 'Details', 'commcellName', 'Commcellname', 'userName', 'Username', 'user') !== undefined

export const recordFrom = (value: JsonObject): AuditRecord =>
  recordOf({
    operation: named(value, 'operation', 'Operation') ?? '',
    text: named(value, 'details', 'Details') ?? '',
    user: named(value, 'userName', 'username', 'Username', 'user', 'User') ?? '',
    severity: named(value, 'severityLevel', 'severitylevel', 'Severitylevel', 'severity', 'Severity') ?? '',
    cell: named(value, 'commcellName', 'commCellName', 'Commcellname', 'commcell') ?? '',
    id: named(value, 'opId', 'Opid', 'operationId', 'id'),
    time: named(value, 'auditTime', 'Audittime', 'timestamp', 'time'),
    vendor: value,
  })

type Given = Omit<AuditRecord, 'details' | 'time'> & { readonly time: string | undefined }

function recordOf(given: Given): AuditRecord {
  const details = detailsIn(given.text)
  const user = given.user !== '' ? given.user : (/username\s*:\s*\[([^\]]{1,200})\]/i.exec(given.text)?.[1] ?? '')
  return {
    ...given,
    text: given.text.slice(0, 4000),
    details,
    user,
    time: cellTime(given.time),
    cell: given.cell.trim().toLowerCase().slice(0, 100),
  }
}
