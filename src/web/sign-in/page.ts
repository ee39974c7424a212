// The forms where a person comes in: name and password, a second factor, or the one-time code of a first run.
import { type Html, html } from '../frame/html.ts'
import { shell } from '../frame/shell.ts'
import { signInTexts as words } from '../texts/people.ts'

interface SignIn {
  readonly site: string
  readonly to: string
  readonly wrong?: string
  /** Whether browsers can make passkeys for this address. */
  readonly passkeys: boolean
  /** What the provider is called, where everybody comes in through one. */
  readonly provider?: string
}

export function signInPage({ site, to, wrong, passkeys, provider }: SignIn): string {
  const form = html`<form method="post" action="/sign-in">
<label>${words.name}<input name="name" autocomplete="username webauthn" autocapitalize="none" spellcheck="false" required${!provider && { html: ' autofocus' }}></label>
<label>${words.password}<input type="password" name="password" autocomplete="current-password" required></label>
<input type="hidden" name="to" value="${to}">
<button${!provider && { html: ' class="first"' }}>${words.enter}</button>
</form>
${passkeys && passkeyButton(words.passkey, to)}`
  return shell(
    { title: words.title, site },
    html`<section class="sign-in panel"><h1>${words.title}</h1>
${told(wrong)}
${
  provider === undefined
    ? form
    : html`<a class="button first" href="/sign-in/provider?to=${encodeURIComponent(to)}">${words.with} ${provider}</a>
<details${wrong !== undefined && { html: ' open' }}><summary>${words.emergency}</summary><p>${words.emergencyLead}</p>${form}</details>`
}</section>`,
  )
}

interface Factor {
  readonly site: string
  readonly name: string
  readonly totp: boolean
  readonly passkey: boolean
  readonly wrong?: string
}

export function factorPage({ site, name, totp, passkey, wrong }: Factor): string {
  const { factor } = words
  return shell(
    { title: factor.title, site },
    html`<section class="sign-in panel"><h1>${factor.title}</h1>
<p>${factor.who} <b>${name}</b>. <a href="/sign-in">${factor.other}</a></p>
${told(wrong)}
${passkey && passkeyButton(factor.passkey, '/')}
<form method="post" action="/sign-in/factor">
<label>${totp ? factor.code : factor.recovery}<input name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required autofocus></label>
<button class="first">${factor.enter}</button>
</form>
<p><small>${factor.lost}</small></p></section>`,
  )
}

/** Shown by the script that can do it. */
const passkeyButton = (says: string, to: string): Html =>
  html`<button type="button" data-passkey="sign-in" data-to="${to}" hidden>${says}</button><p class="wrong" data-passkey-wrong role="alert" hidden></p>`

interface FirstRun {
  readonly site: string
  readonly name?: string
  readonly wrong?: string
}

export function firstRunPage({ site, name, wrong }: FirstRun): string {
  const { first } = words
  return shell(
    { title: first.title, site },
    html`<form class="sign-in panel" method="post" action="/first-run">
    <h1>${first.heading}</h1>
    ${told(wrong)}
    <p>${first.lead}</p>
    <label>${first.code}<input name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required autofocus></label>
    <label>${first.name}<input name="name" value="${name ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" pattern="[A-Za-z0-9][A-Za-z0-9._@\\-]{0,62}" required></label>
    <label>${first.password}<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required><small>${first.hint}</small></label>
    <button class="first">${first.make}</button>
  </form>`,
  )
}

/** What went wrong, as a sentence. */
export const told = (wrong: string | undefined): Html | undefined =>
  wrong === undefined
    ? undefined
    : html`<p role="alert" class="wrong">${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.</p>`
