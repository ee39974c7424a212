// Keeps the stages running: starts each, starts it again when it fails, later and later, and knows how each is.
import { setTimeout as wait } from 'node:timers/promises'
import type { StageHandle } from '../model/journal.ts'
import type { Logger } from './log.ts'
import type { StageSeen } from './readiness.ts'

export interface Supervisor {
  /** @param begin starts it; asked again, later and later, as long as it throws */
  start(name: string, begin: () => Promise<StageHandle>): void
  seen(): Promise<readonly StageSeen[]>
  stop(): Promise<void>
}

const firstPause = 250
const longestPause = 30_000

interface Watched {
  readonly name: string
  handle?: StageHandle | undefined
  trouble?: string | undefined
  since: number
  readonly ended: Promise<void>
}

export function supervise(log: Logger): Supervisor {
  const stopping = new AbortController()
  const watched: Watched[] = []
  const keep = async (name: string, begin: () => Promise<StageHandle>, own: () => Watched): Promise<void> => {
    for (let pause = firstPause; !stopping.signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      try {
        const handle = await begin()
        Object.assign(own(), { handle, trouble: undefined })
        log.info({ stage: name }, 'stage runs')
        return
      } catch (cause) {
        own().trouble = messageOf(cause)
        log.error({ stage: name, error: messageOf(cause), againMs: pause }, 'stage could not start')
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  return {
    start(name, begin) {
      const own: Watched = { name, since: Date.now(), ended: Promise.resolve() }
      watched.push(own)
      Object.assign(own, { ended: keep(name, begin, () => own) })
    },
    seen: () =>
      Promise.all(
        watched.map(async ({ name, handle, trouble, since }): Promise<StageSeen> => {
          const told = trouble === undefined ? {} : { trouble }
          if (!handle || handle.begun?.() === false) return { name, since, lags: undefined, ...told }
          try {
            return { name, since, lags: await handle.lag(), ...told }
          } catch (cause) {
            return { name, since, lags: undefined, trouble: messageOf(cause) }
          }
        }),
      ),
    async stop() {
      stopping.abort()
      await Promise.all(watched.map(({ ended }) => ended))
      // Front to back, so that what a stage has committed is still taken up by the next.
      for (const { handle } of watched) await handle?.stop()
    },
  }
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
