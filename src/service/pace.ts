// Sends no provider more than it documents that it takes: what is too much waits for its turn, and nothing is dropped.
import type { Tier } from '../model/policy.ts'

export interface Pace {
  /** Milliseconds until the channel may be sent the next page; 0: now. */
  wait(channel: string, now: number): number
  sent(channel: string, now: number): void
}

/** @param limits by channel; one that is not named has none */
export function openPace(limits: ReadonlyMap<string, readonly Tier[]>): Pace {
  const times = new Map<string, number[]>()
  return {
    wait(channel, now) {
      const sent = times.get(channel) ?? []
      const waits = (limits.get(channel) ?? []).map(({ pages, per }) => {
        const oldest = sent.at(-pages)
        // A clock that was set back makes nobody wait.
        return oldest === undefined || oldest > now ? 0 : oldest + per - now
      })
      return Math.max(0, ...waits)
    },
    sent(channel, now) {
      const most = Math.max(0, ...(limits.get(channel) ?? []).map(({ pages }) => pages))
      if (most > 0) times.set(channel, [...(times.get(channel) ?? []), now].slice(-most))
    },
  }
}
