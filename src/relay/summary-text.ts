// The words of a page that tells of many alerts at once: how many, of what, where, and the worst.
import { hashOf } from '../lib/hash.ts'
import { type AlertClass, alertClasses, type Priority } from '../model/alert.ts'
import type { Page } from '../model/page.ts'
import { safe } from './text.ts'

/** What a summary needs to know of an alert. */
export interface HeldAlert {
  readonly alert: string
  readonly site: string
  readonly stage: number
  readonly class: AlertClass
  readonly priority: Priority
  readonly actor: string
  /** One line. */
  readonly what: string
  /** ISO: event time. */
  readonly at: string
  /** Somebody has it. */
  readonly answered?: true
}

/**
 * The page. @param alerts at least one
 * @param wall epoch milliseconds
 */
export function summaryPage(
  key: string,
  alerts: readonly HeldAlert[],
  wall: number,
  baseUrl: string | undefined,
): Page {
  const [worst, ...others] = [...alerts].sort(byWeight) as [HeldAlert, ...HeldAlert[]]
  const loud = alerts.filter(({ priority }) => priority === 'page-now').length
  const sites = countsOf(alerts.map(({ site }) => site))
  const actors = countsOf(alerts.map(({ actor }) => actor))
  const classes = countsOf(alerts.map((alert) => alert.class))
  const many = `${told(alerts.length)} ${alerts.length === 1 ? 'alert' : 'alerts'}`
  const where = sites.length === 1 ? `at site ${sites[0]?.[0]}` : `at ${told(sites.length)} sites`
  const by = actors.length === 1 ? `by ${actors[0]?.[0]}` : `by ${told(actors.length)} actors`
  const urgent = loud > 0 && loud < alerts.length ? `, ${told(loud)} of them page at once` : ''
  const headline = safe(`${many} in one page${urgent}, ${where}, ${by}. The worst: ${worst.what}`, 900)
  const link = baseUrl === undefined ? undefined : `${baseUrl.replace(/\/+$/, '')}/`
  return {
    id: hashOf('summary page', key),
    dedupKey: key,
    alert: worst.alert,
    reason: 'summary',
    action: 'trigger',
    priority: loud > 0 ? 'page-now' : worst.priority,
    at: worst.at,
    decidedAt: new Date(wall).toISOString(),
    summary: loud > 0 ? `BACKUP UNDER ATTACK? ${headline}` : headline,
    text: {
      headline,
      stake: safe(
        `What happened: ${listed(classes, 5)}.${
          others.length > 0
            ? ` Also: ${others
                .slice(0, 3)
                .map(({ what }) => what)
                .join('; ')}.`
            : ''
        }`,
        700,
      ),
      steps: [
        'Open the list: the most urgent stand first, and each leads to its own first steps.',
        'If one account or address stands behind them, shut it out before you look at the single alerts.',
        'Whoever acknowledges this page has answered for all that it tells of.',
      ],
      ...(link === undefined ? {} : { link }),
    },
    details: {
      Alerts: told(alerts.length),
      'Page at once': told(loud),
      Sites: safe(listed(sites, 10), 600),
      Actors: safe(listed(actors, 10), 600),
      Classes: safe(listed(classes, 16), 600),
      Worst: safe(worst.what, 600),
    },
    ...(link === undefined ? {} : { link }),
  }
}

const told = (count: number): string => count.toLocaleString('en-GB')

/** With the most first. */
function countsOf(names: readonly string[]): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1))
}

function listed(counts: readonly (readonly [string, number])[], most: number): string {
  const rest = counts.length - most
  const shown = counts.slice(0, most).map(([name, count]) => `${told(count)} × ${name.replaceAll('-', ' ')}`)
  return [...shown, ...(rest > 0 ? [`${told(rest)} more`] : [])].join(', ')
}

const loudness = { 'page-now': 0, notify: 1, queue: 2 } as const satisfies Record<Priority, number>

/** By priority, by stage, by the contract's row from what destroys to what prepares, by time. */
const byWeight = (one: HeldAlert, other: HeldAlert): number =>
  loudness[one.priority] - loudness[other.priority] ||
  other.stage - one.stage ||
  gravity(other.class) - gravity(one.class) ||
  (one.at < other.at ? -1 : one.at > other.at ? 1 : one.alert < other.alert ? -1 : 1)

const gravest: readonly AlertClass[] = [
  'chain',
  'repository-removed',
  'parent-removed',
  'key-endangered',
  'points-deleted',
  'copies-overwritten',
]

const gravity = (name: AlertClass): number => {
  const place = gravest.indexOf(name)
  return place < 0 ? -alertClasses[name] : gravest.length - place
}
