// A record of a device that keeps data as an event: who did it there, from where, and with what outcome.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { actOf } from '../kit/act.ts'
import { eventFrom, type Told } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { Given } from './facts.ts'

/** The product: the same in all of its records. */
export interface Product {
  readonly source: string
  readonly vendor: string
  readonly product: string
  /** Spans that hold secrets besides those that any log may; group 1 stays. */
  readonly secrets?: readonly RegExp[]
}

export interface DeviceRecord {
  readonly given: Given
  readonly original: string
  readonly received: number
  readonly created?: number | undefined
  /** Epoch milliseconds of the record; undefined where it has none. */
  readonly time?: number | undefined
  readonly id?: string | undefined
  readonly code: string
  readonly provider?: string | undefined
  /** `unknown` while something is only asked for. */
  readonly outcome?: Event['event']['outcome']
  readonly error?: Told['error']
  readonly facts: Facts
  /** Where one act is logged twice and nothing but what it says is the same in both. */
  readonly twins?: boolean
  readonly user?: string | undefined
  /** Where the record says more of the actor than a name does. */
  readonly kind?: Actor['kind'] | undefined
  readonly session?: string | undefined
  readonly credential?: string | undefined
  readonly address?: string | undefined
  readonly port?: number | undefined
  readonly agent?: string | undefined
  readonly message?: string | undefined
  readonly vendor?: Readonly<Record<string, unknown>>
  /** Where a part of the product guards the copy: `synology.hyperbackup`. */
  readonly platform?: string | undefined
  readonly hosts?: readonly string[]
}

export function deviceEvent({ source, vendor, product, secrets = [] }: Product, record: DeviceRecord): Event {
  const { given, facts, original, message, user } = record
  const actor = actorOf(record)
  const act = facts.act ?? (record.twins ? actOf(given.device, actor?.id ?? '', facts, given.time) : undefined)
  return eventFrom({
    source,
    id: record.id,
    time: record.time,
    created: record.created,
    received: record.received,
    code: record.code,
    provider: record.provider,
    outcome: record.outcome ?? 'success',
    ...maskSecrets(original, secrets),
    facts: { ...facts, parents: facts.parents ?? [given.device], ...(act ? { act } : {}) },
    platform: record.platform ?? source,
    actor,
    user: actor && user ? { id: actor.id, name: user } : undefined,
    address: record.address,
    port: record.port,
    agent: record.agent,
    host: { name: given.device },
    observer: { vendor, product, name: given.device },
    error: record.error,
    message: message === undefined ? undefined : maskSecrets(message, secrets).original,
    vendor: record.vendor,
    hosts: record.hosts,
  })
}

const here = /^(127\.|::1$|localhost$|0\.0\.0\.0$)/
/** An address from which nobody but the device itself acts. */
export const isHere = (address: string | undefined): boolean => address !== undefined && here.test(address)

const systems = /^(system|root|nobody|cron|daemon|admin@localhost|internal|n\/a|<?system>?)$/i
const products =
  /(veeam|commvault|avamar|networker|netbackup|ppdm|powerprotect|rubrik|cohesity|zerto|storeonce|catalyst|spectrum[-_]?protect|copydata)/i
const services = /(^|[-_.\\])(svc|sa|api|bot|ansible|terraform|monitor(ing)?|snmp|vcenter|csi|openstack)([-_.]|$)/i

/** What an account's name and its address say of who uses it. */
export function kindOf(user: string, address: string | undefined): Actor['kind'] {
  if (systems.test(user) && (address === undefined || isHere(address))) return 'provider'
  if (products.test(user)) return 'product'
  return services.test(user) ? 'service' : 'person'
}

function actorOf({ user, kind, address, given, session, credential }: DeviceRecord): Actor | undefined {
  if (user === undefined || user === '') return undefined
  return {
    id: accountId(user, given.device),
    name: user,
    kind: kind ?? kindOf(user, address),
    ...(session ? { session } : {}),
    ...(credential ? { credential } : {}),
  }
}
