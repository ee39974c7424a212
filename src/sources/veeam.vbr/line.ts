// A syslog line of Veeam: header of RFC 5424, of RFC 3164, of 12.1 with its time in front, or none, and behind it the event block.

import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import { parseSyslog, type SyslogLine } from '../envelope/syslog.ts'
import type { FoundLine, Read } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { type Block, blockIn, readBlock } from './block.ts'
import { eventOf, serverOf, toEvent } from './event.ts'
import { consoleOf, type VbrRecord } from './record.ts'

const levels: Readonly<Record<string, VbrRecord['level']>> = { INF: 'info', WRN: 'warning', ERR: 'error' }
const ofVeeam = /^veeam[ _-]?(mp|security|backup\w*)$/i
const origin = /enterpriseId="?31023\b/

/** Reads a line; one without a block is told as text where its header is Veeam's. */
export function readLine({ syslog: outer, original, created, received }: FoundLine): Read {
  const syslog = innerOf(outer, received)
  const { message } = syslog
  const block = readBlock(message)
  const header = old(message, block === undefined ? message.length : blockIn(message))
  const app = syslog.app ?? header.app
  const known =
    (app !== undefined && ofVeeam.test(app)) || syslog.data?.origin !== undefined || origin.test(message.slice(0, 200))
  if (block === undefined && !known)
    return fail({
      reason: 'this is no line of Veeam Backup & Replication: it has no event block and no header of the product',
    })
  if (block === undefined && blockIn(message) >= 0)
    return fail({ reason: 'the event block has no number', field: 'instanceId' })
  const fields = block?.fields ?? new Map<string, string>()
  const host = filled(fields.get('VbrHostName')) ?? syslog.host ?? header.host
  const token = /\[(INF|WRN|ERR)\]/.exec(message.slice(0, 200))?.[1]
  const record: VbrRecord = {
    code: block?.code ?? app ?? 'text',
    fields,
    text: textOf(block, message),
    server: serverOf(host),
    level: token === undefined ? byPriority(syslog.severity ?? header.severity) : levels[token],
  }
  const envelope = {
    original,
    created,
    received,
    // A day that no calendar has is seen in the vendor's own examples: it is the day after the month's last.
    time: syslog.time ?? statedTime(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?/.exec(original.slice(0, 80))?.[0]),
    provider: app,
    host,
    doubled: block?.doubled ?? [],
  }
  return ok<Event>(
    block ? toEvent(record, envelope) : eventOf(record, envelope, { action: 'other', resource: consoleOf(record) }),
  )
}

/** The product's own header, where a relay put one of its own in front of it. */
function innerOf(syslog: SyslogLine, received: number): SyslogLine {
  const found = /(?:<\d{1,3}>)?1 (?=\d{4}-\d\d-\d\dT\S{5,40} \S{1,255} Veeam_)/.exec(syslog.message.slice(0, 400))
  return found ? { ...syslog, ...parseSyslog(syslog.message.slice(found.index), received) } : syslog
}

const filled = (value: string | undefined): string | undefined => (value?.trim() ? value.trim() : undefined)

const textOf = (block: Block | undefined, message: string): string =>
  block === undefined
    ? message.replace(/^(?:\[[^\]]{0,80}\]\s*)+/, '').slice(0, 4000)
    : (block.fields.get('Description') ?? block.fields.get('Message') ?? '').slice(0, 4000)

/** Facility and severity in one: 3 is an error, 4 a warning. */
const byPriority = (severity: number | undefined): VbrRecord['level'] =>
  severity === undefined ? undefined : severity <= 3 ? 'error' : severity === 4 ? 'warning' : 'info'

/** 12.1 writes its time first, then the priority, the host and the program. */
function old(
  message: string,
  end: number,
): { readonly host?: string; readonly app?: string; readonly severity?: number } {
  const found = /^\s*(?:<(\d{1,3})>\s*)?(\S{1,255})\s+(Veeam_\w{1,40})(?=[\s:[]|$)/.exec(
    message.slice(0, Math.min(end, 400)),
  )
  if (!found) return {}
  return {
    host: found[2] ?? '',
    app: found[3] ?? '',
    ...(found[1] === undefined ? {} : { severity: Number(found[1]) % 8 }),
  }
}
