// Another SIEM by syslog (RFC 5424), as text or as CEF (ArcSight's Common Event Format, version 25).

import { cut } from '../lib/cut.ts'
import type { Priority } from '../model/alert.ts'
import type { Page } from '../model/page.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidPlainly } from './kit/judge.ts'
import { bytes, titleOf } from './kit/message.ts'
import { settings, text } from './kit/settings.ts'

export interface SyslogSettings {
  readonly host: string
  readonly port?: number
  readonly transport?: 'udp' | 'tcp' | 'tls'
  readonly format?: 'text' | 'cef'
  readonly facility?: number
  readonly hostname?: string
  readonly ca?: string
}

const ports = { udp: 514, tcp: 601, tls: 6514 } as const
/** What every receiver takes of a datagram (RFC 5426, section 3.2), and should of a stream (RFC 5425, section 4.3.1). */
const longest = { udp: 2_048, tcp: 8_192, tls: 8_192 } as const
/** Severities of syslog: alert, warning, notice; informational for what is over. */
const severities: Readonly<Record<Priority, number>> = { 'page-now': 1, notify: 4, queue: 5 }
const cefSeverities: Readonly<Record<Priority, number>> = { 'page-now': 10, notify: 6, queue: 3 }

export default {
  name: 'syslog',
  title: 'Syslog or CEF to another SIEM',
  about:
    'One line a page. It wakes nobody by itself: what the SIEM makes of it is its rules’. Syslog has no answer: over UDP a line can be lost unseen, over TCP and TLS one that was in flight when the collector died. It calls nobody back: acknowledge in Lastcopy.',
  settings: settings(['host'], {
    host: text('The collector.'),
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      description: '514 for `udp`, 601 for `tcp`, 6514 for `tls` when left out.',
    },
    transport: {
      enum: ['udp', 'tcp', 'tls'],
      default: 'tls',
      description: 'How lines travel; over TCP and TLS they are counted in octets.',
    },
    format: {
      enum: ['text', 'cef'],
      default: 'text',
      description: 'The page’s line with its facts as structured data, or CEF.',
    },
    facility: {
      type: 'integer',
      minimum: 0,
      maximum: 23,
      default: 13,
      description: 'Facility of the lines; 13 is “log audit”.',
    },
    hostname: {
      type: 'string',
      pattern: '^[!-~]{1,255}$',
      default: 'lastcopy',
      description: 'The sender’s name in the lines.',
    },
    ca: text('Certificate of the authority that signed the collector’s, in PEM, where the system does not know it.'),
  }),
  secrets: [],
  silent: true,
  request(page, given) {
    const { host, port, transport = 'tls', ca } = given
    return {
      via: transport,
      host,
      port: port ?? ports[transport],
      ...(ca === undefined ? {} : { ca }),
      line: lineOf(page, given),
    }
  },
  verdict: (answer) => judge(answer, saidPlainly),
} satisfies Pager<SyslogSettings>

function lineOf(
  page: Page,
  { transport = 'tls', format = 'text', facility = 13, hostname = 'lastcopy' }: SyslogSettings,
): string {
  const severity = page.action === 'trigger' ? severities[page.priority] : 6
  const head = `<${facility * 8 + severity}>1 ${page.decidedAt} ${hostname} lastcopy - ${page.action}`
  const [data, message] = format === 'cef' ? ['-', cefOf(page)] : [dataOf(page), titleOf(page)]
  const room = longest[transport] - bytes(head) - 8
  // Facts give way to the line that says what happened.
  const kept = bytes(data) + bytes(message) <= room ? data : '-'
  return `${head} ${kept} ${format === 'cef' ? '' : '\uFEFF'}${cut(message, room - bytes(kept), bytes)}`
}

/** 32473 is the enterprise number that RFC 5612 keeps for documentation. */
function dataOf({ alert, dedupKey, priority, reason, details, link }: Page): string {
  const all = { alert, incident: dedupKey, priority, reason, ...details, ...(link === undefined ? {} : { link }) }
  const parts = Object.entries(all).map(([name, value]) => {
    const key = name.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 32)
    return ` ${key}="${cut(value, 300).replace(/["\\\]]/g, '\\$&')}"`
  })
  return `[lastcopy@32473${parts.join('')}]`
}

function cefOf(page: Page): string {
  const { details, priority, action, dedupKey, alert, reason, link, at } = page
  const severity = action === 'trigger' ? cefSeverities[priority] : 1
  const head = ['Lastcopy', 'Lastcopy', '1', `page-${reason}`, titleOf(page)].map((field) =>
    cut(field, 512).replace(/[\\|]/g, '\\$&'),
  )
  const extension = {
    rt: String(Date.parse(at)),
    externalId: dedupKey,
    act: action,
    cat: details.What,
    suser: details.Who,
    src: details.From?.split(', ')[0],
    cs1Label: 'alert',
    cs1: alert,
    cs2Label: 'copy',
    cs2: details.Copy,
    cs3Label: 'site',
    cs3: details.Site,
    cs4Label: 'link',
    cs4: link,
  }
  const pairs = Object.entries(extension).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${cut(value, 400).replace(/[\\=]/g, '\\$&')}`],
  )
  return `CEF:0|${head.join('|')}|${severity}|${pairs.join(' ')}`
}
