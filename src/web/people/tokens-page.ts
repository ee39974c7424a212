// API tokens as a page: what each may, whose it is, until when; one that is made is shown once.
import { type ApiToken, accessRoles, type Subject, scopes } from '../../model/people.ts'
import { isAtLeast } from '../../people/roles.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { moment } from '../frame/times.ts'
import { told } from '../sign-in/page.ts'
import { texts } from '../texts/common.ts'
import { accountTexts, tokensTexts as words } from '../texts/people.ts'

export interface TokensView {
  readonly tokens: readonly ApiToken[]
  readonly reader: Subject
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly wrong?: string
  /** The secret of one that was made just now. */
  readonly shown?: { readonly name: string; readonly secret: string }
}

export function tokensPage(view: TokensView): string {
  const { tokens, reader, site, wrong, shown } = view
  return shell(
    { title: texts.places.tokens, site, reader, here: 'tokens', still: true },
    html`<h1>${texts.places.tokens}</h1><p class="lead">${words.lead}</p>
${wrong !== undefined && html`<div class="panel wrong">${told(wrong)}</div>`}
${shown && html`<section class="panel shown" role="status"><h2>${shown.name}</h2><p>${words.shown}</p><code class="secret">${shown.secret}</code></section>`}
<div class="columns"><div><section class="panel">${
      tokens.length === 0
        ? html`<p class="kind">${words.none}</p>`
        : html`<table class="wide"><thead><tr><th>${words.name}</th><th>${words.role}</th><th>${words.owner}</th><th>${words.scopes}</th><th>${words.ends}</th><td></td></tr></thead><tbody>${tokens.map((token) => row(token, view))}</tbody></table>`
    }</section></div><aside>${add(view)}</aside></div>`,
  )
}

function row({ id, name, role, owner, purpose, scopes: only, expiresAt }: ApiToken, { now, zone }: TokensView): Html {
  const over = expiresAt !== undefined && Date.parse(expiresAt) <= now
  const ends = expiresAt === undefined ? words.never : over ? words.over : moment(expiresAt, now, zone)
  return html`<tr><td data-head="${words.name}">${name}<small><code>${id}</code></small></td><td data-head="${words.role}">${accountTexts.roles[role]}</td><td data-head="${words.owner}">${owner ?? ''}${purpose !== undefined && html`<small>${purpose}</small>`}</td><td data-head="${words.scopes}">${only?.join(', ') ?? words.all}</td><td data-head="${words.ends}">${ends}</td><td class="do"><form method="post" action="/tokens/${encodeURIComponent(id)}/revoke"><button class="quiet">${words.revoke}</button></form></td></tr>`
}

function add({ reader, wrong }: TokensView): Html | undefined {
  if (reader.role === undefined || (reader.person === undefined && !isAtLeast(reader.role, 'admin'))) return undefined
  const admin = isAtLeast(reader.role, 'admin')
  return html`<details class="panel"${wrong !== undefined && { html: ' open' }}><summary>${words.add}</summary><form class="stack" method="post" action="/tokens">
<label>${words.name}<input name="name" maxlength="63" required></label>
<label>${words.role}<select name="role">${accessRoles.filter((role) => isAtLeast(reader.role, role)).map((role) => html`<option value="${role}">${accountTexts.roles[role]}</option>`)}</select></label>
${admin && html`<label>${words.purpose}<input name="purpose" maxlength="200" placeholder="${words.purposeHint}"><small>${words.forProgram}</small></label>`}
<label>${words.days}<select name="days">${Object.entries(words.dayWords).map(([days, says]) => html`<option value="${days}">${says}</option>`)}</select></label>
<fieldset><legend>${words.scopes}</legend>${scopes.map((scope) => html`<label class="check"><input type="checkbox" name="scopes" value="${scope}">${scope}</label>`)}<small>${words.scopesHint}</small></fieldset>
<button class="first">${words.make}</button></form></details>`
}
