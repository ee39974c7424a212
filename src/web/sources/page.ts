// The sources as a page: each with its last record, how far it is behind, what could not be read, what nobody knows.
import { tellDuration } from '../../lib/duration.ts'
import type { Subject } from '../../model/people.ts'
import type { Counted, SourceStatus, SourcesReport } from '../../model/source-status.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { exactly, moment } from '../frame/times.ts'
import { texts } from '../texts/common.ts'
import { sourceTexts as words } from '../texts/sources.ts'

export interface SourcesView {
  readonly report: SourcesReport
  /** May look at dead letters. */
  readonly letters: boolean
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
}

const urgency = { silent: 0, never: 1, speaking: 2 } as const

export function sourcesPage(view: SourcesView): string {
  const { report, site, reader, zone, now } = view
  const { watermark, since, sources } = report
  const sorted = sources.toSorted((one, other) => urgency[one.state] - urgency[other.state])
  return shell(
    { title: texts.places.sources, site, here: 'sources', ...(reader && { reader }) },
    html`<h1>${texts.places.sources}</h1><p class="lead">${words.lead}</p>
<dl class="figures panel"><div><dt>${texts.places.sources}</dt><dd>${tally(sources)}</dd></div>
${watermark !== undefined && html`<div><dt title="${words.watermarkWhat}">${words.watermark}</dt><dd>${moment(watermark, now, zone)}<small>${exactly(watermark, zone)}</small></dd></div>`}
<div><dt>${words.since}</dt><dd>${moment(since, now, zone)}<small>${exactly(since, zone)}</small></dd></div></dl>
${sources.length === 0 ? html`<section class="panel empty"><h2>${words.empty}</h2><p>${words.emptyWhat}</p></section>` : sorted.map((source) => one(source, view))}`,
  )
}

function tally(sources: readonly SourceStatus[]): string {
  const say = (
    state: SourceStatus['state'],
    { one: single, many }: { readonly one: string; readonly many: string },
  ) => {
    const count = sources.filter((source) => source.state === state).length
    return count === 0 ? [] : [`${count} ${count === 1 ? single : many}`]
  }
  const told = [
    ...say('speaking', words.speaking),
    ...say('silent', words.silentNow),
    ...say('never', words.neverHeard),
  ]
  return told.length === 0 ? '0' : told.join(', ')
}

function one(status: SourceStatus, view: SourcesView): Html {
  const { source, site, state, last, first, usual, lag, read } = status
  const { now, zone, report } = view
  const several = new Set(report.sources.map((other) => other.site)).size > 1
  const rejected = sum(read?.rejects)
  const unknown = sum(read?.unknown)
  return html`<article class="panel source" data-key="${site} ${source}"><header><h2>${source}</h2>${several && html`<span class="kind">${site}</span>`}<span class="tag ${state}">${words.states[state]}</span></header>
<dl class="figures"><div><dt>${words.last}</dt><dd>${last === undefined ? '–' : html`${moment(last, now, zone)}<small>${usual !== undefined && html`${words.usual} ${tellDuration(usual)}, `}${first !== undefined && html`${words.first} ${moment(first, now, zone)}`}</small>`}</dd></div>
<div><dt>${words.lag}</dt><dd${lag && lag.records > 0 && { html: ' class="behind"' }}>${
    lag === undefined
      ? html`–<small>${words.elsewhere}</small>`
      : lag.records === 0
        ? html`0<small>${words.none}</small>`
        : html`${lag.records} ${words.records}<small>${tellDuration(lag.time)}</small>`
  }${lag?.trouble !== undefined && html`<small class="wrong">${words.stands} ${lag.trouble}</small>`}</dd></div>
<div><dt>${words.read}</dt><dd>${read?.records ?? 0}${read && read.dropped > 0 && html`<small title="${words.unusedWhat}">${read.dropped} ${words.unused}</small>`}</dd></div>
<div><dt>${words.rejects}</dt><dd${rejected > 0 && { html: ' class="wrong"' }}>${rejected}</dd></div>
<div><dt>${words.unknown}</dt><dd>${unknown}</dd></div></dl>
${read && (rejected > 0 || unknown > 0) && details(status, view)}</article>`
}

function details({ source, site, read }: SourceStatus, { letters }: SourcesView): Html {
  const { rejects = [], unknown = [] } = read ?? {}
  const link = letters && html`<p><a href="/dead-letters?source=${encodeURIComponent(source)}">${words.letters}</a></p>`
  return html`${rejects.length > 0 && html`<details data-key="rejects ${site} ${source}"><summary>${words.why}</summary>${table(words.reason, rejects)}${link}</details>`}
${unknown.length > 0 && html`<details data-key="unknown ${site} ${source}"><summary>${words.unknown}</summary><p class="kind">${words.unknownWhat}</p>${table(words.event, unknown)}</details>`}`
}

const table = (name: string, rows: readonly Counted[]): Html =>
  html`<table><thead><tr><th>${name}</th><th class="count">${words.count}</th></tr></thead><tbody>${rows.map(({ what, count }) => html`<tr><td>${what}</td><td class="count">${count}</td></tr>`)}</tbody></table>`

const sum = (counted: readonly Counted[] = []): number => counted.reduce((total, { count }) => total + count, 0)
