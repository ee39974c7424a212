// What is at stake in an alert: the copies of the set with what became of each, the clock that runs, the last point before.
import type { Alert, Recovery, StakeCopy } from '../../model/alert.ts'
import { recoveryNotes } from '../../model/recovery.ts'
import { type Html, html } from '../frame/html.ts'
import { moment, utc } from '../frame/times.ts'

const clock = { runs: 'Until', ranOut: 'Time ran out' } as const

const fates: Readonly<Record<StakeCopy['fate'], string>> = {
  stands: 'stands',
  endangered: 'endangered',
  gone: 'gone',
}

const recovery = (one: Recovery): Html =>
  html`<div><dt>Restore ${one.of} from</dt><dd>${one.copy}<small>${recoveryNotes(one).join('; ')}</small></dd></div>`

/** Undefined where nothing is known of it. */
export function stakePanel({ stake }: Alert, now: number, zone: string | undefined): Html | undefined {
  if (!stake) return undefined
  const { copies, left, until, lastPoint, recover = [] } = stake
  const sets = [...new Set(copies.map(({ of }) => of))].join(', ')
  return html`<section class="panel stake"><h2>What is left</h2>
${
  copies.length > 0 &&
  html`<p class="${left === 0 ? 'none' : 'some'}"><b>${left} of ${copies.length}</b> ${copies.length === 1 ? 'copy' : 'copies'} of ${sets} ${left === 1 ? 'stands' : 'stand'} untouched.</p>
<ul>${copies.map((copy) => html`<li class="${copy.fate}"><b>${copy.name}</b> <span class="tag">${fates[copy.fate]}</span><small>${[copy.mechanism, copy.tier, copy.lastResort && 'last resort'].filter(Boolean).join(' · ')}</small></li>`)}</ul>`
}
<dl>${until && html`<div><dt>${Date.parse(until.at) < now ? clock.ranOut : clock.runs}</dt><dd>${moment(until.at, now, zone)}<small>${utc(until.at)}: ${until.why}</small></dd></div>`}
${lastPoint !== undefined && html`<div><dt>Last point before it began</dt><dd>${moment(lastPoint, now, zone)}<small>${utc(lastPoint)}</small></dd></div>`}
${recover.map(recovery)}</dl></section>`
}
