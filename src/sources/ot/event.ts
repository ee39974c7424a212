// A row of a plant's log as one event.
import { isIP } from 'node:net'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import type { Row } from './row.ts'

export interface Product {
  /** The source: `ot.pi`. */
  readonly source: string
  readonly vendor: string
  readonly product: string
  /** Stands for the server where nothing names it. */
  readonly server: string
}

export const serverOf = ({ server }: Product, row: Row, { syslog }: FoundLine | FoundObject): string =>
  row.server ?? syslog?.host ?? server

export function rowEvent(
  product: Product,
  row: Row,
  facts: Facts,
  outcome: Event['event']['outcome'],
  found: FoundLine | FoundObject,
): Event {
  const { original, created, received, syslog } = found
  const server = row.server ?? syslog?.host
  const [name, domain] = namesOf(row.user)
  return eventFrom({
    source: product.source,
    id: row.id,
    time: row.time ?? syslog?.time,
    created,
    received,
    code: (row.code ?? row.program ?? 'entry').slice(0, 200),
    provider: row.program,
    outcome,
    ...maskSecrets(original),
    facts,
    platform: product.source,
    actor: actorOf(row.user, serverOf(product, row, found)),
    user: name === undefined ? undefined : { name, ...(domain ? { domain } : {}) },
    address: row.station,
    host: server ? { name: server } : undefined,
    observer: { vendor: product.vendor, product: product.product, ...(server ? { name: server } : {}) },
    error: outcome === 'failure' ? { code: row.result ?? 'failed', message: row.message || undefined } : undefined,
    message: maskSecrets(row.message).original || undefined,
    vendor: { ...row.fields },
    hosts: row.station !== undefined && isIP(row.station) === 0 ? [row.station] : [],
  })
}

function namesOf(user: string | undefined): readonly [name?: string, domain?: string] {
  if (user === undefined) return []
  const slash = user.lastIndexOf('\\')
  return slash < 0 ? [user] : [user.slice(slash + 1), user.slice(0, slash)]
}

/** What runs as the system or for itself is the product's own. */
function actorOf(user: string | undefined, server: string): Actor | undefined {
  if (user === undefined) return undefined
  const [name = user] = namesOf(user)
  const own =
    /^(?:system|local service|network service|piadmin_?service|scheduler|server|agent)$/i.test(name) ||
    /^pi(?:arch|base|snap|backup|net)\w*$/i.test(name)
  const service = /\$$|(?:^|[-_.])(?:svc|service|api|bot)(?:[-_.]|$)/i.test(name)
  return { id: accountId(user, server), name, kind: own ? 'product' : service ? 'service' : 'person' }
}
