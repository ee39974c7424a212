// A line of QuLog Center: of a connection or of an event, long or short, plain or in CEF, and the numbers of older firmware.
import { headeredIn } from '../envelope/cef.ts'
import type { SyslogLine } from '../envelope/syslog.ts'

export interface QuLine {
  readonly kind: 'connection' | 'event' | 'copy'
  readonly user?: string | undefined
  readonly address?: string | undefined
  readonly machine?: string | undefined
  readonly application?: string | undefined
  readonly category?: string | undefined
  /** Of an event: the sentence, without the application in brackets. */
  readonly text: string
  /** Of a connection. */
  readonly service?: string | undefined
  readonly accessed?: string | undefined
  readonly act?: string | undefined
  /** Epoch milliseconds where the line itself says them. */
  readonly time?: number | undefined
}

/** Undefined where a line is none of QuLog Center. */
export function quLineIn({ app, message }: SyslogLine): QuLine | undefined {
  const long = /(?:^|\s)(conn|event|err(?:or)?) log: (?=Users?: )/.exec(message.slice(0, 600))
  if (long) {
    const body = message.slice(long.index + long[0].length)
    return long[1] === 'conn' ? connection(body) : event(body)
  }
  const headered = message.includes('CEF:') || message.includes('LEEF:') ? headeredIn(message) : undefined
  if (headered && /qnap/i.test(`${headered.vendor} ${headered.product}`)) return ofCef(headered.fields, headered.name)
  // Some firmware sends each event a second time, in short.
  const short = /^(?:qulogd:?)?\s*(?:\[\d+\])?\s*\[([^\]]{1,80})\]\s*(\S[\s\S]*)$/.exec(message)
  if (short && (/^qulogd/.test(app ?? '') || /^qulogd/.test(message)))
    return { kind: 'copy', application: short[1], text: short[2] ?? '' }
  return undefined
}

const said = (value: string | undefined): string | undefined => {
  const plain = value?.trim()
  return plain === undefined || plain === '' || /^-+$/.test(plain) ? undefined : plain
}

/** The first fields are short; what stands behind them may hold commas, and the last goes on to the end. */
const head = /^Users?: ([^,]{0,200}), Source IP: ([^,]{0,100}), Computer name: ([^,]{0,200})(?:, ([\s\S]*))?$/

function connection(body: string): QuLine | undefined {
  const [, user, address, machine, rest = ''] = head.exec(body) ?? []
  const act = rest.lastIndexOf('Action: ')
  const accessed = rest.indexOf('Accessed resources: ')
  if (act < 0 || user === undefined) return undefined
  return {
    kind: 'connection',
    ...whoIn(user, address, machine),
    text: '',
    service: said(serviceOf(/^Connection type: ([^,]{0,60})/.exec(rest)?.[1])),
    accessed: accessed < 0 ? undefined : said(rest.slice(accessed + 20, act).replace(/,\s*$/, '')),
    act: actOf(
      rest
        .slice(act + 8)
        .trim()
        .replace(/\.$/, ''),
    ),
  }
}

function event(body: string): QuLine | undefined {
  const [, user, address, machine, rest = ''] = head.exec(body) ?? []
  const start = rest.indexOf('Content: ')
  if (user === undefined) return undefined
  const fields = start < 0 ? '' : rest.slice(0, start)
  const content = start < 0 ? rest : rest.slice(start + 9)
  const bracketed = /^\[([^\]]{1,80})\]\s*/.exec(content)
  return {
    kind: 'event',
    ...whoIn(user, address, machine),
    application: said(/Application: ([^,]{0,80})/.exec(fields)?.[1]) ?? bracketed?.[1],
    category: said(/Category: ([^,]{0,80})/.exec(fields)?.[1]),
    text: (bracketed ? content.slice(bracketed[0].length) : content).trim(),
  }
}

const whoIn = (user?: string, address?: string, machine?: string): Partial<QuLine> => ({
  user: said(user),
  address: said(address),
  machine: said(machine),
})

function ofCef(fields: Readonly<Record<string, string>>, name: string | undefined): QuLine {
  const content = fields.msg ?? name ?? ''
  const bracketed = /^\[([^\]]{1,80})\]\s*/.exec(content)
  const act = said(fields.act)
  return {
    kind: act === undefined ? 'event' : 'connection',
    ...whoIn(fields.suser ?? fields.duser, fields.src, fields.shost),
    application: said(fields.app) ?? bracketed?.[1],
    category: said(fields.cat),
    text: bracketed ? content.slice(bracketed[0].length) : content,
    ...(act === undefined ? {} : { act: actOf(act), service: said(fields.proto), accessed: said(fields.filePath) }),
  }
}

/** Numbers that older firmware writes for services and acts; user manual of the Turbo NAS. */
const services = ['Unknown', 'SAMBA', 'FTP', 'HTTP', 'NFS', 'AFP', 'TELNET', 'SSH', 'ISCSI']
const acts = [
  'Unknown',
  'Delete',
  'Read',
  'Write',
  'Open',
  'Create Directory',
  'Mount Success',
  'Mount Fail',
  'Rename',
  'Login Fail',
  'Login Success',
  'Logout',
  'Unmount',
  'Copy',
  'Move',
  'Add',
]
const serviceOf = (told: string | undefined): string | undefined =>
  told !== undefined && /^\d{1,2}$/.test(told) ? (services[Number(told)] ?? told) : told
const actOf = (told: string): string => (/^\d{1,2}$/.test(told) ? (acts[Number(told)] ?? told) : told)
