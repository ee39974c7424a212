// Alerts of the month by class: how many, how many woke somebody, how soon somebody answered.
import { tellDuration } from '../lib/duration.ts'
import type { AlertLine, Block } from '../model/report.ts'
import { classOf } from './words.ts'

/** Milliseconds from the first page to the answer; undefined where nobody was told, or nobody answered. */
export function waitOf({ pagedAt, answered }: AlertLine): number | undefined {
  if (pagedAt === undefined || !answered) return undefined
  return Math.max(0, Date.parse(answered.at) - Date.parse(pagedAt))
}

/** The middle one; of an even number the lower of the two in the middle. */
export function medianOf(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

export const waitsOf = (alerts: readonly AlertLine[]): readonly number[] => alerts.flatMap((one) => waitOf(one) ?? [])

/** By class, the most frequent first. */
export function alertsTable(alerts: readonly AlertLine[]): Block {
  const classes = [...Map.groupBy(alerts, (one) => one.class)].sort(
    ([one, some], [other, others]) => others.length - some.length || (one < other ? -1 : 1),
  )
  return {
    kind: 'table',
    none: 'No alert was raised.',
    columns: [
      { title: 'Class', wide: 30 },
      { title: 'Alerts', wide: 9 },
      { title: 'Paged', wide: 9 },
      { title: 'Answered', wide: 11 },
      { title: 'Median to answer', wide: 17 },
      { title: 'Longest', wide: 12 },
      { title: 'Not answered', wide: 14 },
    ],
    rows: [...classes.map(([name, own]) => row(classOf(name), own)), ...(classes.length > 1 ? [total(alerts)] : [])],
  }
}

const total = (alerts: readonly AlertLine[]) =>
  row('All', alerts).map((cell) => ({ ...(typeof cell === 'string' ? { text: cell } : cell), bold: true }))

function row(title: string, alerts: readonly AlertLine[]) {
  const paged = alerts.filter(({ pagedAt }) => pagedAt !== undefined)
  const waits = waitsOf(alerts)
  const unanswered = paged.filter(
    ({ answered, status }) => !answered && (status === 'open' || status === 'acknowledged'),
  )
  const median = medianOf(waits)
  return [
    title,
    String(alerts.length),
    String(paged.length),
    String(waits.length),
    median === undefined ? '–' : tellDuration(median),
    waits.length === 0 ? '–' : tellDuration(Math.max(...waits)),
    unanswered.length === 0 ? '–' : { text: String(unanswered.length), tint: 'fall' as const },
  ]
}
