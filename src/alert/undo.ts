// What it takes to undo an act: the settings that have to be as good as before, or the verbs that have to follow.
import type { Change, Event } from '../model/event.ts'
import { compareSetting } from '../model/setting.ts'

export interface Undo {
  /** Weakened settings, with what they were where that is known. */
  readonly settings?: readonly Pick<Change, 'setting' | 'from'>[]
  readonly verbs?: readonly string[]
}

/** Verbs that endanger a key, and what has to follow before it is as it was. */
export const remedies: Readonly<Record<string, readonly string[]>> = {
  'key-destruction-scheduled': ['key-destruction-cancelled', 'key-enabled'],
  'key-disabled': ['key-enabled'],
}
/** Whether an old key works again after its material was lost nobody can tell: the state may end, the alert stays. */
const material = ['key-enabled']

const most = 12

/** Undefined for an act that only its own kind of state knows how to end. */
export function undoOf({ event, backup }: Event): Undo | undefined {
  if (event.action === 'key-material-deleted') return { verbs: material }
  const verbs = Object.hasOwn(remedies, event.action) ? remedies[event.action] : undefined
  if (verbs) return { verbs }
  const worse = changesOf(backup).filter(({ direction, basis }) => direction === 'weakened' || basis === 'first-sight')
  if (worse.length === 0) return undefined
  return {
    settings: worse.slice(0, most).map(({ setting, from }) => (from === undefined ? { setting } : { setting, from })),
  }
}

/** What both ask for; the first where the second asks for nothing new. */
export function together(one: Undo | undefined, other: Undo | undefined): Undo | undefined {
  if (!one || !other) return one ?? other
  const verbs = (other.verbs ?? []).filter((verb) => !one.verbs?.includes(verb))
  const settings = (other.settings ?? []).filter(({ setting }) => !one.settings?.some((was) => was.setting === setting))
  if (verbs.length + settings.length === 0) return one
  return {
    ...(one.verbs || verbs.length > 0 ? { verbs: [...(one.verbs ?? []), ...verbs] } : {}),
    ...(one.settings || settings.length > 0 ? { settings: [...(one.settings ?? []), ...settings].slice(0, most) } : {}),
  }
}

/** What is still missing after an event on the same thing; undefined when all is as it was. */
export function afterwards(undo: Undo, { event, backup }: Event): Undo | undefined {
  const changes = changesOf(backup)
  const verbs = (undo.verbs ?? []).filter((verb) => verb !== event.action)
  const settings = (undo.settings ?? []).filter((was) => !changes.some((change) => isBack(was, change)))
  if (verbs.length + settings.length === 0) return undefined
  return { ...(verbs.length > 0 ? { verbs } : {}), ...(settings.length > 0 ? { settings } : {}) }
}

const changesOf = (backup: Event['backup']): readonly Change[] =>
  backup?.changes ?? (backup?.change ? [backup.change] : [])

/** As good as it was; where nobody knows what it was, better than it is. */
function isBack({ setting, from }: Pick<Change, 'setting' | 'from'>, change: Change): boolean {
  if (from === undefined || from === null) return change.direction === 'strengthened'
  if (change.setting !== setting) return false
  const compared = compareSetting(setting, from, change.to)
  return compared === undefined ? change.to === from : compared >= 0
}
