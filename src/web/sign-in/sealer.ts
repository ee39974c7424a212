// What a browser keeps for us between two steps: sealed, for one purpose, until its time is over.
import { randomBytes } from 'node:crypto'
import { isObject } from '../../lib/json.ts'
import { openText, sealText } from '../../people/sealed.ts'

export interface Sealer {
  /** @param ms how long it is good @param bound to whom it belongs, where it belongs to somebody */
  seal(value: Readonly<Record<string, unknown>>, purpose: string, ms: number, bound?: string): string
  /** Undefined for what was not sealed for this purpose, and for what is over. */
  open(sealed: string | undefined, purpose: string, bound?: string): Readonly<Record<string, unknown>> | undefined
}

/** @param key undefined: one of this process, so that what it sealed ends with it */
export function makeSealer(key: Uint8Array | undefined, now: () => number): Sealer {
  const own = key ?? randomBytes(32)
  return {
    seal: (value, purpose, ms, bound = '') =>
      sealText(JSON.stringify({ ...value, until: now() + ms }), { key: own, purpose, bound }, randomBytes(12)),
    open(sealed, purpose, bound = '') {
      const text = sealed === undefined ? undefined : openText(sealed, { key: own, purpose, bound })
      const value: unknown = text === undefined ? undefined : JSON.parse(text)
      return isObject(value) && typeof value.until === 'number' && value.until > now() ? value : undefined
    },
  }
}
