// What every log of Azure tells alike: the time, and what went wrong.
import type { Json, JsonObject } from '../../lib/json.ts'
import { type HostAndPort, hostAndPort } from '../kit/address.ts'
import { bodyOf } from '../kit/body.ts'
import { anyCase, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

/** Also the American way that Entra's risk events and some exports use, and an hour of one digit. */
export function azureTime(value: Json | undefined): number | undefined {
  const stated = statedTime(value)
  if (stated !== undefined || typeof value !== 'string') return stated
  return american(value.trim()) ?? statedTime(value.replace(/^(\d{4}-\d\d-\d\dT)(\d:)/, '$10$2'))
}

/** `3/24/2022 2:42:35 PM`, `1/9/2007 10:41:00 AM +01:00`; without a zone in UTC. */
function american(value: string): number | undefined {
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? /.exec(value)
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AP])M)?(?: ?([+-]\d\d):?(\d\d))?$/i.exec(
    value.slice(date?.[0].length ?? 0),
  )
  if (!date || !clock) return undefined
  const [month = 0, day = 0, year = 0] = date.slice(1).map(Number)
  const [hour = 0, minute = 0, second = 0] = clock.slice(1, 4).map((part) => Number(part ?? 0))
  const half = clock[4]?.toUpperCase()
  const hours = half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0)
  const zone = clock[5] === undefined ? 'Z' : `${clock[5]}:${clock[6]}`
  const two = (part: number): string => String(part).padStart(2, '0')
  return statedTime(`${year}-${two(month)}-${two(day)}T${two(hours)}:${two(minute)}:${two(second)}${zone}`)
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
