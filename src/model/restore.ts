// Restores, and tests of them, that have ended: what shows whether copies are good.
import type { Event } from './event.ts'

export interface RestoreEnd {
  /** It was a test, and not a restore that somebody needed. */
  readonly test: boolean
  readonly how: 'well' | 'badly' | 'unclear'
}

/** How a restore came to its end, as the event says; undefined for what is none, only began, or did not take place. */
export function restoreEnd({ event, backup }: Event): RestoreEnd | undefined {
  const { detail, resource } = backup ?? {}
  if (event.dataset === 'lastcopy.watch' || detail?.overdue === true) return undefined
  const test = event.action === 'restore-tested' || resource?.type === 'restore-test' || detail?.restore_test === true
  const ended =
    event.action === 'restore-tested' ||
    (event.action === 'job-finished' && (test || detail?.restore === true || /restore/i.test(event.code)))
  const state = String(detail?.state ?? (event.outcome === 'failure' ? 'failed' : ''))
  if (!ended || /start|running|pending|progress|queued/i.test(state)) return undefined
  if (/fail|abort|expire|timed/i.test(state)) return { test, how: 'badly' }
  return { test, how: event.outcome !== 'success' || /cancel|partial|warn/i.test(state) ? 'unclear' : 'well' }
}
