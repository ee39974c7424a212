// What the pages say of plans and judgements: tags, and the plan that an alert fits or differs from.
import type { Alert, Difference, Disposition } from '../model/alert.ts'
import type { PlanStatus } from '../model/plan.ts'
import { type Html, html } from './html.ts'
import { texts } from './texts.ts'

export const dispositionWords: Readonly<Record<Disposition, string>> = texts.dispositions

export const planStatusWords: Readonly<Record<PlanStatus, string>> = {
  proposed: 'Waits for a second person',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
}

const differenceWords: Readonly<Record<Difference, string>> = {
  class: 'the act is another one',
  actor: 'the actor is another one',
  resource: 'the resource is another one',
  count: 'it happened more often than planned',
  time: 'it happened at another time, or before the approval',
  'never-planned': 'no plan covers this: key destruction, the last copy, audit, MFA and four eyes always page',
}

export const planTags = ({ planned, muted }: Alert): Html | undefined => {
  const fits = planned?.some(({ differs }) => differs.length === 0)
  const differs = planned?.some((note) => note.differs.length > 0)
  if (!fits && !differs && muted === undefined) return undefined
  return html`${fits && html`<span class="tag planned">Planned</span>`}${differs && html`<span class="tag refused">Not as planned</span>`}${muted !== undefined && html`<span class="tag">Muted</span>`}`
}

export function plannedPart({ planned, muted }: Alert): Html | undefined {
  if (!planned && muted === undefined) return undefined
  const link = (id: string): Html => html`<a href="/changes#${id}">${id}</a>`
  return html`<section class="panel plan-note"><h2>Planned</h2><ul>${planned?.map(({ plan, differs }) =>
    differs.length === 0
      ? html`<li>Fits ${link(plan)}.</li>`
      : html`<li><b>Not as planned in ${link(plan)}:</b> ${differs.map((one) => differenceWords[one]).join('; ')}.</li>`,
  )}${muted !== undefined && html`<li>Muted by ${link(muted)}: nobody is told as long as it does not page at once.</li>`}</ul></section>`
}
