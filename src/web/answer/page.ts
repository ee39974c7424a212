// The small page behind the link in a page: what happened and one button, on a phone, without a script or a second request.
import { createHash } from 'node:crypto'
import type { Answered } from '../../model/alert.ts'
import type { Page } from '../../model/page.ts'
import { type Html, html } from '../frame/html.ts'
import { inZone, utc } from '../frame/times.ts'

const style = `
:root{color-scheme:light dark;--ink:#1c1b19;--paper:#fbfaf7;--soft:#6b675f;--line:#d9d5cc;--go:#b3420a}
@media(prefers-color-scheme:dark){:root{--ink:#f0eee9;--paper:#171614;--soft:#a8a399;--line:#3a3732;--go:#f08a4b}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.5rem 1.125rem 3rem;overflow-wrap:anywhere}
.mark{color:var(--soft);font-size:.875rem;margin:0 0 1.5rem}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem;text-wrap:balance}
p{margin:0 0 .75rem}
ol{margin:0 0 1rem;padding-left:1.4rem}
li{margin-bottom:.35rem}
h2{font-size:1rem;margin:1.5rem 0 .35rem}
small,.soft{color:var(--soft);font-size:.875rem}
form{margin:1.25rem 0 .5rem}
button{width:100%;min-height:3.5rem;border:0;border-radius:.6rem;background:var(--go);color:var(--paper);font:600 1.1875rem/1 system-ui,sans-serif}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
`

/** Of this page alone: its own style, and nothing else is loaded or run. */
export const answerPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Before it is answered: the page's own text, and the button. */
export const askPage = ({ text }: Page): string =>
  whole(
    text.headline,
    html`<h1>${text.headline}</h1>
<p>${text.stake}</p>
<form method="post"><button>I have it</button></form>
<p class="soft">This tells everybody else who was woken that you take care of it.</p>
${text.steps.length > 0 && html`<h2>First steps</h2><ol>${text.steps.map((step) => html`<li>${step}</li>`)}</ol>`}`,
  )

/** @param mine whether it was this link that answered */
export const answeredPage = (
  { by, at }: Pick<Answered, 'by' | 'at'>,
  { mine, zone }: { readonly mine: boolean; readonly zone?: string | undefined },
): string => {
  const when = `${utc(at)}${zone === undefined ? '' : `, ${inZone(Date.parse(at), zone)}`}`
  return mine
    ? whole(
        'You have it',
        html`<h1>You have it.</h1><p>Answered ${when} (${by}). Nobody else is woken for this.</p>
<p class="soft">If it gets worse, you will be woken again.</p>`,
      )
    : whole('Somebody has it', html`<h1>Somebody has it.</h1><p>${by} answered ${when}.</p>`)
}

/** One sentence, where there is nothing to answer. */
export const sayPage = (title: string, words: string): string => whole(title, html`<h1>${title}</h1><p>${words}</p>`)

const whole = (title: string, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<title>${title.slice(0, 80)} · Lastcopy</title>
<style>${{ html: style }}</style>
</head>
<body><main><p class="mark">Lastcopy</p>${content}</main></body>
</html>`.html
