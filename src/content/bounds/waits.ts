// Neighbours of a wait: nothing reverted the state, and its time is almost over, or just over.
import { day, hour, second } from '../../lib/duration.ts'
import type { Alert } from '../../model/alert.ts'
import type { RuleMeta } from '../../model/rule.ts'
import { type Seen, upTo } from './played.ts'
import type { Way } from './subject.ts'

/** @param by how far from the end of the wait one looks, milliseconds */
export function waitWay(rule: RuleMeta, by: number): Way {
  const { wait, priority } = rule.lastcopy ?? {}
  return (played) => {
    const begun = played.seen.find(({ matches }) => matches.has(rule.id))
    const start = begun && played.moments[begun.place]
    const isRisen = (alert: Alert): boolean => alert.rules.includes(rule.id) && alert.priority === priority
    if (wait === undefined || !begun || !start || !played.alerts.some(isRisen)) return undefined
    // Another rule spoke louder already.
    if (begun.detected.alerts.some(isRisen)) return undefined
    const pass = {
      step: { at: '0s', act: 'pass' },
      number: start.number,
      repetition: 0,
      at: start.at + lengthOf(wait, begun) + by,
    } as const
    return {
      changed: `${Math.abs(by) / second} s ${by < 0 ? 'before its wait is over' : 'after its wait is over'}`,
      moments: [...upTo(played, begun.place), pass],
      must: by >= 0,
      tells: ({ seen }) => seen.some(({ key, matches }) => key === begun.key && matches.has(rule.id)),
      fires: ({ alerts }) => alerts.some(isRisen),
    }
  }
}

/** A wait of days is twice the interval of the set where that is longer: contract, section 5. */
function lengthOf(wait: number, { detected }: Seen): number {
  const interval = detected.event.backup?.history?.interval_hours
  return wait >= day && typeof interval === 'number' ? Math.max(wait, 2 * interval * hour) : wait
}
