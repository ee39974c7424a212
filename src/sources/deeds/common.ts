// What readers of deeds share: switches on and off, and the console as a thing.
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { Deed, Doing } from './deed.ts'
import type { Parts } from './parts.ts'
import { changesIn } from './settings.ts'

export type Reader = (deed: Deed, parts: Parts) => Facts

export const ends = (doing: Doing | undefined): boolean => doing === 'delete' || doing === 'revoke'
export const off = (setting: string): Change => ({ setting, to: 'off', direction: 'weakened' })
export const on = (setting: string, to = 'on'): Change => ({ setting, to, direction: 'strengthened' })

/** A switch, by what was done to it, else by the settings that the record names. */
export function switched(setting: string, { doing }: Parts, deed: Deed, best = 'on'): readonly Change[] {
  if (doing === 'disable' || ends(doing) || doing === 'reset') return [off(setting)]
  if (doing === 'enable') return [on(setting, best)]
  return changesIn(deed).filter((change) => change.setting === setting)
}

export const consoleOf = ({ place }: Pick<Deed, 'place'>): Resource => ({ type: 'console', id: place, name: place })
