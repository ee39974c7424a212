// The link in a page that acknowledges without an account: what it says, and the seal that only we can make.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { day, minute } from '../lib/duration.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Page } from '../model/page.ts'

/** What a link stands for: one incident, told through one channel, for a day. */
export interface LinkSays {
  /** The incident's key, a hash of alert and stage. */
  readonly incident: string
  /** Name of the pager that it was sent through. */
  readonly pager: string
  /** Epoch milliseconds, a whole minute. */
  readonly until: number
}

export interface LinkOptions {
  readonly key: Uint8Array
  /** Where people reach the console. */
  readonly baseUrl: string
}

const lasts = day
/** Of the seal that many bits are kept: nobody can try 2^128 of them, and a text message has few signs. */
const sealBytes = 16

/** The address for a page through a pager; the same however often it is sent. Undefined where there is nothing to acknowledge. */
export function acknowledgeLink(page: Page, pager: string, { key, baseUrl }: LinkOptions): string | undefined {
  if (page.action !== 'trigger') return undefined
  const until = Math.ceil((Date.parse(page.decidedAt) + lasts) / minute) * minute
  const token = sealLink({ incident: page.dedupKey, pager, until }, key)
  return `${baseUrl.replace(/\/+$/, '')}/a/${token}`
}

/** The last part of the address. */
export function sealLink(says: LinkSays, key: Uint8Array): string {
  const body = `${(says.until / minute).toString(36)}.${says.incident}.${says.pager}`
  return `${sealOf(body, key)}.${body}`
}

/**
 * What a link says.
 * @param now epoch milliseconds
 */
export function openLink(token: string, key: Uint8Array, now: number): Result<LinkSays, 'forged' | 'over'> {
  const parts = /^([\w-]{22})\.(([0-9a-z]{1,8})\.([\w-]{1,255})\.([\w.-]{1,63}))$/.exec(token)
  const [, seal = '', body = '', minutes = '', incident = '', pager = ''] = parts ?? []
  if (!parts || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(body, key)))) return fail('forged')
  const until = Number.parseInt(minutes, 36) * minute
  return now < until ? ok({ incident, pager, until }) : fail('over')
}

const sealOf = (body: string, key: Uint8Array): string =>
  createHmac('sha256', key).update(`lastcopy link\0${body}`).digest().subarray(0, sealBytes).toString('base64url')
