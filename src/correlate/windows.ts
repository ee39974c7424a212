// Windows kept in memory's entries, one a group: what the service correlates with. Judged as in the correlator, on disk otherwise.
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { Firing } from '../model/correlation.ts'
import type { Memory } from '../model/memory.ts'
import type { RuleMeta } from '../model/rule.ts'
import type { CorrelatedEvent } from './correlator.ts'
import { schedule, takeDue } from './due.ts'
import type { Entry, Scalar } from './entry.ts'
import { addEntry, type Group, type Mode, modeOf, settle, type Truth, thinGroup } from './group.ts'
import { groupRecord, inspect, type LiveWindow } from './inspect.ts'
import type { Plan, Plans, Route } from './plan.ts'
import { entryOf, eventsOf, fieldsKept, groupsOf, pick } from './route.ts'

/** A window as it lies in memory, under a hash of correlation, site and group. */
export interface StoredWindow extends Group<string> {
  /** Id of the correlation. */
  readonly plan: string
  readonly site: string
  /** For what waits: when it is looked at next. */
  due?: number
  /** Entries that were taken out because there were too many like them. */
  thinned?: number
}

export interface SiteEvent extends CorrelatedEvent<string> {
  readonly site: string
}

export interface SiteFiring extends Firing<string> {
  readonly site: string
}

export interface Windows {
  readonly plans: readonly Plan[]
  /** Whether any correlation takes matches of the rule. */
  takes(rule: RuleMeta): boolean
  /** Takes a match; gives what it completed. @param clock the newest event time so far */
  match(memory: Memory, rule: RuleMeta, event: SiteEvent, clock: number): readonly SiteFiring[]
  /** Judges what waited for time to pass. @param watermark nothing before it will come any more */
  settle(memory: Memory, watermark: number): readonly SiteFiring[]
  /** The input has an end: windows that count are judged as they are; what must not happen still might. */
  finish(memory: Memory, watermark: number): readonly SiteFiring[]
  /** Windows of correlations that the rules' events at this moment belong to. */
  around(memory: Memory, rules: readonly RuleMeta[], event: SiteEvent): readonly (LiveWindow<string> & { plan: Plan })[]
  /** A stored window told for people; undefined where its correlation is not in use any more. */
  tell(window: StoredWindow): (LiveWindow<string> & { plan: Plan }) | undefined
}

interface State {
  readonly plan: Plan
  readonly mode: Mode
  readonly place: number
  /** Fields of an entry that are needed later: by its own count, and by the correlations behind it. */
  readonly keeps: ReadonlySet<string>
}

/** Only what waits for time has to be kept until somebody looked; a correlation that is gone lets go of it after this. */
const orphaned = 400 * 86_400_000

/** @param lateness how far an event may lie behind the newest one, in milliseconds */
export function windowsOf({ plans, routes, reads }: Plans, lateness: number): Windows {
  const states = new Map(plans.map((plan, place) => [plan, stateOf(plan, place)]))
  const byId = new Map([...states.values()].map((state) => [state.plan.correlation.meta.id, state]))

  const put = (memory: Memory, route: Route, entry: Entry<string>, site: string, clock: number, into: SiteFiring[]) => {
    const state = states.get(route.plan)
    const { correlation } = route.plan
    if (!state || entry.at + correlation.timespan + lateness < clock) return
    for (const values of groupsOf(route, entry.fields)) {
      const window = readWindow(memory, keyOf(state, site, values)) ?? newWindow(state, site, values)
      if (state.mode === 'once') settle(window, correlation, 'once', clock - lateness)
      const fields = pick(entry.fields, state.keeps)
      const truths = addEntry(window, { ...entry, fields, rules: route.bit }, correlation, state.mode)
      const gone = thinGroup(window, correlation)
      if (gone > 0) window.thinned = (window.thinned ?? 0) + gone
      save(memory, state, window)
      tell(memory, state, window, truths, clock, into)
    }
  }

  const save = (memory: Memory, { mode, plan }: State, window: StoredWindow): void => {
    const { timespan } = plan.correlation
    const [first] = window.entries
    const last = window.entries.at(-1)
    if (!first || !last) {
      memory.drop('window', window.key)
      return
    }
    if (mode !== 'once') {
      const due = first.at + timespan + 1
      if (window.due === undefined || due <= window.due - Math.max(60_000, timespan / 64))
        window.due = schedule(memory, window.key, due, timespan)
    }
    const until = last.at + timespan + lateness + (mode === 'once' ? 0 : orphaned)
    memory.put('window', window.key, window as unknown as Json, until)
  }

  const tell = (
    memory: Memory,
    { plan }: State,
    window: StoredWindow,
    truths: readonly Truth<string>[],
    clock: number,
    into: SiteFiring[],
  ): void => {
    for (const truth of truths) {
      const told = truth.fresh && plan.told
      if (!told && plan.outer.length === 0) continue
      const { site, values } = window
      const events = eventsOf(truth)
      if (told)
        into.push({ correlation: plan.correlation.meta, events, group: groupRecord(plan, values), at: truth.at, site })
      for (const route of plan.outer) put(memory, route, entryOf(plan, window, truth, events), site, clock, into)
    }
  }

  /** Rounds, since what is settled may feed what is due as well; in each, what feeds another comes before it. */
  const settleAll = (memory: Memory, until: number, limit: (mode: Mode) => number): readonly SiteFiring[] => {
    const fired: SiteFiring[] = []
    const later: [State, StoredWindow][] = []
    for (let keys = takeDue(memory, until); keys.length > 0; keys = takeDue(memory, until)) {
      for (const [state, window] of inOrder(memory, keys)) {
        delete window.due
        if (limit(state.mode) < until) later.push([state, window])
        else {
          const truths = settle(window, state.plan.correlation, state.mode, until)
          save(memory, state, window)
          tell(memory, state, window, truths, Number.NEGATIVE_INFINITY, fired)
        }
      }
    }
    for (const [state, window] of later) save(memory, state, window)
    return fired
  }

  const inOrder = (memory: Memory, keys: readonly string[]): readonly [State, StoredWindow][] =>
    keys
      .flatMap((key): [State, StoredWindow][] => {
        const window = readWindow(memory, key)
        const state = window && byId.get(window.plan)
        if (window && !state) memory.drop('window', key)
        return window && state ? [[state, window]] : []
      })
      .sort(([one], [other]) => one.place - other.place)

  return {
    plans,
    takes: (rule) => routes.has(rule),
    match(memory, rule, event, clock) {
      const ways = routes.get(rule)
      if (!ways) return nothing
      const fired: SiteFiring[] = []
      const entry = entryAt(event, reads.get(rule) ?? [])
      for (const route of ways) put(memory, route, entry, event.site, clock, fired)
      return fired
    },
    settle: (memory, watermark) => settleAll(memory, watermark, () => watermark),
    finish(memory, watermark) {
      const absent = settleAll(memory, watermark, () => watermark)
      const far = Number.MAX_SAFE_INTEGER
      return [...absent, ...settleAll(memory, far, (mode) => (mode === 'closed' ? far : watermark))]
    },
    around(memory, rules, event) {
      const found = new Map<string, LiveWindow<string> & { plan: Plan }>()
      for (const rule of rules) {
        const { fields } = entryAt(event, reads.get(rule) ?? [])
        for (const route of routes.get(rule) ?? []) {
          const state = states.get(route.plan)
          for (const values of state ? groupsOf(route, fields) : []) {
            const key = state ? keyOf(state, event.site, values) : ''
            const window = found.has(key) ? undefined : readWindow(memory, key)
            const told = window && inspect(route.plan, window)
            if (told) found.set(key, { ...told, plan: route.plan })
          }
        }
      }
      return [...found.values()]
    },
    tell(window) {
      const plan = byId.get(window.plan)?.plan
      const told = plan && inspect(plan, window)
      return plan && told ? { ...told, plan } : undefined
    },
  }
}

const nothing: readonly SiteFiring[] = []

const stateOf = (plan: Plan, place: number): State => ({
  plan,
  mode: modeOf(plan.correlation),
  place,
  keeps: fieldsKept(plan),
})

const entryAt = ({ id, at, read }: SiteEvent, fields: readonly string[]): Entry<string> => ({
  at,
  key: id,
  events: [id],
  fields: Object.fromEntries(fields.map((field) => [field, read(field).slice(0, mostValues).map(shortened)])),
  rules: 0,
})

const mostValues = 200
const longest = 400

/** Values come from records: a very long one is told by its beginning and a hash, and still differs from every other. */
const shortened = (value: Scalar): Scalar =>
  typeof value === 'string' && value.length > longest ? `${value.slice(0, longest / 2)}… ${hashOf(value)}` : value

const keyOf = ({ plan }: State, site: string, values: readonly Scalar[]): string =>
  hashOf('window', plan.correlation.meta.id, site, ...values.map(String))

const newWindow = (state: State, site: string, values: readonly Scalar[]): StoredWindow => ({
  key: keyOf(state, site, values),
  plan: state.plan.correlation.meta.id,
  site,
  values,
  entries: [],
})

function readWindow(memory: Memory, key: string): StoredWindow | undefined {
  const value: unknown = memory.get('window', key)
  return isObject(value) && Array.isArray(value.entries) ? (value as unknown as StoredWindow) : undefined
}
