// The facts of an alert at a glance: which copy, who, from where, since when, by which rule.

import { type Html, html } from '../frame/html.ts'
import { moment, utc } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'

const { fact: words } = texts

export function facts({ alert, now, zone }: AlertView): Html {
  const { actor, resource } = alert
  const rows: readonly (readonly [string, Html | undefined])[] = [
    [
      words.copy,
      html`<b>${resource.name || resource.id}</b>${resource.id !== resource.name && html`<code>${resource.id}</code>`}<small>${[resource.type, resource.platform].filter(Boolean).join(' · ')}</small>`,
    ],
    [words.in, resource.container === undefined ? undefined : html`<code>${resource.container}</code>`],
    [
      words.who,
      html`<b>${actor.name || actor.id}</b>${actor.id !== actor.name && html`<code>${actor.id}</code>`}<small>${actor.kind}</small>`,
    ],
    [
      words.where,
      actor.addresses.length === 0
        ? html`<small>${words.noAddress}</small>`
        : html`${actor.addresses.slice(0, 8).map((address) => html`<code>${address}</code>`)}${actor.agents.slice(0, 3).map((agent) => html`<small>${agent.slice(0, 160)}</small>`)}`,
    ],
    [
      words.account,
      alert.account === undefined
        ? undefined
        : html`<code>${alert.account}</code>${alert.region && html`<small>${alert.region}</small>`}`,
    ],
    [words.site, alert.site === 'default' ? undefined : html`${alert.site}`],
    [words.holder, alert.assignee === undefined ? undefined : html`<b>${alert.assignee}</b>`],
    [words.first, html`${moment(alert.openedAt, now, zone)}<small>${utc(alert.openedAt)}</small>`],
    [words.records, html`${alert.eventCount}`],
    [
      words.rule,
      html`<a href="/detections/${encodeURIComponent(alert.rule.id)}" data-swap>${alert.rule.title}</a><code>${alert.rule.file}</code>`,
    ],
    [words.alert, html`<code>${alert.id}</code><small>${words.version} ${alert.version}</small>`],
  ]
  return html`<section class="panel facts" data-key="facts"><h2>${texts.part.facts}</h2><dl>${rows.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
}
