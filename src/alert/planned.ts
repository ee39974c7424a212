// Whether a match was planned: it fits an approved change in every part, or differs in some, which is then told. Mutes likewise.
import { day, minute } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { AlertClass, Difference, PlannedNote } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { neverPlanned, type Plan, type PlanKind } from '../model/plan.ts'
import type { Match } from '../model/rule.ts'
import { type Facts, factsOf } from './facts.ts'

/** An approved plan as detection keeps it. */
interface KnownPlan {
  readonly id: string
  readonly kind: PlanKind
  readonly classes: readonly string[]
  readonly actions: readonly string[]
  /** Left out by earlier versions. */
  readonly rules?: readonly string[]
  readonly actors: readonly string[]
  readonly resources: readonly string[]
  readonly count: number | null
  /** Epoch milliseconds; a plan covers nothing that happened before it was approved. */
  readonly from: number
  readonly to: number
  readonly used: number
}

const most = 300
/** Records tell their time to the minute at worst, cut off: what follows an approval at once must not seem to come before it. */
const coarse = minute
/** What comes after its time is still told as a change that was late. */
const toldFor = day
/** With more differences it is another thing that happens to be near. */
const mostDifferences = 2
/** A call over many counts as many: contract, row 5. */
const bulk = 5

/** Takes a plan in when it is approved, and out when it was taken back. */
export function notePlan(memory: Memory, plan: Plan): void {
  const others = plansOf(memory, plan.site).filter(({ id }) => id !== plan.id)
  const { id, kind, classes, actions, actors, resources, rules = [] } = plan
  const known: KnownPlan = {
    id,
    kind,
    classes,
    actions,
    rules,
    actors,
    resources,
    count: plan.count ?? null,
    from: Math.floor(Math.max(Date.parse(plan.from), Date.parse(plan.decidedAt ?? plan.from)) / coarse) * coarse,
    to: Date.parse(plan.to),
    used: 0,
  }
  writePlans(memory, plan.site, plan.status === 'approved' ? [...others, known] : others)
}

/** The matches, each with what was planned of it. A plan's count goes down by the event, however many rules it matches. */
export function planMatches(memory: Memory, event: Event, matches: readonly Match[], now: number): readonly Match[] {
  if (matches.length === 0) return matches
  const facts = factsOf(event)
  const plans = plansOf(memory, facts.site)
  if (plans.length === 0) return matches
  const used = new Set<string>()
  const judged = matches.map((match): Match => {
    const block = match.rule.lastcopy
    if (!block) return match
    const happened: Happened = { facts, event, class: block.class, rule: match.rule.id, now }
    const muted = plans.find((plan) => plan.kind === 'mute' && differencesOf(plan, happened).length === 0)
    const planned = nearest(plans, happened)
    if (planned?.differs.length === 0) used.add(planned.plan)
    return { ...match, ...(planned ? { planned } : {}), ...(muted ? { muted: muted.id } : {}) }
  })
  if (used.size === 0) return judged
  writePlans(
    memory,
    facts.site,
    plans.map((plan) => (used.has(plan.id) ? { ...plan, used: plan.used + weightOf(event) } : plan)),
  )
  return judged
}

/** Those that nobody planned: a correlation over what two people agreed on would wake somebody for it after all. */
export function unplanned(matches: readonly Match[]): readonly Match[] {
  const fits = matches.some(isPlanned)
  return fits ? matches.filter((match) => match.rule.lastcopy !== undefined && !isPlanned(match)) : matches
}

export const isPlanned = ({ planned }: Pick<Match, 'planned'>): boolean => planned?.differs.length === 0

interface Happened {
  readonly facts: Facts
  readonly event: Event
  readonly class: AlertClass
  readonly rule: string
  readonly now: number
}

/** The change that it fits, else the one that it differs from least; of several the one that was made last. */
function nearest(plans: readonly KnownPlan[], happened: Happened): PlannedNote | undefined {
  let best: PlannedNote | undefined
  for (const plan of plans) {
    if (plan.kind !== 'change') continue
    const differs = differencesOf(plan, happened)
    if (differs.includes('actor') && differs.includes('resource')) continue
    const real = differs.filter((one) => one !== 'never-planned').length
    if (real > mostDifferences || (best && best.differs.length < differs.length)) continue
    best = { plan: plan.id, differs }
  }
  return best
}

function differencesOf(plan: KnownPlan, { facts, event, class: row, rule, now }: Happened): readonly Difference[] {
  const { actor, resource } = facts
  const action = event.event.action
  const found: Difference[] = []
  const ofRule = plan.rules?.includes(rule) === true
  if (!ofRule && !plan.classes.includes(row) && !plan.actions.includes(action)) found.push('class')
  /** A mute of a rule need not name whom and what it mutes. */
  const open = (list: readonly string[]): boolean => ofRule && list.length === 0
  if (!open(plan.actors) && !names(plan.actors, [actor.id, actor.name, event.user?.name])) found.push('actor')
  if (
    !open(plan.resources) &&
    !names(plan.resources, [resource.id, resource.name, resource.container?.id, resource.container?.name])
  )
    found.push('resource')
  // What somebody else does elsewhere is not one too many.
  const counts = found.length === 0 && plan.count !== null
  if (counts && plan.used + weightOf(event) > (plan.count ?? 0)) found.push('count')
  if (now < plan.from || now > plan.to) found.push('time')
  if (plan.kind === 'change' && isNeverPlanned(event, row)) found.push('never-planned')
  return found
}

const isNeverPlanned = (event: Event, row: AlertClass): boolean =>
  (neverPlanned.classes as readonly string[]).includes(row) ||
  (neverPlanned.actions as readonly string[]).includes(event.event.action) ||
  event.backup?.history?.last === true ||
  (event.backup?.copy?.left === 0 && takesCopies.has(row))

/** Rows by which the last copy of a set is gone, or can be; a job that rests for an hour takes none. */
const takesCopies: ReadonlySet<AlertClass> = new Set([
  'protection-weakened',
  'repository-removed',
  'parent-removed',
  'points-deleted',
  'copies-overwritten',
  'access-cut',
])

const weightOf = ({ backup }: Event): number => (backup?.detail?.bulk === true ? bulk : 1)

const names = (patterns: readonly string[], values: readonly (string | undefined)[]): boolean =>
  patterns.some((pattern) => values.some((value) => value !== undefined && value !== '' && fits(pattern, value)))

/** `*` stands for any characters; without expressions, so that no name can make it slow. */
function fits(pattern: string, value: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return value === pattern
  if (!value.startsWith(head) || value.length < head.length + tail.length || !value.endsWith(tail)) return false
  let at = head.length
  const end = value.length - tail.length
  for (const piece of rest) {
    const found = value.indexOf(piece, at)
    if (found === -1 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}

function plansOf(memory: Memory, site: string): readonly KnownPlan[] {
  const value = memory.get('plan', site)
  return Array.isArray(value) ? (value as unknown as readonly KnownPlan[]) : []
}

/** When there are too many the one that is over first gives way. */
function writePlans(memory: Memory, site: string, plans: readonly KnownPlan[]): void {
  if (plans.length === 0) {
    memory.drop('plan', site)
    return
  }
  const kept = plans.length > most ? [...plans].sort((one, other) => one.to - other.to).slice(-most) : plans
  memory.put('plan', site, kept as unknown as Json, Math.max(...kept.map(({ to }) => to)) + toldFor)
}
