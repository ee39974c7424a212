// When a page that was not accepted is tried again.
import { minute, second } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import type { Verdict } from '../model/page.ts'

const longest = 2 * minute
const slow = 5 * minute
/** A provider that asks for more is asked again sooner: a day's silence is an outage, not a limit. */
const longestAsked = 15 * minute

/**
 * Epoch milliseconds of the next attempt; undefined when there is none to make.
 * @param attempt the attempt that was just made, from 1
 * @param retryAfter the provider's `Retry-After`: seconds or an HTTP date (RFC 9110, section 10.2.3)
 */
export function nextAttempt(
  page: string,
  attempt: number,
  verdict: Verdict,
  now: number,
  retryAfter?: string,
): number | undefined {
  if (verdict === 'accepted') return undefined
  // Refused for good means that a person has to mend the settings; until then it is tried slowly, and never dropped.
  const base = verdict === 'refused' ? slow : Math.min(second * 2 ** Math.min(attempt - 1, 20), longest)
  const asked = retryAfter === undefined ? 0 : askedFor(retryAfter, now)
  return now + Math.max(Math.round(base * (0.75 + jitter(page, attempt) / 2)), Math.min(asked, longestAsked))
}

function askedFor(text: string, now: number): number {
  const seconds = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * second
  return Number.isFinite(wait) && wait > 0 ? wait : 0
}

/** From 0 to 1, the same for the same attempt: chance that a test and a restart can repeat. */
const jitter = (page: string, attempt: number): number =>
  Number.parseInt(hashOf('jitter', page, String(attempt)).slice(0, 6), 16) / 0xffffff
