// What a pager makes of a page, as one piece whatever the way out is.
import type { Json } from '../../src/lib/json.ts'
import type { Page } from '../../src/model/page.ts'
import type { HttpRequest, Outgoing, Pager } from '../../src/model/pager.ts'

/** @throws when it is no HTTP request */
export function httpOf(outgoing: Outgoing | undefined): HttpRequest {
  if (outgoing === undefined || (outgoing.via !== undefined && outgoing.via !== 'http'))
    throw new Error('no HTTP request')
  return outgoing
}

/** A ticket that is there already, as a search answers. */
const ticket = {
  key: 'OPS-1',
  fields: { status: { statusCategory: { key: 'new' } } },
  transitions: [
    { id: '11', to: { statusCategory: { key: 'indeterminate' } } },
    { id: '31', to: { statusCategory: { key: 'done' } } },
  ],
}

/** What carries the page: the request, or what follows a search that found nothing, or for what ends the ticket. */
export function sentOf(
  pager: Pager,
  page: Page,
  settings: Readonly<Record<string, Json>>,
  at: number,
): Outgoing | undefined {
  const first = pager.request(page, settings, at)
  if (!pager.next) return first
  const body = JSON.stringify({ issues: page.action === 'trigger' ? [] : [ticket] })
  return pager.next(page, settings, [{ status: 200, headers: {}, body }])
}

/** @throws when the pager has nothing to say of the page */
export function pieceOf(outgoing: Outgoing | undefined): Pick<HttpRequest, 'url' | 'headers' | 'body'> {
  if (outgoing === undefined) throw new Error('nothing is sent')
  if ('line' in outgoing) return { url: '', headers: {}, body: outgoing.line }
  if ('subject' in outgoing)
    return { url: '', headers: outgoing.headers, body: `${outgoing.subject}\n${outgoing.text}` }
  return outgoing
}
