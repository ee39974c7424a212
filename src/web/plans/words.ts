// What the pages say of plans and judgements: tags, and the plan that an alert fits or differs from.
import type { Alert, Disposition } from '../../model/alert.ts'
import { type Html, html } from '../frame/html.ts'
import { texts } from '../texts/common.ts'
import { planTexts as words } from '../texts/plans.ts'

export const dispositionWords: Readonly<Record<Disposition, string>> = texts.dispositions

export const planTags = ({ planned, muted }: Alert): Html | undefined => {
  const fits = planned?.some(({ differs }) => differs.length === 0)
  const differs = planned?.some((note) => note.differs.length > 0)
  if (!fits && !differs && muted === undefined) return undefined
  return html`${fits && html`<span class="tag planned">${words.tags.planned}</span>`}${differs && html`<span class="tag refused">${words.tags.differs}</span>`}${muted !== undefined && html`<span class="tag">${words.tags.muted}</span>`}`
}

export function plannedPart({ planned, muted }: Alert): Html | undefined {
  if (!planned && muted === undefined) return undefined
  const link = (id: string, page: string): Html => html`<a href="/${page}#${id}">${id}</a>`
  return html`<section class="panel plan-note"><h2>${words.note.title}</h2><ul>${planned?.map(({ plan, differs }) =>
    differs.length === 0
      ? html`<li>${words.note.fits} ${link(plan, 'changes')}.</li>`
      : html`<li><b>${words.note.differs} ${link(plan, 'changes')}:</b> ${differs.map((one) => words.differences[one]).join('; ')}.</li>`,
  )}${muted !== undefined && html`<li>${words.note.muted} ${link(muted, 'mutes')}: ${words.note.mutedWhat}</li>`}</ul></section>`
}
