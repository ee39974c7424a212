// An entry of the audit log of Hitachi's arrays: as syslog carries it (CELFSS), and as the file of the array holds it.
// https://docs.hitachivantara.com, "Audit Log User Guide", MK-97HM85024.
import type { SyslogLine } from '../envelope/syslog.ts'
import { statedTime } from '../kit/time.ts'

export interface AuditEntry {
  readonly array: string
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  /** `Authentication`, `ConfigurationAccess`, `Maintenance`, `AnomalyEvent`, `ExternalService`. */
  readonly category?: string | undefined
  /** `Success`, `Failed`. */
  readonly result?: string | undefined
  /** `uid=NAME`, `<system>`, `<Host>`, `<DKCMaintenance>`. */
  readonly subject?: string | undefined
  /** The host or address that asked. */
  readonly from?: string | undefined
  /** The same in all lines of one operation. */
  readonly operationId?: string | undefined
  readonly serial?: string | undefined
  /** `ACM`, `PROV`, `AuditLog`: what stands in brackets. */
  readonly area: string
  readonly operation: string
  readonly parameter: string
  /** `Normal end`, `Error(1234-5678)`, `Accept`. */
  readonly ending: string
  /** Lines that begin with `+` and `-`, joined. */
  readonly details: string
}

/** Undefined where a line is no entry. */
export function entryIn({ message, host }: SyslogLine): AuditEntry | undefined {
  const start = message.slice(0, 400).indexOf('CELFSS,')
  if (start >= 0) return ofSyslog(message.slice(start), host)
  return /^(?:[^,]{0,200},){0,3}\d{4}\/\d\d\/\d\d,\d\d:\d\d:\d\d/.test(message) ? ofFile(message, host) : undefined
}

const area = /(?:^|,)\s*\[([^\]]{1,60})\],\s*/

/** Fixed places up to the area in brackets; what has no area is the details of an entry that went before. */
function ofSyslog(text: string, host: string | undefined): AuditEntry | undefined {
  const [first = '', ...others] = text.split(/\n|,(?=[+-]{1,2}[{A-Z])/)
  const found = area.exec(first)
  const header = (found ? first.slice(0, found.index) : first).split(',')
  const [, , serial, , stamp, , place, category, result] = header
  // The comma behind a subject in angle brackets is missing in some models.
  const [, subject, model] = /^(<[^>]{1,40}>|uid=[^,]{0,200})?(.*)$/s.exec(header[9] ?? '') ?? []
  const hardware = said(model) ?? said(header[10])
  const array =
    hardware && /^[\w-]{2,20}:\w{1,20}$/.test(hardware) ? hardware : (said(header[12]) ?? said(host) ?? 'vsp')
  return {
    array,
    time: statedTime((stamp ?? '').replace('T:', 'T').replace(/ (?=[+-])/, '')),
    category: said(category),
    result: said(result),
    subject: said(subject),
    from: said(header[16]) ?? said(header[15]),
    operationId: said(header[20]),
    serial: said(serial) === undefined ? undefined : `${place ?? ''}${serial}`,
    ...body(found ? first.slice(found.index + found[0].length) : '', found?.[1] ?? ''),
    details: details(others),
  }
}

/** `0700,2026/03/01,09:00:00.123, 00:00,RMI AP,uid=u,1,Task,[ACM],Create User,,Normal end,from=…,,Seq.=0000000001` */
function ofFile(text: string, host: string | undefined): AuditEntry | undefined {
  const [first = '', ...others] = text.split('\n')
  const found = area.exec(first)
  const stamp = /(\d{4})\/(\d\d)\/(\d\d),(\d\d:\d\d:\d\d)[.:](\d{3}),\s*([+-]?\d\d:\d\d)?/.exec(first)
  if (!found || !stamp) return undefined
  const before = first.slice(0, found.index)
  const rest = first.slice(found.index + found[0].length)
  const [, year, month, day, time, fraction, zone = '+00:00'] = stamp
  return {
    array: said(host) ?? 'vsp',
    time: statedTime(`${year}-${month}-${day}T${time}.${fraction}${/^[+-]/.test(zone) ? zone : `+${zone}`}`),
    subject: /(?:^|,)(uid=[^,]{1,200}|<[^>]{1,40}>)/.exec(before)?.[1] ?? oldSubject(before),
    from: said(/(?:^|,)from=([^,]{1,60})/.exec(rest)?.[1]),
    serial: /Seq\.?=\s?(\w{1,20})/.exec(rest)?.[1],
    ...body(rest, found[1] ?? ''),
    details: details(others),
  }
}

/** Before there were `uid=` the entry began with the name. */
const oldSubject = (before: string): string | undefined => {
  const [name = ''] = before.split(',', 1)
  return name === '' || /^0[0-9a-f]{3}$|^\d{4}\//i.test(name) ? undefined : `uid=${name}`
}

/** Operation, parameter, ending; from old to new these three keep their order. */
function body(text: string, name: string): Pick<AuditEntry, 'area' | 'operation' | 'parameter' | 'ending'> {
  const fields = text.split(',').map((field) => field.trim())
  const place = fields.findIndex((field) => /^(Normal end|Error|Warning|Accept|Reject|Failed)/i.test(field))
  return {
    area: name.trim(),
    operation: fields[0] ?? '',
    parameter:
      place > 1
        ? fields
            .slice(1, place)
            .filter((field) => field !== '')
            .join(',')
        : (fields[1] ?? ''),
    ending: place < 0 ? '' : (fields[place] ?? ''),
  }
}

const details = (lines: readonly string[]): string =>
  lines
    .map((line) => line.replace(/^[,\s]*[+-]{1,2}/, ''))
    .join('')
    .slice(0, 20_000)

const said = (value: string | undefined): string | undefined => {
  const plain = value?.trim()
  return plain === undefined || plain === '' || plain === '-' ? undefined : plain
}
