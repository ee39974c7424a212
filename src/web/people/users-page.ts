// Everybody who may come in: as what, with which second factor, in how many sessions; and the form for one more.
import { type AccessRole, type Account, accessRoles, type Factors, type Subject } from '../../model/people.ts'
import { hasFactor } from '../../people/factors.ts'
import { isAtLeast } from '../../people/roles.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { told } from '../sign-in/page.ts'
import { texts } from '../texts/common.ts'
import { accountTexts, usersTexts as words } from '../texts/people.ts'

export interface UserLine {
  readonly account: Account
  readonly factors: Factors
  readonly sessions: number
}

export interface UsersView {
  readonly users: readonly UserLine[]
  /** From which role on a second factor is needed. */
  readonly secondFactor: AccessRole | undefined
  /** Accounts are made at the first sign-in there. */
  readonly provider: boolean
  readonly reader: Subject
  readonly site: string
  readonly wrong?: string
  readonly given?: { readonly name?: string; readonly role?: string }
}

export function usersPage(view: UsersView): string {
  const { users, reader, site, wrong } = view
  return shell(
    { title: texts.places.people, site, reader, here: 'people', still: true },
    html`<h1>${texts.places.people}</h1><p class="lead">${words.lead}</p>
${wrong !== undefined && html`<div class="panel wrong">${told(wrong)}</div>`}
<div class="columns"><div><section class="panel"><table class="wide"><thead><tr><th>${words.name}</th><th>${accountTexts.role}</th><th>${words.factor}</th><th>${words.sessions}</th></tr></thead>
<tbody>${users.map((line) => row(line, view))}</tbody></table></section></div>
<aside>${add(view)}</aside></div>`,
  )
}

function row({ account, factors, sessions }: UserLine, { secondFactor }: UsersView): Html {
  const { name, role, status, provider } = account
  const needs = secondFactor !== undefined && isAtLeast(role, secondFactor)
  const { app, passkey } = accountTexts.factors
  const has = [...(factors.totp ? [app] : []), ...factors.passkeys.map(() => passkey)]
  const factor = provider
    ? html`<small>${provider.issuer}</small>`
    : hasFactor(factors)
      ? has.join(', ')
      : needs
        ? html`<span class="tag notify">${words.missing}</span>`
        : html`<span class="kind">${words.none}</span>`
  return html`<tr><td data-head="${words.name}"><a href="/users/${encodeURIComponent(name)}">${name}</a>${status === 'disabled' && html` <span class="tag refused">${accountTexts.disabled}</span>`}</td><td data-head="${accountTexts.role}">${accountTexts.roles[role]}</td><td data-head="${words.factor}">${factor}</td><td data-head="${words.sessions}">${sessions}</td></tr>`
}

const add = ({ given, wrong }: UsersView): Html =>
  html`<details class="panel"${wrong !== undefined && { html: ' open' }}><summary>${words.add}</summary><form class="stack" method="post" action="/users">
<label>${words.name}<input name="name" value="${given?.name ?? ''}" autocomplete="off" autocapitalize="none" spellcheck="false" pattern="[a-z0-9][a-z0-9._@\\-]{0,62}" required></label>
<label>${accountTexts.role}<select name="role">${accessRoles.map((role) => html`<option value="${role}"${role === (given?.role ?? 'analyst') && { html: ' selected' }}>${accountTexts.roles[role]}</option>`)}</select></label>
<label>${words.password}<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required><small>${words.hint}</small></label>
<button class="first">${words.make}</button></form></details>`
