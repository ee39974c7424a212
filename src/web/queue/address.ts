// Addresses of the queue: the address is the whole state of a view, so that a link shows another the same.

/** What the address says; lists are taken together. */
export type Asked = Readonly<Record<string, string>>

const kept = ['status', 'priority', 'class', 'site', 'system', 'tier', 'assignee', 'rule', 'text', 'from', 'to', 'sort']

/** The parts of an address that make a view: not the place in it. */
export function askedOf(query: Readonly<Record<string, unknown>>): Asked {
  const asked: Record<string, string> = {}
  for (const name of kept) {
    const value = query[name]
    const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(',') : value
    if (typeof text === 'string' && text !== '') asked[name] = text
  }
  return asked
}

/** The view with parts of it changed; an undefined part is left out. */
export function addressOf(asked: Asked, change: Readonly<Record<string, string | undefined>> = {}): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...asked, ...change }))
    if (value !== undefined && value !== '') all.set(name, value)
  const text = all.toString().replaceAll('%2C', ',')
  return text === '' ? '/' : `/?${text}`
}

/** A list of the address with one value more or less; undefined when none is left. */
export function toggled(asked: string | undefined, value: string): string | undefined {
  const all = (asked ?? '').split(',').filter((one) => one !== '')
  const next = all.includes(value) ? all.filter((one) => one !== value) : [...all, value]
  return next.length === 0 ? undefined : next.join(',')
}

/** Whether two views are the same, whatever the order of their parts. */
export const isSameView = (one: Asked, other: Asked): boolean =>
  addressOf(Object.fromEntries(Object.entries(one).sort())) ===
  addressOf(Object.fromEntries(Object.entries(other).sort()))
