// A row of the audit log of Spectrum Virtualize, in the ways in which it leaves the system.
import type { Json, JsonObject } from '../../lib/json.ts'
import { headeredIn } from '../envelope/cef.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { at, object, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface AuditRow {
  readonly sequence?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly user?: string | undefined
  readonly address?: string | undefined
  /** `0`, `success`, or the number of an error. */
  readonly result?: string | undefined
  /** What a command made, by its number. */
  readonly object?: string | undefined
  readonly command: string
  readonly system?: string | undefined
}

const commandLike = /\b(?:svctask|satask|sainfo|svcinfo|svcservicetask)\s+\S/

/** `# timestamp = … # cluster_user = … # action_cmd = …`, a row between colons, CEF, or a command by itself. */
export function rowIn({ message, host }: SyslogLine): AuditRow | undefined {
  const line = message.slice(0, 20_000)
  if (/action_cmd\s*=/.test(line)) return { ...ofFields(pairsIn(line)), system: host }
  const headered = line.includes('CEF:') ? headeredIn(line) : undefined
  if (headered && /ibm/i.test(headered.vendor)) {
    const { fields } = headered
    const command = [fields.act, fields.msg, fields.cs1, fields.reason, headered.name].find((one) =>
      commandLike.test(one ?? ''),
    )
    return {
      sequence: fields.externalId,
      time: stamp(fields.rt ?? fields.end),
      user: fields.suser ?? fields.duser,
      address: fields.src,
      result: fields.outcome,
      command: command ?? fields.act ?? fields.msg ?? headered.name ?? headered.code,
      system: fields.dvchost ?? host,
    }
  }
  const row =
    /^(\d{1,12}):(\d{12}):([^:]{0,64}):([\d.]{0,15}|[^:]{0,45}):([^:]{0,20}):([^:]{0,20}):(\s*(?:svctask|satask)\s.*)$/.exec(
      line,
    )
  if (row)
    return ofFields({
      audit_seq_no: row[1] ?? '',
      timestamp: row[2] ?? '',
      cluster_user: row[3] ?? '',
      ssh_ip_address: row[4] ?? '',
      result: row[5] ?? '',
      res_obj_id: row[6] ?? '',
      action_cmd: row[7] ?? '',
    })
  const command = commandLike.exec(line)
  if (!command) return undefined
  return {
    user: /\b(?:user|cluster_user)[=: ]+"?([\w.@\\-]{1,64})/i.exec(line)?.[1],
    address: /\b(?:from|ip|address|ssh_ip_address)[=: ]+"?([\da-f.:]{7,45})/i.exec(line)?.[1],
    result: /\b(?:result|rc)[=: ]+"?(\w{1,20})/i.exec(line)?.[1],
    command: line.slice(command.index).replace(/["#].*$/s, ''),
    system: host,
  }
}

/** Names and values between `#`; a value may hold anything but that sign. */
function pairsIn(line: string): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = Object.create(null)
  for (const [, name = '', value = ''] of line.matchAll(/#\s*([a-z_]{1,40}) ?= ?([^#]*)/g)) pairs[name] ??= value
  return pairs
}

/** As `lsauditlog` and `catauditlog` of the REST interface give it, and as CADF describes it. */
export const isAuditRow = (value: JsonObject): boolean =>
  typeof value.action_cmd === 'string' || /cadf|cloud\/audit/.test(text(value.typeURI) ?? '')

export function rowOf(value: JsonObject): AuditRow {
  if (typeof value.action_cmd === 'string') return ofFields(value)
  const initiator = object(value.initiator)
  return {
    sequence: text(value.id),
    time: statedTime(value.eventTime),
    user: text(initiator.name) ?? text(initiator.id),
    address: text(at(initiator, 'host.address')),
    result: text(value.outcome),
    command: commandOf(value) ?? text(value.action) ?? '',
    system: text(at(value, 'observer.name')),
  }
}

/** CADF keeps what a product adds as attachments. */
function commandOf(value: JsonObject): string | undefined {
  const told: readonly (Json | undefined)[] = [
    value.action_cmd,
    value.action,
    at(value, 'reason.reasonCode'),
    ...objects(value.attachments).map(({ content }) => content),
  ]
  return told.map(text).find((one) => commandLike.test(one ?? ''))
}

function ofFields(fields: JsonObject): AuditRow {
  const said = (...names: readonly string[]): string | undefined =>
    names.map((name) => text(fields[name])?.trim()).find((one) => one !== undefined && one !== '' && one !== 'N/A')
  return {
    sequence: said('audit_seq_no', 'sequence_num', 'sequence_number', 'seq_no'),
    time: stamp(said('timestamp', 'time')),
    user: said('cluster_user', 'user'),
    address: said('ssh_ip_address', 'ip_address', 'source_ip'),
    result: said('result'),
    object: said('res_obj_id'),
    command: said('action_cmd', 'command') ?? '',
    system: said('cluster_name', 'system'),
  }
}

const months = 'janfebmaraprmayjunjulaugsepoctnovdec'

/** `260301090000`, `Sun Mar  1 09:00:00 2026`, ISO or epoch; the system's own time, whose zone stands nowhere. */
function stamp(told: string | undefined): number | undefined {
  if (told === undefined) return undefined
  const short = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(told)
  if (short) {
    const [year = 0, month = 1, date, hour, minute, second] = short.slice(1).map(Number)
    return Date.UTC(2000 + year, month - 1, date, hour, minute, second)
  }
  const long = /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2})\s+(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: [A-Z]{2,5})? (\d{4})$/.exec(
    told,
  )
  const month = long ? months.indexOf((long[1] ?? '').toLowerCase()) : -1
  if (long && month >= 0)
    return Date.UTC(Number(long[6]), month / 3, Number(long[2]), Number(long[3]), Number(long[4]), Number(long[5]))
  return statedTime(/^\d{10,13}$/.test(told) ? Number(told) : told)
}
