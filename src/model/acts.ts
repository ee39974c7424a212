// What an act asks for, and when it asks for what is so already.
import type { Alert, AlertStatus } from './alert.ts'
import type { Action } from './wire.ts'

/** The status after an act; undefined for acts that leave it as it is. */
export const statusAfter: Readonly<Record<Action['act'], AlertStatus | undefined>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'open',
  close: 'closed',
  reopen: 'open',
  note: undefined,
  assign: undefined,
  tick: undefined,
  untick: undefined,
}

/**
 * Whether an act leaves the alert in the version that it has. Whoever acknowledges second changes nothing; nor does what was
 * said of an earlier stage: people were woken again since. Ticks on steps of the runbook are kept beside the alert.
 */
export function changesNothing(
  { status, stage }: Pick<Alert, 'status' | 'stage'>,
  action: Pick<Action, 'act' | 'stage'>,
): boolean {
  switch (action.act) {
    case 'note':
    case 'assign':
      return false
    case 'tick':
    case 'untick':
      return true
    case 'acknowledge':
      return status !== 'open' || (action.stage ?? stage) < stage
    case 'unacknowledge':
      return status !== 'acknowledged' || (action.stage ?? stage) < stage
    case 'close':
    case 'reopen':
      return statusAfter[action.act] === status
  }
}
