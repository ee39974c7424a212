// What a server of Proxmox told, as one event.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'

/** Which product it is. */
export interface Product {
  /** The source: `proxmox.pbs`. */
  readonly source: string
  readonly provider: string
  readonly product: string
  /** Stands for the server where an account names no realm. */
  readonly realm: string
}

/** What any of the logs says of one act. */
export interface ProxmoxRecord {
  readonly code: string
  readonly id?: string | undefined
  readonly time?: number | undefined
  readonly outcome: Event['event']['outcome']
  readonly facts: Facts
  /** `root@pam`, or a token of somebody: `root@pam!automation`. */
  readonly user?: string | undefined
  /** Done by the schedule, in whosever name. */
  readonly scheduled?: boolean | undefined
  readonly address?: string | undefined
  readonly agent?: string | undefined
  readonly node?: string | undefined
  readonly error?: string | undefined
  readonly message?: string | undefined
  readonly vendor?: Readonly<Record<string, unknown>>
}

/** Tickets of consoles stand in the paths of calls. */
const tickets = [/(\b(?:vnc|auth)?ticket=)([^&\s"]+)/gi]

export function toEvent(
  { source, provider, product, realm }: Product,
  record: ProxmoxRecord,
  { original, created, received, syslog }: FoundLine | FoundObject,
): Event {
  const host = record.node ?? syslog?.host
  const user = record.user
  const { address, port } = hostAndPort(record.address)
  return eventFrom({
    source,
    id: record.id,
    time: record.time ?? syslog?.time,
    created,
    received,
    code: record.code,
    provider,
    outcome: record.outcome,
    ...maskSecrets(original, /ticket=/i.test(original) ? tickets : []),
    facts: record.facts,
    platform: source,
    actor: actorOf(record, provider, realm),
    user: user ? { name: user.split('@')[0] ?? user, domain: user.split('@')[1]?.split('!')[0] ?? '' } : undefined,
    // Dual-stack sockets write IPv4 addresses as mapped ones.
    address: address?.replace(/^::ffff:(?=\d+\.)/i, ''),
    port,
    agent: record.agent,
    host: host ? { name: host } : undefined,
    observer: { vendor: 'Proxmox', product, ...(host ? { name: host } : {}) },
    error: record.outcome === 'failure' ? { code: record.error ?? 'Error', message: record.error } : undefined,
    message: record.message,
    vendor: record.vendor,
  })
}

/** What the scheduler does without anybody's name is its own act. */
function actorOf({ user, scheduled }: ProxmoxRecord, provider: string, realm: string): Actor | undefined {
  if (!user) return scheduled ? { id: accountId(provider, realm), name: provider, kind: 'product' } : undefined
  const [account = user, token] = user.split('!')
  const kind = scheduled ? 'product' : token === undefined ? 'person' : 'service'
  // Its own realms are no directory: the account belongs to the server.
  return { id: accountId(account, realm), name: user, kind, ...(token ? { credential: user } : {}) }
}
