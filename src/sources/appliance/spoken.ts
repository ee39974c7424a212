// An event of a device whose records are a sentence each, beside a number and a name at most.
import type { Event } from '../../model/event.ts'
import { isRefused } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { deviceEvent, type Product } from './event.ts'
import type { Given } from './facts.ts'

/** What a record says, from a line or an object alike. */
export interface Spoken {
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly code?: string | undefined
  readonly message: string
  readonly user?: string | undefined
  readonly address?: string | undefined
  readonly provider?: string | undefined
  /** Further fields of the vendor's own beside the sentence. */
  readonly vendor?: Readonly<Record<string, unknown>>
}

/** @param device its host, else what stands for it @param factsOf what the sentence says */
export function spokenEvent(
  product: Product,
  told: Spoken,
  { original, created, received }: FoundLine | FoundObject,
  device: string,
  factsOf: (message: string, given: Given) => Facts,
): Event {
  const { id, time, code, message, user, address, provider, vendor } = told
  const given: Given = { device, time: time ?? created ?? received }
  const failed = isRefused(message)
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time,
    id: id === undefined ? undefined : `${device}/${id}`,
    code: code ?? 'event',
    provider,
    outcome: failed ? 'failure' : 'success',
    error: failed ? { code: /not found|does not exist/i.test(message) ? 'NotFound' : 'Failed', message } : undefined,
    facts: factsOf(message, given),
    user,
    address,
    message,
    vendor: { message, ...vendor },
  })
}
