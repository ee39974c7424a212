// A page that only asks whether pages arrive, on the way that what pages at once would take.
import { hashOf } from '../lib/hash.ts'
import type { Policy } from '../model/policy.ts'
import type { TestRecord } from '../model/self-test.ts'
import type { Desk } from './desk.ts'
import { enterPage } from './outbox.ts'
import { testPage } from './page.ts'
import { channelsOfFirstStep, pageNowRoute } from './route.ts'

export interface Way {
  readonly policy: Policy
  /** Names of all pagers. */
  readonly pagers: readonly string[]
}

/** Rings every channel of whoever the first step of the page-now escalation reaches now. */
export function ringTest({ book, options, at }: Desk, { id, site, at: begun, pagers }: TestRecord): void {
  const key = hashOf('test', id)
  const known = testPage(site, at.wall, options.text.baseUrl)
  const page = { ...known, id: key, dedupKey: `lastcopy-test-${key}`, alert: id, recordedAt: begun }
  book.write(site, { type: 'page', page })
  for (const pager of pagers ?? channelsOfTest(options, site, at.wall)) enterPage(book, pager, site, page)
}

/** Names of the pagers that a test rings; all where the policy reaches nobody. @param wall epoch milliseconds */
export function channelsOfTest({ policy, pagers }: Way, site: string, wall: number): readonly string[] {
  const channels = channelsOfFirstStep(policy, pageNowRoute(policy, site)?.escalation, wall)
  return channels.length > 0 ? channels : pagers
}
