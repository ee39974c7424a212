// A page that only asks whether pages arrive, on the way that what pages at once would take.
import type { TestRecord } from '../model/wire.ts'
import type { Desk } from './desk.ts'
import { enterPage } from './outbox.ts'
import { testPage } from './page.ts'
import { channelsOfFirstStep, pageNowRoute } from './route.ts'

/** Rings every channel of whoever the first step of the page-now escalation reaches now. */
export function ringTest({ book, options, at }: Desk, { id, site }: TestRecord): void {
  const { policy, pagers, text } = options
  const channels = channelsOfFirstStep(policy, pageNowRoute(policy, site)?.escalation, at.wall)
  const page = { ...testPage(site, at.wall, text.baseUrl), alert: id }
  book.write(site, { type: 'page', page })
  for (const pager of channels.length > 0 ? channels : pagers) enterPage(book, pager, site, page)
}
