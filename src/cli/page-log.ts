// The log of pages as a table for spreadsheets: one row a thing that was told, decided or done.
import type { LogEntry } from '../model/incident.ts'

export const logColumns = ['at', 'type', 'alert', 'page', 'what', 'channel', 'result', 'by', 'detail'] as const
type Row = Partial<Record<(typeof logColumns)[number], string>>

/** @returns one line of CSV (RFC 4180), without its end */
export const csvOf = (entry: LogEntry): string => {
  const row: Row = { at: entry.at, type: entry.type, ...rowOf(entry) }
  return logColumns.map((name) => cell(row[name] ?? '')).join(',')
}

function rowOf(entry: LogEntry): Row {
  switch (entry.type) {
    case 'page': {
      const { alert, dedupKey, reason, action, summary } = entry.page
      return { alert, page: dedupKey, what: reason, result: action, detail: summary }
    }
    case 'delivery': {
      const { alert, dedupKey, pager, verdict, attempt, tookMs, detail } = entry.delivery
      const what = `attempt ${attempt}`
      return { alert, page: dedupKey, what, channel: pager, result: verdict, detail: `${detail} (${tookMs} ms)` }
    }
    case 'action': {
      const { alert, dedupKey, act, pager, via, by, text, disposition } = entry.action
      const said = { page: dedupKey ?? '', channel: pager ?? '', result: disposition ?? via ?? '', detail: text ?? '' }
      return { alert, what: act, by, ...said }
    }
    case 'decision': {
      const { alert, dedupKey, reason, channel, who, escalation, step, by } = entry.decision
      const detail = [escalation, step === undefined ? undefined : `step ${step}`, who].filter(Boolean).join(', ')
      return { alert, page: dedupKey ?? '', what: reason, channel: channel ?? '', by: by ?? '', detail }
    }
    case 'rings': {
      const { alert, dedupKey, pager, service, urgency, escalationPolicy } = entry.rings
      const detail = [service, urgency, escalationPolicy].filter(Boolean).join(', ')
      return { alert, page: dedupKey, what: 'rings', channel: pager, detail }
    }
  }
}

/** What a spreadsheet would take for a formula stands as text. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
