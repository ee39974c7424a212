// Lets go of what has been kept for long enough: records that every stage has passed, evidence that is older than it is kept for.
import type { Config } from '../model/config.ts'
import type { Journal } from '../model/journal.ts'
import type { Logger } from './log.ts'
import type { OpenStore } from './open-store.ts'
import { messageOf } from './supervise.ts'

export interface TrimmerParts {
  readonly journal: Journal
  readonly opened: Pick<OpenStore, 'store' | 'events'>
  readonly log: Logger
  readonly config: Pick<Config, 'journal' | 'store' | 'roles'>
  now(): number
}

const every = 10 * 60_000

export function makeTrimmer({ journal, opened: { store, events }, log, config, now }: TrimmerParts) {
  let timer: NodeJS.Timeout | undefined
  const { retention } = config.store
  /** What fills a store empties it, too. */
  const keeps = retention !== undefined && config.roles.includes('project')
  const trim = async (): Promise<void> => {
    try {
      const gone = await journal.trim?.(now() - config.journal.retention.age)
      if (gone) log.info({ records: gone }, 'old records left the journal')
    } catch (cause) {
      log.warn({ error: messageOf(cause) }, 'old records could not leave the journal')
    }
    if (!keeps) return
    try {
      const before = new Date(now() - retention).toISOString()
      const [alerts, old] = [await store.forget(before), (await events?.forgetEvents(before)) ?? 0]
      if (alerts + old > 0) log.info({ alerts, events: old, before }, 'evidence that was kept for long enough is gone')
    } catch (cause) {
      log.warn({ error: messageOf(cause) }, 'old evidence could not be forgotten; it is tried again')
    }
  }
  return {
    start() {
      timer = setInterval(() => void trim(), every)
      timer.unref()
      void trim()
    },
    stop: () => clearInterval(timer),
  }
}
