// The end of the service: one thing after the other, within its time.
import type { Logger } from './log.ts'
import { messageOf } from './supervise.ts'

/** One after the other, each whether or not the one before it could end. */
export async function endInOrder(ends: readonly (() => Promise<unknown>)[], log: Logger): Promise<void> {
  for (const end of ends) await end().catch((cause) => log.error({ error: messageOf(cause) }, 'could not end cleanly'))
}

/** Resolves when the time to stop has run out. @param ms milliseconds */
export const deadline = (ms: number, log: Logger): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      log.error({ ms }, 'the time to stop ran out; what was under way is taken up at the next start')
      resolve()
    }, ms).unref()
  })
