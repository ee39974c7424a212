// Samba's JSON of who signed in to what. https://wiki.samba.org/index.php/Setting_up_Audit_Logging
import { isObject, type JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

export const isSignIn = (value: JsonObject): boolean =>
  (value.type === 'Authentication' || value.type === 'Authorization') && isObject(value[value.type])

export function signInEvent({ value: raw, original, created, received, syslog }: FoundObject): Event {
  const type = text(raw.type) ?? 'Authentication'
  const held = object(raw[type])
  const status = text(held.status)
  const user = text(held.mappedAccount) ?? text(held.clientAccount) ?? text(held.account) ?? ''
  const domain = text(held.mappedDomain) ?? text(held.clientDomain) ?? text(held.domain)
  const host = syslog?.host ?? text(held.netlogonComputer) ?? ''
  const failed = status !== undefined && status !== 'NT_STATUS_OK'
  return eventFrom({
    source: 'samba.audit',
    time: statedTime((text(raw.timestamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')),
    created,
    received,
    code: type,
    provider: text(held.serviceDescription) ?? 'smbd',
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: { action: 'sign-in', ...(host ? { resource: { type: 'host', id: host, name: host } } : {}) },
    platform: 'samba.audit',
    actor:
      user === ''
        ? undefined
        : { id: accountId(user, domain ?? host), name: user, kind: user.endsWith('$') ? 'service' : 'person' },
    user: user === '' ? undefined : { name: user, ...(domain ? { domain } : {}) },
    address: /^ipv[46]:(.+):\d+$/.exec(text(held.remoteAddress) ?? '')?.[1],
    host: host ? { name: host } : undefined,
    error: failed ? { code: status, message: status } : undefined,
    vendor: held,
  })
}
