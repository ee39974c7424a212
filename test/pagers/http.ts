// What a pager makes of a page, where that is an HTTP request.
import type { HttpRequest, Outgoing } from '../../src/model/pager.ts'

/** @throws when it is none */
export function httpOf(outgoing: Outgoing | undefined): HttpRequest {
  if (outgoing === undefined || (outgoing.via !== undefined && outgoing.via !== 'http'))
    throw new Error('no HTTP request')
  return outgoing
}
