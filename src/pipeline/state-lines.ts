// What detection remembers, entry by entry, in words: for `lastcopy state` and for whoever asks the service.
import type { OpenState } from '../alert/open-state.ts'
import type { AlertState } from '../alert/state.ts'
import { stateWords } from '../alert/state-words.ts'
import { plain } from '../alert/summary.ts'
import { missingWords } from '../correlate/inspect.ts'
import type { StoredWindow, Windows } from '../correlate/windows.ts'
import { tellDuration } from '../lib/duration.ts'
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import { isoOf } from '../lib/time.ts'
import { settingOf } from '../memory/held.ts'
import { isSilent, type Voice } from '../memory/silence.ts'
import type { EventMark } from '../model/correlation.ts'
import type { StateKind, StateLine } from '../model/state.ts'
import type { SeenStream } from '../model/stream.ts'

export interface StateEntry {
  readonly kind: StateKind
  readonly key: string
  readonly value: Json
  /** Epoch milliseconds. */
  readonly until: number | undefined
}

export interface Telling {
  readonly windows: Windows
  /** What is remembered of an event that a window holds. */
  mark(id: string): EventMark | undefined
}

/** The entry told; undefined for those that only lead to others. @param whole with the entry and its sentences */
export function tellEntry(entry: StateEntry, telling: Telling, whole: boolean): StateLine | undefined {
  const told = tellers[entry.kind](entry.value, telling, whole)
  if (!told) return undefined
  const { words, ...line } = told
  const until = told.until ?? isoOf(entry.until ?? Number.NaN)
  const base = { kind: entry.kind, key: entry.key, ...line, ...(until === undefined ? {} : { until }) }
  return whole ? { ...base, words: words ?? [line.what], entry: entry.value } : base
}

type Told = Pick<StateLine, 'what' | 'site' | 'since' | 'until' | 'words'>
type Teller = (value: Json, telling: Telling, whole: boolean) => Told | undefined

const tellers: Readonly<Record<StateKind, Teller>> = {
  'open-state': (value) =>
    isObject(value) && isObject(value.facts) ? tellState(value as unknown as OpenState) : undefined,
  window: (value, telling, whole) =>
    isObject(value) && Array.isArray(value.entries)
      ? tellWindow(value as unknown as StoredWindow, telling, whole)
      : undefined,
  setting: (value) => tellSetting(value),
  actor: (value) => (isObject(value) && typeof value.first === 'number' ? tellActor(value) : undefined),
  habit: (value) => (isObject(value) && Array.isArray(value.days) ? tellHabit(value) : undefined),
  count: (value) => (Array.isArray(value) ? { what: `${value.length} things are counted` } : undefined),
  copy: (value) => (isObject(value) && isObject(value.signs) ? tellCopy(value) : undefined),
  voice: (value) =>
    isObject(value) && typeof value.source === 'string' ? tellVoice(value as unknown as Voice) : undefined,
  stream: (value) => (isObject(value) ? tellStream(value as unknown as SeenStream) : undefined),
  alert: (value) => (isObject(value) && isObject(value.alert) ? tellAlert(value as unknown as AlertState) : undefined),
}

function tellVoice(voice: Voice): Told {
  const { site, source, part, last, pauses } = voice
  const longest = Math.max(0, ...pauses.map(([, any]) => any))
  const name = part === undefined ? source : `${source} of ${plain(part)}`
  const state = isSilent(voice) ? 'is silent' : 'speaks'
  return {
    site,
    ...dated(last),
    what: `${name} ${state}, last at ${isoOf(last) ?? ''}, longest pause ${tellDuration(longest)}`,
  }
}

const tellStream = ({ site, source, stream, first, last, days }: SeenStream): Told => ({
  site,
  ...dated(first),
  what: `${stream} of ${source} came on ${days} day${days === 1 ? '' : 's'}, last on ${isoOf(last)?.slice(0, 10) ?? '?'}`,
})

const dated = (time: number): { readonly since?: string } => {
  const since = isoOf(time)
  return since === undefined ? {} : { since }
}

function tellState(state: OpenState): Told {
  const { facts, kind, since, rule, undo, waits, alert, ref } = state
  const name = plain(facts.resource.name ?? facts.resource.id)
  const who = plain(facts.actor.name ?? facts.actor.id) || 'an unknown actor'
  const what = `${name}: ${stateWords[kind]}, since ${isoOf(since) ?? '?'} by ${who}`
  const back = [
    ...(undo?.settings ?? []).map(({ setting, from }) =>
      from === undefined ? `${setting} is better than it is` : `${setting} is back at ${JSON.stringify(from)}`,
    ),
    ...(undo?.verbs ?? []).map((verb) => `the log says ${verb}`),
  ]
  return {
    what,
    site: facts.site,
    ...dated(since),
    words: [
      what,
      `Told by the rule "${plain(rule.title)}" from ${ref.source} ${ref.position}; it is in the alert ${alert}.`,
      back.length > 0
        ? `It stands until ${back.join(', and ')}.`
        : 'It stands until the log tells that it was taken back.',
      ...waits.map(
        ({ due, with: other }) =>
          `It rises by itself at ${isoOf(due) ?? '?'}${other ? ', together with another' : ''}.`,
      ),
    ],
  }
}

function tellWindow(window: StoredWindow, { windows, mark }: Telling, whole: boolean): Told | undefined {
  const live = windows.tell(window)
  if (!live) return undefined
  const { plan, has, missing, expires, group } = live
  const of = Object.values(group)
    .map((value) => plain(String(value)))
    .join(', ')
  const needs =
    missing.length > 0
      ? `, missing: ${missingWords(plan, live)
          .map((one) => plain(one))
          .join('; ')}`
      : ', complete'
  const what = `${plain(plan.correlation.meta.title)}: ${has.length} of ${of || 'everything'}${needs}`
  const [first] = has
  return {
    what,
    site: window.site,
    ...dated(first?.at ?? Number.NaN),
    ...(isoOf(expires) === undefined ? {} : { until: isoOf(expires) ?? '' }),
    ...(whole
      ? {
          words: [
            what,
            ...has.slice(-mostShown).map(({ at, events }) => `${isoOf(at) ?? '?'}  ${sayOf(events, mark)}`),
            `The first of it leaves the window at ${isoOf(expires) ?? '?'} (${tellDuration(plan.correlation.timespan)}).`,
            ...(window.thinned ? [`${window.thinned} more like these were counted and not kept.`] : []),
          ],
        }
      : {}),
  }
}

const mostShown = 50

function sayOf(events: readonly string[], mark: Telling['mark']): string {
  const known = events.flatMap((id) => mark(id) ?? [])
  const [first] = known
  if (!first) return 'an event that is not remembered any more'
  const more = known.length > 1 ? ` and ${known.length - 1} more` : ''
  return `${first.say} (${first.ref.source} ${first.ref.position})${more}`
}

function tellSetting(value: Json): Told | undefined {
  const last = settingOf(value)
  if (!last) return undefined
  const history = (Array.isArray(value) ? value : []) as readonly JsonObject[]
  const what = `${plain(last.resource)}: ${last.setting} is ${JSON.stringify(last.value)}`
  return {
    what,
    since: last.at,
    words: history.map(
      ({ at, value: held, by }) =>
        `${isoOf(Number(at)) ?? '?'}  ${last.setting} ${JSON.stringify(held)}${by ? ` by ${plain(String(by))}` : ''}`,
    ),
  }
}

const listed = (value: Json | undefined): string =>
  Array.isArray(value) ? value.map((one) => plain(String(one))).join(', ') : ''

function tellActor({ of, first, last, networks, agents, person }: JsonObject): Told {
  const what = `${plain(String(of ?? 'an actor'))}: seen from ${listed(networks) || 'nowhere'} with ${listed(agents) || 'nothing'}`
  return {
    what,
    ...dated(Number(first)),
    words: [
      what,
      `Last seen ${isoOf(Number(last)) ?? '?'}. An address or a program that is not named here is new for it.`,
      ...(person === true ? ['A console sign-in was seen: there is a person behind it.'] : []),
    ],
  }
}

function tellHabit({ of, days, network, agent }: JsonObject): Told {
  const all = (Array.isArray(days) ? days : []) as readonly (readonly [number, number])[]
  const [actor, action, type] = Array.isArray(of) ? of.map((part) => plain(String(part))) : []
  const acts = all.map(([, count]) => count)
  const what = `${actor ?? 'an actor'}: ${action ?? 'an act'} on ${type ?? 'something'}, ${all.length} days, at most ${Math.max(0, ...acts)} a day`
  return {
    what,
    ...dated((all[0]?.[0] ?? Number.NaN) * 86_400_000),
    words: [
      what,
      `From ${plain(String(network ?? '')) || 'nowhere'} with ${plain(String(agent ?? '')) || 'nothing'}.`,
      'It is a habit after four days over at least fourteen.',
    ],
  }
}

function tellCopy({ signs, lock }: JsonObject): Told {
  const names = Object.keys(isObject(signs) ? signs : {})
  const locked = isObject(lock) && lock.on === true ? ', locked' : ''
  return { what: `something is a copy because of ${names.join(', ') || 'its lock'}${locked}` }
}

function tellAlert({ alert }: AlertState): Told {
  return {
    what: `${alert.priority} ${alert.status}: ${alert.summary}`,
    site: alert.site,
    since: alert.openedAt,
    words: [alert.summary, ...alert.events.map(({ at, source, position }) => `${at}  ${source} ${position}`)],
  }
}
