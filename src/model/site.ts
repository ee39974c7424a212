// The sites that an event and a source belong to. Without an estate there is one, and it is called `default`.
import type { Event } from './event.ts'

export const defaultSite = 'default'

export interface Sites {
  /** Every site of which anything is known. Never empty. */
  readonly all: readonly string[]
  /** One for most events; more for what sites share. Never none. */
  of(event: Event): readonly string[]
  /** Those in which a source may speak. Never none. */
  ofSource(source: string): readonly string[]
}

/** One site, but for events that name their own. */
export function onlySite(site: string): Sites {
  const here = [site]
  return {
    all: here,
    of: ({ backup }) => (backup?.site === undefined || backup.site === site ? here : [backup.site]),
    ofSource: () => here,
  }
}
