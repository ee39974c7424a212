// One account as a page: its own password, second factors and sessions; for an admin, what is done to another.
import { type Account, accessRoles, type Factors, type Session, type Subject } from '../../model/people.ts'
import { hasFactor } from '../../people/factors.ts'
import { sessionId } from '../../people/sessions.ts'
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { exactly, moment } from '../frame/times.ts'
import { told } from '../sign-in/page.ts'
import { accountTexts as words } from '../texts/people.ts'
import { agentWords } from './agent.ts'
import { factorsPart } from './factors.ts'

export interface AccountView {
  readonly account: Account
  readonly factors: Factors
  readonly sessions: readonly Session[]
  readonly reader: Subject
  /** Whether codes of apps can be kept, and whether browsers make passkeys for this address. */
  readonly can: { readonly totp: boolean; readonly passkeys: boolean }
  readonly site: string
  readonly zone: string | undefined
  readonly now: number
  readonly wrong?: string
  /** Instead of the lists: what is shown once. */
  readonly once?: Html
}

export function accountPage(view: AccountView): string {
  const { account, reader, site, wrong, once } = view
  const own = reader.person === account.name
  const title = own ? words.own : account.name
  return shell(
    { title, site, reader, still: true, ...(own ? {} : { here: 'people' }) },
    html`<h1>${title}</h1>
${own && reader.lacks && html`<p class="panel warn" role="status">${words.lacking}</p>`}
${wrong !== undefined && html`<div class="panel wrong">${told(wrong)}</div>`}
${once ?? html`<div class="columns"><div>${factorsPart(view, own)}${sessions(view, own)}</div><aside>${who(view)}${password(view, own)}${!own && admin(view)}</aside></div>`}`,
  )
}

/** Where a form of this page is sent. */
const actionOf = ({ name }: Account, own: boolean, act: string): string =>
  own ? `/me/${act}` : `/users/${encodeURIComponent(name)}/${act}`

function who({ account, now, zone }: AccountView): Html {
  const { name, role, status, createdAt, provider } = account
  return html`<section class="panel facts"><h2>${name}</h2><dl>
<div><dt>${words.role}</dt><dd>${words.roles[role]}</dd></div>
<div><dt>${words.status}</dt><dd>${words[status]}</dd></div>
<div><dt>${words.made}</dt><dd>${moment(createdAt, now, zone)}</dd></div>
${provider && html`<div><dt>${words.provider}</dt><dd>${provider.issuer}</dd></div>`}</dl></section>`
}

function password({ account }: AccountView, own: boolean): Html | undefined {
  if (account.provider) return undefined
  const { password: says } = words
  return html`<details class="panel"><summary>${own ? says.change : says.set}</summary>
<form class="stack" method="post" action="${actionOf(account, own, 'password')}">
<input type="hidden" name="username" value="${account.name}" autocomplete="username">
${own && html`<label>${says.current}<input type="password" name="current" autocomplete="current-password" required></label>`}
<label>${says.next}<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required><small>${says.hint}</small></label>
<button class="first">${own ? says.change : says.set}</button></form></details>`
}

function sessions({ account, sessions: all, reader, now, zone }: AccountView, own: boolean): Html {
  const { sessions: says } = words
  const sorted = [...all].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  const row = (session: Session): Html => {
    const mine = session.hash === reader.session
    return html`<tr><td data-head="${says.began}">${moment(session.createdAt, now, zone)}${mine && html` <span class="tag resolved">${says.this}</span>`}</td>
<td class="origin" data-head="${says.from}"><code>${session.from ?? says.unknown}</code><small>${agentWords(session.agent)}</small></td>
<td data-head="${says.by}">${says.ways[session.way ?? 'password']}</td>
<td data-head="${says.ends}">${exactly(session.expiresAt, zone)}</td>
<td class="do">${!mine && html`<form method="post" action="${actionOf(account, own, 'end-session')}"><input type="hidden" name="id" value="${sessionId(session)}"><button class="quiet">${says.end}</button></form>`}</td></tr>`
  }
  return html`<section class="panel"><h2>${says.title}</h2>
${
  sorted.length === 0
    ? html`<p class="kind">${says.none}</p>`
    : html`<table class="wide"><thead><tr><th>${says.began}</th><th>${says.from}</th><th>${says.by}</th><th>${says.ends}</th><td></td></tr></thead><tbody>${sorted.map(row)}</tbody></table>
<form method="post" action="${actionOf(account, own, 'sign-out')}"><button>${own ? says.endOthers : says.endAll}</button></form>`
}</section>`
}

function admin({ account, factors }: AccountView): Html {
  const { admin: says } = words
  const form = (act: string, says: string, kind = ''): Html =>
    html`<form method="post" action="${actionOf(account, false, act)}"><button class="${kind}">${says}</button></form>`
  return html`<section class="panel"><h2>${says.title}</h2>
${
  !account.provider &&
  html`<form class="row" method="post" action="${actionOf(account, false, 'role')}"><label>${says.role}<select name="role">${accessRoles.map((role) => html`<option value="${role}"${role === account.role && { html: ' selected' }}>${words.roles[role]}</option>`)}</select></label><button>${says.give}</button></form>`
}
${account.status === 'active' ? form('disable', says.disable) : form('enable', says.enable)}
${hasFactor(factors) && html`<details><summary>${says.reset}</summary><p>${says.resetHint}</p>${form('reset-factors', says.reset)}</details>`}
<details><summary>${says.remove}</summary><p>${says.removeHint}</p>${form('remove', says.remove)}</details></section>`
}
