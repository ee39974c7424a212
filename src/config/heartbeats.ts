// Signs of life in the configuration: what a schema cannot say of them, and what they are when all of it holds.
import { day, second } from '../lib/duration.ts'
import { nearest } from '../lib/nearest.ts'
import type { Expected, Watcher, WatcherKind } from '../model/heartbeat.ts'
import type { SelfTest } from '../model/self-test.ts'
import { span } from './forms.ts'
import type { Known, Shaped } from './load.ts'
import type { Teller } from './tell.ts'

export interface ShapedExpected {
  source?: string
  name?: string
  within: string
  priority: Expected['priority']
}

export interface ShapedWatcher {
  kind: WatcherKind
  name?: string
  every: string
  url?: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  routingKey?: string
}

export interface ShapedSelfTest {
  every: string
  at: string
  within: string
  pagers: string[]
}

/** Tells every contradiction in `expected` and `watchers`. */
export function checkHeartbeats({ expected, watchers }: Shaped, known: Known, tell: Teller): void {
  for (const [index, { source, name }] of expected.entries()) {
    if (source === undefined && name === undefined)
      tell(['expected', index, 'name'], 'is missing', 'say who is expected: a source, or a name for /heartbeat/<name>')
    if (source === undefined || known.sources.includes(source)) continue
    const close = nearest(source, known.sources)
    tell(['expected', index, 'source'], `there is no source "${source}"`, close && `did you mean ${close}?`)
  }
  for (const [index, { kind, url, routingKey, every }] of watchers.entries()) {
    if (span(every) < second || span(every) > day)
      tell(
        ['watchers', index, 'every'],
        'must lie between 1s and 1d',
        'a watcher notices a silence no sooner than that',
      )
    if (kind === 'pagerduty' && routingKey === undefined)
      tell(['watchers', index, 'routingKey'], 'is missing', 'the integration key of the service that is to be woken')
    if (kind !== 'pagerduty' && url === undefined)
      tell(['watchers', index, 'url'], 'is missing', 'the address that the watcher gave you')
  }
  const lists = [
    ['expected', expected.map(nameOf)],
    ['watchers', watchers.map(({ name, kind }) => name ?? kind)],
  ] as const
  for (const [list, names] of lists)
    for (const [index, name] of names.entries())
      if (name !== undefined && names.indexOf(name) !== index)
        tell([list, index, 'name'], `"${name}" is there twice`, 'give each a name of its own')
}

const nameOf = ({ name, source }: ShapedExpected): string | undefined => name ?? source

/** When pagers are tried. */
export const completeSelfTest = ({ every, at, within, pagers }: ShapedSelfTest, zone = 'UTC'): SelfTest => ({
  every: span(every),
  at,
  zone,
  within: span(within),
  pagers,
})

/** Tells what is wrong with the schedule of self-tests. */
export function checkSelfTest({ paging, pagers }: Shaped, tell: Teller): void {
  const { selfTest } = paging
  if (selfTest === undefined) return
  const names = pagers.map(({ name, kind }) => name ?? kind)
  if (span(selfTest.every) < day || span(selfTest.every) % day !== 0)
    tell(['paging', 'selfTest', 'every'], 'must be whole days', 'such as 1d or 7d')
  for (const [index, name] of selfTest.pagers.entries()) {
    if (names.includes(name)) continue
    const close = nearest(name, names)
    tell(['paging', 'selfTest', 'pagers', index], `there is no pager "${name}"`, close && `did you mean ${close}?`)
  }
}

/** Who must be heard from. */
export const completeExpected = (expected: readonly ShapedExpected[]): readonly Expected[] =>
  expected.map(({ source, name, within, priority }) => ({
    name: name ?? source ?? '',
    ...(source === undefined ? {} : { source }),
    within: span(within),
    priority,
  }))

/** Who is told that all is well. */
export const completeWatchers = (watchers: readonly ShapedWatcher[]): readonly Watcher[] =>
  watchers.map(({ kind, name, every, ...settings }) => ({ kind, name: name ?? kind, every: span(every), settings }))

/** What must never be shown: whoever knows the address can pretend that all is well. */
export const watcherSecrets = (watchers: readonly ShapedWatcher[]): readonly string[] =>
  watchers.flatMap(({ url, routingKey, headers }) =>
    [url, routingKey, ...Object.values(headers)].flatMap((one) => one ?? []),
  )
