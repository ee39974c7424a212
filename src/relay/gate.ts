// How much one channel is told: what rings alone, what is told as one of many, and when that summary goes out.
import { minute } from '../lib/duration.ts'
import type { Priority } from '../model/alert.ts'
import type { Bundling, Tier } from '../model/policy.ts'

/** What is remembered of a channel; times in milliseconds that only grow. */
export interface Gate {
  /** When pages rang there, oldest first, for as long as a limit looks back. */
  readonly rang: readonly number[]
  /** When pages of one bundle rang alone, by what they have in common. */
  readonly groups: Readonly<Record<string, readonly number[]>>
  /** What waits to be told as one. */
  readonly held?: Held
  /** Key of the last summary. */
  readonly last?: string
  /** The last page was not accepted. */
  readonly down?: true
}

export interface Held {
  /** Key of the summary that it will be. */
  readonly key: string
  readonly since: number
  /** Not before that. */
  readonly soonest: number
  /** Something in it pages at once. */
  readonly loud: boolean
}

export interface Asks {
  readonly group: string
  readonly priority: Priority
  /** It was told as one of many before, and is told again. */
  readonly again: boolean
  /** Pages that wait there because the channel did not take them. */
  readonly waiting: number
}

export type HeldReason = 'bundled' | 'limited' | 'channel-down'

export const closedGate: Gate = { rang: [], groups: {} }

/** A limit of many pages keeps nothing that pages at once longer than that. */
const patience = 5 * minute
const mostGroups = 200

/** Whether a page may ring there alone now. @returns the reason why it is told as one of many, or undefined: it rings */
export function holds(
  gate: Gate,
  asks: Asks,
  bundle: Bundling,
  tiers: readonly Tier[],
  now: number,
): HeldReason | undefined {
  if (asks.again) return 'bundled'
  if (gate.down && asks.waiting >= bundle.alone) return 'channel-down'
  if (within(gate.groups[asks.group] ?? [], bundle.within, now) >= bundle.alone) return 'bundled'
  // The first page after a while is never kept back, whatever many pages before it used up.
  if (asks.priority === 'page-now' && within(gate.rang, patience, now) === 0) return undefined
  // The last place is kept for the summary.
  return tiers.every(({ pages, per }) => within(gate.rang, per, now) < Math.max(1, pages - 1)) ? undefined : 'limited'
}

/** The gate after a page rang. @param group of a page of its own; undefined for a summary */
export function rung(
  gate: Gate,
  group: string | undefined,
  bundle: Bundling,
  tiers: readonly Tier[],
  now: number,
): Gate {
  const longest = Math.max(patience, ...tiers.map(({ per }) => per))
  const rang = [...gate.rang.filter((time) => now - time < longest), now]
  if (group === undefined) return { ...gate, rang }
  const groups = { ...gate.groups, [group]: [...(gate.groups[group] ?? []), now] }
  const fresh = Object.entries(groups)
    .map(([key, times]) => [key, times.filter((time) => now - time < bundle.within)] as const)
    .filter(([, times]) => times.length > 0)
    .slice(-mostGroups)
  return { ...gate, rang, groups: Object.fromEntries(fresh) }
}

/** When what waits goes out as one. */
export function summaryDue({ rang }: Gate, { since, soonest, loud }: Held, tiers: readonly Tier[]): number {
  const free = Math.max(soonest, ...tiers.map((tier) => freeAt(rang, tier)))
  return loud ? Math.min(free, Math.max(soonest, since + patience)) : free
}

/** What waits, with one more in it. @param key of the summary, where it is the first */
export function heldWith(
  held: Held | undefined,
  key: string,
  loud: boolean,
  why: HeldReason,
  bundle: Bundling,
  now: number,
): Held {
  // What only a limit keeps back belongs to nothing that was told already.
  const soonest = now + (why === 'limited' ? Math.min(minute, bundle.within) : bundle.within)
  if (held === undefined) return { key, since: now, soonest, loud }
  return { ...held, soonest: Math.min(held.soonest, soonest), loud: held.loud || loud }
}

/** A limit of the whole house, for one of several that keep to it without asking each other. */
export const shareOf = (tiers: readonly Tier[], partitions: number, least: number): readonly Tier[] =>
  tiers.map(({ pages, per }) => ({ pages: Math.min(pages, Math.max(least, Math.floor(pages / partitions))), per }))

const within = (times: readonly number[], span: number, now: number): number =>
  times.filter((time) => now - time < span).length

function freeAt(rang: readonly number[], { pages, per }: Tier): number {
  const oldest = rang.at(-pages)
  return oldest === undefined ? 0 : oldest + per
}
