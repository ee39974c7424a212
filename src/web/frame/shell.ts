// The frame around every page: the menu of places, who reads it, and the switches of the reader's own browser.
import type { Subject } from '../../model/people.ts'
import { assetPath } from '../assets.ts'
import { texts } from '../texts/common.ts'
import { type Html, html } from './html.ts'
import { icon, mark } from './icons.ts'
import { type Here, placesFor } from './places.ts'

export interface Frame {
  readonly title: string
  readonly site: string
  /** Who reads it: shown with a way out, and with where else to go. */
  readonly reader?: Subject
  /** Which of the places this is. */
  readonly here?: Here
  /** How many alerts should have somebody awake: shown in the menu and in the title. */
  readonly waking?: number
  /** The page stays as it is: nothing of it is taken anew when alerts change. */
  readonly still?: true
}

const { frame: words } = texts

/** A whole page around its content. */
export const shell = (frame: Frame, content: Html): string => {
  const { title, reader, waking = 0 } = frame
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${waking > 0 && `(${waking}) `}${title} · Lastcopy</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(mark)}">
<link rel="stylesheet" href="${assetPath('style.css')}">
<script src="${assetPath('theme.js')}"></script>
<script type="module" src="${assetPath('main.js')}"></script>
</head>
<body${reader && { html: ' class="inside"' }}${reader?.person !== undefined && html` data-me="${reader.person}"`} data-title="${title} · Lastcopy"${frame.still && { html: ' data-still' }}${reader?.lacks && { html: ' data-lacks' }}>
<a class="skip" href="#content">${words.skip}</a>
${reader ? menu(frame, reader) : html`<header class="top"><a class="mark" href="/">${{ html: mark }}<span>Lastcopy</span></a></header>`}
<main id="content" tabindex="-1">${content}</main>
<div id="told" role="status" aria-live="polite"></div>
</body>
</html>`.html
}

function menu({ here, site, waking = 0 }: Frame, reader: Subject): Html {
  const link = ({ here: place, href, icon: name, key }: ReturnType<typeof placesFor>[number]): Html =>
    html`<a href="${href}" data-go="${key}"${here === place && { html: ' aria-current="page"' }}>${icon(name)}<span>${texts.places[place]}</span>${place === 'alerts' && html`<b class="badge" id="waking"${waking === 0 && { html: ' hidden' }}>${waking}</b>`}</a>`
  return html`<header class="side" id="side">
<a class="mark" href="/">${{ html: mark }}<span>Lastcopy</span></a>
<span class="live" id="live" data-state="none" hidden><i></i><span></span></span>
<details class="menu" id="menu"><summary aria-label="${words.menu}">${icon('menu')}</summary>
<div class="inner">${site !== 'default' && html`<p class="site" title="${site}">${site}</p>`}
<nav class="places" aria-label="${words.places}">${placesFor(reader).map(link)}</nav>
${switches}
${whose(reader)}</div></details></header>`
}

/** They do nothing without a script, and are not shown then. */
const switches = html`<div class="switches" id="switches" hidden>
<button type="button" id="keys" title="${words.keys} (?)" aria-label="${words.keys}">${icon('keys')}</button>
<button type="button" id="sound" aria-pressed="false" title="${words.soundOff}" aria-label="${words.soundOff}">${icon('sound')}${icon('silent')}</button>
<button type="button" id="theme" title="${words.themes.auto}" aria-label="${words.themes.auto}">${icon('theme')}</button></div>`

const whose = ({ kind, name, role }: Subject): Html =>
  html`<div class="reader">${kind === 'account' ? html`<a class="who" href="/me">${named(name, role)}</a>` : html`<span class="who">${named(name, role)}</span>`}${kind === 'account' && html`<form method="post" action="/sign-out"><button class="quiet" title="${words.signOut}" aria-label="${words.signOut}">${icon('out')}</button></form>`}</div>`

const named = (name: string, role: Subject['role']): Html =>
  html`${icon('person')}<b>${name}</b><small>${role ?? ''}</small>`
