// What the page stage works with: its settings, the batch's book, and the moment of the record in hand.
import { hashOf } from '../lib/hash.ts'
import type { Page } from '../model/page.ts'
import type { OutboxEntry } from '../model/pager.ts'
import type { Policy, Tier } from '../model/policy.ts'
import type { Decision } from '../model/wire.ts'
import type { Book } from './book.ts'
import type { Moment } from './escalate.ts'
import { shareOf } from './gate.ts'
import type { Progress } from './incident.ts'
import { pageOf } from './page.ts'
import type { TextOptions } from './text.ts'

export interface PageStageOptions {
  /** Names of all pagers. */
  readonly pagers: readonly string[]
  readonly policy: Policy
  /** How many partitions share what a channel may be sent; one where it is left out. */
  readonly partitions?: number
  readonly text: Omit<TextOptions, 'steps' | 'zone'>
  /** First steps of the runbook beside a rule's file. */
  steps(ruleFile: string): readonly string[]
  /** After the commit: entries that wait, and keys of those that wait no more. */
  pending?(partition: number, entries: readonly OutboxEntry[], done: readonly string[]): void
  /** The partition's outbox as it stands when it becomes this process's, or undefined when it is lost. */
  partition?(partition: number, entries: readonly OutboxEntry[] | undefined): void
  /** For counters. */
  observe?(page: Page): void
}

export interface Desk {
  readonly book: Book
  readonly options: PageStageOptions
  readonly at: Moment
}

type Part = Omit<Decision, 'type' | 'id' | 'alert' | 'at' | 'route' | 'escalation'>

/** Writes a decision down. @returns the progress, with one decision more */
export function decide({ book, at }: Desk, alert: string, progress: Progress, part: Part): Progress {
  const { route, escalation, site, decisions } = progress
  book.write(site, {
    type: 'decision',
    id: hashOf('decision', alert, String(decisions)),
    alert,
    at: new Date(at.wall).toISOString(),
    route,
    escalation,
    ...part,
  })
  return { ...progress, decisions: decisions + 1 }
}

/** What this partition may send through a channel: its share, but never less than what one attack needs. */
export const tiersOf = ({ options: { policy, partitions = 1 } }: Desk, pager: string): readonly Tier[] =>
  shareOf(policy.limits[pager] ?? [], partitions, policy.bundle.alone + 1)

/** The wall clock's ISO text of a moment of our own clock. */
export const wallOf = ({ at }: Desk, time: number): string => new Date(time - at.now + at.wall).toISOString()

/** The zone of whoever reads it, so that nobody counts hours at night. @param who person, or what else a policy rings */
function zoneOf({ options: { policy } }: Desk, who: string | undefined): string {
  const own = who !== undefined && Object.hasOwn(policy.people, who) ? policy.people[who]?.zone : undefined
  return own ?? policy.zone
}

/** A page of an alert, as options and moment say. */
export const makePage = (
  desk: Desk,
  alert: Parameters<typeof pageOf>[0],
  reason: Parameters<typeof pageOf>[1],
  part: { readonly before: number; readonly stage: number; readonly renewed: number },
  who?: string,
): Page => {
  const { options, at } = desk
  const text = { ...options.text, zone: zoneOf(desk, who), steps: options.steps(alert.rule.file) }
  return pageOf(alert, reason, { ...text, now: at.wall, ...part })
}
