// What a replay prints: the contract's JSON lines, or a timeline that people read.
import type { Alert } from '../../model/alert.ts'
import type { ReplayLine, ReplayTotals } from '../../pipeline/replay.ts'

/** A line as the contract has it. */
export function asJson(line: ReplayLine): unknown {
  switch (line.type) {
    case 'reject': {
      const { record, reject } = line.rejected
      const { reason, field, part } = reject
      return { type: 'reject', source: record.source.name, ...place(record.position), reason, field, part }
    }
    case 'alert':
      return alertLine(line.alert)
    case 'page':
      return { type: 'page', alert: line.alert.id, at: line.at, reason: line.reason }
  }
}

function alertLine(alert: Alert): unknown {
  const { id, rule, title, summary, priority, at, site, actor, resource } = alert
  return {
    type: 'alert',
    id,
    rule: rule.id,
    title,
    summary,
    priority,
    at,
    site,
    actor: { id: actor.id, name: actor.name, kind: actor.kind },
    resource,
    class: alert.class,
    ...(alert.stake === undefined ? {} : { stake: alert.stake }),
    // What nothing happening has brought about lies in no file.
    events: alert.events
      .filter(({ position }) => position !== '')
      .map((event) => ({ id: event.id, source: event.source, ...place(event.position) })),
  }
}

export const totalsLine = ({ records, events, dropped, rejects, alerts, pages }: ReplayTotals): unknown => ({
  type: 'summary',
  records,
  events: events + dropped,
  rejects,
  alerts,
  pages,
})

/** `file:line`, and `#n` for a part of the record. */
function place(position: string): { readonly file: string; readonly line: number } {
  const colon = position.lastIndexOf(':')
  return { file: position.slice(0, colon), line: Number.parseInt(position.slice(colon + 1), 10) }
}

const priorities = { 'page-now': 'PAGE  ', notify: 'notify', queue: 'queue ' } as const

/** A line for people; undefined where the page and the alert would say the same twice. */
export function asText(line: ReplayLine): string | undefined {
  switch (line.type) {
    case 'reject': {
      const { record, reject } = line.rejected
      return `                  reject  ${record.position}: ${reject.reason}`
    }
    case 'alert':
      return line.alert.priority === 'page-now' ? undefined : alertText(line.alert, priorities[line.alert.priority])
    case 'page':
      return alertText({ ...line.alert, at: line.at }, pageWord(line.reason))
  }
}

function pageWord(reason: Extract<ReplayLine, { type: 'page' }>['reason']): string {
  if (reason === 'first') return priorities['page-now']
  return reason === 'worse' ? 'WORSE ' : reason === 'repeat' ? 'again ' : 'next  '
}

const alertText = ({ at, summary }: Alert, word: string): string =>
  `${at.slice(0, 16).replace('T', ' ')}  ${word}  ${summary}`

export const totalsText = ({ records, events, dropped, rejects, alerts, pages }: ReplayTotals): string =>
  `${records} records, ${events + dropped} events, ${rejects} rejects, ${alerts} alerts, ${pages} pages`
