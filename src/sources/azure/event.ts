// What every log of Azure tells alike: the time, and what went wrong.
import type { Json, JsonObject } from '../../lib/json.ts'
import { type HostAndPort, hostAndPort } from '../kit/address.ts'
import { anyCase, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { bodyOf } from './fields.ts'

/** Also the American way that Entra's risk events and some exports use: `3/24/2022 2:42:35 PM`, in UTC. */
export function azureTime(value: Json | undefined): number | undefined {
  const stated = statedTime(value)
  if (stated !== undefined || typeof value !== 'string') return stated
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AP])M)?/i.exec(
    value.trim(),
  )
  if (found) {
    const [month, day, year, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0))
    const half = found[7]?.toUpperCase()
    const hours = half === undefined ? (hour ?? 0) : ((hour ?? 0) % 12) + (half === 'P' ? 12 : 0)
    return statedTime(
      new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hours, minute ?? 0, second ?? 0)).toISOString(),
    )
  }
  // One digit for the hour is written by some.
  return statedTime(value.replace(/^(\d{4}-\d\d-\d\dT)(\d:)/, '$10$2'))
}

/** The vendor's word for what went wrong, and what it says. */
export function errorIn(
  properties: JsonObject,
  answer: JsonObject,
): { readonly code?: string; readonly message?: string } {
  for (const held of [answer, bodyOf(anyCase(properties, 'statusmessage')), properties]) {
    const error = anyCase(held, 'error')
    const code = text(anyCase(error, 'code'))
    const message = text(anyCase(error, 'message'))
    if (code !== undefined) return { code, ...(message === undefined ? {} : { message }) }
  }
  return {}
}

/** Where a call came from; what Entra writes for nowhere is nothing. */
export function addressOf(value: Json | undefined): HostAndPort {
  const said = text(value)?.trim()
  return said === undefined || /^(<null>|null|-|n\/a)$/i.test(said) ? {} : hostAndPort(said.slice(0, 255))
}
