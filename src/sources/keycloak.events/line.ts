// A line of the server's log: time, level, logger and thread before what it says, behind a syslog header or without one.
import { day } from '../../lib/duration.ts'
import type { FoundLine } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { fromMessage, type KeycloakRecord } from './record.ts'

/** `2026-03-02 09:00:00,123 WARN  [org.keycloak.events] (executor-thread-4) …`; WildFly leaves the date out. */
const form =
  /(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d:\d\d:\d\d[.,]\d{1,9}) {1,4}([A-Z]{4,6}) {1,4}\[([\w.$-]{1,200})\] \(([^)]{0,200})\) ([\s\S]*)$/

export function fromLine({ original, created, received, syslog }: FoundLine): KeycloakRecord | undefined {
  const found = form.exec(original)
  const header = found && found.index > 0 ? syslog : undefined
  const host = (found ? header?.host : syslog.host) ?? ''
  if (!found) {
    const told = fromMessage(syslog.message, syslog.messageId ?? syslog.app ?? '', { time: syslog.time, host })
    return told.kind === 'log' && !/keycloak/i.test(told.type) ? undefined : told
  }
  const [, date, clock = '', , logger = '', , message = ''] = found
  const time = date ? statedTime(`${date} ${clock}`) : (header?.time ?? created ?? timeToday(clock, received))
  return fromMessage(message, logger, { time, host })
}

/** A time of day alone is the one nearest to when the line was received: its zone is not stated either. */
function timeToday(clock: string, received: number): number | undefined {
  const midnight = Math.floor(received / day) * day
  const time = statedTime(`1970-01-02 ${clock}`)
  if (time === undefined) return undefined
  const today = midnight + time - day
  return today > received + day / 2 ? today - day : today < received - day / 2 ? today + day : today
}
