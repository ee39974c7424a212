// Tells watchers outside that Lastcopy is well, as long as it is: the one sign that stops by itself when everything does.
import type { Config } from '../model/config.ts'
import type { Expecting, Watcher } from '../model/heartbeat.ts'
import type { NewRecord } from '../model/journal.ts'
import type { ScheduleRecord } from '../model/self-test.ts'
import { topics } from '../model/wire.ts'
import { beatOf } from '../relay/heartbeat.ts'
import type { Logger } from './log.ts'
import type { Post } from './post.ts'
import type { Readiness } from './readiness.ts'

export interface Health {
  readonly ready: boolean
  readonly why: readonly string[]
}

export interface HeartbeatParts {
  readonly watchers: readonly Watcher[]
  readonly site: string
  readonly post: Pick<Post, 'send'>
  readonly log: Logger
  /** Whether all is well, and why not. */
  health(): Promise<Health>
  /** After each attempt, for the metrics. */
  observe?(watcher: string, heard: boolean): void
}

export interface Heartbeat {
  stop(): void
}

/** Each watcher has its own pace; one that does not answer holds up none of the others. */
export function startHeartbeat({ watchers, site, post, log, health, observe }: HeartbeatParts): Heartbeat {
  const timers = new Set<NodeJS.Timeout>()
  const troubles = new Map<string, string>()
  for (const watcher of watchers) {
    let before: boolean | undefined
    let busy = false
    const beat = async (): Promise<void> => {
      if (busy) return
      busy = true
      try {
        const { ready, why } = await health()
        const request = beatOf(watcher, { well: ready, why, site, ...(before === undefined ? {} : { before }) })
        if (request === undefined) {
          before = ready
          return
        }
        const answer = await post.send(request)
        const heard = answer.status >= 200 && answer.status < 300
        observe?.(watcher.name, heard)
        if (heard) {
          before = ready
          if (troubles.delete(watcher.name)) log.info({ watcher: watcher.name }, 'the watcher hears again')
        } else note(watcher.name, 'error' in answer ? answer.error : `it answered ${answer.status}`)
      } catch (cause) {
        note(watcher.name, cause instanceof Error ? cause.message : String(cause))
      } finally {
        busy = false
      }
    }
    const note = (name: string, why: string): void => {
      if (troubles.get(name) !== why) log.warn({ watcher: name, why }, 'the watcher does not hear that all is well')
      troubles.set(name, why)
    }
    timers.add(setInterval(() => void beat(), watcher.every))
    void beat()
  }
  return {
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** Whether all is well, and in a line each why not. */
export const whyOf = ({ ready, stages, problems }: Readiness): Health => ({
  ready,
  why: [
    ...stages.flatMap(({ name, state, reason }) =>
      state === 'running' ? [] : [`${name} is ${state}${reason ? `: ${reason}` : ''}`],
    ),
    ...problems,
  ],
})

/** Who must be heard from, for the stage that waits for them. */
export const expectingRecord = ({ site, expected }: Pick<Config, 'site' | 'expected'>): NewRecord => ({
  topic: topics.events,
  key: site,
  value: JSON.stringify({ type: 'expecting', site, expected } satisfies Expecting),
})

/** When pagers are tried, for the stage that does it. */
export const scheduleRecord = ({ site, paging }: Pick<Config, 'site' | 'paging'>): NewRecord => ({
  topic: topics.alerts,
  key: site,
  value: JSON.stringify({
    type: 'schedule',
    site,
    ...(paging.selfTest && { plan: paging.selfTest }),
  } satisfies ScheduleRecord),
})
