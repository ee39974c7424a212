// What stands open, in words.
import type { OpenStateKind } from '../model/alert.ts'

export const stateWords: Readonly<Record<OpenStateKind, string>> = {
  stop: 'backup or copying is stopped',
  open: 'open to others',
  proof: 'no restore test',
  access: 'the product is cut off',
  clock: 'the clock is wrong',
  retention: 'retention is cut',
  lock: 'the lock is off',
  audit: 'the audit log is off or narrowed',
  key: 'the key is off or on its way to destruction',
  gate: 'a gate before the copies stands open',
}
