// What happened to a medium, in the words of rules.
import type { JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { text } from '../kit/look.ts'

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

/** Names are compared by their letters: `taken-out`, `taken_out` and `Taken out` are one. */
export const isListed = (event: string, name: string): boolean => plain(event) === plain(name)

/** The label is that of a library's event of the same medium. */
const medium = (value: JsonObject): Resource => {
  const label = (text(value.medium) ?? '').trim()
  const set = text(value.set)
  return {
    type: 'tape',
    id: `tape/${label.toUpperCase()}`,
    name: label,
    ...(set ? { container: { type: 'repository', id: `offline/${set}`, name: set } } : {}),
  }
}

/** Of a set where one is named: two failures in a row are of the set, whichever medium they were on. */
const drill = (value: JsonObject): Resource => {
  const name = text(value.set) ?? text(value.medium) ?? ''
  return { type: 'restore-test', id: `offline/${name}/verification`, name: `verification of ${name}` }
}

type Reader = (value: JsonObject) => Facts

const planned = (value: JsonObject): Facts['detail'] => (value.scheduled === true ? { scheduled: true } : {})

const events: Readonly<Record<string, Reader>> = {
  takenout: (value) => ({ action: 'media-moved', resource: medium(value), detail: { ...planned(value) } }),
  returned: (value) => ({
    action: 'media-moved',
    resource: medium(value),
    detail: { ...planned(value), returned: true },
  }),
  // Whatever was planned, that it is not where it should be was not.
  missing: (value) => ({ action: 'media-moved', resource: medium(value) }),
  verified: (value) => ({ action: 'restore-tested', resource: drill(value), related: [medium(value)] }),
  overdue: (value) => ({
    action: 'restore-tested',
    resource: drill(value),
    related: [medium(value)],
    detail: { overdue: true },
  }),
  destroyed: (value) => ({
    action: 'recovery-point-deleted',
    resource: medium(value),
    detail: { ...planned(value), permanent: true },
  }),
}

/** A plain event of the medium where nobody knows the word. */
export function factsOf(value: JsonObject): Facts {
  const name = plain(text(value.event) ?? '')
  return (
    (Object.hasOwn(events, name) ? events[name]?.(value) : undefined) ?? { action: 'other', resource: medium(value) }
  )
}
