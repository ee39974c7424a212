// Bearing with the client: orders that it may miss, and work that lasts longer than its group's patience.
import { setTimeout as wait } from 'node:timers/promises'

/** Between a crash and its next start the client takes no orders; when it joins the group again they are given anew. */
export function whileItRuns(order: () => void): void {
  try {
    order()
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes('not initialized')) throw cause
  }
}

/** Waits with a sign of life every second: a restore may take longer than the group's patience. */
export async function living<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
  for (;;) {
    const done = await Promise.race([work.then(() => true), wait(1_000, false)])
    await heartbeat()
    if (done) return work
  }
}
