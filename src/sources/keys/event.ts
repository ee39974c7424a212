// One act of a key manager as one event: who, what, which key, from where, and how it ended.
import { accountId } from '../../model/account.ts'
import type { Actor, Event, Resource } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { actNamed } from './words.ts'

export interface KeyAct {
  readonly id?: string | undefined
  readonly name: string
  readonly user: string
  readonly kind: Actor['kind']
  readonly credential?: string | undefined
  readonly address: string
  readonly host: string
  readonly store: string
  readonly target: string
  readonly targetName: string
  readonly outcome: Event['event']['outcome']
  readonly reason: string
  readonly time?: number | undefined
  readonly vendor: string
  readonly product: string
  readonly fields: Readonly<Record<string, unknown>>
}

export function keyEvent(
  source: string,
  act: KeyAct,
  { original, created, received, syslog }: FoundObject | FoundLine,
): Event {
  const { type, ...facts } = actNamed(act.name)
  const host = act.host || syslog?.host
  const store = act.store || host || source
  const { address, port } = hostAndPort(act.address)
  const known = act.target || act.targetName
  const resource: Resource | undefined =
    type === 'key-store' || type === 'trail'
      ? { type, id: known ? `${store}/${known}` : store, name: act.targetName || known || store }
      : known === ''
        ? undefined
        : {
            type,
            id: `${store}/${known}`,
            name: act.targetName || known,
            container: { type: 'key-store', id: store, name: store },
          }
  const person =
    type === 'user' && known !== ''
      ? { target: { id: accountId(act.targetName || known, store), name: act.targetName || known } }
      : {}
  return eventFrom({
    source,
    id: act.id,
    time: act.time ?? syslog?.time,
    created: created ?? (act.time === undefined ? undefined : syslog?.time),
    received,
    code: act.name || 'unknown',
    outcome: act.outcome,
    ...maskSecrets(original),
    facts: { ...facts, resource, ...person },
    platform: source,
    actor:
      act.user === ''
        ? undefined
        : {
            id: accountId(act.user, store),
            name: act.user,
            kind: act.kind,
            ...(act.credential ? { credential: act.credential } : {}),
          },
    user: act.user === '' ? undefined : { name: act.user },
    address,
    port,
    observer: { vendor: act.vendor, product: act.product, ...(host ? { name: host } : {}) },
    error: act.outcome === 'failure' ? { code: act.reason || 'failure' } : undefined,
    vendor: act.fields,
  })
}

/** How it ended, in the words that key managers use. */
export const outcomeNamed = (said: string | undefined): Event['event']['outcome'] =>
  said === undefined || said === ''
    ? 'unknown'
    : /fail|denied|error|false|invalid|refus|^(0x0*[1-9]|[1-9]\d*$|[45]\d\d$)/i.test(said) && !/^200$/.test(said)
      ? 'failure'
      : /success|ok|true|done|^0x0+$|^0$|^200$/i.test(said)
        ? 'success'
        : 'unknown'
