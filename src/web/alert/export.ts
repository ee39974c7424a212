// An alert as a file that stands for itself: everything that is known of it, with a hash that shows if anybody changed a sign.
import { createHash } from 'node:crypto'
import type { Alert } from '../../model/alert.ts'
import type { AlertHistory } from '../../model/store.ts'
import { utc } from '../frame/times.ts'
import { classWords, priorityWords, reasonWords, statusWords, tellChange } from '../frame/words.ts'
import { dispositionWords } from '../plans/words.ts'

export interface Content extends AlertHistory {
  readonly alert: Alert
}

export interface Sealed {
  readonly content: Content
  /** Of the content as compact JSON: `jq -cj .content FILE | sha256sum`. */
  readonly sha256: string
  /** ISO. */
  readonly exportedAt: string
  readonly exportedBy: string
}

/** What acknowledges without an account is nobody's to read. */
export function seal(alert: Alert, history: AlertHistory, exportedBy: string, now: number): Sealed {
  const pages = history.pages.map(({ acknowledgeLink: _, ...page }) => page)
  const content: Content = { alert, ...history, pages }
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return { content, sha256, exportedAt: new Date(now).toISOString(), exportedBy }
}

export const asJson = ({ content, ...rest }: Sealed): string =>
  `${JSON.stringify({ kind: 'lastcopy alert', ...rest, content }, null, 2)}\n`

export function asMarkdown({ content, sha256, exportedAt, exportedBy }: Sealed): string {
  const { alert, pages, actions } = content
  const { actor, resource, stake } = alert
  const lines: readonly (string | undefined)[] = [
    `# ${plain(alert.summary)}`,
    '',
    `${priorityWords[alert.priority]}, ${statusWords[alert.status].toLowerCase()}${alert.disposition ? `, ${dispositionWords[alert.disposition]}` : ''}. ${classWords[alert.class]}. Rule: ${plain(alert.rule.title)} (${plain(alert.rule.file)}).`,
    '',
    '| | |',
    '|---|---|',
    row('Alert', `${alert.id}, version ${alert.version}`),
    row('First record', utc(alert.openedAt)),
    row('Last record', utc(alert.at)),
    row('Copy', `${resource.name} (${resource.id}), ${resource.type}, ${resource.platform}`),
    row('Who', `${actor.name} (${actor.id}), ${actor.kind}`),
    row('From', actor.addresses.join(', ')),
    alert.account === undefined ? undefined : row('Account', `${alert.account} ${alert.region ?? ''}`),
    alert.assignee === undefined ? undefined : row('Assignee', alert.assignee),
    ...alert.changes.map((change) => {
      const { setting, from, to } = tellChange(change)
      return row(setting, `${from} → ${to}`)
    }),
    ...section(
      'At stake',
      (stake?.copies ?? []).map(({ name, of, fate }) => `${name} of ${of}: ${fate}`),
    ),
    ...section(
      'Before',
      (alert.timeline?.before ?? []).map(({ at, what, shared }) => `${utc(at)} ${what} (same ${shared})`),
    ),
    ...section(
      'Records',
      alert.events.map(({ at, id, source, position }) => `${utc(at)} ${source} ${position} ${id}`),
    ),
    ...section(
      'After',
      (alert.timeline?.after ?? []).map(({ at, what, shared }) => `${utc(at)} ${what} (same ${shared})`),
    ),
    ...section(
      'Still open',
      (alert.timeline?.open ?? []).map(({ since, what }) => `since ${utc(since)}: ${what}`),
    ),
    ...section(
      'Pages',
      pages.map(({ decidedAt, reason }) => `${utc(decidedAt)} ${reasonWords[reason]}`),
    ),
    ...section(
      'What people did',
      actions.map(({ at, by, act, text }) => `${utc(at)} ${by}: ${act}${text === undefined ? '' : `: ${text}`}`),
    ),
    '',
    '---',
    `Exported ${utc(exportedAt)} by ${plain(exportedBy)}. SHA-256 of the content in the JSON export: \`${sha256}\``,
    '',
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${plain(line)}`)]

const row = (name: string, value: string): string => `| ${name} | ${plain(value)} |`

/** On one line, with every sign that means something in Markdown or HTML made harmless. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .trim()
