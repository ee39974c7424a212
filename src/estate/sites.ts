// Which site an event belongs to, as the estate says it; what sites share goes to each that it may touch.
import type { Estate } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import { planeOf } from '../model/platform.ts'
import { defaultSite, onlySite, type Sites } from '../model/site.ts'

type Console = NonNullable<Estate['consoles']>[number]

/**
 * Sites by the copies that an event touches, else by the console, host or account that it comes from.
 * @param placesOf sites of the copies that the event touches
 * @param home what the configuration calls the site: of everything that nothing else places
 */
export function sitesOf(estate: Estate, placesOf: (event: Event) => readonly string[], home: string): Sites {
  const { consoles = [] } = estate
  const names = siteNames(estate)
  const [first, ...more] = names
  if (first === undefined) return onlySite(home)
  if (more.length === 0) return onlySite(home === defaultSite ? first : home)
  const hosts = hostsOf(consoles)
  const ofSource = Map.groupBy(consoles, ({ source }) => source)
  const all = [...new Set([...names, home])]
  return {
    all,
    of(event) {
      if (event.backup?.site !== undefined) return [event.backup.site]
      const found = [
        placesOf(event),
        machinesOf(event).flatMap((name) => hosts.get(name) ?? []),
        (ofSource.get(event.event.dataset) ?? []).flatMap(({ hosts: own, site }) =>
          own || site === undefined ? [] : site,
        ),
      ].find((some) => some.length > 0)
      if (found) return [...new Set(found)]
      return isShared(event) ? names : [home]
    },
    // Of a record that nobody read it is not known whose it is: each of them may go on hearing the source.
    ofSource(source) {
      const own = (ofSource.get(source) ?? []).flatMap(({ site }) => site ?? [])
      return own.length > 0 ? [...new Set(own)] : all
    },
  }
}

/** Every site that the estate names, each once. */
const siteNames = ({ sites = [], consoles = [], copies = [] }: Estate): readonly string[] => [
  ...new Set([...sites.map(({ name }) => name), ...[...consoles, ...copies].flatMap(({ site }) => site ?? [])]),
]

/** Consoles by their name and their hosts, whole and without their domain. */
function hostsOf(consoles: readonly Console[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { name, hosts = [], site } of consoles)
    if (site !== undefined)
      for (const host of new Set([name, ...hosts].flatMap(spellings)))
        found.set(host, [...(found.get(host) ?? []), site])
  return found
}

const machinesOf = ({ observer, host, cloud }: Event): readonly string[] =>
  [observer?.name, host?.name, cloud?.account?.id].flatMap((name) => (name === undefined ? [] : spellings(name)))

/** An address has no domain. */
function spellings(name: string): readonly string[] {
  const whole = name.toLowerCase()
  const short = /^[\d.]+$|:/.test(whole) ? whole : (whole.split('.')[0] ?? whole)
  return short === whole ? [whole] : [whole, short]
}

/** A directory, a store of keys or a cloud serves every site. */
const isShared = ({ backup, cloud }: Event): boolean =>
  cloud?.account?.id !== undefined || shared.has(planeOf(backup?.platform) ?? '')
const shared = new Set(['directory', 'keys', 'cloud'])
