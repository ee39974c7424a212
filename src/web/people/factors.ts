// The part of an account's page about second factors: what there is, what can be added, and how many recovery codes are left.
import { create } from 'qrcode'
import { hasFactor } from '../../people/factors.ts'
import { totpAddress } from '../../people/totp.ts'
import { type Html, html } from '../frame/html.ts'
import { moment } from '../frame/times.ts'
import { accountTexts } from '../texts/people.ts'
import type { AccountView } from './account-page.ts'

const { factors: words, recovery: codeWords } = accountTexts

export function factorsPart(view: AccountView, own: boolean): Html {
  const { account, factors, now, zone, reader, sessions } = view
  if (account.provider) return html`<section class="panel"><h2>${words.title}</h2><p>${words.provider}</p></section>`
  const { totp, passkeys, recovery } = factors
  const way = sessions.find(({ hash }) => hash === reader.session)?.way ?? 'password'
  const changes = own && (!hasFactor(factors) || way !== 'password')
  const remove = (factor: string): Html | false =>
    changes &&
    html`<details class="drop"><summary>${words.remove}</summary><form class="stack" method="post" action="/me/remove-factor"><input type="hidden" name="factor" value="${factor}">${confirm}<button>${words.remove}</button></form></details>`
  return html`<section class="panel factors"><h2>${words.title}</h2><p class="kind">${words.lead}</p>
${!hasFactor(factors) && html`<p>${words.none}</p>`}
<ul class="rows">
${totp && html`<li><span><b>${words.app}</b><small>${words.added} ${moment(totp.addedAt, now, zone)}</small></span>${remove('totp')}</li>`}
${passkeys.map(({ id, label, addedAt, usedAt }) => html`<li><span><b>${label}</b> <span class="tag">${words.passkey}</span><small>${words.added} ${moment(addedAt, now, zone)}${usedAt !== undefined && html`, ${words.used} ${moment(usedAt, now, zone)}`}</small></span>${remove(id)}</li>`)}
${hasFactor(factors) && html`<li><span><b>${codeWords.title}</b><small>${recovery.length} ${codeWords.left}</small></span>${changes && html`<details class="drop"><summary>${codeWords.renew}</summary><form class="stack" method="post" action="/me/recovery">${confirm}<button>${codeWords.renew}</button></form></details>`}</li>`}
</ul>
${own && !changes && html`<p>${words.needsFactor}</p>`}
${changes && add(view)}</section>`
}

const confirm = html`<label>${words.confirm}<input type="password" name="current" autocomplete="current-password" required></label>`

function add({ factors, can }: AccountView): Html {
  return html`<div class="adds">
${
  can.totp
    ? html`<details><summary>${factors.totp ? words.replaceApp : words.addApp}</summary><form class="stack" method="post" action="/me/totp">${confirm}<button class="first">${words.begin}</button></form></details>`
    : html`<p class="kind">${words.noKey}</p>`
}
${
  can.passkeys
    ? html`<details><summary>${words.addKey}</summary><form class="stack" data-passkey="new" method="post" action="/me/passkey"><label>${words.keyLabel}<input name="label" maxlength="60" placeholder="${words.keyHint}" required></label>${confirm}<input type="hidden" name="answer"><button class="first" hidden>${words.addKey}</button><p class="kind" data-without>${words.noScript}</p><p class="wrong" data-passkey-wrong role="alert" hidden></p></form></details>`
    : html`<p class="kind">${words.noParty}</p>`
}</div>`
}

/** The secret as a picture and as text; it comes back sealed with the code that the app made of it. */
export function newTotp(account: string, secret: string, sealed: string): Html {
  return html`<section class="panel narrow"><h2>${words.addApp}</h2><p>${words.scan}</p>
${picture(totpAddress(secret, account, 'Lastcopy'))}
<p>${words.secret}: <code class="secret">${secret.match(/.{1,4}/g)?.join(' ')}</code></p>
<form class="stack" method="post" action="/me/totp-add"><input type="hidden" name="sealed" value="${sealed}">
<label>${words.code}<input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,7}" required autofocus></label><button class="first">${words.finish}</button></form></section>`
}

export const shownCodes = (codes: readonly string[]): Html =>
  html`<section class="panel narrow"><h2>${codeWords.title}</h2><p>${codeWords.lead}</p><p><b>${codeWords.shown}</b></p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p><a class="button first" href="/me">${codeWords.done}</a></p></section>`

/** Black on white whatever the theme: apps read it by the camera. */
function picture(text: string): Html {
  const { size, data } = create(text).modules
  const cells = Array.from(data, (on, index) => (on ? `M${index % size} ${Math.floor(index / size)}h1v1h-1z` : ''))
  return {
    html: `<svg class="qr" viewBox="-4 -4 ${size + 8} ${size + 8}" width="220" height="220" role="img" aria-label="QR"><path fill="#fff" d="M-4-4h${size + 8}v${size + 8}h-${size + 8}z"/><path fill="#000" shape-rendering="crispEdges" d="${cells.join('')}"/></svg>`,
  }
}
