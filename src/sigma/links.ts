// What `lastcopy:` adds to a correlation: what links its steps besides `group-by`, and open states in place of a window.
import { hour, parseDuration } from '../lib/duration.ts'
import { isObject, type Json, tellJson } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { type Correlation, type LinkKind, linkKinds, type StatesWanted } from '../model/correlation.ts'
import type { Complain } from './parse.ts'

/** Both are left out where the block does not have them, or has them wrong, which was then complained of. */
export function readLinks(value: Json | undefined, complain: Complain): Pick<Correlation, 'link' | 'states'> {
  if (!isObject(value)) return {}
  const link = value.link === undefined ? undefined : linkOf(value.link, complain)
  const states = value.states === undefined ? undefined : statesOf(value.states, complain)
  return { ...(link ? { link } : {}), ...(states ? { states } : {}) }
}

function linkOf(value: Json, complain: Complain): readonly LinkKind[] | undefined {
  const given = Array.isArray(value) ? (value as readonly Json[]).map(tellJson) : [tellJson(value)]
  const path = ['lastcopy', 'link']
  if (given.length === 0) return void complain('lastcopy.link is empty', path, `any of ${linkKinds.join(', ')}`)
  for (const name of given) {
    if (linkKinds.some((kind) => kind === name)) continue
    const guess = nearest(name, linkKinds)
    const hint = guess ? `did you mean "${guess}"?` : `any of ${linkKinds.join(', ')}`
    return void complain(`lastcopy.link has no "${name}"`, path, hint)
  }
  return linkKinds.filter((kind) => given.includes(kind))
}

const stateKeys = ['gte', 'episode']

function statesOf(value: Json, complain: Complain): StatesWanted | undefined {
  const path = ['lastcopy', 'states']
  if (!isObject(value)) return void complain('lastcopy.states is no map', path, 'write, for example, gte: 2')
  for (const key of Object.keys(value))
    if (!stateKeys.includes(key))
      return void complain(`lastcopy.states has no "${key}"`, [...path, key], `it has ${stateKeys.join(', ')}`)
  const { gte = 2 } = value
  if (typeof gte !== 'number' || !Number.isInteger(gte) || gte < 2 || gte > 10)
    return void complain(`lastcopy.states.gte is "${tellJson(gte)}"`, [...path, 'gte'], 'a whole number from 2 to 10')
  const episode = value.episode === undefined ? undefined : parseDuration(tellJson(value.episode))
  if (episode?.ok === false) return void complain(`lastcopy.states.episode: ${episode.error}`, [...path, 'episode'])
  return { atLeast: gte, episode: episode?.value ?? 4 * hour }
}
