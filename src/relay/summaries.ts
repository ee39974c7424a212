// Alerts that a channel is told as one of many: kept until their summary goes out, and told of until each is answered and over.
import { hashOf } from '../lib/hash.ts'
import type { Alert } from '../model/alert.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { Action } from '../model/wire.ts'
import { type Desk, tiersOf } from './desk.ts'
import { closedGate, type Gate, type HeldReason, heldWith, rung, summaryDue } from './gate.ts'
import { enterPage, noteDelivery, outboxKey, withdraw } from './outbox.ts'
import { type HeldAlert, summaryPage } from './summary-text.ts'
import { safe } from './text.ts'

interface Summary {
  readonly pager: string
  readonly site: string
  readonly page: Page
  /** Alerts that nobody has answered, and those that are not over. */
  readonly open: number
  readonly left: number
  readonly accepted?: true
  /** No answer said whether the provider took it. */
  readonly perhaps?: true
  /** The summary that tells of the same alerts and of more. */
  readonly movedTo?: string
}

const gatePrefix = 'gate\u0000'
const heldPrefix = (pager: string): string => `held\u0000${pager}\u0000`
const sumKey = (key: string): string => `sum\u0000${key}`
const memberPrefix = (key: string): string => `member\u0000${key}\u0000`
const mostGates = 1_000
/** Alerts in one summary; what is more goes into the next. */
const mostMembers = 20_000

export const gateOf = ({ book }: Desk, pager: string): Gate => book.get<Gate>(gatePrefix + pager) ?? closedGate
export const putGate = ({ book }: Desk, pager: string, gate: Gate): void => book.put(gatePrefix + pager, gate)

/** Keeps an alert for the channel's next summary. @returns its key, and when it goes out */
export function holdAlert(
  desk: Desk,
  pager: string,
  alert: Alert,
  why: HeldReason,
): { readonly key: string; readonly until: number } {
  const gate = gateOf(desk, pager)
  const { now } = desk.at
  const key = gate.held?.key ?? `lastcopy-${hashOf('summary', pager, alert.id, String(now))}`
  const held = heldWith(gate.held, key, alert.priority === 'page-now', why, desk.options.policy.bundle, now)
  putGate(desk, pager, { ...gate, held })
  desk.book.put(heldPrefix(pager) + alert.id, {
    alert: alert.id,
    site: alert.site,
    stage: alert.stage,
    class: alert.class,
    priority: alert.priority,
    actor: alert.actor.name,
    what: alert.summary,
    at: alert.at,
  } satisfies HeldAlert)
  return { key, until: summaryDue(gate, held, tiersOf(desk, pager)) }
}

/** When the first summary goes out; undefined: nothing waits. */
export function firstSummary(desk: Desk): number | undefined {
  const times = desk.book.scan(gatePrefix, mostGates).flatMap(([name]) => {
    const pager = name.slice(gatePrefix.length)
    const { held, ...gate } = gateOf(desk, pager)
    return held === undefined ? [] : [summaryDue(gate, held, tiersOf(desk, pager))]
  })
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Sends the summaries that are due. */
export function sendSummaries(desk: Desk): void {
  for (const [name] of desk.book.scan(gatePrefix, mostGates)) {
    const pager = name.slice(gatePrefix.length)
    const { held, ...gate } = gateOf(desk, pager)
    if (held === undefined || summaryDue(gate, held, tiersOf(desk, pager)) > desk.at.now) continue
    putGate(desk, pager, sendSummary(desk, pager, gate, held.key))
  }
}

function sendSummary(desk: Desk, pager: string, gate: Gate, key: string): Gate {
  const { book, at, options } = desk
  const kept = book
    .scan(heldPrefix(pager), mostMembers)
    .map(([name, value]) => [name, JSON.parse(value) as HeldAlert] as const)
  // Everybody was answered while it waited.
  if (kept.length === 0) return gate
  const all = [...unsent(desk, pager, gate.last, key), ...kept.map(([, member]) => member)]
  const members = [...new Map(all.map((member) => [member.alert, member])).values()]
  for (const [name] of kept) book.put(name, undefined)
  for (const member of members) book.put(memberPrefix(key) + member.alert, member)
  const page = summaryPage(key, members, at.wall, options.text.baseUrl)
  const site = members.find(({ alert }) => alert === page.alert)?.site ?? ''
  const open = members.filter(({ answered }) => answered === undefined).length
  book.put(sumKey(key), { pager, site, page, open, left: members.length } satisfies Summary)
  book.write(site, { type: 'page', page })
  enterPage(book, pager, site, page)
  return { ...rung(gate, undefined, options.policy.bundle, tiersOf(desk, pager), at.now), last: key }
}

/** What the last summary tells of, when the channel never took it: the next one tells all, and the last one is not sent. */
function unsent(desk: Desk, pager: string, last: string | undefined, next: string): readonly HeldAlert[] {
  const { book } = desk
  const summary = last === undefined ? undefined : book.get<Summary>(sumKey(last))
  if (last === undefined || summary === undefined || !book.has(outboxKey(pager, last, 'trigger'))) return []
  withdraw(book, pager, last)
  book.put(sumKey(last), { ...summary, open: 0, left: 0, movedTo: next } satisfies Summary)
  return book.scan(memberPrefix(last), mostMembers).map(([name, value]) => {
    book.put(name, undefined)
    return JSON.parse(value) as HeldAlert
  })
}

/** What became of the summary that an alert is told through. */
export function toldThrough(desk: Desk, alert: string, pager: string, key: string): 'accepted' | 'waits' | 'failed' {
  if (desk.book.has(heldPrefix(pager) + alert)) return 'waits'
  return newest(desk, key)?.[1].accepted ? 'accepted' : 'failed'
}

/** Somebody has it; it is over; or another page tells of it now. */
type Leaves = 'acknowledge' | 'resolve' | 'moved'

/** An alert need not be told of there any more, or has a page of its own now. */
export function leaveSummary(desk: Desk, alert: string, pager: string, first: string, why: Leaves): void {
  const { book } = desk
  book.put(heldPrefix(pager) + alert, undefined)
  const found = newest(desk, first)
  if (!found) return
  const [key, summary] = found
  const member = book.get<HeldAlert>(memberPrefix(key) + alert)
  if (!member || (why === 'acknowledge' && member.answered)) return
  book.put(memberPrefix(key) + alert, why === 'acknowledge' ? { ...member, answered: true } : undefined)
  const next: Summary = {
    ...summary,
    open: summary.open - (member.answered ? 0 : 1),
    left: summary.left - (why === 'acknowledge' ? 0 : 1),
  }
  book.put(sumKey(key), next.left === 0 ? undefined : next)
  if (next.left === 0) tellOver(desk, next, why === 'acknowledge' ? 'resolve' : why)
  else if (next.open === 0 && !member.answered) tellOver(desk, next, 'acknowledge')
}

/** The summary of a key, if it is one: what was done to it was done to all that it tells of. */
export function membersOf(desk: Desk, first: string): readonly HeldAlert[] {
  const found = newest(desk, first)
  return found
    ? desk.book.scan(memberPrefix(found[0]), mostMembers).map(([, value]) => JSON.parse(value) as HeldAlert)
    : []
}

/** An act on the summary becomes one on each alert that it tells of. */
export function spreadAction({ book }: Desk, action: Action, members: readonly HeldAlert[]): void {
  // The summary's own key would spread it again.
  const { dedupKey: _, ...said } = action
  for (const { alert, site, stage } of members)
    if (alert !== action.alert) book.act(site, { ...said, id: hashOf('spread', action.id, alert), alert, stage })
}

/** @returns whether the delivery was a summary's */
export function hearSummary({ book }: Desk, delivery: Delivery): boolean {
  const summary = book.get<Summary>(sumKey(delivery.dedupKey))
  if (!summary) return false
  noteDelivery(book, delivery)
  if (delivery.verdict === 'accepted' && !summary.accepted)
    book.put(sumKey(delivery.dedupKey), { ...summary, accepted: true })
  else if (delivery.verdict === 'retry' && !delivery.unsent && !summary.perhaps)
    book.put(sumKey(delivery.dedupKey), { ...summary, perhaps: true })
  return true
}

function tellOver({ book, at }: Desk, { pager, site, page, perhaps }: Summary, why: Leaves): void {
  const waited = withdraw(book, pager, page.dedupKey)
  // What the provider surely never took needs no end there.
  if (waited && waited.attempts > 0 && !perhaps) return
  const words = {
    acknowledge: ['acknowledge', 'acknowledged'],
    resolve: ['resolve', 'resolved'],
    moved: ['resolve', 'summary'],
  } as const
  const [action, reason] = words[why]
  const headline =
    why === 'moved' ? safe(`A later page tells of these too: ${page.text.headline}`, 900) : page.text.headline
  const id = hashOf('summary over', page.dedupKey, why)
  const text = { ...page.text, headline }
  enterPage(book, pager, site, {
    ...page,
    id,
    reason,
    action,
    summary: headline,
    text,
    decidedAt: new Date(at.wall).toISOString(),
  })
}

/** Follows summaries that were taken into later ones. */
function newest({ book }: Desk, first: string): readonly [key: string, summary: Summary] | undefined {
  let key = first
  for (;;) {
    const summary = book.get<Summary>(sumKey(key))
    if (summary?.movedTo === undefined) return summary && [key, summary]
    key = summary.movedTo
  }
}
