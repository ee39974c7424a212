// The facets beside the queue: what the alerts of a view are, counted, each value a link that narrows the view or widens it again.
import { type AlertFacets, type FacetName, facetNames } from '../../model/store.ts'
import { type Html, html } from '../frame/html.ts'
import { texts } from '../texts/common.ts'
import { type Asked, addressOf, toggled } from './address.ts'

const shown = 8

/** @param asked the address's own words; those of a facet with several values are separated by commas */
export function facetsPart(facets: AlertFacets, asked: Asked, me: string | undefined): Html {
  const told = facetNames.filter((name) => isWorthIt(name, facets, asked))
  const some = facetNames.some((name) => asked[name] !== undefined)
  const none = Object.fromEntries(facetNames.map((name) => [name, undefined]))
  return html`<input type="checkbox" id="fold" class="hidden"><label for="fold" class="button fold">${texts.facets.filters}</label>
<aside id="facets" aria-label="${texts.facets.filters}">${some && html`<p class="clear"><a href="${addressOf(asked, none)}" data-swap>${texts.facets.clear}</a></p>`}${told.map((name) => facet(name, facets, asked, me))}</aside>`
}

/** One value says nothing, unless it is chosen. */
const isWorthIt = (name: FacetName, facets: AlertFacets, asked: Asked): boolean =>
  asked[name] !== undefined || facets[name].length > 1 || name === 'status'

function facet(name: FacetName, facets: AlertFacets, asked: Asked, me: string | undefined): Html {
  const chosen = new Set((asked[name] ?? '').split(',').filter((one) => one !== ''))
  const rows = facets[name].map(({ value, count, label }) => {
    const word = value === '' ? '-' : value
    const on = chosen.has(word) || (name === 'assignee' && value === me && chosen.has('me'))
    const next = toggled(asked[name], on && !chosen.has(word) ? 'me' : word)
    return html`<li><a href="${addressOf(asked, { [name]: next })}" data-swap data-key="${name} ${value}"${on && { html: ' aria-current="true"' }}><span>${wordsOf(name, value, label)}</span><small>${count}</small></a></li>`
  })
  return html`<section data-key="${name}"><h2>${texts.facets[name]}</h2><ul>${rows.slice(0, shown)}</ul>${
    rows.length > shown &&
    html`<details data-key="more ${name}"><summary>${rows.length - shown} ${texts.facets.more}</summary><ul>${rows.slice(shown)}</ul></details>`
  }</section>`
}

function wordsOf(name: FacetName, value: string, label: string | undefined): string {
  if (value === '') return name === 'assignee' ? texts.facets.nobody : texts.facets.none
  const known: Partial<Record<FacetName, Readonly<Record<string, string>>>> = {
    status: texts.statuses,
    priority: texts.priorities,
    class: texts.classes,
  }
  const words = known[name]
  return label ?? (words && Object.hasOwn(words, value) ? words[value] : undefined) ?? value
}
