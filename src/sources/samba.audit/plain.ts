// What Samba writes besides: members of groups in its directory, other changes there, and lines of its daemons that are no audit of files.
import type { JsonObject } from '../../lib/json.ts'
import { isObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Event } from '../../model/event.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const types = ['groupChange', 'passwordChange', 'dsdbChange', 'dsdbTransaction', 'replicatedUpdate']

/** JSON of the directory's changes. https://wiki.samba.org/index.php/Setting_up_Audit_Logging */
export const isChange = (value: JsonObject): boolean =>
  typeof value.type === 'string' && types.includes(value.type) && isObject(value[value.type])

export const isDaemon = ({ app, message }: SyslogLine): boolean =>
  /^(smbd|nmbd|winbindd|samba|samba-dcerpcd)$/.test(app ?? /^([a-z_-]+)(?=[[:])/.exec(message)?.[1] ?? '')

export function changeEvent({ value: raw, original, created, received, syslog }: FoundObject): Event {
  const type = text(raw.type) ?? ''
  const held = object(raw[type])
  const status = text(held.status)
  const failed = status !== undefined && status !== 'Success'
  const host = syslog?.host ?? ''
  const who = text(held.userSid)
  return eventFrom({
    source: 'samba.audit',
    time: statedTime((text(raw.timestamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')),
    created,
    received,
    code: [type, text(held.action) ?? text(held.operation)].filter(Boolean).join(' '),
    provider: 'samba',
    outcome: failed ? 'failure' : status === undefined ? 'unknown' : 'success',
    ...maskSecrets(original),
    facts: type === 'groupChange' ? membership(held) : { action: 'other' },
    platform: 'samba.audit',
    actor: who === undefined ? undefined : { id: accountId(who, host), name: who, kind: 'unknown' },
    address: /^ipv[46]:(.+):\d+$/.exec(text(held.remoteAddress) ?? '')?.[1],
    host: host ? { name: host } : undefined,
    error: failed ? { code: status, message: status } : undefined,
    vendor: held,
  })
}

/** The first name of a distinguished one. */
const nameIn = (distinguished: string): string => /^\w+=((?:\\.|[^,\\])+)/.exec(distinguished)?.[1] ?? distinguished

function membership(held: JsonObject): Facts {
  const name = nameIn(text(held.user) ?? '')
  const role = nameIn(text(held.group) ?? '')
  if (name === '' || role === '') return { action: 'other' }
  return {
    action: /^removed/i.test(text(held.action) ?? '') ? 'role-revoked' : 'role-granted',
    resource: { type: 'user', id: name, name },
    target: { id: name, name },
    detail: { role },
  }
}

export function daemonEvent({ syslog, original, created, received }: FoundLine): Event {
  const { host, app } = syslog
  return eventFrom({
    source: 'samba.audit',
    time: syslog.time,
    created,
    received,
    code: app ?? 'smbd',
    provider: app ?? 'smbd',
    outcome: /\b(?:denied|failed|failure)\b/i.test(syslog.message.slice(0, 2_000)) ? 'failure' : 'unknown',
    ...maskSecrets(original),
    facts: { action: 'other' },
    platform: 'samba.audit',
    host: host ? { name: host } : undefined,
    message: syslog.message.slice(0, 2_000),
  })
}
