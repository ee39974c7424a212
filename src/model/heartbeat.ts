// Signs of life, both ways: who must be heard from here, and who outside is told that Lastcopy is well.
import type { Json } from '../lib/json.ts'

/** Somebody who must be heard from. Durations in milliseconds. */
export interface Expected {
  /** What it calls itself at `/heartbeat/<name>`; the source's name where one is named. */
  readonly name: string
  /** Its records count as signs of life too. */
  readonly source?: string
  readonly within: number
  /** Whether its silence wakes somebody, or is told in the day. */
  readonly priority: 'page-now' | 'notify'
}

export type WatcherKind = 'plain' | 'healthchecks' | 'pagerduty'

/** Somebody outside who notices that Lastcopy says nothing any more. */
export interface Watcher {
  readonly name: string
  readonly kind: WatcherKind
  readonly every: number
  readonly settings: Readonly<Record<string, Json>>
}

/** Who must be heard from, as the configuration says; written at each start, so that it lies where the site's records do. */
export interface Expecting {
  readonly type: 'expecting'
  readonly site: string
  readonly expected: readonly Expected[]
}

/** A sign of life. */
export interface Beat {
  readonly type: 'beat'
  readonly site: string
  readonly name: string
  /** ISO: when it came. */
  readonly at: string
}
