// Every command that says something about copies, by its whole name.
import type { Reader } from '../command.ts'
import { accounts } from './accounts.ts'
import { approvals } from './approvals.ts'
import { exported } from './exports.ts'
import { sealing } from './keys.ts'
import { mirrors } from './mirrors.ts'
import { objects } from './objects.ts'
import { parents } from './parents.ts'
import { snaplock } from './snaplock.ts'
import { snapshots } from './snapshots.ts'
import { volumes } from './volumes.ts'
import { watch } from './watch.ts'

export const readers: Readonly<Record<string, Reader>> = {
  ...volumes,
  ...snapshots,
  ...snaplock,
  ...mirrors,
  ...accounts,
  ...approvals,
  ...sealing,
  ...parents,
  ...objects,
  ...watch,
  ...exported,
}
