// One alert: what happened, what is at stake, what to do now, and everything that shows it.
import type { Alert } from '../../model/alert.ts'
import type { Subject } from '../../model/people.ts'
import type { AlertHistory } from '../../model/store.ts'
import { html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { plannedPart } from '../plans/words.ts'
import { texts } from '../texts/common.ts'
import { type Elsewhere, elsewherePart } from './elsewhere.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import { buttons, changes, headline, notes } from './head.ts'
import { picture } from './picture.ts'
import { runbookPart } from './runbook.ts'
import { stakePanel } from './stake.ts'
import { standing, timeline } from './timeline.ts'
import { type Reason, whyPart } from './why.ts'
import { pagesPart } from './woken.ts'

export interface AlertView {
  readonly alert: Alert
  readonly history: AlertHistory
  /** Markdown. */
  readonly runbook: string | undefined
  /** Why each rule that joined said yes, and to what. */
  readonly reasons: readonly Reason[]
  readonly elsewhere: readonly Elsewhere[]
  /** How many alerts should have somebody awake. */
  readonly waking: number
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly reader?: Subject
  /** Whether the reader may act on it. */
  readonly handles: boolean
  /** Accounts that it can be given to. */
  readonly others: readonly string[]
  /** For paper: everything unfolded, nothing to press, and the content's hash at the foot. */
  readonly print?: { readonly sha256: string; readonly at: string }
}

const { part: words } = texts

export function alertPage(view: AlertView): string {
  const { alert, site, reader, handles, waking, print } = view
  const drawn = picture(view)
  const frame = { title: alert.summary, site, here: 'alerts', ...(reader && { reader }) } as const
  return shell(
    { ...frame, ...(print ? { still: true as const } : { waking }) },
    html`<article class="alert-page${print && ' print'}" data-alert="${alert.id}" data-version="${alert.version}" data-status="${alert.status}" data-assignee="${alert.assignee ?? ''}" data-summary="${alert.summary}"${handles && { html: ' data-handles' }}>
${headline(view)}
${handles && !print && buttons(view)}
${plannedPart(alert)}
<div class="columns"><div>
${stakePanel(alert, view.now, view.zone)}
${changes(alert)}
<section class="panel" id="timeline"><h2>${words.timeline}</h2>${drawn}${drawn && !print ? html`<details data-key="list"><summary>${texts.picture.list}</summary>${timeline(view)}</details>` : timeline(view)}</section>
${runbookPart(view)}
${standing(view)}
${whyPart(view)}
<section class="panel" id="evidence"><h2>${words.evidence}</h2>${evidence(alert, print !== undefined)}</section>
</div><aside>
${facts(view)}
${pagesPart(view)}
${notes(view)}
${elsewherePart(view)}
</aside></div>
${print && html`<footer class="seal"><p>SHA-256 <code>${print.sha256}</code><small>${texts.alert.sealed} ${print.at}</small></p></footer>`}
<datalist id="accounts">${view.others.map((name) => html`<option value="${name}"></option>`)}</datalist></article>`,
  )
}
