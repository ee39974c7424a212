// How often one address may come where nobody has to sign in: a window for each, so that a flood costs nothing but its own answers.
import type { RequestHandler } from 'express'
import { minute } from '../../lib/duration.ts'
import { sourceOf } from '../../people/slow-down.ts'
import { refuse } from './access.ts'

const mostSources = 10_000

/**
 * Lets an address through so often in a minute, then answers 429 until the minute is over.
 * @param now epoch milliseconds
 */
export function bound(most: number, now: () => number): RequestHandler {
  const windows = new Map<string, { readonly since: number; count: number }>()
  return ({ ip = '' }, response, next) => {
    const source = sourceOf(ip)
    const at = now()
    const window = windows.get(source)
    if (!window || at - window.since >= minute) {
      if (windows.size >= mostSources)
        for (const old of [...windows.keys()].slice(0, mostSources / 10)) windows.delete(old)
      windows.delete(source)
      windows.set(source, { since: at, count: 1 })
      return next()
    }
    window.count += 1
    if (window.count <= most) return next()
    const wait = Math.ceil((window.since + minute - at) / 1_000)
    refuse(response.set('retry-after', String(wait)), 429, `too many from here; try again in ${wait} s`)
  }
}
