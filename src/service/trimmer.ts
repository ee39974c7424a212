// Lets an embedded journal forget what every stage has passed, once it is old enough.
import type { Config } from '../model/config.ts'
import type { Journal } from '../model/journal.ts'
import type { Logger } from './log.ts'
import { messageOf } from './supervise.ts'

export interface TrimmerParts {
  readonly journal: Journal
  readonly log: Logger
  readonly retention: Config['journal']['retention']
  now(): number
}

const every = 10 * 60_000

export function makeTrimmer({ journal, log, retention, now }: TrimmerParts) {
  let timer: NodeJS.Timeout | undefined
  const trim = async (): Promise<void> => {
    try {
      const gone = await journal.trim?.(now() - retention.age)
      if (gone) log.info({ records: gone }, 'old records left the journal')
    } catch (cause) {
      log.warn({ error: messageOf(cause) }, 'old records could not leave the journal')
    }
  }
  return {
    start() {
      timer = setInterval(() => void trim(), every)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
