// What somebody outside is told so that he notices when Lastcopy says nothing any more.
import type { Json } from '../lib/json.ts'
import type { Watcher } from '../model/heartbeat.ts'
import type { HttpRequest } from '../model/pager.ts'

export interface Health {
  readonly well: boolean
  /** Why it is not, a line each; without secrets. */
  readonly why: readonly string[]
  /** It was well when it was told last. */
  readonly before?: boolean
  readonly site: string
}

const pagerDuty = 'https://events.pagerduty.com/v2/enqueue'
const longest = 10_000

/**
 * The next sign of life; undefined where silence is the sign.
 * `plain`: the address is called as long as all is well, and never else. `healthchecks`: with `/fail` and the reasons where it is
 * not (healthchecks.io, "Signaling failures"). `pagerduty`: an incident as long as it is not well (Events API v2); that is no
 * help when the whole machine is gone.
 */
export function beatOf({ kind, settings, name }: Watcher, health: Health): HttpRequest | undefined {
  const { well, why } = health
  if (kind === 'plain') return well ? call(settings, textOf(settings.url), '') : undefined
  if (kind === 'healthchecks') {
    const base = textOf(settings.url).replace(/\/+$/, '')
    return call(settings, well ? base : `${base}/fail`, why.join('\n').slice(0, longest))
  }
  if (well && health.before !== false) return undefined
  return {
    method: 'POST',
    url: textOf(settings.url) || pagerDuty,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      routing_key: settings.routingKey,
      dedup_key: `lastcopy-well-${health.site}-${name}`,
      event_action: well ? 'resolve' : 'trigger',
      ...(well
        ? {}
        : {
            payload: {
              summary:
                `Lastcopy of site ${health.site} does not work as it should: ${why[0] ?? 'no reason known'}`.slice(
                  0,
                  1_024,
                ),
              severity: 'critical',
              source: 'lastcopy',
              custom_details: { why: why.slice(0, 20) },
            },
          }),
    }),
  }
}

const call = (settings: Watcher['settings'], url: string, body: string): HttpRequest => ({
  method: settings.method === 'GET' ? 'GET' : 'POST',
  url,
  headers: headersOf(settings.headers),
  body,
})

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const headersOf = (value: Json | undefined): Readonly<Record<string, string>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]))
    : {}
