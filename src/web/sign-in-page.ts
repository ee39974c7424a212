// The forms where a person comes in: name and password, or the one-time code of a first run.
import { type Html, html } from './html.ts'
import { shell } from './shell.ts'

export function signInPage({
  site,
  to,
  wrong,
}: {
  readonly site: string
  readonly to: string
  readonly wrong?: string
}): string {
  return shell(
    { title: 'Sign in', site },
    html`<form class="sign-in panel" method="post" action="/sign-in">
    <h1>Sign in</h1>
    ${told(wrong)}
    <label>Name<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
    <label>Password<input type="password" name="password" autocomplete="current-password" required></label>
    <input type="hidden" name="to" value="${to}">
    <button class="first">Sign in</button>
  </form>`,
  )
}

interface FirstRun {
  readonly site: string
  readonly name?: string
  readonly wrong?: string
}

export function firstRunPage({ site, name, wrong }: FirstRun): string {
  return shell(
    { title: 'First run', site },
    html`<form class="sign-in panel" method="post" action="/first-run">
    <h1>Make the first account</h1>
    ${told(wrong)}
    <p>The code stands in the terminal or the log where Lastcopy was started. It makes one administrator; from then on everybody signs in, on this machine too.</p>
    <label>One-time code<input name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required autofocus></label>
    <label>Your name<input name="name" value="${name ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" pattern="[A-Za-z0-9][A-Za-z0-9._@\\-]{0,62}" required></label>
    <label>Password<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required><small>At least 12 characters.</small></label>
    <button class="first">Make the account</button>
  </form>`,
  )
}

const told = (wrong: string | undefined): Html | undefined =>
  wrong === undefined
    ? undefined
    : html`<p role="alert" class="wrong">${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.</p>`
