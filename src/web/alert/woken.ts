// Whom the alert woke, by which way, and who answered after how long.
import { tellDuration } from '../../lib/duration.ts'
import type { Page } from '../../model/page.ts'
import { type Html, html } from '../frame/html.ts'
import { moment } from '../frame/times.ts'
import { reasonWords, verdictWords } from '../frame/words.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'

const { part: words } = texts
const shown = 30

export function pagesPart({ history: { pages, deliveries, actions }, alert, now, zone }: AlertView): Html {
  const title = html`<h2>${words.pages}</h2>`
  if (pages.length === 0)
    return html`<section class="panel pages" data-key="pages">${title}<p>${words.noPages}</p></section>`
  const [first] = pages
  const answer = actions.find(({ act, at }) => act === 'acknowledge' && first && at >= first.decidedAt)
  const said =
    answer && first
      ? html`<p class="answered"><b>${answer.by}</b> ${words.answered} ${words.after} ${tellDuration(Math.max(0, Date.parse(answer.at) - Date.parse(first.decidedAt)))}</p>`
      : alert.status === 'open' && html`<p class="wrong">${words.unanswered}</p>`
  const attempts = (page: Page) => deliveries.filter((delivery) => delivery.page === page.id)
  return html`<section class="panel pages" data-key="pages">${title}${said}<ol>${pages.slice(-shown).map(
    (page) => html`<li><b>${reasonWords[page.reason] ?? page.reason}</b> ${moment(page.decidedAt, now, zone)}
<ul>${attempts(page).map(({ pager, verdict, detail, tookMs, attempt }) => html`<li class="${verdict}"><b>${pager}</b> ${verdictWords[verdict] ?? verdict}<small>${detail.slice(0, 200)} · ${tookMs} ms${attempt > 1 && ` · attempt ${attempt}`}</small></li>`)}${attempts(page).length === 0 && html`<li>${words.noPager}</li>`}</ul></li>`,
  )}</ol></section>`
}
