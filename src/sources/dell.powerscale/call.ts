// A call of OneFS's platform API as its readers want it, and the things that it is about.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import { daysIn } from '../kit/span.ts'
import { unescaped } from '../kit/unescape.ts'

export interface PapiCall {
  /** The cluster, without the number of the node. */
  readonly cluster: string
  /** `POST`, `PUT`, `DELETE` … in capitals. */
  readonly method: string
  /** Behind `/platform/N`: `snapshot/snapshots/daily`. */
  readonly path: string
  /** The parts of the path behind the two that name a kind, in plain letters. */
  readonly names: readonly string[]
  readonly body: JsonObject
  /** Epoch milliseconds. */
  readonly time: number
}

export type Reader = (call: PapiCall) => Facts

/** The call of a request: `/1/snapshot/snapshots/daily` or `/platform/3/…`. */
export function callOf(cluster: string, payload: JsonObject, time: number): PapiCall {
  const path =
    (text(payload.uri) ?? '')
      .replace(/^\/+(?:platform\/)?(?:\d+\/|latest\/)?/, '')
      .split('?')[0]
      ?.replace(/\/+$/, '')
      .slice(0, 2_000) ?? ''
  const parts = path.split('/')
  const said = payload.body
  return {
    cluster,
    method: (text(payload.method) ?? '').toUpperCase(),
    path,
    names: parts.slice(2, 12).map(unescaped),
    body: object(Array.isArray(said) ? (said as readonly Json[])[0] : said),
    time,
  }
}

/** The id in the path, else the name in the body; `*` for a call on all of a kind. */
export const nameIn = ({ names, body, method }: PapiCall): string =>
  names[0] || text(body.name) || text(body.path) || (method === 'DELETE' ? '*' : '?')

export const thing = (call: PapiCall, type: string, kind: string, name = nameIn(call), called = name): Resource => ({
  type,
  id: `${call.cluster}/${kind}/${name}`,
  name: called,
  container: { type: 'cluster', id: call.cluster, name: call.cluster },
})

/** A directory tree by its path, the same for quotas, shares, WORM domains and files in it. */
export const tree = ({ cluster }: PapiCall, path: string): Resource => ({
  type: 'share',
  id: `${cluster}:${path}`,
  name: path,
})

export const wholeCluster = ({ cluster }: PapiCall): Resource => ({ type: 'cluster', id: cluster, name: cluster })

/** Days of a length that OneFS counts in seconds, or writes in words. */
export function lengthIn(value: Json | undefined): number | typeof unlimited | undefined {
  const said = text(value)
  if (said === undefined) return undefined
  return /^(forever|infinite|-1)$/i.test(said) ? unlimited : daysIn(said, 1 / 86_400)
}
