// E-mail by SMTP: one incident is one thread (RFC 5322, section 3.6.4), and nobody's out-of-office answers (RFC 3834).

import { cut } from '../lib/cut.ts'
import type { Page } from '../model/page.ts'
import type { HttpAnswer, Judged, Pager } from '../model/pager.ts'
import { messageOf, titleOf } from './kit/message.ts'
import { settings, text } from './kit/settings.ts'

export interface EmailSettings {
  readonly host: string
  readonly port?: number
  readonly security?: 'tls' | 'starttls' | 'none'
  readonly user?: string
  readonly password?: string
  readonly ca?: string
  readonly from: string
  readonly to: readonly string[]
}

const ports = { tls: 465, starttls: 587, none: 25 } as const
const address = '^[^\\s@<>,;:"\\\\]+@[^\\s@<>,;:"\\\\]+$'

export default {
  name: 'email',
  title: 'E-mail (SMTP)',
  about:
    'A message in plain text. All of one incident is one thread. It wakes nobody whose phone is silent, and mail can be late: put a pager beside it. A server’s 4yz is tried again, its 5yz is a refusal. Acknowledge by the link in it.',
  settings: settings(['host', 'from', 'to'], {
    host: text('The mail server.'),
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      description: '465 for `tls`, 587 for `starttls`, 25 for `none` when left out.',
    },
    security: {
      enum: ['tls', 'starttls', 'none'],
      default: 'tls',
      description:
        'TLS from the first byte, STARTTLS (demanded, never merely tried), or none: then the page and the password travel in the open.',
    },
    user: text('Name to sign in with, where the server asks for one.'),
    password: text('Its password.'),
    ca: text('Certificate of the authority that signed the server’s, in PEM, where the system does not know it.'),
    from: { type: 'string', pattern: address, description: 'The sender’s address.' },
    to: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: { type: 'string', pattern: address },
      description: 'Addresses of those who are told.',
    },
  }),
  secrets: ['password'],
  silent: true,
  request(page, { host, port, security = 'tls', user, password, ca, from, to }) {
    return {
      via: 'smtp',
      host,
      port: port ?? ports[security],
      security,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca }),
      from,
      to,
      subject: cut(titleOf(page), 250),
      text: `${messageOf(page, { longest: 20_000 })}\n${factsOf(page)}`,
      headers: {
        ...threadOf(page, from),
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...urgency(page),
      },
    }
  },
  verdict: judged,
} satisfies Pager<EmailSettings>

/** The first message of an incident has its key for a name; what follows names that one. Sent again, a message keeps its name. */
function threadOf({ id, dedupKey, reason }: Page, from: string): Readonly<Record<string, string>> {
  const name = (key: string): string => `<${key}@${from.slice(from.lastIndexOf('@') + 1)}>`
  const opens = reason === 'first' || reason === 'worse' || reason === 'test'
  return opens
    ? { 'Message-ID': name(dedupKey) }
    : { 'Message-ID': name(id), 'In-Reply-To': name(dedupKey), References: name(dedupKey) }
}

const urgency = ({ action, priority }: Page): Readonly<Record<string, string>> =>
  action === 'trigger' && priority === 'page-now' ? { 'X-Priority': '1', Importance: 'high' } : {}

const factsOf = ({ action, details }: Page): string =>
  action === 'trigger'
    ? Object.entries(details)
        .slice(0, 30)
        .map(([name, value]) => `\n${name}: ${cut(value, 600)}`)
        .join('')
    : ''

/** SMTP's codes: 2yz taken, 4yz later, 5yz no (RFC 5321, section 4.2.1). */
function judged(answer: HttpAnswer): Judged {
  if ('error' in answer) return { verdict: answer.refused ? 'refused' : 'retry', detail: answer.error }
  const detail = `${answer.status} ${answer.body.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200)}`.trim()
  return { verdict: answer.status < 300 ? 'accepted' : answer.status < 500 ? 'retry' : 'refused', detail }
}
