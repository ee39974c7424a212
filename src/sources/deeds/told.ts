// One deed as one event, the same for every console that is read by its words.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { actorIn, wentWrong } from './actor.ts'
import type { Deed } from './deed.ts'
import { factsOf } from './facts.ts'

/** What a record says besides its deed. */
export interface Around {
  readonly id?: string | undefined
  /** Epoch milliseconds of the record, else of its carrier. */
  readonly time?: number | undefined
  readonly who?: string | undefined
  readonly address?: string | undefined
  readonly host?: string | undefined
  /** Success or not, where a field says so. */
  readonly failed?: boolean | undefined
  readonly provider?: string | undefined
  /** The vendor's name of the act, where the deed leaves it to its sentence. */
  readonly code?: string | undefined
  readonly organization?: Event['organization']
  readonly vendor: JsonObject
}

interface Product {
  readonly source: string
  readonly vendor: string
  readonly product: string
  /** Names by which the product itself acts. */
  readonly own?: RegExp
}

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
}

/** A user as records have it, with its domain. */
export const userOf = (who: string | undefined): Event['user'] => {
  if (who === undefined) return undefined
  const slash = /^([^\\]{1,100})\\(.+)$/.exec(who)
  return slash
    ? { name: slash[2] ?? who, domain: slash[1] ?? '' }
    : { name: who, ...(/^\S+@\S+\.\S+$/.test(who) ? { email: who } : {}) }
}

/** The event of a deed. */
export function deedEvent(
  product: Product,
  deed: Deed,
  around: Around,
  { original: whole, created, received }: Carried,
): Event {
  const { original, hash, vendor } = kept(whole, around.vendor)
  const failed = around.failed ?? wentWrong.test(deed.text)
  const host = around.host === undefined || around.host === '' ? undefined : { name: around.host }
  const facts = factsOf(deed)
  const code = (around.code ?? deed.code) || 'audit'
  return eventFrom({
    source: product.source,
    id: around.id,
    time: around.time,
    created,
    received,
    code: code.slice(0, 200),
    provider: around.provider,
    outcome: failed ? 'failure' : 'success',
    original,
    hash,
    facts,
    platform: product.source,
    // What goes past its retention, nobody deleted who is not named.
    actor:
      actorIn(around.who, deed.place, product.own) ??
      (facts.detail?.expired === true ? { id: product.source, name: product.product, kind: 'product' } : undefined),
    user: userOf(around.who),
    address: around.address,
    host,
    observer: { vendor: product.vendor, product: product.product, ...(host ?? {}) },
    organization: around.organization,
    error: failed ? { code: 'Failed', message: deed.text.slice(0, 1_000) } : undefined,
    message: deed.text === '' ? undefined : deed.text.slice(0, 4_000),
    vendor,
  })
}

/** How sentences name who did something: in front, or at the end. Each has the name in its group. */
const fronts: readonly RegExp[] = [
  /^(?:The )?(?:user(?:name)?|administrator|account)[:\s]+["']?([\w.@\\$-]{1,120})["']?(?: \([^)]{1,100}\))?(?: (?:on|from) (?:host )?["']?[\w.:-]{1,200}["']?)?,?:? (?:has |have )?(?=[a-z])/i,
  /^["']?([\w.\\$-]{1,80}(?:@[\w.-]{1,120})?)["']?(?: \([^)]{1,100}\))? (?:(?:has|have|successfully|did) (?=[a-z])|(?=(?:failed to )?log(?:ged)? ?(?:in|out|off|on)\b))/,
  /^([\w.$-]{1,80}@[\w.-]{1,120}|[\w.-]{1,60}\\[\w.$-]{1,80}) (?=[a-z])/,
]
const backs: readonly RegExp[] = [
  /\bby (?:the )?(?:user |administrator )?["']?([\w.@\\$-]{1,120})["']?(?: (?:from|on|at) [\w.: -]{1,100})?\.?\s*$/i,
  /(?<=^(?:log[- ]?in|sign[- ]?in|authentication)\b[^\n]{0,60})\bfor (?:the )?(?:user |account )["']?([\w.@\\$-]{1,120})["']?/i,
]
const noName = /^(was|is|has|were|been|not|the|user|login|backup|policy|client|schedule|service)$/i

/** Who a sentence begins or ends with: `admin has deleted …`, `User 'admin' deleted …`, `… by user admin`; and the rest of it. */
export function subjectIn(text: string): { readonly who?: string; readonly rest: string } {
  const first = text.slice(0, 2_000)
  for (const words of fronts) {
    const found = words.exec(first)
    const who = found?.[1] ?? ''
    const rest = found === null ? '' : text.slice(found[0].length)
    // `User 'x' was deleted` names whom it was done to.
    if (who !== '' && !noName.test(who) && !/^(?:was|is|were|named|with|account)\b/i.test(rest)) return { who, rest }
  }
  for (const words of backs) {
    const found = words.exec(first)
    if (found?.[1] !== undefined) return { who: found[1].replace(/\.+$/, ''), rest: first.slice(0, found.index).trim() }
  }
  return { rest: text }
}

/** An address behind `from` in a sentence. */
export const addressIn = (text: string): string | undefined =>
  /\b(?:from|host|address|ip)[:= ]+(?:host |ip |address )*["'[]?((?:\d{1,3}\.){3}\d{1,3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})\b/i.exec(
    text.slice(0, 4_000),
  )?.[1]

/** Old and new value of each field, where a record lists them as objects. */
export const listedFields = (held: Json | undefined): Deed['fields'] =>
  (Array.isArray(held) ? (held as readonly Json[]) : []).slice(0, 60).flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return []
    const row = one as JsonObject
    const name = [row.name, row.field, row.attribute, row.property, row.key].find(
      (part): part is string => typeof part === 'string',
    )
    return name === undefined
      ? []
      : [{ name, from: row.oldValue ?? row.old ?? row.from, to: row.newValue ?? row.new ?? row.to ?? row.value }]
  })
