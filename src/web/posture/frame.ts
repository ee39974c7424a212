// What the pages about survival have in common: their parts as a second menu, and what stands there without an estate.
import type { Response } from 'express'
import type { Basis, Survival } from '../../model/posture.ts'
import type { WebDeps } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { frameOf } from '../sign-in/access.ts'
import { words } from './texts.ts'

const places = {
  survive: '/survive',
  graph: '/survive/graph',
  copies: '/survive/copies',
  findings: '/survive/findings',
  drills: '/survive/drills',
  reports: '/survive/reports',
} as const
export type Part = keyof typeof places

export interface Shown {
  readonly part: Part
  readonly title: string
  readonly content: Html
}

/** One of the parts within the frame. */
export function showPart(deps: WebDeps, response: Response, { part, title, content }: Shown): void {
  const link = (name: Part): Html =>
    html`<a href="${places[name]}"${name === part && { html: ' aria-current="page"' }}>${words.parts[name]}</a>`
  const all = Object.keys(places) as readonly Part[]
  response.send(
    shell(
      { title, site: deps.site, here: 'survival', still: true, ...frameOf(response) },
      html`<div class="survival"><h1>${title}</h1><nav class="parts" aria-label="${words.parts_}">${all.map(link)}</nav>${content}</div>`,
    ),
  )
}

/** The analysis; where there is none the page says why. */
export async function survivalFor(
  deps: WebDeps,
  response: Response,
  { part, title, dwell }: Pick<Shown, 'part' | 'title'> & { readonly dwell?: number },
): Promise<Survival | undefined> {
  const found = await deps.posture.survival(dwell)
  if (found.ok) return found.value
  const missing = found.error === 'no-estate'
  const content = html`<section class="panel empty"><h2>${missing ? words.noEstate : words.elsewhere}</h2>${missing && html`<p>${words.noEstateWhat}</p><p><code>lastcopy estate draft</code></p>`}</section>`
  showPart(deps, response.status(missing ? 404 : 503), { part, title, content })
  return undefined
}

/** Whence a fact. */
export const basisTag = (basis: Basis, at?: string): Html =>
  html`<span class="basis ${basis}">${basis === 'observed' ? words.seen : words[basis]}${at !== undefined && ` ${at.slice(0, 10)}`}</span>`

/** A sentence in which what stands between backticks is a command. */
export const inline = (text: string): Html =>
  html`${text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`
