// Windows in event time over the matches of rules: each match goes to its groups, and what becomes true is told.
import type { Firing } from '../model/correlation.ts'
import type { RuleMeta } from '../model/rule.ts'
import type { Entry, Scalar } from './entry.ts'
import { addEntry, fitGroup, type Group, type Mode, modeOf, settle, type Truth, thinGroup } from './group.ts'
import { groupRecord, inspect, type LiveWindow } from './inspect.ts'
import { bitCount } from './measure.ts'
import type { Plan, Plans, Route } from './plan.ts'
import { entryOf, eventsOf, fieldsKept, groupsOf, pick } from './route.ts'
import { evict, newShelf, type Shelf, shelve, takeDue } from './shelf.ts'

/** An event that a rule said yes to. */
export interface CorrelatedEvent<Id> {
  readonly id: Id
  /** Epoch milliseconds. */
  readonly at: number
  /** The values of a field; none when it is absent. */
  readonly read: (field: string) => readonly Scalar[]
}

export interface Correlator<Id> {
  /** Takes a match; gives what it completed. */
  match(rule: RuleMeta, event: CorrelatedEvent<Id>): readonly Firing<Id>[]
  /** Nothing before this time will come any more: what waited for it is judged. */
  advance(watermark: number): readonly Firing<Id>[]
  /** The input has an end: windows that count are judged as they are; what must not happen still might. */
  finish(): readonly Firing<Id>[]
  /** The windows that are open now. */
  live(correlation: RuleMeta): readonly LiveWindow<Id>[]
  readonly stats: { readonly entries: number; readonly groups: number; readonly evicted: number; readonly late: number }
}

export interface CorrelatorOptions {
  /** Entries kept in all. What is over it is given up: of what repeats itself the middle, then groups that came least far. */
  readonly ceiling?: number
}

interface State<Id> {
  readonly plan: Plan
  readonly mode: Mode
  readonly keeps: ReadonlySet<string>
  readonly shelf: Shelf<Id>
}

export function newCorrelator<Id extends string | number>(
  { plans, routes, reads }: Plans,
  { ceiling = 3_000_000 }: CorrelatorOptions = {},
): Correlator<Id> {
  const states = new Map(
    plans.map((plan) => [
      plan,
      {
        plan,
        mode: modeOf(plan.correlation),
        keeps: fieldsKept(plan),
        shelf: newShelf<Id>(plan.correlation.timespan),
      },
    ]),
  )
  let entries = 0
  let evicted = 0
  let late = 0
  let now = Number.NEGATIVE_INFINITY
  let fired: Firing<Id>[] = []

  const put = (route: Route, entry: Entry<Id>): void => {
    const state = states.get(route.plan)
    if (!state) return
    const { correlation } = route.plan
    const { at, key, events } = entry
    const fields = pick(entry.fields, state.keeps)
    for (const values of groupsOf(route, entry.fields)) {
      const group = shelve(state.shelf, values, entry.at)
      const before = group.entries.length
      const truths = addEntry(group, { at, key, events, fields, rules: route.bit }, correlation, state.mode)
      entries += group.entries.length - before
      if (group.entries.length === 1) fitGroup(group)
      tell(state, group, truths)
    }
    if (entries > ceiling) entries -= makeRoom()
  }

  const makeRoom = (): number => {
    const largest = [...states.values()].sort((a, b) => sizeOf(b.shelf) - sizeOf(a.shelf))[0]
    if (!largest) return 0
    const { shelf, plan } = largest
    let gone = 0
    for (const group of shelf.groups.values()) gone += thinGroup(group, plan.correlation)
    const share = Math.ceil(ceiling / 10)
    if (gone < share) gone += evict(shelf, share - gone, (group) => stageOf(plan.correlation, group.entries))
    evicted += gone
    return gone
  }

  const tell = ({ plan }: State<Id>, group: Group<Id>, truths: readonly Truth<Id>[]): void => {
    for (const truth of truths) {
      const told = truth.fresh && plan.told
      if (!told && plan.outer.length === 0) continue
      const events = eventsOf(truth)
      if (told)
        fired.push({ correlation: plan.correlation.meta, events, group: groupRecord(plan, group.values), at: truth.at })
      for (const route of plan.outer) put(route, entryOf(plan, group, truth, events))
    }
  }

  /** One pass over the plans settles all, since what feeds another stands before it. */
  const settleAll = (limit: (mode: Mode) => number): readonly Firing<Id>[] => {
    for (const state of states.values()) {
      const watermark = limit(state.mode)
      for (const group of takeDue(state.shelf, watermark)) {
        const before = group.entries.length
        const truths = settle(group, state.plan.correlation, state.mode, watermark)
        entries -= before - group.entries.length
        tell(state, group, truths)
        const [first] = group.entries
        if (first) shelve(state.shelf, group.values, first.at, group)
      }
    }
    return taken()
  }

  const taken = (): readonly Firing<Id>[] => {
    const all = fired
    fired = []
    return all
  }

  return {
    match(rule, { id, at, read }) {
      const ways = routes.get(rule)
      if (!ways) return []
      const fields = Object.fromEntries((reads.get(rule) ?? []).map((field) => [field, read(field)]))
      const entry = { at, key: String(id), events: [id], fields, rules: 0 }
      for (const route of ways)
        if (at + route.plan.correlation.timespan < now) late += 1
        else put(route, entry)
      return taken()
    },
    advance(watermark) {
      if (watermark <= now) return []
      now = watermark
      return settleAll(() => watermark)
    },
    finish: () => settleAll((mode) => (mode === 'closed' ? Number.POSITIVE_INFINITY : now)),
    live: (meta) =>
      [...states.values()]
        .filter(({ plan }) => plan.correlation.meta === meta)
        .flatMap(({ plan, shelf }) => [...shelf.groups.values()].flatMap((group) => inspect(plan, group) ?? [])),
    get stats() {
      let groups = 0
      for (const { shelf } of states.values()) groups += shelf.groups.size
      return { entries, groups, evicted, late }
    },
  }
}

/** How many entries are on a shelf, and so which one has to make room. */
function sizeOf<Id>({ groups }: Shelf<Id>): number {
  let size = 0
  for (const { entries } of groups.values()) size += entries.length
  return size
}

/** How far a group came: steps of a chain, else matches. */
const stageOf = <Id>({ type }: Plan['correlation'], entries: readonly Entry<Id>[]): number =>
  type.startsWith('temporal') ? bitCount(entries.reduce((rules, entry) => rules | entry.rules, 0)) : entries.length
