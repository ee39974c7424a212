// HTML that cannot be broken by what is put into it: every value is escaped unless it is HTML of ours.

import type { Subject } from '../model/people.ts'

/** Text that is HTML already. */
export interface Html {
  readonly html: string
}
type Part = Html | string | number | undefined | false | null | readonly Part[]

/** A template whose values are escaped; lists are joined; undefined, null and false are nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, index) => text + (index < parts.length ? toHtml(parts[index]) : '')).join(''),
})

function toHtml(part: Part): string {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'object' && 'html' in part) return part.html
  if (typeof part === 'object') return part.map(toHtml).join('')
  return escapeHtml(String(part))
}

/** Also shows what would hide: control and direction characters stand as their code points. */
const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : shown(sign)))

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const shown = (sign: string): string =>
  `<span class="odd">U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}</span>`

export interface Frame {
  readonly title: string
  readonly site: string
  /** Who reads it: shown with a way out, and with where else to go. */
  readonly reader?: Subject
  /** Which of the places in the head this is. */
  readonly here?: 'alerts' | 'changes'
  /** Seconds after which the browser asks again: how a page without a script stays fresh. */
  readonly refresh?: number
}

/** A whole page around its content. */
export const shell = ({ title, site, refresh, reader, here }: Frame, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh === undefined ? undefined : html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title} · Lastcopy</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top"><a class="mark" href="/">${{ html: icon }}<span>Lastcopy</span></a>${reader && places(here)}<span class="site">${site === 'default' ? undefined : site}</span>${reader && readerOf(reader)}</header>
<main id="content">${content}</main>
</body>
</html>`.html

const places = (here: Frame['here']): Html => {
  const link = (name: NonNullable<Frame['here']>, href: string, words: string): Html =>
    html`<a href="${href}"${here === name && { html: ' aria-current="page"' }}>${words}</a>`
  return html`<nav class="places" aria-label="Places">${link('alerts', '/', 'Alerts')}${link('changes', '/changes', 'Planned changes')}</nav>`
}

const readerOf = ({ kind, name, role }: Subject): Html =>
  html`<div class="reader"><span title="${role ?? ''}">${name}</span>${kind === 'account' && html`<form method="post" action="/sign-out"><button>Sign out</button></form>`}</div>`

/** A smoke detector seen from below. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true"><circle cx="16" cy="16" r="14" fill="none" stroke="#d9480f" stroke-width="3"/><circle cx="16" cy="16" r="7.5" fill="none" stroke="#d9480f" stroke-width="2.5" stroke-dasharray="5 2.85"/><circle cx="16" cy="16" r="2.6" fill="#d9480f"/></svg>'
