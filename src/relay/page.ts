// Makes the page of a decision: ids and keys that are the same however often the journal is read again.
import { hashOf } from '../lib/hash.ts'
import type { Alert } from '../model/alert.ts'
import type { Page, PageReason } from '../model/page.ts'
import { detailsOf, pageText, summaryOf, type TextOptions } from './text.ts'

export interface PageOptions extends TextOptions {
  /** How many pages the alert had before. */
  readonly before: number
  /** Epoch milliseconds. */
  readonly now: number
  /** The stage whose incident this belongs to. */
  readonly stage: number
  /** How often the alert was given a fresh incident: what was acknowledged at a provider rings no more under its old key. */
  readonly renewed?: number
}

/** The page of an alert for one reason. A worse stage has an incident of its own: a trigger on an acknowledged one wakes nobody. */
export function pageOf(alert: Alert, reason: PageReason, options: PageOptions): Page {
  const text = pageText(alert, options)
  return {
    id: hashOf('page', alert.id, String(options.stage), reason, String(options.before)),
    dedupKey: dedupKeyOf(alert.id, options.stage, options.renewed),
    alert: alert.id,
    stage: options.stage,
    reason,
    action: actionOf(reason),
    priority: alert.priority,
    at: alert.at,
    decidedAt: new Date(options.now).toISOString(),
    ...recordedAt(alert, reason),
    summary: summaryOf(alert, text),
    text,
    details: detailsOf(alert),
    ...(text.link === undefined ? {} : { link: text.link }),
  }
}

/** Of what is told because a record came in; a repeat is told because nothing did. */
function recordedAt({ evidence }: Alert, reason: PageReason): Pick<Page, 'recordedAt'> {
  const ingested = reason === 'first' || reason === 'worse' ? evidence.at(-1)?.event.ingested : undefined
  return ingested === undefined ? {} : { recordedAt: ingested }
}

const actionOf = (reason: PageReason): Page['action'] =>
  reason === 'resolved' ? 'resolve' : reason === 'acknowledged' ? 'acknowledge' : 'trigger'

/** The incident's key at the provider. */
export const dedupKeyOf = (alert: string, stage: number, renewed = 0): string =>
  `lastcopy-${hashOf('incident', alert, String(stage), ...(renewed === 0 ? [] : [String(renewed)]))}`

/** A page that only asks whether pages arrive. */
export function testPage(site: string, now: number, baseUrl?: string): Page {
  const at = new Date(now).toISOString()
  const id = hashOf('test', site, at)
  return {
    id,
    dedupKey: `lastcopy-test-${id}`,
    alert: 'test',
    reason: 'test',
    action: 'trigger',
    priority: 'page-now',
    at,
    decidedAt: at,
    summary: `Lastcopy test page from site ${site}: nothing happened, pages arrive`,
    text: {
      headline: `Lastcopy test page from site ${site}: nothing happened, pages arrive`,
      stake: 'Nothing is at stake. This page proves that the way from Lastcopy to you works.',
      steps: [
        'Acknowledge it.',
        'Check that it rang as loudly as a domain-controller alert would.',
        'Tell whoever sent it.',
      ],
      ...(baseUrl === undefined ? {} : { link: baseUrl }),
    },
    details: { Site: site, Sent: at },
    ...(baseUrl === undefined ? {} : { link: baseUrl }),
  }
}
