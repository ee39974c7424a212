// One line of the bastion as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { number } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine } from '../kit/reading.ts'
import { classify } from './classify.ts'
import type { WallixRecord } from './record.ts'

const source = 'wallix.bastion'

export function toEvent(record: WallixRecord, { original, created, received, syslog }: FoundLine): Event {
  const { log, fields } = record
  const bastion = (syslog.host ?? 'bastion').toLowerCase()
  const outcome = outcomeOf(record)
  const address = fields.client_ip || fields.src_ip
  const port = number(fields.src_port)
  const user = fields.user ?? ''
  const actor = actorOf(record, user, bastion)
  const kind = [fields.action, fields.type].filter((part) => part !== undefined && part !== '').join('.')
  return eventFrom({
    source,
    time: syslog.time,
    created,
    received,
    code: kind || log || 'unknown',
    provider: log || 'wabaudit',
    outcome,
    ...maskSecrets(original),
    facts: classify(record, bastion, syslog.time ?? received),
    platform: source,
    actor,
    user: actor === undefined ? undefined : { name: user, ...(user.includes('@') ? { email: user } : {}) },
    address,
    port: port === undefined || port < 1 || port > 65_535 ? undefined : port,
    observer: { vendor: 'WALLIX', product: 'Bastion', ...(syslog.host ? { name: syslog.host } : {}) },
    error:
      outcome === 'failure'
        ? {
            code: fields.status || fields.type || 'failure',
            message: (fields.reason || fields.result || fields.infos || '').slice(0, 2_000),
          }
        : undefined,
    vendor: Object.fromEntries(
      Object.entries({ log, ...fields }).map(([name, value]) => [
        name.replaceAll('.', '_'),
        maskSecrets(value).original,
      ]),
    ),
    users: [user],
    hosts: [fields.device, fields.target_ip].filter((name) => name !== undefined),
  })
}

function outcomeOf({ log, fields }: WallixRecord): Event['event']['outcome'] {
  const said = `${fields.status ?? ''} ${fields.result ?? ''}`.toLowerCase()
  if (/integrity$/.test(log)) return 'success'
  if (
    /fail|cancel|denied|error|refused/.test(said) ||
    /FAIL|ERROR|REFUSED|KILL_PATTERN/.test((fields.type ?? '').toUpperCase())
  )
    return 'failure'
  if (/start/.test(said) || log === 'system' || /_TRY$|^INCOMING/.test(fields.type ?? '')) return 'unknown'
  return 'success'
}

/** What the bastion does by itself stands without a user, or as its own one. */
function actorOf({ log, fields }: WallixRecord, user: string, bastion: string): Actor | undefined {
  const session = fields.session_id || fields.psid || fields.session_uid
  // `[unknown X.509 username]` stands where the name is no login; whose recording was changed is not who changed it.
  if (user === '' || /^\[unknown/i.test(user) || /integrity$/.test(log)) return undefined
  const provider =
    /^(wabuser|wabsuper|root|wabengine|OPERATOR)$/.test(user) && (fields.client_ip ?? '127.0.0.1') === '127.0.0.1'
  return {
    id: accountId(user, bastion),
    name: user,
    kind: provider || log === 'system' ? 'provider' : 'person',
    ...(session ? { session } : {}),
  }
}
