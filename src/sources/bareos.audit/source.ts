// Bareos and its kin: the audit messages of a Director, from its file or by syslog.
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { classify, consoleOf } from './commands.ts'
import { type AuditMessage, messageIn } from './line.ts'

const source = 'bareos.audit'

/** The console without a name is whoever sits at one with the Director's own password. */
const actorOf = ({ console: name }: AuditMessage, director: string): Actor => ({
  id: accountId(name, director),
  name,
  kind: /^(default|\*UserAgent\*)$/i.test(name)
    ? 'unknown'
    : /monitor|script|svc|api|cron/i.test(name)
      ? 'service'
      : 'person',
})

/** A command that the access control stopped is told as that command; of jobs, clients and the rest it says only their names. */
function factsIn(message: AuditMessage, director: string): Facts {
  if (message.kind === 'command') return classify(message.text, director)
  if (message.kind === 'acl' && message.acl?.kind === 'Command' && !message.acl.allowed)
    return classify(message.text, director)
  return { action: message.kind === 'acl' ? 'read' : 'other', resource: consoleOf(director) }
}

function toEvent(message: AuditMessage, { original: whole, created, received, syslog }: FoundLine): Event {
  const director = message.director === '' ? 'bareos-dir' : message.director
  const refused = message.acl?.allowed === false
  const { original, hash } = maskSecrets(whole)
  const text = maskSecrets(message.text.slice(0, 4_000)).original
  return eventFrom({
    source,
    time: message.time,
    created,
    received,
    code:
      message.kind === 'command'
        ? (/^\S{1,60}/.exec(text)?.[0] ?? 'cmdline').toLowerCase()
        : message.kind === 'acl'
          ? `acl ${message.acl?.kind ?? ''}`
          : 'info message',
    provider: 'bareos-dir',
    outcome: refused ? 'failure' : 'success',
    original,
    hash,
    facts: factsIn(message, director),
    platform: source,
    actor: actorOf(message, director),
    user: { name: message.console },
    address: message.from,
    host: syslog.host === undefined ? undefined : { name: syslog.host },
    observer: { vendor: 'Bareos', product: 'Director', name: director },
    error: refused ? { code: 'acl failure', message: text } : undefined,
    message: text,
    vendor: {
      console: message.console,
      ...(message.kind === 'command' ? { command: text } : {}),
      ...(message.acl ? { acl: message.acl.kind } : {}),
    },
  })
}

const notOurs: Reject = {
  reason: 'the line is no audit message: it has no Console in brackets with where it came from',
}

export default {
  name: source,
  logsource: [{ product: 'bareos', service: 'audit' }, { product: 'bareos' }, { category: 'backup' }],
  read: readerOf({
    whyNot: () => notOurs,
    line: (found) => {
      const message = messageIn(found.original, found.syslog, found.received)
      return message ? ok(toEvent(message, found)) : fail(notOurs)
    },
  }),
} satisfies Source
