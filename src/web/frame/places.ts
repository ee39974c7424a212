// The places of the console: what the menu shows, as far as the page is there and the reader may see it.
import type { Subject } from '../../model/people.ts'
import { whyNot } from '../../people/roles.ts'
import { type RouteName, routes } from '../routes.ts'
import type { texts } from '../texts/common.ts'
import type { Icon } from './icons.ts'

const places = [
  { here: 'alerts', href: '/', icon: 'alerts', key: 'a' },
  { here: 'events', href: '/events', icon: 'events', key: 'e' },
  { here: 'survival', href: '/survive', icon: 'survival', key: 'v' },
  { here: 'changes', href: '/changes', icon: 'changes', key: 'c' },
  { here: 'mutes', href: '/mutes', icon: 'silent', key: 'm' },
  { here: 'deliveries', href: '/deliveries', icon: 'deliveries', key: 'd' },
  { here: 'letters', href: '/dead-letters', icon: 'letters', key: 'l' },
  { here: 'sources', href: '/sources', icon: 'sources', key: 's' },
  { here: 'detections', href: '/detections', icon: 'detections', key: 'r' },
  { here: 'people', href: '/users', icon: 'people', key: 'u' },
  { here: 'tokens', href: '/tokens', icon: 'tokens', key: 't' },
  { here: 'audit', href: '/audit', icon: 'audit', key: 'o' },
] as const satisfies readonly { here: keyof typeof texts.places; href: string; icon: Icon; key: string }[]

export type Here = (typeof places)[number]['here']
export type Place = (typeof places)[number]

/** A page that is added shows up here by its route. */
export const placesFor = (reader: Subject): readonly Place[] =>
  places.filter(({ href }) => {
    const name = `GET ${href}`
    return Object.hasOwn(routes, name) && whyNot(reader, routes[name as RouteName]) === undefined
  })
