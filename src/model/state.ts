// What detection remembers, as people are told it: entries as lines, and what a list of them is asked for.
import type { Json } from '../lib/json.ts'

/** Kinds of memory that people may look at, by the names of its entries. */
export const stateKinds = [
  'open-state',
  'window',
  'setting',
  'actor',
  'habit',
  'count',
  'copy',
  'alert',
  'voice',
  'stream',
] as const
export type StateKind = (typeof stateKinds)[number]

/** One entry as a line of a list. */
export interface StateLine {
  readonly kind: StateKind
  /** Names the entry to `show`. */
  readonly key: string
  /** One line for people. */
  readonly what: string
  readonly site?: string
  /** ISO. */
  readonly since?: string
  /** ISO: when it is forgotten, or runs out. */
  readonly until?: string
  /** The entry itself, for those who ask for one. */
  readonly entry?: Json
  /** The whole in sentences, for those who ask for one. */
  readonly words?: readonly string[]
}

export interface StateQuery {
  readonly kinds?: readonly StateKind[]
  readonly site?: string
  /** Part of the line, in any case. */
  readonly text?: string
  readonly limit: number
}

export interface StateFound {
  /** The newest first among those that were found. */
  readonly lines: readonly StateLine[]
  /** There are more than were asked for. */
  readonly more: boolean
}
